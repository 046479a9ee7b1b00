// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics
package import Files
internal import Interchange
package import Sweeps
internal import Experiments
package import Scenarios

/// The summary of a sweep as CSV: a row a cell and variant, with a column for every axis.
package struct SweepSummaryTable: ~Copyable {
  /// The columns after the axes.
  package static let columns = [
    "variant", "n", "single_resize", "single_resize_ci_low", "single_resize_ci_high", "reached_target", "resizes_mean",
    "resizes_half_width", "steady_state_mean_s", "steady_state_half_width_s", "steady_state_p95_s",
    "idle_latency_mean_s", "idle_latency_half_width_s",
  ]

  private var csv: CSVWriter

  /// Begins the table.
  ///
  /// - Throws: ``SweepError`` when an axis is called like a column of the table, `OutputError` when it cannot be written.
  package init(axes: [SweepAxis], to writer: ByteWriter) throws {
    for axis in axes where Self.columns.contains(axis.name) {
      throw SweepError(
        "the axis \(axis.name) is called like a column of the summary; give it another name, such as \(axis.name)_wanted",
        place: axis.list.first.flatMap(axis.place).map { "\($0)" })
    }
    csv = try CSVWriter(to: writer, header: axes.map(\.name) + Self.columns)
  }

  /// Writes a row.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package mutating func append(_ summary: SweepMerge.Summary) throws(OutputError) {
    for value in summary.cell.values { try csv.cell(value.column) }
    try csv.cell(summary.variant)
    try csv.cell(summary.replications)
    try csv.cell(summary.singleResize?.mean)
    try csv.cell(summary.singleResize?.interval?.low)
    try csv.cell(summary.singleResize?.interval?.high)
    try csv.cell(summary.reachedTarget.mean)
    try csv.cell(summary.resizes.mean)
    try csv.cell(summary.resizes.interval?.halfWidth)
    try csv.cell(summary.steadyState.mean)
    try csv.cell(summary.steadyState.interval?.halfWidth)
    try csv.cell(summary.steadyState.p95)
    try csv.cell(summary.idleLatencyMean.mean)
    try csv.cell(summary.idleLatencyMean.interval?.halfWidth)
    try csv.endRow()
  }
}

/// The summary of a sweep for people.
package struct SweepSummaryReport: Sendable {
  private var table: TextTable
  private var hasIntervals = false
  private var hasUnknownShares = false
  private var hasShortfalls = false

  /// Begins the table.
  ///
  /// - Parameter axes: The axes of the sweep.
  package init(axes: [SweepAxis]) {
    let own = axes.map { axis in
      let isNumeric = if case .list(let list) = axis.values { list.allSatisfy { $0.number != nil } } else { true }
      return TextTable.Column(axis.name, isNumeric: isNumeric)
    }
    table = TextTable(
      columns: own + [
        TextTable.Column("variant", isNumeric: false), TextTable.Column("n"),
        TextTable.Column(Metric.singleResize.title), TextTable.Column("95 % interval"),
        TextTable.Column(Metric.reachedTarget.title), TextTable.Column(Wording.heading(.resizes)),
        TextTable.Column(Wording.heading(.steadyState)), TextTable.Column("95th percentile [s]"),
        TextTable.Column(Wording.heading(.idleLatencyMean)),
      ])
  }

  /// Adds a row.
  package mutating func append(_ summary: SweepMerge.Summary) {
    let share = summary.singleResize
    if summary.replications > 1 { hasIntervals = true }
    if share == nil { hasUnknownShares = true }
    if summary.steadyState.count < summary.replications { hasShortfalls = true }
    table.append(
      summary.cell.values.map { $0.hasUnit ? $0.text : $0.column } + [
        summary.variant, "\(summary.replications)", share.map { Wording.mean($0, .holds) } ?? "-",
        share?.interval.map { "\(Wording.percent($0.low)) to \(Wording.percent($0.high))" } ?? "-",
        Wording.mean(summary.reachedTarget, .holds), Wording.mean(summary.resizes, .count),
        Wording.mean(summary.steadyState, .seconds),
        summary.steadyState.p95.map { Wording.fixed($0, 1) } ?? "-",
        Wording.mean(summary.idleLatencyMean, .seconds),
      ])
  }

  /// The table and what its columns mean, with a line break at the end.
  ///
  /// - Returns: Aligned columns, or Markdown.
  /// - Complexity: O(rows).
  package func rendered(_ style: RunReport.Style) -> String {
    var notes: [String] = []
    if hasIntervals { notes.append("± is half the width of the 95 % interval of the mean.") }
    if hasShortfalls { notes.append("Steady state is over the replications that reached the target.") }
    if hasUnknownShares {
      notes.append("Where actions resize a pool later, the store does not tell whether one resize was enough.")
    }
    let text = style == .text ? table.text() : table.markdown()
    guard !notes.isEmpty else { return text }
    return text + "\n" + notes.map { $0 + "\n" }.joined(separator: style == .text ? "" : "\n")
  }
}
