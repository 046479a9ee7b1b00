// SPDX-License-Identifier: GPL-3.0-or-later

package import Claims
package import Files
internal import Interchange
internal import Experiments

/// The tables of a sensitivity analysis, for people and as CSV.
package enum SensitivityTables {
  // MARK: For people

  static func sections(_ sensitivity: Sensitivity, _ layout: Layout) -> [String] {
    let settings = sensitivity.settings
    return [
      layout.section(
        "One parameter at a time, from the lower to the upper end of its documented range: "
          + "\(settings.replications) replications of every case",
        ranges(sensitivity), notes: [adviceNote]),
      layout.section(
        "All free parameters together: first-order / total Sobol indices from \(settings.designPoints) points of a "
          + "Sobol design", indices(sensitivity), notes: [indexNote]),
      layout.section("Which free parameter could overturn \"use R replicas\"?", items: answers(sensitivity)),
    ]
  }

  private static var adviceNote: String {
    "The advice is C5's: \(SensitivityPoint.recommendedReplicas) replicas for 1,000 nodes in 15 min. It is \"too few\" "
      + "where more are needed for one resize to be enough in 95 % of runs, and \"needless\" where one would do."
  }

  private static let indexNote =
    "A first-order index is the share of a figure's variance over all ranges that a parameter explains alone, a total "
    + "index the share that it has a part in. With so few points they are known within some 0.1; small negative numbers "
    + "are zero within that."

  private static func ranges(_ sensitivity: Sensitivity) -> TextTable {
    var table = TextTable(
      columns: [TextTable.Column("parameter", isNumeric: false), TextTable.Column("value")]
        + SensitivityFigure.allCases.map { TextTable.Column($0.title) } + [TextTable.Column("advice", isNumeric: false)]
    )
    table.append(row("(profile)", "", sensitivity.base))
    for row in sensitivity.rows {
      for point in row.points {
        table.append(self.row(row.axis.quantity.title, value(point.value, row.axis), point.figures))
      }
    }
    return table
  }

  private static func row(_ name: String, _ value: String, _ point: SensitivityPoint) -> [String] {
    [
      name, value, point.steadyGain.map { Wording.fixed($0, 1) } ?? "-",
      point.idleGain.map { Wording.fixed($0, 1) } ?? "-", "\(Wording.fixed(100 * point.singleResize, 0)) %",
      point.fewestReplicas.map { "\($0)" } ?? "more than \(SensitivityPoint.mostReplicas)", point.advice.rawValue,
    ]
  }

  private static func value(_ value: Double, _ axis: ParameterAxis) -> String {
    let unit = axis.quantity.unit
    return CalibrationReport.text(value / axis.quantity.unitSize) + (unit.isEmpty ? "" : " \(unit)")
  }

  private static func indices(_ sensitivity: Sensitivity) -> TextTable {
    var table = TextTable(
      columns: [TextTable.Column("parameter", isNumeric: false)]
        + SensitivityFigure.allCases.map { TextTable.Column($0.title) })
    for row in sensitivity.rows {
      table.append(
        [row.axis.quantity.title]
          + SensitivityFigure.allCases.map { figure in
            guard let index = sensitivity.indices.first(where: { $0.figure == figure && $0.axis == row.axis }),
              let first = index.first, let total = index.total
            else { return "-" }
            return "\(Wording.fixed(first, 2)) / \(Wording.fixed(total, 2))"
          })
    }
    return table
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

  /// Writes `sensitivity.csv`: one row a parameter and place on its axis.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package static func writeAxes(_ sensitivity: Sensitivity, to writer: ByteWriter) throws(OutputError) {
    var csv = try CSVWriter(
      to: writer,
      header: ["parameter", "unit", "value"] + SensitivityFigure.allCases.map(\.rawValue) + ["advice"])
    for row in sensitivity.rows {
      for point in row.points {
        try csv.cell(row.axis.quantity.rawValue)
        try csv.cell(row.axis.quantity.unit)
        try csv.cell(point.value / row.axis.quantity.unitSize)
        try csv.cell(point.figures.steadyGain)
        try csv.cell(point.figures.idleGain)
        try csv.cell(point.figures.singleResize)
        try csv.cell(point.figures.fewestReplicas)
        try csv.cell(point.figures.advice.rawValue)
        try csv.endRow()
      }
    }
  }

  /// Writes `sobol.csv`: one row a figure and parameter.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package static func writeIndices(_ sensitivity: Sensitivity, to writer: ByteWriter) throws(OutputError) {
    var csv = try CSVWriter(to: writer, header: ["figure", "parameter", "first_order", "total"])
    for index in sensitivity.indices {
      try csv.cell(index.figure.rawValue)
      try csv.cell(index.axis.quantity.rawValue)
      try csv.cell(index.first)
      try csv.cell(index.total)
      try csv.endRow()
    }
  }
}
