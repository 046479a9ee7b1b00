// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The state of a compute node, as the service names it (Azure Batch REST reference, ComputeNodeState, 2019-08-01).
///
/// `requested`, `dropped` and `removed` are this model's own: a node whose VM has been requested and not obtained, which
/// does not exist for the user; one of these that the service gave up; and one that has left its pool.
public enum NodeState: UInt8, CaseIterable, Hashable, Sendable {
  /// The VM has been obtained; it reads what it needs to boot, boots, and its agent starts.
  case creating
  /// The same: what the service shows some 10 s after `creating`, however far the boot is.
  case starting
  /// The start task runs, and the pool waits for its success.
  case waitingForStartTask
  /// Ready for work, and without any.
  case idle
  /// The start task failed and the pool waits for its success: the node takes no work.
  case startTaskFailed
  /// Given up before its VM was obtained: at the timeout, because the image is missing, or after the last attempt.
  case dropped
  /// The low-priority VM was taken away; the node stays listed, and its replacement keeps its number.
  case preempted
  /// The node cannot be used and takes no work.
  case unusable
  /// The node is being removed.
  case leavingPool
  /// The node has left the pool.
  case removed
  /// The VM has been requested: it waits for the image, or its disk is being made.
  case requested
  /// Runs at least one task.
  case running
  /// The caller had it restarted: it boots again, and its agent starts.
  case rebooting
  /// The caller has its disk made again: it waits for that, or the disk is being made. Then it is `rebooting`.
  case reimaging

  /// The service's spelling, as in its REST answers.
  public var name: String {
    switch self {
    case .creating: "creating"
    case .starting: "starting"
    case .waitingForStartTask: "waitingforstarttask"
    case .idle: "idle"
    case .startTaskFailed: "starttaskfailed"
    case .dropped: "dropped"
    case .preempted: "preempted"
    case .unusable: "unusable"
    case .leavingPool: "leavingpool"
    case .removed: "removed"
    case .requested: "requested"
    case .running: "running"
    case .rebooting: "rebooting"
    case .reimaging: "reimaging"
    }
  }

  /// Whether the VM exists.
  package var isProvisioned: Bool {
    switch self {
    case .requested, .dropped, .preempted, .removed: false
    case .creating, .starting, .waitingForStartTask, .idle, .running, .startTaskFailed, .unusable, .leavingPool,
      .rebooting, .reimaging:
      true
    }
  }

  /// From `creating` until the service shows `starting`: 10.3 to 10.7 s in recordings of test sessions of the Azure SDK for
  /// Python (2020 to 2023), whatever the boot did meanwhile.
  static var startingDelay: SimulationDuration { .seconds(10.5) }

  /// How many ranks ``removalRank`` has.
  static var removalRanks: Int { 6 }

  /// Which nodes a removal takes first: those of the lowest rank; nil of nodes that it cannot take.
  var removalRank: Int? {
    switch self {
    case .preempted: 0
    case .unusable: 1
    case .startTaskFailed: 2
    case .creating, .starting, .waitingForStartTask, .rebooting, .reimaging: 3
    case .idle: 4
    case .running: 5
    case .requested, .dropped, .leavingPool, .removed: nil
    }
  }

  /// Whether nothing happens to the node any more.
  var isOver: Bool { self == .dropped || self == .removed }

  /// Whether a node can go from another state to this one.
  ///
  /// A node that was to leave and is kept returns to the state that it had.
  func follows(_ state: NodeState) -> Bool {
    switch self {
    case .requested: false
    case .creating: [.requested, .preempted, .leavingPool].contains(state)
    case .starting: [.creating, .leavingPool].contains(state)
    case .waitingForStartTask: [.creating, .starting, .leavingPool, .rebooting].contains(state)
    case .idle: [.creating, .starting, .waitingForStartTask, .running, .leavingPool, .rebooting].contains(state)
    case .running: state == .idle
    case .startTaskFailed: [.waitingForStartTask, .leavingPool].contains(state)
    case .dropped: state == .requested
    case .preempted, .unusable: state.isProvisioned
    case .leavingPool: state.removalRank != nil
    case .removed: state == .leavingPool
    case .rebooting: state.canWork || state == .reimaging || state == .leavingPool
    case .reimaging: state.canWork || state == .leavingPool
    }
  }

  /// Whether a node can run tasks.
  @inline(__always)
  var canWork: Bool { self == .idle || self == .running }

  /// Whether the node exists for the user: it has a state that the service shows.
  var isShown: Bool { self != .requested && self != .dropped }

  /// Whether the service counts the node among the pool's current ones.
  var isCurrent: Bool { isProvisioned || self == .preempted }
}
