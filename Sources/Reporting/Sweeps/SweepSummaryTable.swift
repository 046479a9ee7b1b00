// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Experiments
package import Files
internal import Interchange
internal import Quantities
package import Scenarios
internal import Statistics
package import Sweeps

/// The summary of a sweep as CSV: a row a cell and variant, with a column for every axis.
package struct SweepSummaryTable {
  /// The columns after the axes.
  static let columns: [Column<SweepMerge.Summary>] = [
    Column("variant", "The name of the variant.") { $0.variant },
    Column("n", "Replications.") { $0.replications },
    Column(
      "single_resize",
      "The share of them in which every pool reached its target in one resize; empty where actions resize a pool later."
    ) { $0.singleResize?.mean },
    Column("single_resize_ci_low", "The lower end of its 95 % interval.") { $0.singleResize?.interval?.low },
    Column("single_resize_ci_high", "The upper end of that interval.") { $0.singleResize?.interval?.high },
    Column("reached_target", "The share of them that reached the target.") { $0.reachedTarget.mean },
    Column("resizes_mean", "The mean number of resizes of all pools.") { $0.resizes.mean },
    Column("resizes_half_width", "Half the width of its 95 % interval.") { $0.resizes.interval?.halfWidth },
    Column(
      "steady_state_mean_s", unit: "s", "The mean time to steady state of those that reached the target."
    ) { $0.steadyState.mean },
    Column("steady_state_half_width_s", unit: "s", "Half the width of its 95 % interval.") {
      $0.steadyState.interval?.halfWidth
    },
    Column("steady_state_p95_s", unit: "s", "The 95th percentile of the time to steady state.") { $0.steadyState.p95 },
    Column("idle_latency_mean_s", unit: "s", "The mean idle latency of the nodes.") { $0.idleLatencyMean.mean },
    Column("idle_latency_half_width_s", unit: "s", "Half the width of its 95 % interval.") {
      $0.idleLatencyMean.interval?.halfWidth
    },
  ]

  private let table: CSVTable<SweepMerge.Summary>

  /// Begins the table.
  ///
  /// - Throws: `Failure` when an axis has the name of a column, or the table cannot be written.
  package init(axes: [SweepAxis], to writer: ByteWriter) throws {
    for axis in axes where Self.columns.contains(where: { $0.name == axis.name }) {
      throw Failure(
        .invalid, .sweep, at: axis.list.first.flatMap(axis.place) ?? SourcePlace(file: "sweep"),
        "the axis \(axis.name) has the name of a column of the summary; give it another name, such as \(axis.name)_wanted"
      )
    }
    table = try CSVTable(SweepColumns.axes(axes.map(\.name)).map { $0.of(\.cell) } + Self.columns, to: writer)
  }

  /// Writes a row.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func append(_ summary: SweepMerge.Summary) throws(Failure) {
    try table.append(summary)
  }
}

/// The summary of a sweep for people.
package struct SweepSummaryReport: Sendable {
  private let columns: [Column<SweepMerge.Summary>]
  private var rows: [SweepMerge.Summary] = []

  /// Begins the table.
  ///
  /// - Parameter axes: The axes of the sweep.
  package init(axes: [SweepAxis]) {
    let own: [Column<SweepMerge.Summary>] = axes.enumerated().map { index, axis in
      let isNumeric = if case .list(let list) = axis.values { list.allSatisfy { $0.number != nil } } else { true }
      let words: @Sendable (SweepMerge.Summary) -> String = { summary in
        let value = summary.cell.values[index]
        return value.hasUnit ? value.text : value.column
      }
      return isNumeric ? Column(figures: axis.name, words) : Column(texts: axis.name, words)
    }
    columns = own + Self.figures
  }

  private static let figures: [Column<SweepMerge.Summary>] = [
    Column(texts: "variant") { $0.variant },
    Column(figures: "n") { "\($0.replications)" },
    Column(figures: Metric.singleResize.title) { $0.singleResize.map { Wording.mean($0, .holds) } ?? "-" },
    Column(figures: "95 % interval") { summary in
      summary.singleResize?.interval.map { "\(NumberText.percent($0.low)) to \(NumberText.percent($0.high))" } ?? "-"
    },
    Wording.column(.reachedTarget) { $0.reachedTarget },
    Wording.column(.resizes) { $0.resizes },
    Wording.column(.steadyState) { $0.steadyState },
    Column(figures: "95th percentile", unit: "s") { $0.steadyState.p95.map { NumberText.fixed($0, 1) } ?? "-" },
    Wording.column(.idleLatencyMean) { $0.idleLatencyMean },
  ]

  /// Adds a row.
  package mutating func append(_ summary: SweepMerge.Summary) {
    rows.append(summary)
  }

  /// The table and what its columns mean, with a line break at the end.
  ///
  /// - Returns: Aligned columns, or Markdown.
  /// - Complexity: O(rows).
  package func rendered(_ style: ReportStyle) -> String {
    let layout = Layout(style)
    let shown = rows.flatMap { row -> [(estimate: Estimate, unit: Metric.Unit)] in
      [(row.resizes, .count), (row.steadyState, .seconds), (row.idleLatencyMean, .seconds)]
    }
    var notes = Wording.notes(on: shown)
    if rows.contains(where: { $0.steadyState.count < $0.replications }) {
      notes.append("Steady state is over the replications that reached the target.")
    }
    if rows.contains(where: { $0.singleResize == nil }) {
      notes.append("Where actions resize a pool later, the store does not say whether one resize was enough.")
    }
    let text = layout.table(Table(rows, columns))
    return notes.isEmpty ? text : text + "\n" + layout.notes(notes)
  }
}
