// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
public import Diagnostics
internal import Scenarios

/// Two variants, or two scenarios, paired on the replications that both have.
public struct Comparison: Sendable {
  /// One of the two.
  public struct Side: Sendable {
    /// What the report calls it.
    public let name: String
    fileprivate let outcomes: [RunOutcome]
  }

  /// The scenario that both belong to; the baseline's when they differ.
  public let scenario: String
  /// What the candidate is measured against.
  public let baseline: Side
  /// What is measured.
  public let candidate: Side
  /// The names of the pools, the same on both sides, in order.
  public let pools: [String]
  /// Replications that both have.
  public let pairCount: Int

  /// The comparisons of a scenario's further variants with its first, in order; those that are not comparable are left
  /// out.
  public static func ofVariants(_ result: ExperimentResult) -> [Comparison] {
    result.variants.indices.dropFirst().compactMap { index in
      try? Comparison(
        baseline: ComparisonSubject(result, variant: 0), candidate: ComparisonSubject(result, variant: index))
    }
  }

  /// Pairs a candidate with a baseline.
  ///
  /// - Throws: `Failure` when a difference between the two would mix other causes.
  public init(baseline: ComparisonSubject, candidate: ComparisonSubject) throws(Failure) {
    try baseline.checkComparable(with: candidate)
    let isOneScenario = baseline.result.scenario.name == candidate.result.scenario.name
    func side(_ subject: ComparisonSubject) -> Side {
      let variant = subject.result.variants[subject.variant]
      return Side(
        name: isOneScenario ? variant.variant.name : "\(subject.result.scenario.name)#\(variant.variant.name)",
        outcomes: variant.outcomes)
    }
    scenario = baseline.result.scenario.name
    self.baseline = side(baseline)
    self.candidate = side(candidate)
    pools = baseline.configuration.pools.map(\.name)
    pairCount = min(self.baseline.outcomes.count, self.candidate.outcomes.count)
  }

  /// Compares one metric.
  ///
  /// - Parameters:
  ///   - metric: The figure.
  ///   - pool: One pool, an index into ``pools``; nil for all of them together.
  /// - Returns: Both means, their difference and what it allows to say.
  /// - Complexity: O(n) for n replications.
  public func metric(_ metric: Metric, pool: Int? = nil) -> MetricComparison {
    MetricComparison(
      metric,
      pairs: zip(baseline.outcomes, candidate.outcomes).compactMap { baseline, candidate in
        guard let left = metric.value(of: baseline, pool: pool), let right = metric.value(of: candidate, pool: pool)
        else { return nil }
        return (left, right)
      })
  }

  /// Compares every metric of ``Metric/all``, in order.
  ///
  /// - Complexity: O(n) for n replications and each metric.
  public func metrics(pool: Int? = nil) -> [MetricComparison] {
    Metric.all.map { metric($0, pool: pool) }
  }
}
