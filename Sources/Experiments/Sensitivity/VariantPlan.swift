// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Scenarios

/// What is to be run for one variant of a ``ScenarioSensitivity``, and the rows that come of it.
struct VariantPlan {
  /// One value at both ends of its range.
  struct Move {
    let value: Profile.Value
    let axis: ParameterAxis
    /// The systems at the lower and the upper end; nil where that end is where the value is already.
    let ends: [SystemConfiguration?]

    /// The systems that have to be run.
    var configurations: [SystemConfiguration] { ends.compactMap { $0 } }

    /// Nil when the model cannot take the value at one of its ends.
    init?(_ value: Profile.Value, _ axis: ParameterAxis, of configuration: SystemConfiguration) {
      var ends: [SystemConfiguration?] = []
      for end in [axis.range.lowerBound, axis.range.upperBound] {
        guard let parameters = axis.quantity.setting(end, in: configuration.parameters) else { return nil }
        var moved = configuration
        moved.parameters = parameters
        guard moved.problems().isEmpty else { return nil }
        ends.append(parameters == configuration.parameters ? nil : moved)
      }
      self.value = value
      self.axis = axis
      self.ends = ends
    }
  }

  let name: String
  let base: [RunSample]
  let moves: [Move]
  let unvaried: [Profile.Value]

  init(_ result: ExperimentResult.VariantResult, replications: Int) {
    let variant = result.variant
    name = variant.name
    base = result.outcomes.prefix(replications).map(RunSample.init)
    let configuration = variant.configuration
    let hasWork = !configuration.work.isEmpty || configuration.pools.contains { $0.autoscale != nil }
    let values = variant.profileValues.filter { hasWork || !$0.isOfWork }
    let moves = values.flatMap { value in
      ParameterAxis.ranges(of: value).compactMap { Move(value, $0, of: configuration) }
    }
    let moved = Set(moves.map(\.value.key))
    unvaried = values.filter { $0.status != .published && !moved.contains($0.key) }
    self.moves = moves
  }

  /// The rows of the variant.
  ///
  /// - Parameter runs: The runs of every system of ``moves``, in order.
  /// - Returns: The rows, what moves the answer most first.
  func rows(_ runs: ArraySlice<[RunSample]>) -> ScenarioSensitivity.VariantRows {
    var rest = runs
    let rows = moves.map { move in
      let ends = move.ends.map { $0 == nil ? base : rest.popFirst() ?? [] }
      return ScenarioSensitivity.Row(
        value: move.value, axis: move.axis, low: ScenarioSensitivity.Figures(ends[0]),
        high: ScenarioSensitivity.Figures(ends[1]), changesRuns: ends.contains { $0 != base })
    }
    let figures = ScenarioSensitivity.Figures(base)
    let ordered = rows.map { (row: $0, reach: Reach($0, beside: figures)) }.enumerated()
      .sorted { ($1.element.reach, $0.offset) < ($0.element.reach, $1.offset) }
    return ScenarioSensitivity.VariantRows(
      variant: name, base: figures, rows: ordered.map(\.element.row), unvaried: unvaried)
  }
}

/// How far a row moves the answer: single resizes first.
private struct Reach: Comparable {
  let singleResize: Double
  let steadyState: Double

  init(_ row: ScenarioSensitivity.Row, beside base: ScenarioSensitivity.Figures) {
    let points = [base, row.low, row.high]
    singleResize = Self.extent(points.map(\.singleResize))
    steadyState = Self.extent(points.compactMap(\.steadyState))
  }

  static func < (left: Reach, right: Reach) -> Bool {
    (left.singleResize, left.steadyState) < (right.singleResize, right.steadyState)
  }

  private static func extent(_ values: [Double]) -> Double {
    (values.max() ?? 0) - (values.min() ?? 0)
  }
}
