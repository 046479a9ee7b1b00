// SPDX-License-Identifier: GPL-3.0-or-later

package import Files
internal import BatchPool
package import Experiments
internal import Scenarios

/// What `poolsim run` tells people: a table of the variants and what differs between them, in plain words.
package struct RunReport: Sendable {
  /// How the report is laid out.
  package enum Style: Sendable {
    /// Aligned columns for a terminal.
    case text
    /// GitHub's Markdown.
    case markdown
  }

  private static let shown: [Metric] = [.reachedTarget, .singleResize, .resizes, .steadyState, .idleLatencyMean]
  private static let compared: [Metric] = [.steadyState, .idleLatencyMean, .resizes]

  /// The results, a scenario each.
  package let results: [ExperimentResult]
  /// What is compared: variants of each scenario, or the two sides that the user named.
  package let comparisons: [Comparison]
  /// What the values of the profile move, a scenario each; empty unless it was asked for.
  package var sensitivities: [ScenarioSensitivity] = []

  /// Makes a report on scenarios whose variants are compared with the first one each.
  package init(_ results: [ExperimentResult]) {
    self.results = results
    comparisons = results.flatMap(Comparison.ofVariants)
  }

  /// Makes a report on a comparison that the user asked for.
  package init(_ results: [ExperimentResult], comparing comparison: Comparison) {
    self.results = results
    comparisons = [comparison]
  }

  /// The report, with a line break at the end.
  package func rendered(_ style: Style) -> String {
    var parts = results.map { section($0, style) }
    parts += comparisons.map { section($0, style) }
    parts += sensitivities.map { ScenarioSensitivityTable.rendered($0, style) }
    return parts.joined(separator: "\n")
  }

  /// Writes the replications of all scenarios as CSV.
  ///
  /// - Throws: `OutputError` when they cannot be written.
  package func writeCSV(to writer: ByteWriter) throws(OutputError) {
    try ResultTables.writeReplications(
      results, namesPools: results.contains { $0.scenario.namesPools }, to: writer)
  }

  private func section(_ result: ExperimentResult, _ style: Style) -> String {
    let scenario = result.scenario
    let replications = "\(result.replications) replication\(result.replications == 1 ? "" : "s")"
    var text = heading(
      "\(scenario.name): \(replications), seed \(scenario.seed), profile \(scenario.profile)", style)
    var table = TextTable(
      columns: [TextTable.Column("variant", isNumeric: false), TextTable.Column("nodes wanted")]
        + Self.shown.map { TextTable.Column(Wording.heading($0)) })
    var notes: [String] = []
    for variant in result.variants {
      let target = variant.outcomes.first?.total.targetNodes ?? 0
      let summaries = Self.shown.map { MetricSummary($0, of: variant.outcomes) }
      table.append(
        [variant.variant.name, "\(target)"] + summaries.map { Wording.mean($0.estimate, $0.metric.unit) })
      let steady = MetricSummary(.steadyState, of: variant.outcomes).estimate.count
      if steady < variant.outcomes.count {
        notes.append(
          "\(variant.variant.name): steady state over the \(steady) of \(variant.outcomes.count) replications that "
            + "reached the target." + Self.shortfall(variant))
      }
    }
    text += style == .text ? table.text() : table.markdown()
    if let sizes = RequestedSizes(result) {
      let heading = "The other figures are of the last size asked for. Every size that was asked for:"
      text += "\n\(heading)\n\n" + (style == .text ? sizes.table().text() : sizes.table().markdown())
    }
    notes.insert(contentsOf: generalNotes(result), at: 0)
    notes += RuleAnswers.sentences(result)
    if !notes.isEmpty { text += "\n" + notes.map { $0 + "\n" }.joined(separator: style == .text ? "" : "\n") }
    return text
  }

  /// How far the pools came that did not reach their target, and what the service says of it.
  private static func shortfall(_ variant: ExperimentResult.VariantResult) -> String {
    let short = variant.outcomes.filter { !$0.total.reachedTarget }
    guard !short.isEmpty else { return "" }
    let nodes = short.reduce(0) { $0 + $1.total.provisionedNodes } / short.count
    let codes = Set(short.flatMap { $0.resizes.flatMap(\.errors).map(\.code) }).sorted()
    return
      " The others ended with \(nodes) nodes on average\(codes.isEmpty ? "" : ": \(codes.joined(separator: ", "))")."
  }

  private func generalNotes(_ result: ExperimentResult) -> [String] {
    var notes: [String] = []
    if result.replications > 1 { notes.append("± is half the width of the 95 % interval of the mean.") }
    notes.append(
      "Intervals are of the replications alone, for the values of the profile; run --sensitivity varies the uncertain ones."
    )
    if result.scenario.namesPools {
      notes.append("Figures are over all pools, resizes add up; summary.csv has each pool.")
    }
    if let precision = result.precision { notes.append(precision.sentence) }
    return notes
  }

  private func section(_ comparison: Comparison, _ style: Style) -> String {
    let title =
      "\(comparison.candidate.name) beside \(comparison.baseline.name), "
      + "paired on \(comparison.pairCount) replication\(comparison.pairCount == 1 ? "" : "s")"
    let rows = Self.compared.map { comparison.metric($0) }
    let width = rows.reduce(0) { max($0, $1.metric.title.count) }
    let lines = rows.map { row in
      let padding = String(repeating: " ", count: width - row.metric.title.count)
      let name = style == .text ? "  \(row.metric.title)\(padding)  " : "- \(row.metric.title): "
      let pairs = row.pairCount < comparison.pairCount ? " (\(row.pairCount) pairs)" : ""
      return name + Wording.finding(row) + pairs + "\n"
    }
    return heading(title, style) + lines.joined() + pairing(rows, style)
  }

  /// What common random numbers were worth, where they were worth something.
  private func pairing(_ rows: [MetricComparison], _ style: Style) -> String {
    let worth = rows.compactMap { row in
      row.varianceReduction.flatMap { $0 > 1.05 ? "\(Wording.fixed($0, 1)) times less (\(row.metric.title))" : nil }
    }
    guard !worth.isEmpty else { return "" }
    return
      "\nOn common random numbers the differences vary \(worth.joined(separator: ", ")) than on independent ones.\n"
  }

  private func heading(_ title: String, _ style: Style) -> String {
    style == .text ? title + "\n\n" : "## \(title)\n\n"
  }
}
