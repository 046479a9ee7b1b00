// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The resize operation: request, service delay, allocation, and the ways in which it ends.
extension PoolModel {
  /// The nodes of a pool that are more than it wants.
  func surplusNodes(_ pool: Int) -> [UInt32] {
    nodesToRemove(pool, count: -pools[pool].missingDedicatedCount, lowPriority: false)
      + nodesToRemove(pool, count: -pools[pool].missingLowPriorityCount, lowPriority: true)
  }

  /// Begins a resize of a steady pool to its present targets.
  ///
  /// `leaving` are the nodes that go; missing nodes are made only if it `allocates`.
  mutating func beginResize(
    _ pool: Int, removing leaving: [UInt32], allocates: Bool = true, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    pools[pool].allocationState = .resizing
    pools[pool].resizeCount += 1
    pools[pool].recordIndex = resizes.count
    let count = pools[pool].currentCount
    resizes.append(
      ResizeRecord(
        pool: pool, resize: Int(pools[pool].resizeCount), requestedAt: scheduler.now, endedAt: scheduler.now,
        targetNodes: pools[pool].targetNodes, nodesBefore: count, nodesAfter: count, outcome: .completed))
    let isShort = pools[pool].missingDedicatedCount > 0 || pools[pool].missingLowPriorityCount > 0
    guard allocates && isShort || !leaving.isEmpty else {
      endResize(pool, errors: [], &scheduler)
      return
    }
    if allocates && isShort {
      let delay = drawDuration(
        configuration.parameters.serviceDelay, purpose: .serviceDelay,
        entity: UInt64(pool) << 32 | UInt64(pools[pool].resizeCount))
      pools[pool].allocationEvent = scheduler.schedule(.allocationStarted(pool: UInt32(pool)), after: delay)
    }
    // Whatever happens in the very instant of the timeout still counts.
    pools[pool].timeoutEvent = scheduler.schedule(
      .resizeTimedOut(pool: UInt32(pool)), after: pools[pool].resizeTimeout, priority: .late)
    beginRemoval(pool, of: leaving, &scheduler)
  }

  /// A pool that is not steady takes no request: 409 Conflict.
  mutating func refuseResize(_ pool: Int, target: Int, at now: SimulationTime) {
    let count = pools[pool].currentCount
    resizes.append(
      ResizeRecord(
        pool: pool, resize: nil, requestedAt: now, endedAt: now, targetNodes: target, nodesBefore: count,
        nodesAfter: count, outcome: .refused, errors: [.poolBeingResized]))
  }

  mutating func startAllocation(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    pools[pool].allocationEvent = nil
    let image = configuration.pools[pool].image
    guard !images[image].isDeleted else {
      pools[pool].fail(.allocationFailed)
      endResizeIfNothingIsAwaited(pool, &scheduler)
      return
    }
    let dedicated = takeCores(pool, nodes: max(0, pools[pool].missingDedicatedCount), lowPriority: false)
    let lowPriority = takeCores(pool, nodes: max(0, pools[pool].missingLowPriorityCount), lowPriority: true)
    pools[pool].pendingErrors = [dedicated.error, lowPriority.error].compactMap(\.self)
    pools[pool].uncreatedCount = dedicated.granted + lowPriority.granted
    pools[pool].uncreatedLowPriorityCount = lowPriority.granted
    guard pools[pool].uncreatedCount > 0 else {
      endResizeIfNothingIsAwaited(pool, &scheduler)
      return
    }
    guard images[image].isReplicated else {
      pools[pool].awaitsImage = true
      return
    }
    requestCreation(pool, count: pools[pool].uncreatedCount, &scheduler)
  }

  mutating func timeOutResize(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    pools[pool].timeoutEvent = nil
    if pools[pool].allocationState == .stopping {
      pools[pool].fail(.resizeStopped)
    } else {
      // Nodes to be made, if there were any, are there or given up: it is nodes to be removed alone that are late.
      let isAllocated =
        pools[pool].unfinishedCount + pools[pool].uncreatedCount == 0 && pools[pool].allocationEvent == nil
      if isAllocated || pools[pool].leavingCount > 0 { pools[pool].pendingErrors.append(.removeNodesFailed) }
      if !isAllocated, images[configuration.pools[pool].image].isDeleted {
        pools[pool].fail(.allocationFailed)
      } else if !isAllocated {
        pools[pool].fail(.allocationTimedOut)
        resizes[pools[pool].recordIndex].lacksLowPriorityNodesAlone = !awaitsDedicatedNodes(pool)
      }
    }
    endResize(pool, errors: pools[pool].pendingErrors, &scheduler)
  }

