// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool
internal import Foundation
internal import Scenarios

/// Runs replications of the variants of a scenario on several cores.
///
/// Replications are independent, and the result does not depend on how they were scheduled: the same experiment gives
/// the same outcomes for any number of jobs.
public struct ReplicationRunner: Sendable {
  /// One replication: configuration, seed, number of the replication, recording.
  public typealias Simulate = @Sendable (SystemConfiguration, UInt64, Int, Recording) -> RunOutcome

  /// Cores that this process may use.
  public static var availableJobs: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  let map: OrderedParallelMap
  let simulate: Simulate

  /// Makes a runner.
  ///
  /// - Parameters:
  ///   - jobs: Replications that run at once.
  ///   - simulate: Runs one replication; `PoolSimulation.run` unless a test puts something else in its place.
  /// - Precondition: `jobs` is at least 1.
  public init(
    jobs: Int = ReplicationRunner.availableJobs,
    simulate: @escaping Simulate = { PoolSimulation.run($0, seed: $1, replication: $2, recording: $3) }
  ) {
    map = OrderedParallelMap(jobs: jobs)
    self.simulate = simulate
  }

  /// Runs as many replications of every variant as the scenario says, variant by variant.
  ///
  /// Nodes and timelines are handed over one replication at a time and then forgotten: memory does not grow with the
  /// number of replications by more than their figures.
  ///
  /// - Parameters:
  ///   - experiment: What to run.
  ///   - progress: Told after every replication.
  ///   - details: Takes every replication with its details, variant by variant, in order of replications.
  /// - Returns: The outcomes without their details.
  /// - Throws: `CancellationError` when the task is cancelled, or what `details` throws.
  public func run(
    _ experiment: Experiment, progress: (ExperimentProgress) -> Void = { _ in },
    details: (ReplicationDetails) throws -> Void = { _ in }
  ) async throws -> ExperimentResult {
    let name = experiment.scenario.name
    let total = experiment.scenario.replications * experiment.variants.count
    var done = 0
    let outcomes = try await outcomes(
      experiment, replications: 0..<experiment.scenario.replications, recording: experiment.recording
    ) { finished in
      try details(finished)
      done += 1
      progress(ExperimentProgress(scenario: name, done: done, total: total))
    }
    return ExperimentResult(experiment, outcomes: outcomes)
  }

  /// Runs some replications of every variant, variant by variant, and keeps their outcomes without details.
  ///
  /// - Throws: `CancellationError` when the task is cancelled, or what `deliver` throws.
  func outcomes(
    _ experiment: Experiment, replications: Range<Int>, recording: Recording,
    deliver: (ReplicationDetails) throws -> Void
  ) async throws -> [[RunOutcome]] {
    let simulate = self.simulate
    let scenario = experiment.scenario
    let variants = experiment.variants.map { scenario.variants[$0] }
    let count = replications.count
    var kept = [[RunOutcome]](repeating: [], count: variants.count)
    try await map.run(count * variants.count) { index in
      simulate(
        variants[index / count].configuration, scenario.seed, replications.lowerBound + index % count, recording)
    } deliver: { index, outcome in
      try deliver(
        ReplicationDetails(
          scenario: scenario, variant: variants[index / count], replication: replications.lowerBound + index % count,
          outcome: outcome))
      var figures = outcome
      figures.nodes = []
      figures.timeline = []
      kept[index / count].append(figures)
    }
    return kept
  }
}

extension ExperimentResult {
  /// The outcomes of an experiment, a list a variant.
  init(_ experiment: Experiment, outcomes: [[RunOutcome]], precision: PrecisionReport? = nil) {
    self.init(
      scenario: experiment.scenario,
      variants: zip(experiment.variants, outcomes).map {
        VariantResult(variant: experiment.scenario.variants[$0], outcomes: $1)
      },
      precision: precision)
  }
}
