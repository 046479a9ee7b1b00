// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The resize operation: request, service delay, allocation, and the ways in which it ends.
extension PoolModel {
  @inline(__always)
  mutating func handle(_ event: ResizeEvent, _ scheduler: inout Scheduler<PoolEvent>) {
    switch event {
    case .allocationStarted(let pool): startAllocation(pool, &scheduler)
    case .timedOut(let pool): timeOutResize(pool, &scheduler)
    case .removalUnblocked(let pool): beginLeaving(pool, &scheduler)
    case .stopEnded(let pool): endStop(pool, &scheduler)
    }
  }

  /// Begins a resize of a steady pool to its present targets.
  ///
  /// `leaving` are the nodes that go; missing nodes are made only if it `allocates`.
  mutating func beginResize(
    _ pool: PoolID, removing leaving: [NodeID], allocates: Bool = true, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    precondition(pools[pool].allocationState == .steady, "at \(scheduler.now): pool \(pool) is being resized already")
    assert(pools[pool].timeoutEvent == nil && pools[pool].allocationEvent == nil, "a steady pool awaits something")
    pools[pool].allocationState = .resizing
    pools[pool].resizeCount += 1
    let count = pools[pool].currentCount
    pools[pool].record = ledger.append(
      ResizeRecord(
        pool: pool.index, resize: Int(pools[pool].resizeCount), requestedAt: scheduler.now, endedAt: scheduler.now,
        targetNodes: pools[pool].targetNodes, nodesBefore: count, nodesAfter: count, outcome: .completed))
    let isShort = pools[pool].missingDedicatedCount > 0 || pools[pool].missingLowPriorityCount > 0
    guard allocates && isShort || !leaving.isEmpty else {
      endResize(pool, errors: [], &scheduler)
      return
    }
    if allocates && isShort { scheduleAllocation(pool, &scheduler) }
    // Whatever happens in the very instant of the timeout still counts.
    pools[pool].timeoutEvent = scheduler.schedule(
      .resize(.timedOut(pool)), after: pools[pool].resizeTimeout, priority: .late)
    beginRemoval(pool, of: leaving, &scheduler)
  }

  /// The service takes its time before it allocates the nodes of a resize.
  mutating func scheduleAllocation(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    let delay = draws.duration(
      configuration.parameters.serviceDelay, purpose: .serviceDelay,
      entity: pools[pool].key &+ UInt64(pools[pool].resizeCount))
    pools[pool].allocationEvent = scheduler.schedule(.resize(.allocationStarted(pool)), after: delay)
  }

  /// A pool that is not steady, or that a formula sizes, takes no request: 409 Conflict.
  mutating func refuseResize(_ pool: PoolID, target: Int, error: ResizeError, at now: SimulationTime) {
    let count = pools[pool].currentCount
    assert(
      pools[pool].allocationState != .steady || configuration[pool].scalesByFormula,
      "at \(now): steady pool \(pool) refuses a request")
    pools[pool].refusedTarget = target
    ledger.append(
      ResizeRecord(
        pool: pool.index, resize: nil, requestedAt: now, endedAt: now, targetNodes: target, nodesBefore: count,
        nodesAfter: count, outcome: .refused, errors: [error]))
  }

  mutating func startAllocation(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    pools[pool].allocationEvent = nil
    ledger[pools[pool].record].allocationStartedAt = scheduler.now
    assert(pools[pool].allocationState == .resizing, "at \(scheduler.now): pool \(pool) allocates without a resize")
    assert(pools[pool].unfinishedCount == 0 && pools[pool].uncreatedCount == 0, "pool \(pool) allocates twice")
    allocate(pool, &scheduler)
  }

