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
  /// Given up before it was provisioned: at the timeout, for want of an image, or after the last attempt.
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
  public var isProvisioned: Bool {
    switch self {
    case .creating, .dropped, .preempted, .removed: false
    case .starting, .waitingForStartTask, .idle, .startTaskFailed, .unusable, .leavingPool: true
    }
  }

  /// Whether the service counts the node among the pool's current ones.
  var isCurrent: Bool { isProvisioned || self == .preempted }
}
