// SPDX-License-Identifier: GPL-3.0-or-later

package import BatchPool
internal import EventEngine
package import Statistics

/// A resize more than any run of a sample needed: it may have a share that the sample is too small to show.
///
/// A run that needs it takes about a timeout longer: its resize has been given up when that was over, and another one
/// begins. Its share is below the upper end of Wilson's interval of none among the runs. Where nothing but the timeout
/// can end a resize early it is also below what Cantelli's inequality allows (1928; one-sided Chebyshev): the share of
/// runs that take at least until the timeout, from the mean and the spread of those that did not. Where the law of a start
/// was worked out beside the runs, the share is at most its complement, which is narrower than either.
package struct FurtherResize: Hashable, Sendable {
  /// How much longer a run takes with it [s].
  package let duration: Double
  /// Nodes that may be billed as long.
  package let nodes: Int
  /// When the first resize times out [s]; nil where a resize can end early for another reason.
  package let deadline: Double?
  /// The largest share of runs that need a second resize by ``StartLaw``, from 0 to 1; nil where it was not worked out.
  package let computedShare: Double?

  /// Describes it for a system; nil where no pool asks again.
  ///
  /// - Parameters:
  ///   - system: The system.
  ///   - pool: One pool, an index; nil for all of them together.
  ///   - law: How likely it is that one resize is enough, where that was worked out.
  /// - Complexity: O(pools).
  package init?(_ system: SystemConfiguration, pool: Int? = nil, law: StartLaw.Probability? = nil) {
    let pools = pool.map { [system.pools[$0]] } ?? system.pools
    guard system.resizePolicy.repetition == .untilTarget, system.resizePolicy.maxResizes > 1,
      let longest = pools.map(\.resizeTimeout.seconds).max(), let shortest = pools.map(\.resizeTimeout.seconds).min()
    else { return nil }
    duration = longest + system.resizePolicy.pause.seconds
    nodes = pools.reduce(0) { $0 + $1.targetNodes }
    // Nodes that are restarted are there already: no resize ends by it.
    let onlyRestarts = system.interventions.allSatisfy {
      if case .request(_, .restart) = $0.action { true } else { false }
    }
    let endsByTimeoutAlone =
      system.parameters.createFailureProbability == 0 && onlyRestarts && system.quotas.isEmpty
      && system.duration == nil && pools.allSatisfy { $0.addresses == nil }
    deadline = endsByTimeoutAlone ? shortest : nil
    computedShare = law.map { 1 - $0.interval.low }
  }

  /// The branch of the runs that need it, with the largest share that it can have for another reason than the number of runs.
  ///
  /// - Parameters:
  ///   - jump: What it changes about a figure, in the figure's unit.
  ///   - steadyState: The times until the runs of the usual branch were steady [s].
  ///   - isFirst: Whether those had one resize a pool.
  /// - Returns: The branch.
  func branch(jump: Double, _ steadyState: Tally, isFirst: Bool) -> BranchedTally.Unseen {
    guard let deadline, isFirst, let variance = steadyState.variance, steadyState.mean < deadline else {
      return BranchedTally.Unseen(jump: jump)
    }
    let distance = deadline - steadyState.mean
    let allowed = variance / (variance + distance * distance)
    if let computedShare, computedShare <= allowed {
      return BranchedTally.Unseen(jump: jump, shareLimit: computedShare, isKnown: true)
    }
    return BranchedTally.Unseen(jump: jump, shareLimit: allowed)
  }
}

extension Metric {
  /// The figure over replications, each in the branch of its number of resizes.
  ///
  /// - Parameters:
  ///   - outcomes: One outcome a replication.
  ///   - pool: One pool, an index; nil for all of them together.
  ///   - system: The system that was run; nil where it is not known, so that only resizes themselves allow for one more.
  ///   - law: How likely it is that one resize is enough, where that was worked out.
  /// - Returns: The tally of the replications to which the figure applies.
  /// - Complexity: O(n) for n replications.
  package func tally(
    of outcomes: [RunOutcome], pool: Int? = nil, system: SystemConfiguration? = nil, law: StartLaw.Probability? = nil
  ) -> BranchedTally {
    let runs = outcomes.map { outcome in
      let source = Source(outcome, pool: pool)
      return (value(of: source), source.outcome.resizes, source.outcome.steadyState?.seconds)
    }
    let pools = pool == nil ? outcomes.first?.pools.count ?? 1 : 1
    return tally(of: runs, pools: pools, further: system.map { FurtherResize($0, pool: pool, law: law) })
  }

  /// The same, from what a row of a result says.
  ///
  /// - Parameters:
  ///   - runs: The figure, the resizes and the time to steady state [s] of every replication.
  ///   - pools: The fewest resizes that a run can have.
  ///   - further: What one resize more changes, nil in it where there is none; nil where it is not known.
  /// - Returns: The tally of the replications to which the figure applies.
  /// - Complexity: O(n) for n replications.
  package func tally(
    of runs: [(value: Double?, resizes: Int, steadyState: Double?)], pools: Int, further: FurtherResize??
  ) -> BranchedTally {
    var tally = BranchedTally()
    var steady = BranchedTally()
    for run in runs {
      let branch = isBranched ? run.resizes : 0
      if let value = run.value { tally.add(value, branch: branch) }
      if let seconds = run.steadyState { steady.add(seconds, branch: branch) }
    }
    guard isBranched, let usual = tally.usualBranch else { return tally }
    let mayGrow = further.map { $0 != nil } ?? (growth == .itself)
    guard mayGrow else { return tally }
    func unseen(_ jump: Double) -> BranchedTally.Unseen {
      (further ?? nil)?.branch(
        jump: jump, steady.usual, isFirst: usual == pools && steady.usualBranch == usual)
        ?? BranchedTally.Unseen(jump: jump)
    }
    let duration = (further ?? nil)?.duration ?? 0
    switch growth {
    case .nothing: break
    case .itself:
      tally.unseenAbove = BranchedTally.Unseen(jump: 1)
      if usual > pools { tally.unseenBelow = BranchedTally.Unseen(jump: 1) }
    case .duration: tally.unseenAbove = unseen(duration)
    case .nodeHours:
      tally.unseenAbove = unseen(duration / 3_600 * Double((further ?? nil)?.nodes ?? 0))
    case .everything:
      tally.unseenAbove = unseen(tally.total.mean.magnitude)
    }
    return tally
  }

  /// Whether the figure depends on how many resizes a run had.
  private var isBranched: Bool {
    switch unit {
    case .seconds, .hours, .count, .money: true
    case .nodes, .holds, .share: false
    }
  }
}
