// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine

/// One evaluation of the formula of a pool.
public struct EvaluationRecord: Hashable, Sendable {
  /// What an evaluation changed.
  public enum Outcome: String, Hashable, Sendable {
    /// Nothing.
    case unchanged
    /// It asked for more nodes.
    case grow
    /// It asked for fewer nodes.
    case shrink
    /// It asked for more nodes of one kind and fewer of the other.
    case mixed
    /// It ended with an error: nothing applied.
    case error
    /// It ended at `stop()`; what was assigned before applied.
    case stopped
    /// The service skipped it.
    case lost
  }

  /// The pool: an index into the configuration's pools.
  public var pool: Int
  /// Its number in its pool, from 1.
  public var number: Int
  /// When.
  public var time: SimulationTime
  /// The same as the formula sees it, such as `2026-03-02T12:00:00.000Z`.
  public var clock: String
  /// What it changed.
  public var outcome: Outcome
  /// Dedicated nodes wanted before it.
  public var targetDedicatedBefore: Int
  /// Low-priority nodes wanted before it.
  public var targetLowPriorityBefore: Int
  /// Dedicated nodes wanted after it.
  public var targetDedicated: Int
  /// Low-priority nodes wanted after it.
  public var targetLowPriority: Int
  /// What becomes of tasks of nodes that leave.
  public var deallocationOption: DeallocationOption
  /// Dedicated nodes that the service counts.
  public var currentDedicated: Int
  /// Low-priority nodes that the service counts, preempted ones among them.
  public var currentLowPriority: Int
  /// Nodes that are preempted.
  public var preempted: Int
  /// Tasks that wait, at that moment.
  public var activeTasks: Int
  /// Tasks that run, at that moment.
  public var runningTasks: Int
  /// Samples of the metric that has the most which could be read.
  public var samplesAvailable: Int
  /// The number of the resize that it started; nil if it started none.
  public var resize: Int?
  /// The service's code of its error.
  public var errorCode: String?
  /// The service's text of its error.
  public var errorMessage: String?
  /// The service's text of the results; empty unless it was asked for.
  public var results: String
}

/// What the formula of one pool, or of all pools together, did in one run.
public struct FormulaOutcome: Hashable, Sendable {
  /// Evaluations.
  public var evaluations: Int
  /// Evaluations that ended with an error.
  public var errors: Int
  /// Resizes whose targets an evaluation replaced before they were over.
  public var supersededResizes: Int
  /// How often a target changed its direction within three evaluations.
  public var oscillations: Int
  /// The most nodes that the service counted at an evaluation.
  public var mostNodes: Int
}
