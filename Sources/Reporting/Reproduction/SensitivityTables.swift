// SPDX-License-Identifier: GPL-3.0-or-later

internal import Claims
internal import Diagnostics
internal import Files
internal import Interchange
internal import Experiments
internal import Quantities
internal import Statistics

/// The tables of a sensitivity analysis, for people and as CSV.
enum SensitivityTables {
  // MARK: For people

  static func sections(_ sensitivity: Sensitivity, _ layout: Layout) -> [String] {
    let settings = sensitivity.settings
    return [
      layout.section(
        "One parameter at a time, from the lower to the upper end of its documented range: "
          + "\(settings.replications) replications of every case",
        ranges(sensitivity), notes: [adviceNote]),
      layout.section(
        "All of them together: first-order / total Sobol indices with their 95 % intervals, from "
          + "\(settings.designPoints) points of a design", indices(sensitivity), notes: indexNotes(sensitivity)),
      layout.section("Which value could overturn \"use R replicas\"?", items: answers(sensitivity)),
    ]
  }

  private static var adviceNote: String {
    "The advice is C5's: \(SensitivityPoint.recommendedReplicas) replicas for 1,000 nodes in 15 min. It is \"too few\" "
      + "where more are needed for one resize to be enough in 95 % of runs, and \"needless\" where one would do."
  }

  private static func indexNotes(_ sensitivity: Sensitivity) -> [String] {
    let inert = sensitivity.inertAxes.map(\.quantity.title)
    return [
      "A first-order index is the share of a figure's variance over all ranges that a parameter explains alone, a total "
        + "index the share that it has a part in. Behind ± is half of the 95 % interval by the delta method, which takes the "
        + "points for independent; they are more even than that. Numbers that are negative, or whose interval reaches 0, "
        + "are not told apart from 0."
    ]
      + (inert.isEmpty
        ? [] : ["These move no figure, neither alone nor with others: \(inert.joined(separator: ", "))."])
  }

  /// A parameter at a place on its axis; nil for the profile's own point.
  private typealias Place = (axis: ParameterAxis?, value: Double, figures: SensitivityPoint)

  private static func ranges(_ sensitivity: Sensitivity) -> Table<Place> {
    let places: [Place] =
      [(nil, 0, sensitivity.base)]
      + sensitivity.rows.flatMap { row in row.points.map { (row.axis, $0.value, $0.figures) } }
    return Table(
      places,
      [
        Column(texts: "parameter") { $0.axis?.quantity.title ?? "(profile)" },
        Column(figures: "value") { place in place.axis.map { value(place.value, $0) } ?? "" },
      ] + SensitivityFigure.allCases.map { figure in Column(figures: figure.title) { words(figure, $0.figures) } }
        + [Column(texts: "advice") { $0.figures.advice.rawValue }])
  }

  private static func words(_ figure: SensitivityFigure, _ point: SensitivityPoint) -> String {
    switch figure {
    case .steadyGain: point.steadyGain.map { NumberText.fixed($0, 1) } ?? "-"
    case .idleGain: point.idleGain.map { NumberText.fixed($0, 1) } ?? "-"
    case .singleResize: "\(NumberText.fixed(100 * point.singleResize, 0)) %"
    case .fewestReplicas: point.fewestReplicas.map { "\($0)" } ?? "more than \(SensitivityPoint.mostReplicas)"
    }
  }

  private static func value(_ value: Double, _ axis: ParameterAxis) -> String {
    let unit = axis.quantity.unit
    return NumberText.brief(value / axis.quantity.unitSize) + (unit.isEmpty ? "" : " \(unit)")
  }

  private static func indices(_ sensitivity: Sensitivity) -> Table<Sensitivity.AxisRow> {
    Table(
      sensitivity.rows.filter { !sensitivity.inertAxes.contains($0.axis) },
      [Column(texts: "parameter") { $0.axis.quantity.title }]
        + SensitivityFigure.allCases.map { figure in
          Column(figures: figure.title) { row in
            guard let index = sensitivity.indices.first(where: { $0.figure == figure && $0.axis == row.axis }),
              let first = index.first, let total = index.total
            else { return "-" }
            return "\(share(first, index.firstInterval)) / \(share(total, index.totalInterval))"
          }
        })
  }

  private static func share(_ share: Double, _ interval: ConfidenceInterval?) -> String {
    NumberText.fixed(share, 2) + (interval.map { " ± \(NumberText.fixed($0.halfWidth, 2))" } ?? "")
  }

