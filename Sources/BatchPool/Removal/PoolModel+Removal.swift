// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Nodes that leave: chosen, held up by their tasks if the caller wants it so, and gone.
extension PoolModel {
  /// Chooses nodes of a pool that are to go.
  ///
  /// The service does not say which it takes. Here the least useful go first, and of equal ones the newest: preempted,
  /// unusable, start task failed, not yet idle, idle, running.
  ///
  /// `lowPriority` says which kind of nodes; nil is both.
  ///
  /// - Returns: At most `count` nodes.
  /// - Complexity: O(nodes that the pool ever had).
  mutating func nodesToRemove(_ pool: PoolID, count: Int, lowPriority: Bool?) -> [NodeID] {
    guard count > 0 else { return [] }
    precondition(nodes.keepsListsOfPools, "nodes of pool \(pool) are to be removed, and nobody keeps a list of them")
    var ranked: [[NodeID]] = Array(repeating: [], count: NodeState.removalRanks)
    for node in nodes.ofPool[pool].reversed() {
      if let lowPriority, nodes[node].isLowPriority != lowPriority { continue }
      if let rank = nodes[node].state.removalRank { ranked[rank].append(node) }
    }
    return Array(ranked.joined().prefix(count))
  }

  /// The nodes of a pool that are more than it wants.
  mutating func surplusNodes(_ pool: PoolID) -> [NodeID] {
    nodesToRemove(pool, count: -pools[pool].missingDedicatedCount, lowPriority: false)
      + nodesToRemove(pool, count: -pools[pool].missingLowPriorityCount, lowPriority: true)
  }

  /// Begins to remove nodes within a pool's current resize.
  mutating func beginRemoval(_ pool: PoolID, of leaving: [NodeID], _ scheduler: inout Scheduler<PoolEvent>) {
    guard !leaving.isEmpty else { return }
    assert(pools[pool].leaving.isEmpty && pools[pool].removalEvent == nil, "pool \(pool) removes other nodes already")
    pools[pool].leaving = leaving.map { LeavingNode(node: $0, formerState: nodes[$0].state) }
    pools[pool].leavingCount = leaving.count
    let option = pools[pool].deallocationOption
    var begin = scheduler.now
    if work.isSimulated(for: pool) {
      for node in leaving {
        setLeaving(true, node, &scheduler)
        guard option.waits, let end = latestTaskEnd(on: node, keepingData: option == .retainedData) else { continue }
        begin = max(begin, end)
      }
    } else if option.waits, let tasks = configuration[pool].tasks {
      for node in leaving {
        guard let end = taskEnd(node, tasks, at: scheduler.now) else { continue }
        begin = max(begin, option == .retainedData ? end + tasks.retentionTime : end)
      }
    }
    assert(begin >= scheduler.now, "at \(scheduler.now): a task that has ended holds a removal up")
    pools[pool].removalEvent = scheduler.schedule(.resize(.removalUnblocked(pool)), at: begin)
  }

  /// When the task of a node ends; nil when it runs none.
  private mutating func taskEnd(_ node: NodeID, _ tasks: NodeTasks, at now: SimulationTime) -> SimulationTime? {
    if let end = removal.busyUntil[node] { return end }
    guard nodes[node].state == .idle else { return nil }
    let entity = entity(of: node)
    guard draws.random.bernoulli(probability: tasks.busyShare, purpose: .taskPresence, entity: entity) else {
      return nil
    }
    let end = now + draws.duration(tasks.remaining, purpose: .taskRemainder, entity: entity)
    removal.busyUntil[node] = end
    return end
  }

