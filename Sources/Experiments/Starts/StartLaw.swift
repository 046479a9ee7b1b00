// SPDX-License-Identifier: GPL-3.0-or-later

package import BatchPool
package import Statistics
internal import EventEngine
internal import Randomness

/// The law of the time to steady of one resize from nothing: how likely it is that the pool is steady within a time, computed
/// beside the simulation.
///
///     D: exactly, by its distribution function          P(D + X <= t) = E[F(t - X)]
///     B: one draw in each of 16 equal parts of its distribution (a Latin hypercube over the replicas)
///     A, W: drawn, and X worked out by ``ObtainingTime``
///
/// What is used of the structure: from the end of the service delay D on, nothing depends on D, so that the time to steady is
/// D + X with independent parts. That holds for one pool of dedicated nodes of which no creation fails, without quota, later
/// actions, or an image that is still on its way; ``obstacle(to:)`` says where it does not. The first resize for the target is
/// enough where D + X is at most the resizeTimeout.
///
/// It is conditional Monte Carlo with stratification (Asmussen and Glynn, "Stochastic simulation", 2007, V.4 and V.7,
/// doi:10.1007/978-0-387-69033-9): unbiased for any number of runs, with the error of independent batches.
package struct StartLaw: Sendable {
  /// A probability with what is not known of it.
  package struct Probability: Hashable, Sendable {
    /// The estimate, from 0 to 1.
    package let value: Double
    /// Its standard error.
    package let standardError: Double
    /// Its 95 % interval, by Student, within 0 and 1.
    package let interval: ConfidenceInterval
    /// The runs that it took.
    package let runs: Int

    /// How many plain runs would know the probability as well as one of these does; nil where it cannot be told apart from 0
    /// or 1.
    package var varianceReduction: Double? {
      let plain = value * (1 - value) / Double(runs)
      return standardError > 0 && plain > 1e-9 ? plain / (standardError * standardError) : nil
    }
  }

  /// Draws of each bandwidth in a batch, one in each of as many equal parts of its distribution.
  package static let strata = 16
  /// Batches that know a probability well enough beside runs: 400 runs, each worth some 40 counted ones.
  package static let usualBatches = 25
  /// The largest pools for which the law is worked out beside runs: 400 runs of 1,000 nodes take about a second.
  package static let mostNodes = 1_000

  private let delay: Distribution
  private let resizeTimeout: Double
  /// From the end of the service delay until the last VM is obtained [s], a list a batch.
  private let obtaining: [[Double]]

  /// Works the law out.
  ///
  /// - Parameters:
  ///   - configuration: The system.
  ///   - seed: Names the random numbers, which are others than those of runs of the same seed.
  ///   - batches: Independent batches of ``strata`` runs each; at least 2.
  /// - Precondition: ``obstacle(to:)`` finds none.
  /// - Complexity: O(batches × nodes × (replicas + flows of a replica)).
  package init(_ configuration: SystemConfiguration, seed: UInt64, batches: Int) {
    precondition(batches >= 2, "\(batches) batches have no spread")
    if let obstacle = Self.obstacle(to: configuration) { preconditionFailure("no law: \(obstacle)") }
    let pool = configuration.pools[0]
    let parameters = configuration.parameters
    let image = configuration.images[pool.image]
    let time = ObtainingTime(nodes: pool.targetDedicatedNodes, parameters)
    let bandwidth = image.kind == .marketplace ? nil : image.replicaBandwidth(parameters)
    let replicas = image.kind == .gallery ? image.replicas : image.kind == .managed ? 1 : 0
    delay = parameters.serviceDelay
    resizeTimeout = pool.resizeTimeout.seconds
    obtaining = (0..<batches).map { batch in
      let source = RandomSource(seed: seed, replication: UInt64(batch))
      let design = LatinHypercube.design(
        points: Self.strata, dimensions: replicas, from: source, purpose: .stratum)
      let disk = source.prepare(parameters.diskMaking, purpose: .lawDisk)
      let boot = source.prepare(parameters.bootWorkingSet, purpose: .lawBoot)
      return design.enumerated().map { point, shares in
        let entities = (0..<pool.targetDedicatedNodes).map { UInt64(point) << 32 | UInt64($0) }
        return time.seconds(
          bandwidths: shares.compactMap { share in bandwidth.map { $0.quantile(max(share, 1e-12)) } },
          disks: entities.map { max(0, source.draw(disk, entity: $0)) },
          boots: entities.map { max(0, source.draw(boot, entity: $0)) })
      }
    }
  }

  /// Why there is no law of this kind for a system; nil where there is one.
  package static func obstacle(to configuration: SystemConfiguration) -> String? {
    guard configuration.pools.count == 1, let pool = configuration.pools.first else { return "there are several pools" }
    if pool.targetLowPriorityNodes > 0 { return "there are low-priority nodes" }
    if pool.targetDedicatedNodes < 1 { return "there are no nodes to obtain" }
    if pool.failureRate > 0 { return "nodes fail" }
    if configuration.parameters.createFailureProbability > 0 { return "creations fail" }
    if configuration.images[pool.image].availability != nil { return "the image is still on its way" }
    if !configuration.interventions.isEmpty { return "something happens later" }
    if !configuration.quotas.isEmpty { return "there is a quota" }
    if configuration.duration != nil { return "the run may end before" }
    if pool.scalesByFormula { return "a formula sizes the pool" }
    if pool.addresses != nil { return "addresses limit the nodes" }
    return nil
  }

  /// How likely it is that a resize without a timeout is steady within a time.
  ///
  /// - Parameter seconds: The time, from the request.
  /// - Returns: The probability.
  /// - Complexity: O(runs).
  package func probability(within seconds: Double) -> Probability {
    let tally = Tally(
      obtaining.map { batch in
        batch.reduce(0) { $0 + (seconds >= $1 ? delay.cumulativeProbability(seconds - $1) : 0) } / Double(batch.count)
      })
    let error = (tally.standardDeviation ?? 0) / Double(obtaining.count).squareRoot()
    let margin = error * StudentDistribution.quantile(0.975, degreesOfFreedom: Double(obtaining.count - 1))
    return Probability(
      value: tally.mean, standardError: error,
      interval: ConfidenceInterval(low: max(0, tally.mean - margin), high: min(1, tally.mean + margin)),
      runs: obtaining.count * Self.strata)
  }

  /// How likely it is that one resize is enough.
  package var singleResize: Probability { probability(within: resizeTimeout) }

  /// How likely it is that one resize is enough for a system, beside runs of it.
  ///
  /// - Parameters:
  ///   - configuration: The system.
  ///   - seed: Names the random numbers.
  /// - Returns: The probability; nil where there is no law, or the pool is larger than ``mostNodes``.
  /// - Complexity: O(runs × nodes × (replicas + flows of a replica)).
  package static func singleResize(of configuration: SystemConfiguration, seed: UInt64) -> Probability? {
    guard obstacle(to: configuration) == nil, configuration.pools[0].targetDedicatedNodes <= mostNodes else {
      return nil
    }
    return StartLaw(configuration, seed: seed, batches: usualBatches).singleResize
  }

  /// The time within which a share of starts are steady, without a timeout [s].
  ///
  /// - Parameter share: Above 0 and below 1.
  /// - Returns: The time, from the request.
  /// - Complexity: O(runs), some 60 times.
  package func quantile(_ share: Double) -> Double {
    precondition(share > 0 && share < 1, "a share between 0 and 1, not \(share)")
    var (low, high) = (0.0, 1.0)
    while probability(within: high).value < share { high *= 2 }
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if probability(within: middle).value < share { low = middle } else { high = middle }
    }
    return high
  }
}

extension DrawPurpose {
  /// Where a bandwidth lies within its distribution; the entity is the replica.
  fileprivate static let stratum = DrawPurpose(rawValue: 101)
  /// The work of a disk; the entity is the point of the design and the node.
  fileprivate static let lawDisk = DrawPurpose(rawValue: 102)
  /// The work of a boot read.
  fileprivate static let lawBoot = DrawPurpose(rawValue: 103)
}
