// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool
public import Scenarios

/// What to run: variants of a scenario, with details or without.
public struct Experiment: Sendable {
  /// The scenario: systems, seed and number of replications.
  public let scenario: Scenario
  /// The variants to run: indices into the scenario's variants.
  public let variants: [Int]
  /// Details that every replication records.
  public let recording: Recording
  /// What every replication draws of each variant to run, in their order; nil where the values are those of the scenario.
  private(set) var uncertain: [UncertainValues]?

  /// Makes an experiment.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - variants: Indices into the scenario's variants; all of them unless given.
  ///   - recording: Details that every replication records.
  public init(_ scenario: Scenario, variants: [Int]? = nil, recording: Recording = []) {
    self.scenario = scenario
    self.variants = variants ?? Array(scenario.variants.indices)
    self.recording = recording
  }

  /// The same experiment with values that every replication draws from what is known of them.
  ///
  /// - Returns: The experiment.
  public func predictive() -> Experiment {
    var experiment = self
    experiment.uncertain = variants.map { UncertainValues(scenario.variants[$0]) }
    return experiment
  }

  /// The system that a replication of one of ``variants`` runs.
  func system(_ position: Int, replication: Int) -> SystemConfiguration {
    let system = scenario.variants[variants[position]].configuration
    return uncertain?[position].drawn(system, seed: scenario.seed, replication: replication) ?? system
  }
}

/// The result of an experiment.
public struct ExperimentResult: Sendable {
  /// The result of one variant.
  public struct VariantResult: Sendable {
    /// The variant: its name and its system.
    public let variant: Scenario.Variant
    /// One outcome a replication, in order, without the details (nodes, timeline, jobs and tasks).
    public let outcomes: [RunOutcome]
    /// What was drawn, and the twins of the replications; nil where the values are those of the scenario.
    public let predictive: PredictiveRuns?
    /// How likely it is that one resize is enough, where ``StartLaw`` worked it out beside the runs.
    package let law: StartLaw.Probability?

    /// Makes a result.
    public init(variant: Scenario.Variant, outcomes: [RunOutcome], predictive: PredictiveRuns? = nil) {
      self.init(variant: variant, outcomes: outcomes, predictive: predictive, law: nil)
    }

    init(
      variant: Scenario.Variant, outcomes: [RunOutcome], predictive: PredictiveRuns?, law: StartLaw.Probability?
    ) {
      self.variant = variant
      self.outcomes = outcomes
      self.predictive = predictive
      self.law = law
    }

    /// Where one start will lie; nil where the values are those of the scenario.
    ///
    /// - Complexity: O(n log n).
    public func prediction(_ metric: Metric, pool: Int? = nil) -> Prediction? {
      predictive.map { Prediction(metric, outcomes: outcomes, twins: $0.twins, pool: pool) }
    }
  }

  /// The scenario that was run.
  public let scenario: Scenario
  /// One result a variant, in the order of the scenario.
  public let variants: [VariantResult]
  /// How replicating until a precision ended; nil when the number of replications was given.
  public let precision: PrecisionReport?

  /// Makes a result.
  public init(scenario: Scenario, variants: [VariantResult], precision: PrecisionReport? = nil) {
    self.scenario = scenario
    self.variants = variants
    self.precision = precision
  }

  /// Replications of every variant.
  public var replications: Int { variants.first?.outcomes.count ?? 0 }

  /// Events of all replications of all variants.
  ///
  /// - Complexity: O(replications).
  public var events: UInt64 {
    variants.reduce(0) { sum, variant in variant.outcomes.reduce(sum) { $0 + $1.events } }
  }
}

/// One replication with its details, as it is handed over.
public struct ReplicationDetails: Sendable {
  /// The scenario that it belongs to.
  public let scenario: Scenario
  /// The variant that it belongs to.
  public let variant: Scenario.Variant
  /// The number of the replication, from 0.
  public let replication: Int
  /// Its outcome, with its jobs, and with nodes, timeline and tasks where they were recorded.
  public let outcome: RunOutcome
}

/// How far an experiment is.
public struct ExperimentProgress: Hashable, Sendable {
  /// The scenario that runs.
  public let scenario: String
  /// Replications that are done, over all variants.
  public let done: Int
  /// Replications in all, where that is known.
  public let total: Int

  /// Makes one of its parts.
  package init(scenario: String, done: Int, total: Int) {
    self.scenario = scenario
    self.done = done
    self.total = total
  }
}
