// SPDX-License-Identifier: GPL-3.0-or-later

package import Experiments
package import BatchPool

/// Runs replications of several cases of one parameter set.
///
/// All cases meet the same random circumstances in a replication (common random numbers), so that figures of two cases
/// are paired. What comes out does not depend on the number of jobs.
package struct CaseRunner: Sendable {
  /// The mechanism's numbers.
  package var parameters: ModelParameters
  /// Names the random numbers.
  package var seed: UInt64
  /// Replications of every case.
  package var replications: Int
  /// Replications that run at once.
  package var jobs: Int
  private let simulate: ReplicationRunner.Simulate

  /// Makes a runner.
  ///
  /// - Parameters:
  ///   - parameters: The mechanism's numbers.
  ///   - seed: Names the random numbers.
  ///   - replications: Replications of every case.
  ///   - jobs: Replications that run at once.
  ///   - simulate: Runs one replication; `PoolSimulation.run` unless a test puts something else in its place.
  /// - Precondition: `replications` and `jobs` are at least 1.
  package init(
    parameters: ModelParameters, seed: UInt64, replications: Int, jobs: Int = ReplicationRunner.availableJobs,
    simulate: @escaping ReplicationRunner.Simulate = {
      PoolSimulation.run($0, seed: $1, replication: $2, recording: $3)
    }
  ) {
    precondition(replications >= 1, "there must be at least one replication, not \(replications)")
    self.parameters = parameters
    self.seed = seed
    self.replications = replications
    self.jobs = jobs
    self.simulate = simulate
  }

  /// Runs every replication of every case on several cores.
  ///
  /// - Parameters:
  ///   - cases: What to run, each once.
  ///   - name: What the progress is called.
  ///   - progress: Told after every replication.
  /// - Returns: The outcomes.
  /// - Throws: `CancellationError` when the task is cancelled.
  /// - Complexity: O(cases × replications) runs.
  package func outcomes(
    of cases: [PoolCase], name: String = "reproduce", progress: (ExperimentProgress) -> Void = { _ in }
  ) async throws -> CaseOutcomes {
    let (simulate, seed, replications) = (simulate, seed, replications)
    let configurations = cases.map { $0.configuration(parameters) }
    var outcomes = CaseOutcomes(parameters)
    try await OrderedParallelMap(jobs: jobs).run(cases.count * replications) { index in
      simulate(configurations[index / replications], seed, index % replications, [])
    } deliver: { index, outcome in
      outcomes.append(outcome, to: cases[index / replications])
      progress(ExperimentProgress(scenario: name, done: index + 1, total: cases.count * replications))
    }
    return outcomes
  }

  /// Runs every replication of every case on the calling thread, for work that is itself one of many pieces.
  ///
  /// - Complexity: O(cases × replications) runs.
  func outcomesInPlace(of cases: [PoolCase]) -> CaseOutcomes {
    var outcomes = CaseOutcomes(parameters)
    for poolCase in cases {
      let configuration = poolCase.configuration(parameters)
      for replication in 0..<replications {
        outcomes.append(simulate(configuration, seed, replication, []), to: poolCase)
      }
    }
    return outcomes
  }
}

/// The outcomes of cases, one a replication, in order.
package struct CaseOutcomes: Sendable {
  private var outcomes: [PoolCase: [RunOutcome]] = [:]
  private let parameters: ModelParameters

  /// Holds nothing yet.
  ///
  /// - Parameter parameters: Those of the runs.
  init(_ parameters: ModelParameters) {
    self.parameters = parameters
  }

  /// Adds the next replication of a case.
  mutating func append(_ outcome: RunOutcome, to poolCase: PoolCase) {
    outcomes[poolCase, default: []].append(outcome)
  }

  /// The outcomes of a case.
  ///
  /// - Precondition: The case was run.
  package subscript(_ poolCase: PoolCase) -> [RunOutcome] {
    guard let outcomes = outcomes[poolCase] else { preconditionFailure("\(poolCase) was not run") }
    return outcomes
  }

  /// Replications of every case.
  package var replications: Int { outcomes.values.first?.count ?? 0 }

  /// Events of all replications of all cases.
  ///
  /// - Complexity: O(cases × replications).
  package var events: UInt64 {
    outcomes.values.reduce(0) { sum, runs in runs.reduce(sum) { $0 + $1.events } }
  }

  /// A metric over the replications of a case; its interval allows for a resize more than any of them had.
  func summary(_ metric: Metric, _ poolCase: PoolCase) -> MetricSummary {
    MetricSummary(metric, of: self[poolCase], system: poolCase.configuration(parameters))
  }

  /// A metric of one case beside that of another, paired on replications.
  func comparison(_ metric: Metric, baseline: PoolCase, candidate: PoolCase) -> MetricComparison {
    MetricComparison(
      metric,
      pairs: zip(self[baseline], self[candidate]).compactMap { baseline, candidate in
        guard let left = metric.value(ofTotal: baseline), let right = metric.value(ofTotal: candidate) else {
          return nil
        }
        return (left, right)
      })
  }
}