  /// Makes the nodes that a pool lacks beside those that are being made, as far as addresses and quotas go.
  mutating func allocate(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(pools[pool].uncreatedCount == 0, "at \(scheduler.now): pool \(pool) makes other nodes")
    let image = pools[pool].image
    guard !images[image].isDeleted else {
      pools[pool].fail(.allocationFailed)
      endResizeIfNothingIsAwaited(pool, &scheduler)
      return
    }
    let addressed = nodesWithAddress(pool)
    let dedicated = takeCores(pool, nodes: addressed.dedicated, lowPriority: false)
    let lowPriority = takeCores(pool, nodes: addressed.lowPriority, lowPriority: true)
    // A quota that refuses both kinds says so once.
    for error in [addressed.error, dedicated.error, lowPriority.error].compactMap(\.self)
    where !pools[pool].pendingErrors.contains(error) {
      pools[pool].pendingErrors.append(error)
    }
    pools[pool].uncreatedCount = dedicated.granted + lowPriority.granted
    pools[pool].uncreatedLowPriorityCount = lowPriority.granted
    assert(dedicated.granted >= 0 && lowPriority.granted >= 0, "a quota grants fewer than no nodes")
    guard pools[pool].uncreatedCount > 0 else {
      endResizeIfNothingIsAwaited(pool, &scheduler)
      return
    }
    guard images[image].isReplicated else {
      pools[pool].awaitsImage = true
      return
    }
    requestNodes(pool, &scheduler)
  }

  /// The missing nodes of a pool that can have an address; without enough of them the service allocates a part and ends
  /// the resize with an error.
  private mutating func nodesWithAddress(_ pool: PoolID) -> (dedicated: Int, lowPriority: Int, error: ResizeError?) {
    let unfinished = unfinishedCounts(pool)
    let wanted = (
      dedicated: max(0, pools[pool].missingDedicatedCount - unfinished.dedicated),
      lowPriority: max(0, pools[pool].missingLowPriorityCount - unfinished.lowPriority)
    )
    guard let addresses = configuration[pool].addresses else { return (wanted.dedicated, wanted.lowPriority, nil) }
    let granted = addresses.granted(
      wanted,
      beside: (
        dedicated: pools[pool].currentDedicatedCount + unfinished.dedicated,
        lowPriority: pools[pool].currentLowPriorityCount + unfinished.lowPriority
      ))
    assert(granted.dedicated >= 0 && granted.lowPriority >= 0, "fewer than no nodes of pool \(pool) have an address")
    return (granted.dedicated, granted.lowPriority, granted == wanted ? nil : .allocationFailed)
  }

  mutating func timeOutResize(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(pools[pool].allocationState != .steady, "at \(scheduler.now): no resize of pool \(pool) can time out")
    pools[pool].timeoutEvent = nil
    if pools[pool].allocationState == .stopping {
      pools[pool].fail(.resizeStopped)
    } else {
      // Nodes to be made, if there were any, are there or given up: it is nodes to be removed alone that are late.
      let isAllocated =
        pools[pool].unfinishedCount + pools[pool].uncreatedCount == 0 && pools[pool].allocationEvent == nil
      if isAllocated || pools[pool].leavingCount > 0 { pools[pool].pendingErrors.append(.removeNodesFailed) }
      if !isAllocated, images[pools[pool].image].isDeleted {
        pools[pool].fail(.allocationFailed)
      } else if !isAllocated {
        pools[pool].fail(.allocationTimedOut)
        ledger[pools[pool].record].lacksLowPriorityNodesAlone = !awaitsDedicatedNodes(pool)
      }
    }
    endResize(pool, errors: pools[pool].pendingErrors, &scheduler)
  }

  /// Whether the current resize has dedicated nodes to make; those that a quota refused are none of them.
  ///
  /// - Complexity: O(nodes of the resize).
  private mutating func awaitsDedicatedNodes(_ pool: PoolID) -> Bool {
    if pools[pool].allocationEvent != nil { return pools[pool].missingDedicatedCount > 0 }
    if pools[pool].uncreatedCount > pools[pool].uncreatedLowPriorityCount { return true }
    for node in pools[pool].members {
      if nodes[node].state == .requested, !nodes[node].isLowPriority { return true }
    }
    return false
  }