  /// Whether the current resize has dedicated nodes to make; those that a quota refused are none of them.
  ///
  /// - Complexity: O(nodes of the resize).
  private mutating func awaitsDedicatedNodes(_ pool: Int) -> Bool {
    if pools[pool].allocationEvent != nil { return pools[pool].missingDedicatedCount > 0 }
    if pools[pool].uncreatedCount > pools[pool].uncreatedLowPriorityCount { return true }
    for member in pools[pool].members {
      let node = Int(member)
      if nodes[node].state == .creating, !nodes[node].isLowPriority { return true }
    }
    return false
  }

  /// The caller stops the resize: no further node is created and none begins to leave; those in `creating` and those
  /// that leave are awaited.
  ///
  /// Without a resize nothing happens, as the service would refuse the call.
  mutating func stopResize(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard pools[pool].allocationState == .resizing else { return }
    pools[pool].allocationState = .stopping
    pools[pool].fail(.resizeStopped)
    haltCreation(pool, &scheduler)
    haltRemoval(pool, &scheduler)
    endResizeIfNothingIsAwaited(pool, &scheduler)
  }

  /// Gives up the nodes of the current resize that have not entered `creating`.
  mutating func haltCreation(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    let lowPriority = pools[pool].uncreatedLowPriorityCount
    giveBackCores(pool, nodes: lowPriority, lowPriority: true)
    giveBackCores(pool, nodes: pools[pool].uncreatedCount - lowPriority, lowPriority: false)
    pools[pool].uncreatedCount = 0
    pools[pool].uncreatedLowPriorityCount = 0
    pools[pool].awaitsImage = false
    if let event = pools[pool].allocationEvent { scheduler.cancel(event) }
    pools[pool].allocationEvent = nil
  }

  /// Ends the resize of a pool as soon as no node of it is to come.
  mutating func endResizeIfNothingIsAwaited(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard pools[pool].allocationState != .steady, pools[pool].allocationEvent == nil,
      pools[pool].unfinishedCount == 0, pools[pool].uncreatedCount == 0, pools[pool].leavingCount == 0
    else { return }
    endResize(pool, errors: pools[pool].isAtTarget ? [] : pools[pool].pendingErrors, &scheduler)
  }

  /// Ends the resize of a pool: provisioned nodes are kept, unfinished ones dropped, and the caller may ask again.
  private mutating func endResize(_ pool: Int, errors: [ResizeError], _ scheduler: inout Scheduler<PoolEvent>) {
    if let event = pools[pool].timeoutEvent { scheduler.cancel(event) }
    pools[pool].timeoutEvent = nil
    haltCreation(pool, &scheduler)
    dropUnfinished(pool, &scheduler) { _ in true }
    keepLeaving(pool, &scheduler)
    pools[pool].members.removeAll()
    pools[pool].allocationState = .steady
    pools[pool].pendingErrors = []

    let index = pools[pool].recordIndex
    resizes[index].endedAt = scheduler.now
    resizes[index].nodesAfter = pools[pool].currentCount
    resizes[index].errors = errors
    resizes[index].outcome =
      switch errors.first {
      case nil: .completed
      case .resizeStopped: .stopped
      default: .failed
      }
    if errors.isEmpty, pools[pool].isAtTarget {
      pools[pool].steadyAt = pools[pool].steadyAt ?? scheduler.now
    }
    consultCaller(of: pool, on: .resizeEnded, &scheduler)
  }

  /// Drops the nodes of the current resize that are not provisioned and for which `condition` holds.
  ///
  /// From the newest to the oldest: those that still wait for a replica go before the ones that read, so that no
  /// read is let in only to be stopped.
  mutating func dropUnfinished(
    _ pool: Int, _ scheduler: inout Scheduler<PoolEvent>, where condition: (Node) -> Bool
  ) {
    guard pools[pool].unfinishedCount > 0 else { return }
    for member in pools[pool].members.reversed() {
      let node = Int(member)
      guard nodes[node].state == .creating, condition(nodes[node]) else { continue }
      if let event = nodes[node].pendingEvent { scheduler.cancel(event) }
      nodes[node].pendingEvent = nil
      stopRead(node, at: scheduler.now)
      drop(node, at: scheduler.now)
    }
    for replica in images[configuration.pools[pool].image].replicas {
      serveReplica(replica, &scheduler)
    }
  }
}
