// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool
public import Diagnostics
public import Scenarios

/// Which experiments a comparison needs, and which of their results it pairs.
public struct ComparisonPlan: Sendable {
  /// One side of the comparison.
  public struct Side: Sendable {
    /// Where the scenario came from: two sides from one file are run as one experiment.
    public let file: String
    /// The scenario.
    public let scenario: Scenario
    /// The variant: an index into the scenario's variants.
    public let variant: Int

    /// Names a side.
    public init(file: String, scenario: Scenario, variant: Int) {
      self.file = file
      self.scenario = scenario
      self.variant = variant
    }
  }

  /// What to run: one experiment when both sides are variants of one scenario, else two.
  public let experiments: [Experiment]

  /// Plans a comparison.
  ///
  /// - Throws: `Failure`, before anything has run.
  public init(baseline: Side, candidate: Side, recording: Recording) throws(Failure) {
    guard baseline.file != candidate.file || baseline.variant != candidate.variant else {
      throw ComparisonSubject.failure("both sides are the same")
    }
    try ComparisonSubject.checkComparable(
      (baseline.scenario.seed, baseline.scenario.variants[baseline.variant].configuration),
      with: (candidate.scenario.seed, candidate.scenario.variants[candidate.variant].configuration))
    if baseline.file == candidate.file {
      experiments = [
        Experiment(baseline.scenario, variants: [baseline.variant, candidate.variant], recording: recording)
      ]
    } else {
      experiments = [baseline, candidate].map {
        Experiment($0.scenario, variants: [$0.variant], recording: recording)
      }
    }
  }

  /// Pairs the results of ``experiments``.
  ///
  /// - Precondition: `results` belong to ``experiments``, in their order.
  /// - Throws: `Failure`.
  public func comparison(of results: [ExperimentResult]) throws(Failure) -> Comparison {
    precondition(results.count == experiments.count, "the results of another plan")
    return try results.count == 1
      ? Comparison(
        baseline: ComparisonSubject(results[0], variant: 0), candidate: ComparisonSubject(results[0], variant: 1))
      : Comparison(
        baseline: ComparisonSubject(results[0], variant: 0), candidate: ComparisonSubject(results[1], variant: 0))
  }
}
