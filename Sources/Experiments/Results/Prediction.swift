// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool
public import Statistics

/// Where one start will lie: intervals that hold one run, not the mean of many, and what makes them wide.
///
/// An interval is a pair of order statistics of replications that each drew what is not known: of n of them and one start
/// more, all equally likely, the start lies between the a-th from below and the a-th from above with the probability
/// (n + 1 - 2a) / (n + 1) (Wilks 1941, doi:10.1214/aoms/1177731788). No form is assumed. A replication in which the figure
/// never comes, because the pool never reached its target, counts as later than all others.
///
/// The width has two causes. *Luck* differs from start to start under the same values; *ignorance* is that the values are
/// not known. Every replication is run once more with the same values and other luck, its twin: what the two have in
/// common is due to the values (the intraclass correlation of Fisher 1925, Statistical Methods for Research Workers,
/// chapter 7). Its share of the variance is that of ignorance, the rest luck's.
public struct Prediction: Sendable {
  /// The figure.
  public let metric: Metric
  /// Replications.
  public let count: Int
  /// Holds one start with a probability of 50 %; infinite ends are never reached. Nil for too few replications.
  public let half: ConfidenceInterval?
  /// Holds one start with a probability of 90 %; nil for fewer than 19 replications.
  public let ninety: ConfidenceInterval?
  /// The share of the variance that is due to luck, from 0 to 1; nil where fewer than 50 pairs of twins have the figure, or
  /// it does not vary.
  public let luckShare: Double?

  /// The share of the variance that is due to ignorance.
  public var ignoranceShare: Double? { luckShare.map { 1 - $0 } }

  /// Predicts a figure.
  ///
  /// - Parameters:
  ///   - metric: The figure.
  ///   - outcomes: One outcome a replication.
  ///   - twins: The same replications with other luck.
  ///   - pool: One pool, an index; nil for all of them together.
  /// - Precondition: There are as many twins as outcomes.
  /// - Complexity: O(n log n).
  public init(_ metric: Metric, outcomes: [RunOutcome], twins: [RunOutcome], pool: Int? = nil) {
    precondition(outcomes.count == twins.count, "\(twins.count) twins of \(outcomes.count) runs")
    self.metric = metric
    let values = outcomes.map { metric.value(of: $0, pool: pool) }
    let others = twins.map { metric.value(of: $0, pool: pool) }
    let applies = values.contains { $0 != nil }
    let sorted = applies ? values.map { $0 ?? .infinity }.sorted() : []
    count = sorted.count
    half = Self.interval(percent: 50, ofSorted: sorted)
    ninety = Self.interval(percent: 90, ofSorted: sorted)
    let pairs = zip(values, others).compactMap { one, other in
      one.flatMap { one in other.map { (baseline: one, candidate: $0) } }
    }
    luckShare = Self.luckShare(pairs)
  }

  /// An interval that holds one more number.
  ///
  /// - Parameters:
  ///   - percent: How probably, above 0 and below 100 [%].
  ///   - sorted: The numbers, ascending.
  /// - Returns: The interval; nil where there are too few numbers.
  /// - Complexity: O(1).
  static func interval(percent: Int, ofSorted sorted: [Double]) -> ConfidenceInterval? {
    let place = (sorted.count + 1) * (100 - percent) / 200
    guard place >= 1 else { return nil }
    return ConfidenceInterval(low: sorted[place - 1], high: sorted[sorted.count - place])
  }

  /// The share of the variance inside of pairs.
  private static func luckShare(_ pairs: [(baseline: Double, candidate: Double)]) -> Double? {
    guard pairs.count >= BranchedTally.fewestRuns else { return nil }
    let sample = PairedSample(pairs)
    guard let one = sample.baseline.variance, let other = sample.candidate.variance, let common = sample.covariance,
      one + other > 0
    else { return nil }
    return 1 - min(max(2 * common / (one + other), 0), 1)
  }
}

/// What a variant was run with in a predictive experiment.
public struct PredictiveRuns: Sendable {
  /// What was drawn for every replication.
  public let values: UncertainValues
  /// The same replications with other luck, in order.
  let twins: [RunOutcome]
}
