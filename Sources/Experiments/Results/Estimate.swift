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
  /// The 95 % interval of the mean: Student's, or Wilson's for the share in which a claim holds.
  ///
  /// Nil for fewer than two replications, except for a share.
  public let interval: ConfidenceInterval?
  /// The 5th percentile of the replications.
  public let p05: Double?
  /// The median of the replications.
  public let p50: Double?
  /// The 95th percentile of the replications.
  public let p95: Double?
  /// The smallest.
  public let minimum: Double?
  /// The largest.
  public let maximum: Double?

  /// Summarises the values of a figure.
  ///
  /// - Parameters:
  ///   - values: One value a replication to which the figure applies.
  ///   - unit: The figure's unit: it decides on the interval.
  /// - Complexity: O(n log n).
  public init(of values: [Double], _ unit: Metric.Unit) {
    let tally = Tally(values)
    let sorted = values.sorted()
    count = values.count
    mean = values.isEmpty ? nil : tally.mean
    standardDeviation = tally.standardDeviation
    p05 = Quantiles.quantile(0.05, ofSorted: sorted)
    p50 = Quantiles.quantile(0.5, ofSorted: sorted)
    p95 = Quantiles.quantile(0.95, ofSorted: sorted)
    minimum = sorted.first
    maximum = sorted.last
    interval =
      if unit == .holds, !values.isEmpty {
        ConfidenceInterval.share(successes: values.count { $0 == 1 }, trials: values.count)
      } else {
        ConfidenceInterval.mean(of: tally)
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
  init?(_ pairs: [(baseline: Double, candidate: Double)]) {
    guard !pairs.isEmpty else { return nil }
    let sample = PairedSample(pairs)
    baselineMean = sample.baseline.mean
    candidateMean = sample.candidate.mean
    difference = sample.differences.mean
    differenceInterval = sample.differenceInterval()
    reduction = sample.reduction
    reductionInterval = sample.reductionInterval()
    varianceReduction = sample.varianceReduction
  }
}