  /// Nothing holds the removal up any more: the nodes leave, each in its own time.
  mutating func beginLeaving(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(pools[pool].allocationState == .resizing, "at \(scheduler.now): nodes leave pool \(pool) without a resize")
    pools[pool].removalEvent = nil
    for index in pools[pool].leaving.indices {
      let node = pools[pool].leaving[index].node
      assert(nodes[node].pool == pool, "node \(node) is not of pool \(pool)")
      pools[pool].leaving[index] = LeavingNode(node: node, formerState: nodes[node].state)
      if pools[pool].deallocationOption == .terminate { loseTasks(of: node, terminates: true, &scheduler) }
      endActivity(node, &scheduler)
      nodes.enter(.leavingPool, node, at: scheduler.now)
      let duration = draws.duration(
        configuration.parameters.nodeRemoval, purpose: .nodeRemoval, entity: entity(of: node))
      nodes[node].pendingEvent = scheduler.schedule(.node(.removed(node)), after: duration)
    }
  }

  /// Nothing more happens to a node of itself.
  mutating func endActivity(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    if work.isSimulated {
      loseTasks(of: node, &scheduler)
      dispatch(nodes[node].pool, &scheduler)
    }
    if let event = nodes[node].pendingEvent { scheduler.cancel(event) }
    nodes[node].pendingEvent = nil
    cutShort(node, at: scheduler.now)
    if nodes[node].idleAt == Node.never { nodes[node].wasInterrupted = true }
    if let event = nodes.disruptions.removeValue(forKey: node) { scheduler.cancel(event) }
    if nodes[node].flow != nil {
      stopRead(node, at: scheduler.now)
      serveReplica(nodes[node].replica, &scheduler)
    }
  }

  mutating func endLeaving(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    let pool = nodes[node].pool
    assert(pools[pool].leavingCount > 0, "at \(scheduler.now): node \(node) leaves, and none was to")
    assert(nodes[node].flow == nil, "at \(scheduler.now): node \(node) leaves and reads")
    nodes[node].pendingEvent = nil
    nodes.enter(.removed, node, at: scheduler.now)
    pools[pool].currentCount -= 1
    creation[nodes[node].unit].nodeCount -= 1
    if nodes[node].isLowPriority { pools[pool].currentLowPriorityCount -= 1 }
    pools[pool].leavingCount -= 1
    giveBackCores(pool, nodes: 1, lowPriority: nodes[node].isLowPriority)
    endResizeIfNothingIsAwaited(pool, &scheduler)
  }

  /// Gives up the removal of nodes that have not begun to leave.
  mutating func haltRemoval(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard let event = pools[pool].removalEvent else { return }
    scheduler.cancel(event)
    pools[pool].removalEvent = nil
    let kept = pools[pool].leaving
    pools[pool].leaving = []
    pools[pool].leavingCount = 0
    for entry in kept { setLeaving(false, entry.node, &scheduler) }
  }

  /// Keeps the nodes that are not gone at the end of a resize: they go on with what they did.
  mutating func keepLeaving(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    haltRemoval(pool, &scheduler)
    assert(pools[pool].leavingCount <= pools[pool].leaving.count, "more nodes leave pool \(pool) than were to")
    for entry in pools[pool].leaving {
      let node = entry.node
      setLeaving(false, node, &scheduler)
      guard nodes[node].state == .leavingPool else { continue }
      endActivity(node, &scheduler)
      // What it ran is no longer there.
      nodes.enter(entry.formerState == .running ? .idle : entry.formerState, node, at: scheduler.now)
      switch entry.formerState {
      case .preempted: replace(node, &scheduler)
      case .reimaging: reimageAgain(node, &scheduler)
      case .creating, .starting, .rebooting:
        scheduleDisruption(of: node, &scheduler)
        if nodes[node].hasRead {
          nodes[node].pendingEvent = scheduler.schedule(.node(.agentStarted(node)), at: scheduler.now)
        } else {
          beginBootRead(node, &scheduler)
        }
      case .waitingForStartTask:
        scheduleDisruption(of: node, &scheduler)
        if let task = configuration[pool].startTask { beginStartTask(task, node, &scheduler) }
      case .idle, .running:
        scheduleDisruption(of: node, &scheduler)
        offer(node, &scheduler)
      default: assert(entry.formerState.removalRank != nil, "a node that was \(entry.formerState.name) was to leave")
      }
    }
    pools[pool].leaving = []
    pools[pool].leavingCount = 0
  }
}
