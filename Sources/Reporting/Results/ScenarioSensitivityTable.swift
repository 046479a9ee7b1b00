// SPDX-License-Identifier: GPL-3.0-or-later

package import Files
internal import Interchange
package import Experiments
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
  package static func rendered(_ sensitivity: ScenarioSensitivity, _ style: RunReport.Style) -> String {
    let sections = sensitivity.variants.map { section($0, of: sensitivity, style) }
    let sentences = sensitivity.variants.map { sentence($0) + "\n" }
    return (sections + [sentences.joined(separator: style == .text ? "" : "\n")]).joined(separator: "\n")
  }

  private static func section(
    _ variant: ScenarioSensitivity.VariantRows, of sensitivity: ScenarioSensitivity, _ style: RunReport.Style
  ) -> String {
    let runs = "\(sensitivity.replications) replication\(sensitivity.replications == 1 ? "" : "s")"
    let title =
      "\(sensitivity.scenario), \(variant.variant): one value of the profile at a time, at both ends of its range, "
      + "over the same \(runs)"
    let moving = variant.rows.filter(\.changesRuns)
    var text = style == .text ? title + "\n\n" : "## \(title)\n\n"
    if !moving.isEmpty {
      let table = table(variant.base, moving)
      text += (style == .text ? table.text() : table.markdown()) + "\n"
    }
    let notes = notes(variant, runs: sensitivity.replications)
    return text + notes.map { $0 + "\n" }.joined(separator: style == .text ? "" : "\n")
  }

  private static func table(_ base: ScenarioSensitivity.Figures, _ rows: [ScenarioSensitivity.Row]) -> TextTable {
    var table = TextTable(
      columns: [
        TextTable.Column("parameter", isNumeric: false), TextTable.Column("status", isNumeric: false),
        TextTable.Column("low"), TextTable.Column("high"), TextTable.Column("one resize at low"),
        TextTable.Column("at high"), TextTable.Column("steady state at low [s]"), TextTable.Column("at high [s]"),
      ])
    for row in rows {
      table.append(
        [row.name, row.value.status.rawValue, row.ends.low, row.ends.high]
          + [row.low, row.high].map { Wording.percent($0.singleResize) } + [row.low, row.high].map(steady))
    }
    return table
  }

  private static func steady(_ figures: ScenarioSensitivity.Figures) -> String {
    figures.steadyState.map { Wording.fixed($0, Wording.decimals(.seconds)) } ?? "-"
  }

  private static func notes(_ variant: ScenarioSensitivity.VariantRows, runs: Int) -> [String] {
    let base = variant.base
    var notes = [
      "With every value as it is, one resize is enough in \(Wording.percent(base.singleResize)), and the steady state "
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
    let (low, high) = (Wording.percent(shares.min() ?? 0), Wording.percent(shares.max() ?? 0))
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

  /// Writes `sensitivity.csv`: for every variant a row with every value as it is, and one for each end of each range.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  /// - Complexity: O(rows).
  package static func write(_ sensitivities: [ScenarioSensitivity], to writer: ByteWriter) throws(OutputError) {
    var csv = try CSVWriter(
      to: writer,
      header: ["scenario", "variant", "parameter", "status", "value", "replications"]
        + [Metric.singleResize, .steadyState, .idleLatencyMean].map(\.name))
    for sensitivity in sensitivities {
      for variant in sensitivity.variants {
        func row(
          _ name: String, _ status: String, _ value: String, _ figures: ScenarioSensitivity.Figures,
          _ csv: inout CSVWriter
        ) throws(OutputError) {
          for cell in [sensitivity.scenario, variant.variant, name, status, value] { try csv.cell(cell) }
          try csv.cell(sensitivity.replications)
          for cell in [figures.singleResize, figures.steadyState, figures.idleLatencyMean] { try csv.cell(cell) }
          try csv.endRow()
        }
        try row("", "", "", variant.base, &csv)
        for parameter in variant.rows {
          let status = parameter.value.status.rawValue
          try row(parameter.name, status, parameter.ends.low, parameter.low, &csv)
          try row(parameter.name, status, parameter.ends.high, parameter.high, &csv)
        }
      }
    }
  }
}