  /// The caller stops the resize: VMs that have not been obtained are given up, and no node begins to leave; those that
  /// leave are awaited, and the service is busy for a while in any case.
  ///
  /// Without a resize nothing happens, as the service would refuse the call.
  mutating func stopResize(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard pools[pool].allocationState == .resizing else { return }
    pools[pool].allocationState = .stopping
    pools[pool].fail(.resizeStopped)
    haltCreation(pool, &scheduler)
    dropUnfinished(pool, &scheduler)
    haltRemoval(pool, &scheduler)
    let duration = draws.duration(
      configuration.parameters.stopDuration, purpose: .stopDuration,
      entity: pools[pool].key &+ UInt64(pools[pool].resizeCount))
    pools[pool].stopEvent = scheduler.schedule(.resize(.stopEnded(pool)), after: duration)
  }

  private mutating func endStop(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(pools[pool].allocationState == .stopping, "at \(scheduler.now): nobody stopped the resize of pool \(pool)")
    pools[pool].stopEvent = nil
    endResizeIfNothingIsAwaited(pool, &scheduler)
  }

  /// Gives up the nodes of the current resize whose VMs have not been requested.
  mutating func haltCreation(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    let lowPriority = pools[pool].uncreatedLowPriorityCount
    assert((0...pools[pool].uncreatedCount).contains(lowPriority), "pool \(pool) miscounts nodes to be made")
    giveBackCores(pool, nodes: lowPriority, lowPriority: true)
    giveBackCores(pool, nodes: pools[pool].uncreatedCount - lowPriority, lowPriority: false)
    pools[pool].uncreatedCount = 0
    pools[pool].uncreatedLowPriorityCount = 0
    pools[pool].awaitsImage = false
    takeBackRequests(of: pool, &scheduler)
    if let event = pools[pool].allocationEvent { scheduler.cancel(event) }
    pools[pool].allocationEvent = nil
  }

  /// Ends the resize of a pool as soon as no node of it is to come.
  mutating func endResizeIfNothingIsAwaited(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard pools[pool].allocationState != .steady, pools[pool].allocationEvent == nil,
      pools[pool].stopEvent == nil, pools[pool].unfinishedCount == 0, pools[pool].uncreatedCount == 0,
      pools[pool].leavingCount == 0
    else { return }
    endResize(pool, errors: pools[pool].isAtTarget ? [] : pools[pool].pendingErrors, &scheduler)
  }

  /// Ends the resize of a pool: obtained nodes are kept, whatever they do, requested ones given up, and the caller may
  /// ask again.
  private mutating func endResize(_ pool: PoolID, errors: [ResizeError], _ scheduler: inout Scheduler<PoolEvent>) {
    precondition(pools[pool].allocationState != .steady, "at \(scheduler.now): steady pool \(pool) ends a resize")
    if let event = pools[pool].timeoutEvent { scheduler.cancel(event) }
    pools[pool].timeoutEvent = nil
    if let event = pools[pool].stopEvent { scheduler.cancel(event) }
    pools[pool].stopEvent = nil
    haltCreation(pool, &scheduler)
    dropUnfinished(pool, &scheduler)
    keepLeaving(pool, &scheduler)
    assert(pools[pool].unfinishedCount == 0, "at \(scheduler.now): pool \(pool) still makes nodes")
    pools[pool].members.removeAll()
    pools[pool].allocationState = .steady
    pools[pool].pendingErrors = []

    ledger.endResize(pools[pool].record, nodes: pools[pool].currentCount, errors: errors, at: scheduler.now)
    if errors.isEmpty, pools[pool].isAtTarget {
      pools[pool].steadyAt = pools[pool].steadyAt ?? scheduler.now
    }
    consultCaller(of: pool, on: .resizeEnded, &scheduler)
  }

  /// Gives up the nodes of the current resize whose VMs have been requested and not obtained.
  ///
  /// From the newest to the oldest: those that still wait for a replica go before the ones whose disk is being made, so
  /// that no disk making is let in only to be stopped.
  mutating func dropUnfinished(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard pools[pool].unfinishedCount > 0 else { return }
    for node in pools[pool].members.reversed() where nodes[node].state == .requested {
      stopRead(node, at: scheduler.now)
      drop(node, at: scheduler.now)
    }
    for replica in images[pools[pool].image].replicas {
      serveReplica(replica, &scheduler)
    }
  }
}
