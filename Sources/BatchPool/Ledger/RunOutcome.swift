// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine

/// The result of one replication.
public struct RunOutcome: Sendable {
  /// One entry a pool, in the order of the configuration.
  public var pools: [PoolOutcome]
  /// All pools together: counts and node hours add up, the steady state is the last pool's, latencies go over all nodes.
  public var total: PoolOutcome
  /// Every resize operation, in the order in which they were requested.
  public var resizes: [ResizeRecord]
  /// Every node whose VM was requested, in that order; empty unless asked for.
  public var nodes: [NodeRecord]
  /// How many nodes were in each state over time; empty unless asked for.
  public var timeline: [TimelineEntry]
  /// Events that the engine processed.
  public var events: UInt64
  /// When the last event happened.
  public var endedAt: SimulationTime
  /// Why the run ended.
  public var end: RunEnd
  /// What the pool that was steady last waited for until then; nil where a pool never was.
  package var steadyAccount: TimeAccount?
  /// Where the time of the nodes went: one entry for each pool and kind of node, dedicated before low-priority ones.
  public var nodeTimes: [NodeTimeEntry] = []
  /// Every job, by stream and in the order of submission; empty without work.
  public var jobs: [JobRecord] = []
  /// Every task, by stream and job; empty unless asked for.
  public var tasks: [TaskRecord] = []
  /// Every evaluation of a formula, in their order; empty where no pool scales by one.
  public var evaluations: [EvaluationRecord] = []
}

/// Where the time of the nodes of a pool went that are of one kind.
public struct NodeTimeEntry: Hashable, Sendable {
  /// The pool: an index into the configuration's pools.
  public var pool: Int
  /// Whether they are low-priority (spot) nodes.
  public var isLowPriority: Bool
  /// The parts of their time.
  public var time: NodeTimeLedger
}

/// What became of one pool in one replication.
public struct PoolOutcome: Hashable, Sendable {
  /// Nodes of the size that was asked for last; the service may have refused it.
  public var targetNodes: Int
  /// Nodes at the end of the run whose VM has been obtained; one that is preempted has none.
  public var provisionedNodes: Int
  /// Nodes idle at the end of the run.
  public var idleNodes: Int
  /// Whether the pool became steady at the size that was asked for last.
  public var reachedTarget: Bool
  /// Resize operations that were started.
  public var resizes: Int
  /// Whether one resize was enough to reach the target.
  public var singleResize: Bool
  /// From the first resize request until the pool was steady at its target; nil when it never was.
  public var steadyState: SimulationDuration?
  /// Idle latency over the nodes that became idle; nil when none did.
  public var idleLatency: IdleLatency?
  /// From the request for the pool's size until a node was first idle, over the nodes that became idle; nil when none did.
  public var requestToIdle: IdleLatency?
  /// Node hours billed: every node from `creating` until it was removed or the run ended, less
  /// the time for which its VM was preempted [h].
  public var nodeHours: Double
  /// Nodes at the end of the run that can work: those that are idle or running.
  public var usableNodes: Int
  /// Nodes that can work, on the average of the time from the first resize request to the end of the run.
  public var meanUsableNodes: Double
  /// How often a node lost its VM.
  public var preemptions = 0
  /// What its formula did; nil where it scales by none in the run.
  public var formula: FormulaOutcome?
  /// What became of its work; nil where it has none.
  public var work: WorkOutcome?
  /// What the run cost; nil where prices are not known, as the model knows none, and of one pool of several.
  package var cost: Double?
}

/// How long nodes took until they were first `idle`, from `creating` or from the request [s].
public struct IdleLatency: Hashable, Sendable {
  /// Mean over the nodes [s].
  public var mean: Double
  /// Median over the nodes [s].
  public var p50: Double
  /// 95th percentile over the nodes [s].
  public var p95: Double
  /// The slowest node [s].
  public var max: Double
}

/// One resize operation.
public struct ResizeRecord: Hashable, Sendable {
  /// How a resize ended.
  public enum Outcome: String, Hashable, Sendable {
    /// Every wanted node was obtained.
    case completed
    /// It ended below its target, with an error.
    case failed
    /// The caller stopped it.
    case stopped
    /// The pool was being resized, or a formula sets its size: the request had no effect.
    case refused
    /// An evaluation of the pool's formula replaced its targets, and another resize took its place.
    case superseded
    /// The run ended before it did.
    case underway
  }

  /// The pool: an index into the configuration's pools.
  public var pool: Int
  /// The number of the resize in its pool, from 1; nil for a request that was refused.
  public var resize: Int?
  /// When it was requested.
  public var requestedAt: SimulationTime
  /// When it ended; nil when the run ended before.
  public var endedAt: SimulationTime?
  /// Nodes wanted.
  public var targetNodes: Int
  /// Nodes that the pool had when it was requested.
  public var nodesBefore: Int
  /// Nodes that the pool had when it ended.
  public var nodesAfter: Int
  /// How it ended.
  public var outcome: Outcome
  /// The service's errors, one a code: what ended the resize first, then the quotas that it met, then nodes that it
  /// did not remove.
  public var errors: [ResizeError] = []
  /// When the service began to allocate, after its delay; never where it did not.
  package var allocationStartedAt = SimulationTime.distantFuture
  /// When VMs were first asked for: with the allocation, or as soon as the image was there; never where none was.
  package var nodesRequestedAt = SimulationTime.distantFuture
  /// Whether a timeout met low-priority nodes alone: the dedicated ones that no quota refused were there.
  package var lacksLowPriorityNodesAlone = false

  /// What it ended with, if with an error: the first of ``errors``.
  public var error: ResizeError? { errors.first }

  /// The message of the error, and after it code and message of every other one; nil without an error.
  public var errorMessage: String? {
    guard let first = errors.first else { return nil }
    return errors.dropFirst().reduce(message(of: first)) { $0 + "; \($1.code): \(message(of: $1))" }
  }

  private func message(of error: ResizeError) -> String {
    error == .allocationTimedOut && lacksLowPriorityNodesAlone ? ResizeError.lowPriorityTimeoutMessage : error.message
  }
}

/// One node's way: an attempt at a node; a later resize that asks again makes a new one.
public struct NodeRecord: Hashable, Sendable {
  /// The pool: an index into the configuration's pools.
  public var pool: Int
  /// The number of the node in its pool, from 0.
  public var node: Int
  /// The number of the resize that created it, from 1.
  public var resize: Int
  /// The replica that made its disk, from 0; nil of a marketplace image, and where none had begun to.
  public var replica: Int?
  /// When its (first) VM was requested.
  public var requestedAt: SimulationTime
  /// When the making of its disk began, in the latest attempt at its first VM; nil of a marketplace image, and where it did
  /// not begin.
  public var diskStartedAt: SimulationTime?
  /// When its VM was obtained: it entered `creating`, and its boot read began; nil if it was dropped.
  public var creatingAt: SimulationTime?
  /// When it was shown as `starting`; nil if it went on before.
  public var startingAt: SimulationTime?
  /// When it had read what it needs to boot.
  public var bootReadEndedAt: SimulationTime?
  /// When its operating system was up.
  public var bootedAt: SimulationTime?
  /// When it first was `idle`.
  public var idleAt: SimulationTime?
  /// The state at the end of the run.
  public var state: NodeState
  /// What it waited for from the request for its pool's size until it first was idle; nil unless it was asked for.
  package var account: TimeAccount?

  /// When the first byte of its image was read: to make its disk, or, of a marketplace image, to boot.
  public var readStartedAt: SimulationTime? { diskStartedAt ?? (replica == nil ? creatingAt : nil) }
}
