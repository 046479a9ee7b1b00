// SPDX-License-Identifier: GPL-3.0-or-later

/// What a check knows of the pool.
public struct FormulaCheckOptions: Sendable {
  /// Task slots of a node [slots].
  public var slots = 1
  /// The time between evaluations.
  ///
  /// 15 minutes is the service's default (REST reference, "Pool - Enable Auto Scale").
  public var evaluationInterval = FormulaInterval(ticks: 900 * FormulaInterval.ticksPerSecond)
  /// The present, for the age of times that the formula names.
  public var now: FormulaInstant
  /// How the service behaves where that is uncertain.
  public var dialect = FormulaDialect()
  /// Codes that are not wanted.
  public var allowed: Set<String> = []
  /// The most slots that a task of the workload needs [slots]; nil when it is not known.
  public var largestRequiredSlots: Int?

  /// A pool of one slot a node that is evaluated every 15 minutes.
  public init(now: FormulaInstant) {
    self.now = now
  }
}

/// What a check found.
public struct FormulaReport: Sendable {
  /// What is wrong, doubtful or good to know, by place.
  public let findings: [FormulaFinding]
  /// How the formula behaved on synthetic pools; empty when it reads what is not simulated.
  public let probes: [FormulaProbe]
  /// The evaluation of a pool without any samples, as the first one is.
  public let first: Evaluation
  /// What would be otherwise if the service were, each a sentence.
  public let differences: [String]
}
