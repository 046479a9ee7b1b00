// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// One attempt at a node, from the request of its VM on; kept to the end of the run.
struct Node {
  /// Stands for "it has not happened" in the times below.
  static let never = SimulationTime.distantFuture
  /// Stands for "no replica" in ``replica``.
  static let noReplica = ReplicaID(number: .max)

  /// When the caller asked for the size that needs the node.
  let wantedAt: SimulationTime
  /// When its deployment unit was to ask for its VM; the subscription may have let it wait.
  let dueAt: SimulationTime
  /// When its VM was requested.
  let requestedAt: SimulationTime
  /// When the making of its disk began.
  var diskStartedAt = Node.never
  /// When its VM was obtained.
  var creatingAt = Node.never
  /// When it had read what it needs to boot.
  var readEndedAt = Node.never
  /// When its operating system was up.
  var bootedAt = Node.never
  var idleAt = Node.never

  /// What its replica does for the node, or what it waits for there: the making of its disk, then its boot read.
  var flow: FlowHandle?
  /// The node's next event, while it has one.
  var pendingEvent: EventKey?

  let pool: PoolID
  /// The deployment unit that it is in.
  let unit: UnitID
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
  /// Starts that are over, because the node lost its VM or was restarted: its times above are those of its first.
  var pastStarts: UInt16 = 0
  /// Attempts at its first VM that failed.
  var failuresOfFirstVM: UInt16 = 0
  /// What it does; ``Nodes/enter(_:_:at:)`` is the only door.
  private(set) var state = NodeState.requested
  /// Whether its present VM has read what it needs to boot.
  var hasRead = false
  /// Whether it was shown as `starting` before it first was idle.
  var wasShownStarting = false
  /// Whether it lost a VM, or was to leave, before it first was idle.
  var wasInterrupted = false
  let isLowPriority: Bool

  init(
    pool: PoolID, unit: UnitID, ordinal: UInt32, resize: UInt32, wantedAt: SimulationTime, dueAt: SimulationTime,
    requestedAt: SimulationTime, isLowPriority: Bool
  ) {
    self.pool = pool
    self.unit = unit
    self.ordinal = ordinal
    self.resize = resize
    self.wantedAt = wantedAt
    self.dueAt = dueAt
    self.requestedAt = requestedAt
    self.isLowPriority = isLowPriority
    assert(
      wantedAt <= dueAt && dueAt <= requestedAt && requestedAt < Node.never, "a node is requested at \(requestedAt)")
  }

  /// What it was to do is over, and it starts once more: with new draws, and without what its last start has read.
  mutating func beginNextStart() {
    if pastStarts < .max { pastStarts += 1 }
    failedAttempts = 0
    startTaskTries = 0
    hasRead = false
  }

  @inline(__always)
  mutating func enter(_ state: NodeState) {
    assert(state.follows(self.state), "a node that is \(self.state.name) cannot become \(state.name)")
    self.state = state
  }

  /// Tells the attempts at the node's starts apart in random draws.
  var attempt: UInt32 { UInt32(pastStarts) << 16 | UInt32(failedAttempts) }

  /// Tells the tries of the start task in the node's starts apart in random draws.
  var startTaskAttempt: UInt32 { UInt32(pastStarts) << 16 | UInt32(startTaskTries) }
}

extension Node {
  /// Stops the program unless the node's times are in order and fit its state.
  func checkInvariants(at now: SimulationTime) {
    precondition(
      (state.isCurrent || state == .removed) == (creatingAt != Node.never),
      "at \(now): node \(ordinal) is \(state.name) but the time at which its VM was obtained says otherwise")
    precondition(
      wantedAt <= requestedAt && requestedAt <= creatingAt && creatingAt <= readEndedAt && readEndedAt <= bootedAt,
      "at \(now): the times of node \(ordinal) are out of order")
    precondition(
      diskStartedAt == Node.never || requestedAt <= diskStartedAt && diskStartedAt <= creatingAt,
      "at \(now): the disk of node \(ordinal) is made at \(diskStartedAt)")
    precondition(creatingAt <= idleAt, "at \(now): node \(ordinal) is idle before it exists")
    precondition(!state.canWork || idleAt != Node.never, "at \(now): node \(ordinal) is idle and never became so")
    precondition(
      !state.isOver || (flow == nil && pendingEvent == nil), "at \(now): node \(ordinal) is \(state.name) and goes on")
    precondition(
      flow == nil || [.requested, .creating, .starting, .preempted, .rebooting, .reimaging].contains(state),
      "at \(now): node \(ordinal) is \(state.name) and reads")
  }
}
