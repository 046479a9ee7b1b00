// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
public import Scenarios

/// How far a scenario's own answer moves when single values of its profile move to the ends of their documented ranges.
///
///     result -> every variant, every value that has a range: low end, high end -> the same replications -> rows
///
/// A replication meets the same random circumstances at every end, so that a run that differs does so for the value
/// alone. Values that the scenario gives itself stay.
public struct ScenarioSensitivity: Sendable {
  /// The replications of every variant at every end, unless more are asked for.
  public static let usualReplications = 50

  /// What the runs of a variant came to.
  public struct Figures: Hashable, Sendable {
    /// The share of runs in which one resize was enough, from 0 to 1.
    public let singleResize: Double
    /// Runs that reached the target.
    public let reachedTarget: Int
    /// The mean time to steady state [s] of the runs that reached the target; nil when none did.
    public let steadyState: Double?
    /// The mean idle latency [s]; nil when no node became idle.
    public let idleLatencyMean: Double?
  }

  /// One value of the profile at both ends of its range, the others as they are.
  public struct Row: Sendable {
    /// The value and what is known about it.
    public let value: Profile.Value
    /// What moves: the value, the median of its distribution, or the sigma.
    public let axis: ParameterAxis
    /// The figures at the lower end.
    public let low: Figures
    /// The figures at the upper end.
    public let high: Figures
    /// Whether any run differs from that with the profile's value.
    public let changesRuns: Bool

    /// What the value is called: its key, and `.sigma` behind it for a spread.
    public var name: String { axis.quantity.parameterName }

    /// The ends of the range as a scenario writes them.
    public var ends: (low: String, high: String) {
      (axis.quantity.isSpread ? value.spreadTexts : value.rangeTexts) ?? ("", "")
    }
  }

  /// What one variant's answer depends on.
  public struct VariantRows: Sendable {
    /// The variant.
    public let variant: String
    /// The figures with every value as it is.
    public let base: Figures
    /// One row a range: what moves the share of single resizes most first, then what moves the steady state most.
    public let rows: [Row]
    /// Values of the profile that nobody has published and that have no range, so that they were not moved.
    public let unvaried: [Profile.Value]

    /// The figures of all points: as it is, and at every end.
    public var points: [Figures] { [base] + rows.flatMap { [$0.low, $0.high] } }
  }

  /// The scenario.
  public let scenario: String
  /// Its seed.
  public let seed: UInt64
  /// Replications at every end.
  public let replications: Int
  /// One list a variant, in the order of the scenario.
  public let variants: [VariantRows]

  /// Runs the analysis.
  ///
  /// - Parameters:
  ///   - result: The scenario as it is: the runs at the ends are compared with its first replications.
  ///   - replications: The most replications at every end; no more than the result has.
  ///   - runner: Runs the replications.
  ///   - progress: Told after every replication.
  /// - Throws: `CancellationError` when the task is cancelled.
  /// - Precondition: There is a replication.
  /// - Complexity: O(variants x ranges x replications) runs.
  public init(
    _ result: ExperimentResult, replications: Int = usualReplications, runner: ReplicationRunner,
    progress: (ExperimentProgress) -> Void = { _ in }
  ) async throws {
    let count = min(replications, result.replications)
    precondition(count >= 1, "a sensitivity of \(count) replications")
    let plans = result.variants.map { VariantPlan($0, replications: count) }
    let configurations = plans.flatMap { $0.moves.flatMap(\.configurations) }
    let name = "\(result.scenario.name), sensitivity"
    var done = 0
    var runs = try await runner.samples(
      of: configurations, seed: result.scenario.seed, replications: count, sample: RunSample.init
    ) {
      done += 1
      progress(ExperimentProgress(scenario: name, done: done, total: count * configurations.count))
    }[...]
    scenario = result.scenario.name
    seed = result.scenario.seed
    self.replications = count
    variants = plans.map { plan in
      let own = runs.prefix(plan.moves.reduce(0) { $0 + $1.configurations.count })
      runs = runs.dropFirst(own.count)
      return plan.rows(own)
    }
  }
}

/// What is kept of a run.
struct RunSample: Hashable, Sendable {
  let singleResize: Double?
  let steadyState: Double?
  let idleLatencyMean: Double?

  init(_ outcome: RunOutcome) {
    singleResize = Metric.singleResize.value(ofTotal: outcome)
    steadyState = Metric.steadyState.value(ofTotal: outcome)
    idleLatencyMean = Metric.idleLatencyMean.value(ofTotal: outcome)
  }
}

extension ScenarioSensitivity.Figures {
  init(_ runs: [RunSample]) {
    func mean(_ values: [Double], _ unit: Metric.Unit) -> Double? { Estimate(of: values, unit).mean }
    let steady = runs.compactMap(\.steadyState)
    self.init(
      singleResize: mean(runs.compactMap(\.singleResize), .holds) ?? 0, reachedTarget: steady.count,
      steadyState: mean(steady, .seconds),
      idleLatencyMean: mean(runs.compactMap(\.idleLatencyMean), .seconds))
  }
}

extension ReplicationRunner {
  /// Runs the same replications of several systems, and keeps what is taken of each.
  ///
  /// - Returns: The samples, a list a system, in order of replications.
  /// - Throws: `CancellationError` when the task is cancelled.
  func samples<Sample: Sendable>(
    of configurations: [SystemConfiguration], seed: UInt64, replications: Int,
    sample: @escaping @Sendable (RunOutcome) -> Sample, progress: () -> Void
  ) async throws -> [[Sample]] {
    let simulate = self.simulate
    var samples = [[Sample]](repeating: [], count: configurations.count)
    try await map.run(configurations.count * replications) { index in
      sample(simulate(configurations[index / replications], seed, index % replications, []))
    } deliver: { index, result in
      samples[index / replications].append(result)
      progress()
    }
    return samples
  }
}
