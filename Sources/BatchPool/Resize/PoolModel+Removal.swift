// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Nodes that leave: chosen, held up by their tasks if the caller wants it so, and gone.
extension PoolModel {
  /// Chooses nodes of a pool that are to go.
  ///
  /// The service does not say which it takes. Here the least useful go first, and of equal ones the newest: preempted,
  /// unusable, start task failed, not yet idle, idle.
  ///
  /// `lowPriority` says which kind of nodes; nil is both.
  ///
  /// - Returns: At most `count` nodes.
  /// - Complexity: O(nodes that the pool ever had).
  func nodesToRemove(_ pool: Int, count: Int, lowPriority: Bool?) -> [UInt32] {
    guard count > 0 else { return [] }
    var ranked: [[UInt32]] = Array(repeating: [], count: 5)
    for number in nodesOfPool[pool].reversed() {
      let node = nodes[Int(number)]
      guard lowPriority.map({ $0 == node.isLowPriority }) ?? true else { continue }
      let rank: Int? =
        switch node.state {
        case .preempted: 0
        case .unusable: 1
        case .startTaskFailed: 2
        case .starting, .waitingForStartTask: 3
        case .idle: 4
        case .creating, .dropped, .leavingPool, .removed: nil
        }
      if let rank { ranked[rank].append(number) }
    }
    return Array(ranked.joined().prefix(count))
  }

  /// Begins to remove nodes within a pool's current resize.
  mutating func beginRemoval(_ pool: Int, of leaving: [UInt32], _ scheduler: inout Scheduler<PoolEvent>) {
    guard !leaving.isEmpty else { return }
    pools[pool].leaving = leaving.map { LeavingNode(node: $0, formerState: nodes[Int($0)].state) }
    pools[pool].leavingCount = leaving.count
    let option = pools[pool].deallocationOption
    var begin = scheduler.now
    if option.waits, let tasks = configuration.pools[pool].tasks {
      for node in leaving {
        guard let end = taskEnd(Int(node), tasks, at: scheduler.now) else { continue }
        begin = max(begin, option == .retainedData ? end + tasks.retentionTime : end)
      }
    }
    pools[pool].removalEvent = scheduler.schedule(.removalUnblocked(pool: UInt32(pool)), at: begin)
  }

  /// When the task of a node ends; nil when it runs none.
  private mutating func taskEnd(_ node: Int, _ tasks: NodeTasks, at now: SimulationTime) -> SimulationTime? {
    if let end = busyUntil[UInt32(node)] { return end }
    guard nodes[node].state == .idle else { return nil }
    let entity = nodes[node].entity
    guard random.bernoulli(probability: tasks.busyShare, purpose: .taskPresence, entity: entity) else { return nil }
    let end = now + drawDuration(tasks.remaining, purpose: .taskRemainder, entity: entity)
    busyUntil[UInt32(node)] = end
    return end
  }

  /// Nothing holds the removal up any more: the nodes leave, each in its own time.
  mutating func beginLeaving(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    pools[pool].removalEvent = nil
    for index in pools[pool].leaving.indices {
      let node = Int(pools[pool].leaving[index].node)
      pools[pool].leaving[index] = LeavingNode(node: UInt32(node), formerState: nodes[node].state)
      endActivity(node, &scheduler)
      enter(.leavingPool, node, at: scheduler.now)
      let duration = drawDuration(
        configuration.parameters.nodeRemoval, purpose: .nodeRemoval, entity: nodes[node].entity)
      nodes[node].pendingEvent = scheduler.schedule(.nodeRemoved(node: UInt32(node)), after: duration)
    }
  }

  /// Nothing more happens to a node of itself.
  mutating func endActivity(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    if let event = nodes[node].pendingEvent { scheduler.cancel(event) }
    nodes[node].pendingEvent = nil
    if let event = disruptions.removeValue(forKey: UInt32(node)) { scheduler.cancel(event) }
    if nodes[node].flow != nil {
      stopRead(node, at: scheduler.now)
      serveReplica(Int(nodes[node].replica), &scheduler)
    }
  }

  mutating func endLeaving(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    let pool = Int(nodes[node].pool)
    nodes[node].pendingEvent = nil
    enter(.removed, node, at: scheduler.now)
    pools[pool].currentCount -= 1
    if nodes[node].isLowPriority { pools[pool].currentLowPriorityCount -= 1 }
    pools[pool].leavingCount -= 1
    pools[pool].goneNodeSeconds += (scheduler.now - nodes[node].creatingAt).seconds
    giveBackCores(pool, nodes: 1, lowPriority: nodes[node].isLowPriority)
    endResizeIfNothingIsAwaited(pool, &scheduler)
  }

  /// Gives up the removal of nodes that have not begun to leave.
  mutating func haltRemoval(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard let event = pools[pool].removalEvent else { return }
    scheduler.cancel(event)
    pools[pool].removalEvent = nil
    pools[pool].leaving = []
    pools[pool].leavingCount = 0
  }

  /// Keeps the nodes that are not gone at the end of a resize: they go on with what they did.
  mutating func keepLeaving(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    haltRemoval(pool, &scheduler)
    guard !pools[pool].leaving.isEmpty else { return }
    for entry in pools[pool].leaving {
      let node = Int(entry.node)
      guard nodes[node].state == .leavingPool else { continue }
      endActivity(node, &scheduler)
      enter(entry.formerState, node, at: scheduler.now)
      switch entry.formerState {
      case .preempted: scheduleReplacement(of: node, &scheduler)
      case .starting:
        scheduleDisruption(of: node, &scheduler)
        nodes[node].pendingEvent = scheduler.schedule(.agentStarted(node: UInt32(node)), at: scheduler.now)
      case .waitingForStartTask:
        scheduleDisruption(of: node, &scheduler)
        if let task = configuration.pools[pool].startTask { beginStartTask(task, node, &scheduler) }
      case .idle: scheduleDisruption(of: node, &scheduler)
      case .creating, .startTaskFailed, .dropped, .unusable, .leavingPool, .removed: break
      }
    }
    pools[pool].leaving = []
    pools[pool].leavingCount = 0
  }
}
