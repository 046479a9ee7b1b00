// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// One attempt at a node, from `creating` on; kept to the end of the run.
struct Node {
  /// Stands for "it has not happened" in the times below.
  static let never = SimulationTime.distantFuture
  /// Stands for "no replica" in ``replica``.
  static let noReplica = UInt32.max

  let creatingAt: SimulationTime
  var readStartedAt = Node.never
  var readEndedAt = Node.never
  var provisionedAt = Node.never
  var idleAt = Node.never

  /// The read that the node waits for or is doing; meaningful from its submission until `readEndedAt`.
  var flow: FlowHandle?
  /// The node's next event, while it has one.
  var pendingEvent: EventKey?

  let pool: UInt32
  /// The number of the node in its pool: with the pool, its name in random draws.
  let ordinal: UInt32
  /// The replica that it reads from: an index into the system's replicas.
  var replica = Node.noReplica
  /// The number of the resize that created it.
  let resize: UInt32
  /// Attempts at creating the VM that have failed.
  var failedAttempts: UInt16 = 0
  /// Tries of the start task that are over.
  var startTaskTries: UInt16 = 0
  /// VMs that the node has lost: its times above are those of its first.
  var lostVMs: UInt16 = 0
  var state = NodeState.creating
  let isLowPriority: Bool

  init(pool: UInt32, ordinal: UInt32, resize: UInt32, creatingAt: SimulationTime, isLowPriority: Bool) {
    self.pool = pool
    self.ordinal = ordinal
    self.resize = resize
    self.creatingAt = creatingAt
    self.isLowPriority = isLowPriority
  }

  /// The node's name in random draws: the same whatever else the run contains.
  var entity: UInt64 { UInt64(pool) << 32 | UInt64(ordinal) }

  /// Tells the attempts at the node's VMs apart in random draws.
  var attempt: UInt32 { UInt32(lostVMs) << 16 | UInt32(failedAttempts) }

  /// Tells the tries of the start task on the node's VMs apart in random draws.
  var startTaskAttempt: UInt32 { UInt32(lostVMs) << 16 | UInt32(startTaskTries) }
}
