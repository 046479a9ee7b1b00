// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import BatchPool

/// A figure whose dependence on the free parameters is looked at.
package enum SensitivityFigure: String, CaseIterable, Hashable, Sendable {
  /// The gain in time to steady state at 300 nodes with 2 replicas [%].
  case steadyGain = "steady_gain_percent"
  /// The gain in mean idle latency at 300 nodes with 2 replicas [%].
  case idleGain = "idle_gain_percent"
  /// The share of replications in which one resize brings a managed-image pool to 300 nodes, from 0 to 1.
  case singleResize = "single_resize"
  /// The fewest replicas with which one resize brings a pool to 1,000 nodes in at least 95 % of replications.
  case fewestReplicas = "fewest_replicas"

  /// What people call the figure, with its unit in brackets.
  package var title: String {
    switch self {
    case .steadyGain: "steady gain [%]"
    case .idleGain: "idle gain [%]"
    case .singleResize: "one resize for 300"
    case .fewestReplicas: "fewest replicas for 1,000"
    }
  }
}

/// Every figure for one set of parameters.
package struct SensitivityPoint: Hashable, Sendable {
  /// The size of the gains and of the single resize.
  static let nodes = 300
  /// The pool for which the fewest replicas are sought: 1,000 nodes in 15 min, the recommended time (C6).
  static let largePool = ClaimConditions.recommended(nodes: 1_000)
  /// The most replicas that are tried.
  package static let mostReplicas = 20

  /// The replicas that the rule of C5 recommends for the large pool.
  package static var recommendedReplicas: Int { largePool.image.replicas }

  /// The gain in time to steady state [%]; nil when no replication reached its target on both sides.
  package let steadyGain: Double?
  /// The gain in mean idle latency [%].
  package let idleGain: Double?
  /// The share of replications in which one resize was enough.
  package let singleResize: Double
  /// The fewest replicas that are enough; nil when ``mostReplicas`` are not.
  package let fewestReplicas: Int?

  /// Runs what the figures need, on the calling thread.
  ///
  /// - Complexity: O(replications) runs of two pools of 300 nodes and some five of 1,000.
  init(_ runner: CaseRunner) {
    let (managed, gallery) = ClaimConditions.gain(nodes: Self.nodes, replicas: 2)
    let outcomes = runner.outcomesInPlace(of: [managed, gallery])
    steadyGain = outcomes.comparison(.steadyState, baseline: managed, candidate: gallery).reductionPercent
    idleGain = outcomes.comparison(.idleLatencyMean, baseline: managed, candidate: gallery).reductionPercent
    singleResize = outcomes.summary(.singleResize, managed).estimate.mean ?? 0
    fewestReplicas = Self.fewest(in: 1...Self.mostReplicas) { replicas in
      let poolCase = PoolCase(
        .gallery(replicas: replicas), nodes: Self.largePool.nodes, resizeTimeout: Self.largePool.resizeTimeout)
      let share = runner.outcomesInPlace(of: [poolCase]).summary(.singleResize, poolCase).estimate.mean ?? 0
      return share >= ClaimTarget.oneResize.low ?? 1
    }
  }

  /// The figure as a number for an analysis of variance: too few replicas count as one more than the most, and a gain
  /// that does not exist as none.
  package func number(_ figure: SensitivityFigure) -> Double {
    switch figure {
    case .steadyGain: steadyGain ?? 0
    case .idleGain: idleGain ?? 0
    case .singleResize: singleResize
    case .fewestReplicas: Double(fewestReplicas ?? Self.mostReplicas + 1)
    }
  }

  /// What the point says about the advice to keep ``recommendedReplicas``.
  package enum Advice: String, Hashable, Sendable {
    /// They are enough, and more than one is needed.
    case stands
    /// More are needed: the advice is wrong.
    case tooFew = "too few"
    /// One would do: the advice is needless.
    case needless
  }

  /// What the point says about the advice.
  package var advice: Advice {
    guard let fewestReplicas else { return .tooFew }
    return fewestReplicas > Self.recommendedReplicas ? .tooFew : fewestReplicas == 1 ? .needless : .stands
  }

  /// The smallest number for which a condition holds that holds for every larger one; nil if there is none.
  ///
  /// - Complexity: O(log n) calls.
  static func fewest(in range: ClosedRange<Int>, where holds: (Int) -> Bool) -> Int? {
    var low = range.lowerBound
    var high = range.upperBound + 1
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low > range.upperBound ? nil : low
  }
}
