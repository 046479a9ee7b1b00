// SPDX-License-Identifier: GPL-3.0-or-later

package import Statistics
internal import Experiments
internal import Quantities
package import EventEngine

/// A figure that a claim is judged by, as runs gave it.
package struct ReproducedFigure: Sendable {
  /// What the numbers of a figure are.
  package enum Unit: Hashable, Sendable {
    /// A relative gain [%].
    case percent
    /// The share of replications in which something holds, from 0 to 1.
    case share
    /// A plain number.
    case count
  }

  /// The claim.
  package let claim: PublishedClaim.Identifier
  /// The name in every file, with its unit last.
  package let name: String
  /// What people call it.
  package let title: String
  /// The unit of its numbers.
  package let unit: Unit
  /// Nodes wanted; the size at which the figure was found, where it is the largest or smallest over several.
  package let nodes: Int
  /// Replicas of the image.
  package let replicas: Int
  /// How long one resize may take; nil where several timeouts are compared.
  package let resizeTimeout: SimulationDuration?
  /// Replications to which the figure applies.
  package let count: Int
  /// The figure; nil when it applies to no replication.
  package let mean: Double?
  /// Its 95 % interval; nil when there are too few replications for one.
  package let interval: ConfidenceInterval?
  /// What it must be.
  package let target: ClaimTarget

  /// Whether the claim is met.
  package var verdict: ClaimTarget.Verdict { target.verdict(interval) }
}

/// The figures of the claims, worked out from the outcomes of the cases.
///
/// Nothing but outcomes goes in: a figure that is right is right because the runs made it so.
enum ClaimFigures {
  /// The figures of C1 to C3, to which the free parameters are fitted.
  ///
  /// - Precondition: `outcomes` has every case of ``ClaimConditions/fittedCases``.
  static func fitted(_ outcomes: CaseOutcomes) -> [ReproducedFigure] {
    [
      largestGain(
        .steadyState, .fasterSteadyState, "steady_gain_percent", "largest gain in time to steady state", .steadyGain,
        outcomes),
      largestGain(
        .idleLatencyMean, .shorterIdleLatency, "idle_gain_percent", "largest gain in mean idle latency", .idleGain,
        outcomes),
    ]
      + zip(ClaimConditions.singleResizeNodes, [ClaimTarget.oneResize, .oneResizeAt350, .oneResizeAt400]).map {
        oneResize(.severalResizes, PoolCase(.managed, nodes: $0), $1, outcomes)
      }
      + [growth(outcomes)]
  }

  /// The figures of C4 to C6, of C6b and of the recordings, to which nothing is fitted.
  ///
  /// - Precondition: `outcomes` has every case of ``ClaimConditions/claimCases``.
  static func heldOut(_ outcomes: CaseOutcomes) -> [ReproducedFigure] {
    [fewerResizes(outcomes), alwaysReached(outcomes)] + lasting(outcomes, laterTimeout: ClaimConditions.laterTimeout)
  }

  /// The figures of C5, C6, C6b and of the recordings, which are about no managed image.
  ///
  /// - Precondition: `outcomes` has every case of ``ClaimConditions/recommendedCases``, the older rule, the pool of
  ///   `laterTimeout` and the recordings.
  static func lasting(_ outcomes: CaseOutcomes, laterTimeout: PoolCase) -> [ReproducedFigure] {
    zip([PublishedClaim.Identifier.replicaRule, .replicaRule, .timeoutRule], ClaimConditions.recommendedCases).map {
      oneResize($0, $1, .oneResize, outcomes)
    }
      + [
        oneResize(.replicaRule, ClaimConditions.olderRule, .givenUp, outcomes),
        oneResize(.laterTimeoutRule, laterTimeout, .oneResize, outcomes),
      ] + RecordedStart.all.map { rank(of: $0, outcomes) }
  }

  /// The share of runs that are steady before a recorded start was: its place among what the model predicts.
  private static func rank(of recording: RecordedStart, _ outcomes: CaseOutcomes) -> ReproducedFigure {
    let times = outcomes[recording.poolCase].map { Metric.steadyState.value(ofTotal: $0) ?? .infinity }
    let estimate = Estimate(of: times.map { $0 < recording.seconds ? 1 : 0 }, .holds)
    return figure(
      .recordings, "recorded_rank", "runs steady before the recorded \(NumberText.text(recording.seconds)) s", .share,
      recording.poolCase, estimate, .central)
  }

