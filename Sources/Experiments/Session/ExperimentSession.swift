// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Scenarios

/// Everything that `poolsim run` and `poolsim compare` run: experiments, comparisons, sensitivities, a trace.
///
///     experiments -> runner -> details (as they finish) -> comparisons -> sensitivities -> trace -> finished values
///
/// It writes nothing: the caller takes the details, and the ``SessionResult`` at the end.
package struct ExperimentSession: Sendable {
  /// The experiments, a scenario each.
  package var experiments: [Experiment]
  /// Runs the replications.
  package var runner: ReplicationRunner
  /// Replicate until this precision; nil for as many replications as each scenario says.
  package var precision: PrecisionTarget?
  /// The most replications of every variant with a value of its profile moved; nil when none is.
  package var sensitivityReplications: Int?
  /// Whether the first replications of the first scenario are run once more with all their details.
  package var isTraced = false

  /// Makes a session.
  package init(experiments: [Experiment], runner: ReplicationRunner) {
    self.experiments = experiments
    self.runner = runner
  }

  /// Runs everything.
  ///
  /// - Parameters:
  ///   - progress: Told after every replication.
  ///   - details: Takes every replication with its details, in order, where an experiment records any.
  ///   - comparing: Compares the results: the variants of each scenario with its first, unless the caller knows better.
  /// - Returns: What came of it.
  /// - Throws: `CancellationError`, or what `details` or `comparing` throws.
  package func run(
    progress: (ExperimentProgress) -> Void = { _ in },
    details: (ReplicationDetails) throws -> Void = { _ in },
    comparing: ([ExperimentResult]) throws -> [Comparison] = { $0.flatMap(Comparison.ofVariants) }
  ) async throws -> SessionResult {
    let start = ContinuousClock.now
    var results: [ExperimentResult] = []
    for experiment in experiments {
      results.append(
        try await runner.run(experiment, precision: precision, progress: progress) { finished in
          if !experiment.recording.isEmpty { try details(finished) }
        })
    }
    let comparisons = try comparing(results)
    var sensitivities: [ScenarioSensitivity] = []
    if let sensitivityReplications {
      for result in results {
        sensitivities.append(
          try await ScenarioSensitivity(
            result, replications: sensitivityReplications, runner: runner, progress: progress))
      }
    }
    let traced = isTraced ? experiments.first.map { runner.trace(of: $0.scenario) } : nil
    let elapsed = (ContinuousClock.now - start).components
    return SessionResult(
      results: results, comparisons: comparisons, sensitivities: sensitivities, trace: traced,
      elapsedSeconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18)
  }
}

/// What came of a session.
package struct SessionResult: Sendable {
  /// The results, a scenario each.
  package let results: [ExperimentResult]
  /// What is compared: variants of each scenario, or the two sides that the user named.
  package let comparisons: [Comparison]
  /// What the values of the profile move, a scenario each; empty unless it was asked for.
  package let sensitivities: [ScenarioSensitivity]
  /// The first replications with all their details; nil unless they were asked for.
  package let trace: ScenarioTrace?
  /// How long it took [s].
  package let elapsedSeconds: Double
}
