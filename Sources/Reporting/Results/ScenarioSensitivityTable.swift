// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Experiments
package import Files
internal import Interchange
internal import Quantities
internal import Scenarios

/// What `poolsim run --sensitivity` tells: for people, and as `sensitivity.csv`.
package enum ScenarioSensitivityTable {
  // MARK: For people

  /// A table a variant, and a sentence a variant at the end.
  ///
  /// - Parameters:
  ///   - sensitivity: What was found.
  ///   - style: How it is laid out.
  /// - Returns: The text, with a line break at the end.
  package static func rendered(_ sensitivity: ScenarioSensitivity, _ style: ReportStyle) -> String {
    let layout = Layout(style)
    let sections = sensitivity.variants.map { section($0, of: sensitivity, layout) }
    return (sections + [layout.notes(sensitivity.variants.map(sentence))]).joined(separator: "\n")
  }

  private static func section(
    _ variant: ScenarioSensitivity.VariantRows, of sensitivity: ScenarioSensitivity, _ layout: Layout
  ) -> String {
    let title =
      "\(sensitivity.scenario), \(variant.variant): one value of the profile at a time, at both ends of its range, "
      + "over the same \(NumberText.count(sensitivity.replications, "replication"))"
    let moving = variant.rows.filter(\.changesRuns)
    return layout.heading(title) + (moving.isEmpty ? "" : layout.table(Table(moving, shown)) + "\n")
      + layout.notes(notes(variant, runs: sensitivity.replications))
  }

  private static let shown: [Column<ScenarioSensitivity.Row>] = [
    Column(texts: "parameter") { $0.name },
    Column(texts: "status") { $0.value.status.rawValue },
    Column(figures: "low") { $0.ends.low },
    Column(figures: "high") { $0.ends.high },
    Column(figures: "one resize at low") { NumberText.percent($0.low.singleResize) },
    Column(figures: "at high") { NumberText.percent($0.high.singleResize) },
    Column(figures: "steady state at low", unit: "s") { steady($0.low) },
    Column(figures: "at high", unit: "s") { steady($0.high) },
  ]

  private static func steady(_ figures: ScenarioSensitivity.Figures) -> String {
    figures.steadyState.map { NumberText.fixed($0, Wording.decimals(.seconds)) } ?? "-"
  }

  private static func notes(_ variant: ScenarioSensitivity.VariantRows, runs: Int) -> [String] {
    let base = variant.base
    var notes = [
      "With every value as it is, one resize is enough in \(NumberText.percent(base.singleResize)), and the steady state "
        + "is \(base.steadyState == nil ? "never reached" : steady(base) + " s")."
    ]
    if variant.points.contains(where: { $0.reachedTarget < runs }) {
      notes.append("Steady state is over the replications that reached the target.")
    }
    let still = variant.rows.filter { !$0.changesRuns }.map(\.name)
    if !still.isEmpty { notes.append("No replication changes with \(still.joined(separator: ", ")).") }
    if !variant.unvaried.isEmpty {
      let values = variant.unvaried.map { "\($0.key) (\($0.status.rawValue))" }
      notes.append("Not moved, because no range is documented: \(values.joined(separator: ", ")).")
    }
    return notes
  }

  /// What it comes to for one variant.
  private static func sentence(_ variant: ScenarioSensitivity.VariantRows) -> String {
    guard !variant.rows.isEmpty else {
      return "The scenario sets every value of \(variant.variant) that has a range: there was nothing to move."
    }
    let shares = variant.points.map(\.singleResize)
    let (low, high) = (NumberText.percent(shares.min() ?? 0), NumberText.percent(shares.max() ?? 0))
    guard let most = variant.rows.first, most.changesRuns else {
      return
        "One resize is enough in \(low) of the runs of \(variant.variant), and no value with a range changes a run."
    }
    if low != high {
      return
        "One resize is enough in \(low) to \(high) of the runs of \(variant.variant) over these ranges, one at a time; "
        + "\(most.name) moves it most."
    }
    let times = variant.points.filter { $0.steadyState != nil }.sorted { ($0.steadyState ?? 0) < ($1.steadyState ?? 0) }
    guard let first = times.first, let last = times.last else {
      return "One resize is enough in \(low) of the runs of \(variant.variant) over these ranges, one at a time."
    }
    return
      "One resize is enough in \(low) of the runs of \(variant.variant) over these ranges, one at a time; the steady state "
      + "goes from \(steady(first)) s to \(steady(last)) s, and \(most.name) moves it most."
  }

  // MARK: As CSV

  struct Row: Sendable {
    let scenario: String
    let variant: String
    let replications: Int
    /// The value that was moved, and to where; nil for the row with every value as it is.
    let moved: (name: String, status: String, value: String)?
    let figures: ScenarioSensitivity.Figures
  }

  static let columns: [Column<Row>] =
    [
      Column("scenario", "The name of the scenario.") { $0.scenario },
      Column("variant", "The name of the variant.") { $0.variant },
      Column("parameter", "The value of the profile that is moved; empty in the row with every value as it is.") {
        $0.moved?.name
      },
      Column(
        "status",
        "What is known about the value: `published`, `evidence`, `assumed` or `free`; poolsim show tells more."
      ) {
        $0.moved?.status
      },
      Column("value", "The end of its range to which it is moved, as a scenario writes it.") { $0.moved?.value },
      Column("replications", "Replications of every variant and end.") { $0.replications },
    ] + [
      figure(.singleResize, "The share of runs in which one resize was enough, from 0 to 1.") { $0.singleResize },
      figure(.steadyState, "The mean time to steady state of the runs that reached the target.") { $0.steadyState },
      figure(.idleLatencyMean, "The mean idle latency of the nodes.") { $0.idleLatencyMean },
    ]

  private static func figure(
    _ metric: Metric, _ documentation: String,
    _ value: @escaping @Sendable (ScenarioSensitivity.Figures) -> Double?
  ) -> Column<Row> {
    Column(metric.name, unit: metric.unit.symbol, documentation) { value($0.figures) }
  }

  /// Writes `sensitivity.csv`: for every variant a row with every value as it is, and one for each end of each range.
  ///
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(rows).
  package static func write(_ sensitivities: [ScenarioSensitivity], to writer: ByteWriter) throws(Failure) {
    let table = try CSVTable(columns, to: writer)
    for sensitivity in sensitivities {
      for variant in sensitivity.variants {
        func append(
          _ figures: ScenarioSensitivity.Figures, moved: (name: String, status: String, value: String)? = nil
        ) throws(Failure) {
          try table.append(
            Row(
              scenario: sensitivity.scenario, variant: variant.variant, replications: sensitivity.replications,
              moved: moved, figures: figures))
        }
        try append(variant.base)
        for row in variant.rows {
          let status = row.value.status.rawValue
          try append(row.low, moved: (row.name, status, row.ends.low))
          try append(row.high, moved: (row.name, status, row.ends.high))
        }
      }
    }
  }
}
