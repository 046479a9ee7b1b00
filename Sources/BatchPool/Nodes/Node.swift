// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// One attempt at a node, from `creating` on; kept to the end of the run.
struct Node {
  /// Stands for "it has not happened" in the times below.
  static let never = SimulationTime.distantFuture
  /// Stands for "no replica" in ``replica``.
  static let noReplica = ReplicaID(number: .max)

  let creatingAt: SimulationTime
  var readStartedAt = Node.never
  var readEndedAt = Node.never
  var provisionedAt = Node.never
  var idleAt = Node.never

  /// The read that the node waits for or is doing; meaningful from its submission until `readEndedAt`.
  var flow: FlowHandle?
  /// The node's next event, while it has one.
  var pendingEvent: EventKey?

  let pool: PoolID
  /// The number of the node in its pool: with the pool, its name in random draws.
  let ordinal: UInt32
  /// The replica that it reads from, or read from last.
  var replica = Node.noReplica
  /// The number of the resize that created it.
  let resize: UInt32
  /// Attempts at creating the VM that have failed.
  var failedAttempts: UInt16 = 0
  /// Tries of the start task that are over.
  var startTaskTries: UInt16 = 0
  /// VMs that the node has lost: its times above are those of its first.
  var lostVMs: UInt16 = 0
  /// What it does; ``Nodes/enter(_:_:at:)`` is the only door.
  private(set) var state = NodeState.creating
  let isLowPriority: Bool

  init(pool: PoolID, ordinal: UInt32, resize: UInt32, creatingAt: SimulationTime, isLowPriority: Bool) {
    self.pool = pool
    self.ordinal = ordinal
    self.resize = resize
    self.creatingAt = creatingAt
    self.isLowPriority = isLowPriority
    assert(creatingAt < Node.never, "a node is created at \(creatingAt)")
  }

  @inline(__always)
  mutating func enter(_ state: NodeState) {
    assert(state.follows(self.state), "a node that is \(self.state.name) cannot become \(state.name)")
    self.state = state
  }

  /// Tells the attempts at the node's VMs apart in random draws.
  var attempt: UInt32 { UInt32(lostVMs) << 16 | UInt32(failedAttempts) }

  /// Tells the tries of the start task on the node's VMs apart in random draws.
  var startTaskAttempt: UInt32 { UInt32(lostVMs) << 16 | UInt32(startTaskTries) }
}

extension Node {
  /// Stops the program unless the node's times are in order and fit its state.
  func checkInvariants(at now: SimulationTime) {
    precondition(
      (state.isCurrent || state == .removed) == (provisionedAt != Node.never),
      "at \(now): node \(ordinal) is \(state.name) but its provisioning time says otherwise")
    precondition(
      creatingAt <= readStartedAt && readStartedAt <= readEndedAt && readEndedAt <= provisionedAt
        && provisionedAt <= idleAt, "at \(now): the times of node \(ordinal) are out of order")
    precondition(state != .idle || idleAt != Node.never, "at \(now): node \(ordinal) is idle and never became so")
    precondition(
      !state.isOver || (flow == nil && pendingEvent == nil), "at \(now): node \(ordinal) is \(state.name) and goes on")
    precondition(
      flow == nil || state == .creating || state == .preempted, "at \(now): node \(ordinal) is \(state.name) and reads")
  }
}