  /// The largest relative gain over the cells of ``ClaimConditions/gainCells``: no cell is above it.
  ///
  /// It has the interval of the cell at which it was found: the delay and the bandwidths of a replication are those of all
  /// cells, so that the largest gain, which is at 300 nodes, moves as that cell does. `scripts/interval-coverage` compares
  /// the width with the spread between seeds.
  private static func largestGain(
    _ metric: Metric, _ claim: PublishedClaim.Identifier, _ name: String, _ title: String, _ target: ClaimTarget,
    _ outcomes: CaseOutcomes
  ) -> ReproducedFigure {
    let gains = ClaimConditions.gainCells.map { cell in
      let sides = ClaimConditions.gain(nodes: cell.nodes, replicas: cell.replicas)
      return (cell, outcomes.comparison(metric, baseline: sides.managed, candidate: sides.gallery))
    }
    var (cell, largest) = gains[0]
    for (candidateCell, candidate) in gains.dropFirst()
    where candidate.reductionPercent ?? -.infinity > largest.reductionPercent ?? -.infinity {
      (cell, largest) = (candidateCell, candidate)
    }
    return ReproducedFigure(
      claim: claim, name: name, title: title, unit: .percent, nodes: cell.nodes, replicas: cell.replicas,
      resizeTimeout: ClaimConditions.defaultTimeout, count: largest.pairCount, mean: largest.reductionPercent,
      interval: largest.reductionInterval, target: target)
  }

  private static func oneResize(
    _ claim: PublishedClaim.Identifier, _ poolCase: PoolCase, _ target: ClaimTarget, _ outcomes: CaseOutcomes
  ) -> ReproducedFigure {
    figure(
      claim, "single_resize", "one resize was enough", .share, poolCase,
      outcomes.summary(.singleResize, poolCase).estimate, target)
  }

  /// The smallest step of the mean number of resizes from one size to the next larger one.
  private static func growth(_ outcomes: CaseOutcomes) -> ReproducedFigure {
    let cases = ClaimConditions.growthNodes.map { PoolCase(.managed, nodes: $0) }
    return smallestStep(
      .severalResizes, "resizes_step", "smallest growth of resizes to the next size", zip(cases, cases.dropFirst()),
      resizeTimeout: ClaimConditions.defaultTimeout, outcomes)
  }

  /// By how much a longer timeout takes fewer resizes, where that is least.
  private static func fewerResizes(_ outcomes: CaseOutcomes) -> ReproducedFigure {
    let cases = ClaimConditions.timeouts.map {
      PoolCase(.managed, nodes: ClaimConditions.timeoutGainNodes, resizeTimeout: $0)
    }
    return smallestStep(
      .longerTimeout, "resizes_saved", "resizes saved by the next longer timeout, at least",
      zip(cases.dropFirst(), cases), resizeTimeout: nil, outcomes)
  }

  private static func smallestStep(
    _ claim: PublishedClaim.Identifier, _ name: String, _ title: String, _ pairs: some Sequence<(PoolCase, PoolCase)>,
    resizeTimeout: SimulationDuration?, _ outcomes: CaseOutcomes
  ) -> ReproducedFigure {
    let steps = pairs.map { less, more in
      (nodes: more.nodes, comparison: outcomes.comparison(.resizes, baseline: less, candidate: more))
    }
    let smallest = steps.min { $0.comparison.difference ?? -.infinity < $1.comparison.difference ?? -.infinity }
    return ReproducedFigure(
      claim: claim, name: name, title: title, unit: .count, nodes: smallest?.nodes ?? 0, replicas: 1,
      resizeTimeout: resizeTimeout, count: smallest?.comparison.pairCount ?? 0, mean: smallest?.comparison.difference,
      interval: smallest?.comparison.differenceInterval, target: .growing)
  }

  /// The share of replications that reach their target in the end, where that is least in the table of timeouts.
  private static func alwaysReached(_ outcomes: CaseOutcomes) -> ReproducedFigure {
    let shares = ClaimConditions.timeoutCases.map { ($0, outcomes.summary(.reachedTarget, $0).estimate) }
    var (poolCase, least) = shares[0]
    for (candidateCase, candidate) in shares.dropFirst() where candidate.mean ?? 0 < least.mean ?? 0 {
      (poolCase, least) = (candidateCase, candidate)
    }
    return figure(
      .longerTimeout, "reached_target", "reached the target by repeating, at least", .share, poolCase, least, .always)
  }

  private static func figure(
    _ claim: PublishedClaim.Identifier, _ name: String, _ title: String, _ unit: ReproducedFigure.Unit,
    _ poolCase: PoolCase, _ estimate: Estimate, _ target: ClaimTarget
  ) -> ReproducedFigure {
    ReproducedFigure(
      claim: claim, name: name, title: title, unit: unit, nodes: poolCase.nodes, replicas: poolCase.image.replicas,
      resizeTimeout: poolCase.resizeTimeout, count: estimate.count, mean: estimate.mean, interval: estimate.interval,
      target: target)
  }
}
