// SPDX-License-Identifier: GPL-3.0-or-later

public import Statistics

/// A figure over the replications to which it applies.
public struct Estimate: Hashable, Sendable {
  /// Replications to which the figure applies.
  public let count: Int
  /// The mean; nil without replications.
  public let mean: Double?
  /// The standard deviation; nil for fewer than two replications.
  public let standardDeviation: Double?
  /// The 95 % interval of the mean: Wilson's for the share in which a claim holds, else that of a `BranchedTally`.
  ///
  /// Nil for fewer than two replications, except for a share.
  public let interval: ConfidenceInterval?
  /// The 5th percentile of the replications.
  public let p05: Double?
  /// The median of the replications.
  public let p50: Double?
  /// The 95th percentile of the replications.
  public let p95: Double?
  /// The 95 % interval of the 5th percentile of all runs that there could be; nil where there are too few runs for one.
  public let p05Interval: ConfidenceInterval?
  /// The 95 % interval of the median.
  public let p50Interval: ConfidenceInterval?
  /// The 95 % interval of the 95th percentile: 59 replications are the fewest that have one.
  public let p95Interval: ConfidenceInterval?
  /// The smallest.
  public let minimum: Double?
  /// The largest.
  public let maximum: Double?

  /// Summarises the values of a figure, as if no run could go another way than these.
  ///
  /// - Parameters:
  ///   - values: One value a replication to which the figure applies.
  ///   - unit: The figure's unit: it decides on the interval.
  /// - Complexity: O(n log n).
  public init(of values: [Double], _ unit: Metric.Unit) {
    self.init(of: values, unit, tally: BranchedTally(values))
  }

  /// Summarises the values of a figure.
  ///
  /// - Parameters:
  ///   - values: One value a replication to which the figure applies.
  ///   - unit: The figure's unit: it decides on the interval.
  ///   - tally: The same values, in their branches.
  /// - Precondition: `tally` has as many values.
  /// - Complexity: O(n log n).
  package init(of values: [Double], _ unit: Metric.Unit, tally: BranchedTally) {
    precondition(tally.total.count == values.count, "\(tally.total.count) numbers of \(values.count)")
    let sorted = values.sorted()
    count = values.count
    mean = values.isEmpty ? nil : tally.total.mean
    standardDeviation = tally.total.standardDeviation
    p05 = Quantiles.quantile(0.05, ofSorted: sorted)
    p50 = Quantiles.quantile(0.5, ofSorted: sorted)
    p95 = Quantiles.quantile(0.95, ofSorted: sorted)
    p05Interval = Quantiles.interval(forQuantile: 0.05, ofSorted: sorted)
    p50Interval = Quantiles.interval(forQuantile: 0.5, ofSorted: sorted)
    p95Interval = Quantiles.interval(forQuantile: 0.95, ofSorted: sorted)
    minimum = sorted.first
    maximum = sorted.last
    interval =
      if unit == .holds, !values.isEmpty {
        ConfidenceInterval.share(successes: values.count { $0 == 1 }, trials: values.count)
      } else {
        tally.interval()
      }
  }
}

/// A figure of two sides over the replications to which it applies on both.
struct PairedEstimate {
  let baselineMean: Double
  let candidateMean: Double
  /// Candidate less baseline.
  let difference: Double
  let differenceInterval: ConfidenceInterval?
  /// By which share the candidate is lower; nil where the baseline is 0.
  let reduction: Double?
  let reductionInterval: ConfidenceInterval?
  /// How many times the variance of the difference would be larger without pairing.
  let varianceReduction: Double?

  /// Nil without pairs.
  ///
  /// Differences of whole numbers, as resizes are, fall into branches by their value, and one more or less may be unseen.
  init?(_ pairs: [(baseline: Double, candidate: Double)], _ unit: Metric.Unit) {
    guard !pairs.isEmpty else { return nil }
    let sample = PairedSample(pairs)
    baselineMean = sample.baseline.mean
    candidateMean = sample.candidate.mean
    difference = sample.differences.mean
    reduction = sample.reduction
    varianceReduction = sample.varianceReduction
    guard unit == .count || unit == .holds, let counted = Self.interval(ofCounts: pairs) else {
      differenceInterval = sample.differenceInterval()
      reductionInterval = sample.reductionInterval()
      return
    }
    differenceInterval = counted
    reductionInterval = baselineMean == 0 ? nil : counted.scaled(by: -1 / baselineMean)
  }

  /// The interval of the mean difference of counts; nil where they differ too widely for branches.
  private static func interval(ofCounts pairs: [(baseline: Double, candidate: Double)]) -> ConfidenceInterval? {
    var tally = BranchedTally()
    for pair in pairs {
      let difference = pair.candidate - pair.baseline
      guard difference.magnitude <= 20, difference == difference.rounded() else { return nil }
      tally.add(difference, branch: Int(difference))
    }
    tally.unseenAbove = BranchedTally.Unseen(jump: 1)
    tally.unseenBelow = BranchedTally.Unseen(jump: 1)
    return tally.interval()
  }
}
