// SPDX-License-Identifier: GPL-3.0-or-later

/// The state of a compute node, as the service names it (Azure Batch REST reference, ComputeNodeState, 2019-08-01).
///
/// `dropped` and `removed` are this model's own: a node whose creation did not finish and that the service gave up, and
/// one that has left its pool.
public enum NodeState: UInt8, CaseIterable, Hashable, Sendable {
  /// The VM is being made: waits for the image, reads it, boots.
  case creating
  /// The VM is up, the node agent is starting.
  case starting
  /// The start task runs, and the pool waits for its success.
  case waitingForStartTask
  /// Ready for work.
  case idle
  /// The start task failed and the pool waits for its success: the node takes no work.
  case startTaskFailed
  /// Given up before it was provisioned: at the timeout, because the image is missing, or after the last attempt.
  case dropped
  /// The low-priority VM was taken away; the node stays listed, and its replacement keeps its number.
  case preempted
  /// The node cannot be used and takes no work.
  case unusable
  /// The node is being removed.
  case leavingPool
  /// The node has left the pool.
  case removed

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
    }
  }

  /// Whether the VM exists and its operating system is up.
  package var isProvisioned: Bool {
    switch self {
    case .creating, .dropped, .preempted, .removed: false
    case .starting, .waitingForStartTask, .idle, .startTaskFailed, .unusable, .leavingPool: true
    }
  }

  /// How many ranks ``removalRank`` has.
  static var removalRanks: Int { 5 }

  /// Which nodes a removal takes first: those of the lowest rank; nil of nodes that it cannot take.
  var removalRank: Int? {
    switch self {
    case .preempted: 0
    case .unusable: 1
    case .startTaskFailed: 2
    case .starting, .waitingForStartTask: 3
    case .idle: 4
    case .creating, .dropped, .leavingPool, .removed: nil
    }
  }

  /// Whether nothing happens to the node any more.
  var isOver: Bool { self == .dropped || self == .removed }

  /// Whether a node can go from another state to this one.
  ///
  /// A node that was to leave and is kept returns to the state that it had.
  func follows(_ state: NodeState) -> Bool {
    switch self {
    case .creating: false
    case .starting: [.creating, .preempted, .leavingPool].contains(state)
    case .waitingForStartTask: [.starting, .leavingPool].contains(state)
    case .idle: [.starting, .waitingForStartTask, .leavingPool].contains(state)
    case .startTaskFailed: [.waitingForStartTask, .leavingPool].contains(state)
    case .dropped: state == .creating
    case .preempted, .unusable: state.isProvisioned
    case .leavingPool: state.removalRank != nil
    case .removed: state == .leavingPool
    }
  }

  /// Whether the service counts the node among the pool's current ones.
  var isCurrent: Bool { isProvisioned || self == .preempted }
}