  private static func answers(_ sensitivity: Sensitivity) -> [String] {
    var sentences = sensitivity.overturning.map { row in
      let turns = row.turns.map { turn in
        "\(turn.below.rawValue) below \(value(turn.value, row.axis)), \(turn.above.rawValue) above"
      }
      return "\(row.axis.quantity.title): the advice is \(turns.joined(separator: "; "))."
    }
    let quiet = sensitivity.rows.filter { $0.turns.isEmpty }.map(\.axis.quantity.title)
    if !quiet.isEmpty {
      sentences.append("Nowhere in their documented ranges, alone: \(quiet.joined(separator: ", ")).")
    }
    let design = sensitivity.design
    sentences.append(
      "Over all ranges together, the advice is too few at \(design.tooFew) and needless at \(design.needless) of "
        + "\(design.points) points.")
    return sentences
  }

  // MARK: As CSV

  struct AxisPoint: Sendable {
    let quantity: ModelQuantity
    let point: Sensitivity.AxisPoint
  }

  static let axisColumns: [Column<AxisPoint>] =
    [
      Column("parameter", "The parameter, by its key.") { $0.quantity.rawValue },
      Column("unit", "The unit of its values; empty for a plain number.") { $0.quantity.unit },
      Column("value", unit: "that of the parameter", "The value.") { $0.point.value / $0.quantity.unitSize },
    ]
    + SensitivityFigure.allCases.map { figure in
      Column(figure.rawValue, unit: figure.unit, figure.documentation) { value(of: figure, $0.point.figures) }
    } + [Column("advice", "What the figures say of the advice of C5.") { $0.point.figures.advice.rawValue }]

  private static func value(of figure: SensitivityFigure, _ point: SensitivityPoint) -> Double? {
    switch figure {
    case .steadyGain: point.steadyGain
    case .idleGain: point.idleGain
    case .singleResize: point.singleResize
    case .fewestReplicas: point.fewestReplicas.map { Double($0) }
    }
  }

  static let indexColumns: [Column<Sensitivity.Index>] = [
    Column("figure", "The figure: a column of `sensitivity.csv`.") { $0.figure.rawValue },
    Column("parameter", "The parameter, by its key.") { $0.axis.quantity.rawValue },
    Column("first_order", "The share of the figure's variance that the parameter explains alone.") { $0.first },
    Column("total", "The share of that variance that the parameter has a part in.") { $0.total },
    Column("first_order_ci_low", "The lower end of the 95 % interval of `first_order`.") { $0.firstInterval?.low },
    Column("first_order_ci_high", "The upper end of that interval.") { $0.firstInterval?.high },
    Column("total_ci_low", "The lower end of the 95 % interval of `total`.") { $0.totalInterval?.low },
    Column("total_ci_high", "The upper end of that interval.") { $0.totalInterval?.high },
  ]

  /// Writes `sensitivity.csv`: one row a parameter and place on its axis.
  ///
  /// - Throws: `Failure` when it cannot be written.
  static func writeAxes(_ sensitivity: Sensitivity, to writer: ByteWriter) throws(Failure) {
    try CSVTable.write(
      sensitivity.rows.lazy.flatMap { row in
        row.points.lazy.map { AxisPoint(quantity: row.axis.quantity, point: $0) }
      }, axisColumns, to: writer)
  }

  /// Writes `sobol.csv`: one row a figure and parameter.
  ///
  /// - Throws: `Failure` when it cannot be written.
  static func writeIndices(_ sensitivity: Sensitivity, to writer: ByteWriter) throws(Failure) {
    try CSVTable.write(sensitivity.indices, indexColumns, to: writer)
  }
}

extension SensitivityFigure {
  fileprivate var unit: String? {
    switch self {
    case .steadyGain, .idleGain: "%"
    case .singleResize, .fewestReplicas: nil
    }
  }

  fileprivate var documentation: String {
    switch self {
    case .steadyGain: "The gain in time to steady state at 300 nodes with 2 replicas."
    case .idleGain: "The gain in mean idle latency at 300 nodes with 2 replicas."
    case .singleResize: "The share of runs in which one resize brings a managed-image pool to 300 nodes, from 0 to 1."
    case .fewestReplicas:
      "The fewest replicas with which one resize brings a pool to 1,000 nodes in at least 95 % of runs; empty where "
        + "\(SensitivityPoint.mostReplicas) are not enough."
    }
  }
}
