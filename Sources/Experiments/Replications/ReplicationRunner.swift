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
    simulate: @escaping Simulate = simulatePool
  ) {
    map = OrderedParallelMap(jobs: jobs)
    self.simulate = simulate
  }

  /// Runs as many replications of every variant as the scenario says, variant by variant.
  ///
  /// Nodes, timelines, jobs and tasks are handed over one replication at a time and then forgotten: memory does not grow with the
  /// number of replications by more than their figures.
  ///
  /// - Parameters:
  ///   - experiment: What to run.
  ///   - progress: Told after every replication.
  ///   - details: Takes every replication with its details, variant by variant, in order of replications.
  /// - Returns: The outcomes without their details.
  /// - Throws: `CancellationError` when the task is cancelled, or what `details` throws.
  public func run(
    _ experiment: Experiment, progress: (ExperimentProgress) -> Void = tellNobody,
    details: (ReplicationDetails) throws -> Void = keepNothing
  ) async throws -> ExperimentResult {
    let name = experiment.scenario.name
    let replications = 0..<experiment.scenario.replications
    let total = replications.count * experiment.variants.count * (experiment.uncertain == nil ? 1 : 2)
    var done = 0
    func count() {
      done += 1
      progress(ExperimentProgress(scenario: name, done: done, total: total))
    }
    let outcomes = try await outcomes(experiment, replications: replications, recording: experiment.recording) {
      try details($0)
      count()
    }
    guard let uncertain = experiment.uncertain else { return ExperimentResult(experiment, outcomes: outcomes) }
    let twins = try await self.outcomes(
      experiment, replications: replications, recording: [], luckOffset: Self.twinOffset
    ) { _ in count() }
    return ExperimentResult(
      experiment, outcomes: outcomes,
      predictive: zip(uncertain, twins).map { PredictiveRuns(values: $0, twins: $1) })
  }

  /// How much higher the number is under which the twin of a replication draws its luck: far from every replication.
  private static let twinOffset = 1 << 31

  /// Runs some replications of every variant, variant by variant, and keeps their outcomes without details.
  ///
  /// - Parameters:
  ///   - experiment: What to run.
  ///   - replications: The numbers of the replications.
  ///   - recording: Details to record.
  ///   - luckOffset: What is added to their numbers where they draw their luck, and not for values that are not known.
  ///   - deliver: Takes every replication in order.
  /// - Returns: The outcomes, a list a variant.
  /// - Throws: `CancellationError` when the task is cancelled, or what `deliver` throws.
  func outcomes(
    _ experiment: Experiment, replications: Range<Int>, recording: Recording, luckOffset: Int = 0,
    deliver: (ReplicationDetails) throws -> Void
  ) async throws -> [[RunOutcome]] {
    let simulate = self.simulate
    let scenario = experiment.scenario
    let variants = experiment.variants.map { scenario.variants[$0] }
    let count = replications.count
    var kept = [[RunOutcome]](repeating: [], count: variants.count)
    try await map.run(count * variants.count) { index in
      let replication = replications.lowerBound + index % count
      let system = experiment.system(index / count, replication: replication)
      var outcome = simulate(system, scenario.seed, replication + luckOffset, recording)
      outcome.total.cost = Bill(outcome, of: system, variants[index / count].prices)?.cost
      return outcome
    } deliver: { index, outcome in
      try deliver(
        ReplicationDetails(
          scenario: scenario, variant: variants[index / count], replication: replications.lowerBound + index % count,
          outcome: outcome))
      var figures = outcome
      figures.nodes = []
      figures.timeline = []
      figures.jobs = []
      figures.tasks = []
      kept[index / count].append(figures)
    }
    return kept
  }
}

extension ExperimentResult {
  /// The outcomes of an experiment, a list a variant.
  init(
    _ experiment: Experiment, outcomes: [[RunOutcome]], precision: PrecisionReport? = nil,
    predictive: [PredictiveRuns]? = nil, laws: [StartLaw.Probability?] = []
  ) {
    self.init(
      scenario: experiment.scenario,
      variants: outcomes.indices.map {
        VariantResult(
          variant: experiment.scenario.variants[experiment.variants[$0]], outcomes: outcomes[$0],
          predictive: predictive?[$0], law: laws.isEmpty ? nil : laws[$0])
      },
      precision: precision)
  }
}

// Defaults of public parameters are functions and not closures: a closure there is compiled into every module that leaves
// the parameter out, and what counts lines counts it once for each.

@usableFromInline
func simulatePool(
  _ configuration: SystemConfiguration, seed: UInt64, replication: Int, recording: Recording
) -> RunOutcome {
  PoolSimulation.run(configuration, seed: seed, replication: replication, recording: recording)
}

@usableFromInline
func tellNobody(_: ExperimentProgress) {}

@usableFromInline
func keepNothing(_: ReplicationDetails) {}
