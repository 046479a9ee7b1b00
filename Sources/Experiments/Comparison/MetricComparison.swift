// SPDX-License-Identifier: GPL-3.0-or-later

public import Statistics

/// A metric of a candidate beside that of a baseline, paired on replications.
///
/// Both saw the same random circumstances in every replication, so that their difference varies less than either.
public struct MetricComparison: Sendable {
  /// What the interval of the difference allows to say.
  public enum Verdict: String, Hashable, Sendable {
    /// The candidate's figure is lower.
    case lower
    /// The candidate's figure is higher.
    case higher
    /// Both figures were the same in every replication.
    case same
    /// The interval holds zero, or there are too few pairs for one.
    case notEnoughRuns = "not enough runs to tell"
    /// The metric does not apply to any pair.
    case doesNotApply = "does not apply"
  }

  /// The figure.
  public let metric: Metric
  /// Replications to which it applies on both sides.
  public let pairCount: Int
  /// The baseline's mean over the pairs; nil when there are none.
  public let baselineMean: Double?
  /// The candidate's mean over the pairs; nil when there are none.
  public let candidateMean: Double?
  /// Candidate less baseline; nil when there are no pairs.
  public let difference: Double?
  /// The 95 % interval of the difference; nil for fewer than two pairs.
  public let differenceInterval: ConfidenceInterval?
  /// By how much the candidate is lower, as a share of the baseline [%]; nil where the baseline is 0.
  public let reductionPercent: Double?
  /// The 95 % interval of the reduction [%].
  public let reductionInterval: ConfidenceInterval?
  /// How many times the variance of the difference would be larger without pairing; nil when unknown.
  public let varianceReduction: Double?
  /// What the interval allows to say.
  public let verdict: Verdict

  /// Compares one metric.
  ///
  /// - Parameters:
  ///   - metric: The figure.
  ///   - pairs: Baseline and candidate of every replication to which the metric applies on both sides, in order.
  /// - Complexity: O(n) for n pairs.
  public init(_ metric: Metric, pairs: [(baseline: Double, candidate: Double)]) {
    let estimate = PairedEstimate(pairs, metric.unit)
    self.metric = metric
    pairCount = pairs.count
    baselineMean = estimate?.baselineMean
    candidateMean = estimate?.candidateMean
    difference = estimate?.difference
    differenceInterval = estimate?.differenceInterval
    reductionPercent = estimate?.reduction.map { 100 * $0 }
    reductionInterval = estimate?.reductionInterval.map { ConfidenceInterval(low: 100 * $0.low, high: 100 * $0.high) }
    varianceReduction = estimate?.varianceReduction
    verdict =
      if pairs.isEmpty {
        .doesNotApply
      } else if pairs.count > 1, pairs.allSatisfy({ $0.baseline == $0.candidate }) {
        .same
      } else if let interval = differenceInterval, interval.high < 0 {
        .lower
      } else if let interval = differenceInterval, interval.low > 0 {
        .higher
      } else {
        .notEnoughRuns
      }
  }
}
