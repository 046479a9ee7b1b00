// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
internal import EventEngine
package import Experiments
package import Files
internal import Interchange
internal import Quantities
internal import Scenarios

/// What `poolsim run` tells people: a table of the variants and what differs between them, in plain words.
package struct RunReport: Sendable {
  private static let shown: [Metric] = [
    .usableNodes, .meanUsableNodes, .reachedTarget, .singleResize, .resizes, .steadyState, .idleLatencyMean,
    .requestToIdleMean,
  ]
  /// Where formulas set the size: nobody asked for one, and none is reached.
  private static let scaled: [Metric] = [.meanUsableNodes, .maxNodes, .resizes, .preemptions]
  private static let compared: [Metric] = [.steadyState, .idleLatencyMean, .resizes]

  /// The results, a scenario each.
  package let results: [ExperimentResult]
  /// What is compared: variants of each scenario, or the two sides that the user named.
  package let comparisons: [Comparison]
  /// What the values of the profile move, a scenario each; empty unless it was asked for.
  package let sensitivities: [ScenarioSensitivity]

  /// The files that the scenarios are in, where they have any.
  private let files: [String]
  /// What was set on all of them, as `--set` takes it.
  private let overrides: [String]

  /// Makes a report on what came of a session.
  ///
  /// - Parameters:
  ///   - result: What came of it.
  ///   - files: The files of its scenarios, as the next command would name them; none where that is not known.
  ///   - overrides: What was set on all of them, as `--set` takes it.
  package init(_ result: SessionResult, files: [String] = [], overrides: [String] = []) {
    self.files = files
    self.overrides = overrides
    results = result.results
    comparisons = result.comparisons
    sensitivities = result.sensitivities
  }

  /// The report, with a line break at the end.
  package func rendered(_ style: ReportStyle) -> String {
    let layout = Layout(style)
    var parts = results.indices.map { section(results[$0], file: files.indices.contains($0) ? files[$0] : nil, layout) }
    parts += comparisons.map { section($0, layout) }
    parts += sensitivities.map { ScenarioSensitivityTable.rendered($0, style) }
    return parts.joined(separator: "\n")
  }

  /// Writes the replications of all scenarios as CSV.
  ///
  /// - Throws: `Failure` when they cannot be written.
  package func writeCSV(to writer: ByteWriter) throws(Failure) {
    try ReplicationTable.write(
      results, namesPools: results.contains { $0.scenario.namesPools }, to: writer)
  }

  /// The columns of the table: what became of the work first, where there is any.
  private static func columns(_ result: ExperimentResult) -> [Column<ExperimentResult.VariantResult>] {
    let work = WorkAnswer.metrics(result)
    func columns(_ metrics: [Metric]) -> [Column<ExperimentResult.VariantResult>] {
      metrics.map { metric in Wording.column(metric) { MetricSummary(metric, of: $0).estimate } }
    }
    if result.variants.allSatisfy(FormulaAnswer.isScaled) {
      return [Column(texts: "variant") { $0.variant.name }] + columns(work + scaled)
    }
    return [Column(texts: "variant") { $0.variant.name }] + columns(work)
      + [Column(figures: "nodes wanted") { "\($0.outcomes.first?.total.targetNodes ?? 0)" }] + columns(shown)
  }

  private func section(_ result: ExperimentResult, file: String?, _ layout: Layout) -> String {
    let scenario = result.scenario
    let isScaled = result.variants.allSatisfy(FormulaAnswer.isScaled)
    let replications = NumberText.count(result.replications, "replication")
    var text = layout.heading(
      "\(scenario.name): \(replications), seed \(scenario.seed), profile \(scenario.profile)")
    text +=
      layout.notes(result.variants.flatMap(Self.answers)) + "\n"
    text += layout.table(Table(result.variants, Self.columns(result)))
    if !isScaled, let sizes = RequestedSizes(result) {
      let heading = "The other figures are of the last requested size. Every requested size:"
      text += "\n\(heading)\n\n" + layout.table(sizes.table())
    }
    let prediction = isScaled ? "" : PredictionTable.rendered(result, layout)
    if !prediction.isEmpty { text += "\n" + prediction }
    let notes =
      generalNotes(result)
      + (isScaled ? [] : result.variants.compactMap(Self.steadyNote) + result.variants.flatMap(Self.shortNotes))
      + RuleAnswers.sentences(result)
      + [file.flatMap { isScaled ? nil : nextStep(result, file: $0) }].compactMap(\.self)
    return notes.isEmpty ? text : text + "\n" + layout.notes(notes)
  }

  /// What became of the work, and of the size of the pools.
  private static func answers(_ variant: ExperimentResult.VariantResult) -> [String] {
    [WorkAnswer.sentence(variant), FormulaAnswer.sentence(variant) ?? answer(variant)].compactMap(\.self)
  }

  /// The requested size, how much of it can work, and what the time to steady went into.
  private static func answer(_ variant: ExperimentResult.VariantResult) -> String {
    func figure(_ metric: Metric) -> String {
      MetricSummary(metric, of: variant.outcomes).estimate.mean.map { NumberText.fixed($0, 1) } ?? "0"
    }
    let name = variant.variant.name
    let wanted = NumberText.count(variant.outcomes.first?.total.targetNodes ?? 0, "node")
    let usable =
      "\(name): of \(wanted), \(figure(.usableNodes)) can work at the end of a run and \(figure(.meanUsableNodes)) "
      + "on average over it."
    guard let summary = variant.steadyAccount?.summary, !summary.isEmpty else { return usable }
    return "\(usable) The time to steady: \(summary)."
  }

  /// How far first resizes came that fell short, a sentence a pool.
  private static func shortNotes(_ variant: ExperimentResult.VariantResult) -> [String] {
    var short: [Int: [ResizeRecord]] = [:]
    for outcome in variant.outcomes {
      var seen: Set<Int> = []
      for record in outcome.resizes where record.resize != nil && seen.insert(record.pool).inserted {
        if record.outcome == .failed { short[record.pool, default: []].append(record) }
      }
    }
    let pools = variant.variant.configuration.pools
    return short.sorted { $0.key < $1.key }.map { pool, records in
      func mean(_ value: (ResizeRecord) -> Double) -> Double {
        records.reduce(0) { $0 + value($1) } / Double(records.count)
      }
      let nodes = NumberText.fixed(mean { Double($0.nodesAfter) }, 0)
      let minutes = mean { (($0.endedAt ?? $0.requestedAt) - $0.requestedAt).seconds / 60 }
      return "\(variant.variant.name): after the first resize, \(NumberText.brief(minutes)) min long, "
        + (pools.count > 1 ? "pool \(pools[pool].name) had " : "the pool had ")
        + "\(nodes) of \(records[0].targetNodes) nodes, in the \(records.count) of \(variant.outcomes.count) replications "
        + "in which that resize fell short."
    }
  }

  /// The command that tells more about the variant that takes longest.
  private func nextStep(_ result: ExperimentResult, file: String) -> String? {
    let means = result.variants.map { MetricSummary(.steadyState, of: $0.outcomes).estimate.mean ?? .infinity }
    guard let place = means.indices.max(by: { means[$0] < means[$1] }), file != "-" else { return nil }
    let subject = result.variants.count > 1 ? "\(file)#\(result.variants[place].variant.name)" : file
    let words = ([subject] + overrides.flatMap { ["--set", $0] }).map(ShellText.quoted).joined(separator: " ")
    return "Next: poolsim why \(words) shows what its pool and its slowest nodes waited for."
  }

  /// Over how many replications the steady state of a variant is, where some never reached the target.
  private static func steadyNote(_ variant: ExperimentResult.VariantResult) -> String? {
    let steady = MetricSummary(.steadyState, of: variant.outcomes).estimate.count
    guard steady < variant.outcomes.count else { return nil }
    return "\(variant.variant.name): steady state over the \(steady) of \(variant.outcomes.count) replications that "
      + "reached the target." + shortfall(variant)
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
    let shown = result.variants.flatMap { variant in
      (WorkAnswer.metrics(result) + Self.shown).map { (MetricSummary($0, of: variant).estimate, $0.unit) }
    }
    notes += Wording.notes(on: shown)
    notes.append(
      result.variants.contains { $0.predictive != nil }
        ? "The intervals of the first table are of its means over replications with drawn values, and not where one start lies."
        : "Intervals are of the replications alone, for the values of the profile; run --sensitivity varies the uncertain ones, "
          + "and run --predictive tells where one start will lie."
    )
    if let note = WorkAnswer.priceNote(result) { notes.append(note) }
    if result.scenario.namesPools {
      notes.append("Figures are over all pools, resizes add up; summary.csv has each pool.")
    }
    if let precision = result.precision { notes += [precision.sentence] + precision.computedSentences }
    return notes
  }

  private func section(_ comparison: Comparison, _ layout: Layout) -> String {
    let title =
      "\(comparison.candidate.name) compared with \(comparison.baseline.name), "
      + "paired on \(NumberText.count(comparison.pairCount, "replication"))"
    let rows = Self.compared.map { comparison.metric($0) }
    let width = rows.reduce(0) { max($0, $1.metric.title.count) }
    let lines = rows.map { row in
      let padding = String(repeating: " ", count: width - row.metric.title.count)
      let name = layout.style == .text ? "  \(row.metric.title)\(padding)  " : "- \(row.metric.title): "
      let pairs = row.pairCount < comparison.pairCount ? " (\(row.pairCount) pairs)" : ""
      return name + Wording.finding(row) + pairs + "\n"
    }
    return layout.heading(title) + lines.joined() + pairing(rows)
  }

  /// What the same random numbers on both sides were worth, where they were worth something.
  private func pairing(_ rows: [MetricComparison]) -> String {
    let worth = rows.compactMap { row -> String? in
      row.varianceReduction.flatMap { reduction -> String? in
        guard reduction > 1.05 else { return nil }
        let times = reduction < 1e6 ? NumberText.fixed(reduction, 1) : "more than a million"
        return "\(times) times smaller (\(row.metric.title))"
      }
    }
    guard !worth.isEmpty else { return "" }
    return
      "\nWith the same random numbers on both sides the variance of the difference is \(worth.joined(separator: ", ")).\n"
  }
}
