// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Quantities
internal import Scenarios
internal import Statistics

extension ReplicationRunner {
  /// Runs as many replications of every variant as a precision takes; without one, as many as the scenario says.
  ///
  /// Where the law of a start applies, it is worked out first: it bounds the share of second resizes that no run has had
  /// far better than the number of runs does, so that fewer runs are precise enough. No run counts otherwise for it.
  ///
  /// All variants get the same number of replications, so that they can be compared in pairs; the result is that of
  /// as many replications asked for by number, except that intervals of means know the law.
  ///
  /// - Parameters:
  ///   - experiment: What to run.
  ///   - precision: What is wanted; nil for the scenario's number of replications.
  ///   - progress: Told after every replication.
  ///   - details: Takes every replication with its details, variant by variant, in order of replications. With a
  ///     precision and details the replications are run once more when their number is known.
  /// - Returns: The outcomes without their details, and how replicating ended.
  /// - Throws: `CancellationError` when the task is cancelled, or what `details` throws.
  public func run(
    _ experiment: Experiment, precision: PrecisionTarget?, progress: (ExperimentProgress) -> Void = { _ in },
    details: (ReplicationDetails) throws -> Void = { _ in }
  ) async throws -> ExperimentResult {
    guard let precision else { return try await run(experiment, progress: progress, details: details) }
    let rule = PrecisionRule(relative: precision.relative, limit: precision.maximumReplications)
    let name = experiment.scenario.name
    let names = experiment.variants.map { experiment.scenario.variants[$0].name }
    let laws = try await laws(experiment)
    var outcomes = [[RunOutcome]](repeating: [], count: experiment.variants.count)
    var figures = outcomes.map { _ in Metric.headline.map { _ in BranchedTally() } }
    var done = 0
    var finished = 0
    while true {
      let next = rule.next(after: done, figures: figures.flatMap { $0 })
      guard next > done else { break }
      let stage = try await self.outcomes(experiment, replications: done..<next, recording: []) { _ in
        finished += 1
        progress(ExperimentProgress(scenario: name, done: finished, total: next * names.count))
      }
      for variant in stage.indices {
        outcomes[variant] += stage[variant]
        let system = experiment.scenario.variants[experiment.variants[variant]].configuration
        figures[variant] = Metric.headline.map { $0.tally(of: outcomes[variant], system: system, law: laws[variant]) }
      }
      done = next
    }
    if !experiment.recording.isEmpty {
      outcomes = try await self.outcomes(
        experiment, replications: 0..<done, recording: experiment.recording, deliver: details)
    }
    let shortfalls = zip(names, figures).flatMap { variant, tallies in
      zip(Metric.headline, tallies).compactMap { metric, tally in
        rule.isMet(by: tally)
          ? nil
          : PrecisionReport.Shortfall(
            variant: variant, metric: metric.title, relative: PrecisionRule.relativeHalfWidth(of: tally))
      }
    }
    let computed = zip(names, laws).compactMap { variant, law in
      law.map { PrecisionReport.Computed(variant: variant, singleResize: $0) }
    }
    return ExperimentResult(
      experiment, outcomes: outcomes,
      precision: PrecisionReport(
        target: precision, replications: done, shortfalls: shortfalls, computed: computed), laws: laws)
  }

  /// How likely it is that one resize is enough, by the law of a start; nil for variants that it does not hold for.
  private func laws(_ experiment: Experiment) async throws -> [StartLaw.Probability?] {
    let systems = experiment.variants.map { experiment.scenario.variants[$0].configuration }
    let seed = experiment.scenario.seed
    var laws: [StartLaw.Probability?] = []
    try await map.run(systems.count) { index in
      StartLaw.singleResize(of: systems[index], seed: seed)
    } deliver: {
      laws.append($1)
    }
    return laws
  }
}
