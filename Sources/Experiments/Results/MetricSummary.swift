// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool
internal import Scenarios

/// A metric over the replications of a variant.
public struct MetricSummary: Sendable {
  /// The figure.
  public let metric: Metric
  /// The replications to which it applies.
  public let estimate: Estimate

  /// Summarises one metric.
  ///
  /// - Parameters:
  ///   - metric: The figure.
  ///   - outcomes: One outcome a replication.
  ///   - pool: One pool, an index; nil for all of them together.
  ///   - system: The system that was run: with it intervals allow for a resize more than any run needed.
  /// - Complexity: O(n log n) for n replications.
  public init(
    _ metric: Metric, of outcomes: [RunOutcome], pool: Int? = nil, system: SystemConfiguration? = nil
  ) {
    self.init(metric, of: outcomes, pool: pool, system: system, law: nil)
  }

  private init(
    _ metric: Metric, of outcomes: [RunOutcome], pool: Int?, system: SystemConfiguration?, law: StartLaw.Probability?
  ) {
    self.metric = metric
    estimate = Estimate(
      of: outcomes.compactMap { metric.value(of: $0, pool: pool) }, metric.unit,
      tally: metric.tally(of: outcomes, pool: pool, system: system, law: law))
  }

  /// Summarises one metric of a variant, all pools together.
  ///
  /// - Complexity: O(n log n) for n replications.
  package init(_ metric: Metric, of variant: ExperimentResult.VariantResult) {
    self.init(
      metric, of: variant.outcomes, pool: nil, system: variant.variant.configuration, law: variant.law)
  }

  /// Every metric of ``Metric/all`` over the replications of a variant, in order.
  ///
  /// - Complexity: O(n log n) for n replications and each metric.
  package static func all(of variant: ExperimentResult.VariantResult, pool: Int? = nil) -> [MetricSummary] {
    Metric.all.map {
      MetricSummary(
        $0, of: variant.outcomes, pool: pool, system: variant.variant.configuration, law: variant.law)
    }
  }
}

extension Metric.Source {
  /// What one pool of a replication came to or, without one, all of them together.
  ///
  /// - Parameters:
  ///   - outcome: The result of the replication.
  ///   - pool: One pool, an index; nil for all of them together.
  public init(_ outcome: RunOutcome, pool: Int? = nil) {
    if let pool {
      self.init(
        outcome: outcome.pools[pool], events: nil, nodeTimes: outcome.nodeTimes.lazy.filter { $0.pool == pool })
    } else {
      self.init(outcome: outcome.total, events: outcome.events, nodeTimes: outcome.nodeTimes)
    }
  }
}

extension Metric {
  /// The figure of one replication for one pool or, without one, for all of them; nil where it does not apply.
  public func value(of outcome: RunOutcome, pool: Int?) -> Double? {
    value(of: Source(outcome, pool: pool))
  }
}
