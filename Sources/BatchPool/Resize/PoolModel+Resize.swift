// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The resize operation: request, service delay, allocation, and the ways in which it ends.
extension PoolModel {
  mutating func requestResize(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard pools[pool].allocationState == .steady else {
      preconditionFailure("at \(scheduler.now): pool \(pool) was asked to resize while it resized")
    }
    let target = configuration.pools[pool].targetNodes
    pools[pool].allocationState = .resizing
    pools[pool].resizeCount += 1
    pools[pool].recordIndex = resizes.count
    resizes.append(
      ResizeRecord(
        pool: pool, resize: Int(pools[pool].resizeCount), requestedAt: scheduler.now, endedAt: scheduler.now,
        targetNodes: target, nodesBefore: pools[pool].provisionedCount, nodesAfter: pools[pool].provisionedCount,
        outcome: .completed, error: nil))
    guard pools[pool].provisionedCount < target else {
      endResize(pool, error: nil, &scheduler)
      return
    }
    let delay = drawDuration(
      configuration.parameters.serviceDelay, purpose: .serviceDelay,
      entity: UInt64(pool) << 32 | UInt64(pools[pool].resizeCount))
    pools[pool].allocationEvent = scheduler.schedule(.allocationStarted(pool: UInt32(pool)), after: delay)
    // Whatever happens in the very instant of the timeout still counts.
    pools[pool].timeoutEvent = scheduler.schedule(
      .resizeTimedOut(pool: UInt32(pool)), after: configuration.pools[pool].resizeTimeout, priority: .late)
  }

  mutating func startAllocation(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    pools[pool].allocationEvent = nil
    guard !images[configuration.pools[pool].image].isDeleted else {
      endResize(pool, error: .allocationFailed, &scheduler)
      return
    }
    let wanted = configuration.pools[pool].targetNodes - pools[pool].provisionedCount
    pools[pool].uncreatedCount = wanted
    requestCreation(pool, count: wanted, &scheduler)
  }

  mutating func timeOutResize(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    pools[pool].timeoutEvent = nil
    let error: ResizeError =
      if pools[pool].allocationState == .stopping {
        .resizeStopped
      } else if images[configuration.pools[pool].image].isDeleted {
        .allocationFailed
      } else {
        .allocationTimedOut
      }
    endResize(pool, error: error, &scheduler)
  }

  /// The caller stops the resize: no further node is created, those in `creating` are awaited.
  ///
  /// Without a resize nothing happens, as the service would refuse the call.
  mutating func stopResize(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard pools[pool].allocationState == .resizing else { return }
    pools[pool].allocationState = .stopping
    pools[pool].pendingError = .resizeStopped
    haltCreation(pool, &scheduler)
    endResizeIfNothingIsAwaited(pool, &scheduler)
  }

  /// Gives up the nodes of the current resize that have not entered `creating`.
  mutating func haltCreation(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    pools[pool].uncreatedCount = 0
    if let event = pools[pool].allocationEvent { scheduler.cancel(event) }
    pools[pool].allocationEvent = nil
  }

  /// Ends the resize of a pool as soon as no node of it is to come.
  mutating func endResizeIfNothingIsAwaited(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard pools[pool].allocationState != .steady, pools[pool].allocationEvent == nil,
      pools[pool].unfinishedCount == 0, pools[pool].uncreatedCount == 0
    else { return }
    let isComplete = pools[pool].provisionedCount == configuration.pools[pool].targetNodes
    endResize(pool, error: isComplete ? nil : pools[pool].pendingError, &scheduler)
  }

  /// Ends the resize of a pool: provisioned nodes are kept, unfinished ones dropped, and the caller may ask again.
  private mutating func endResize(_ pool: Int, error: ResizeError?, _ scheduler: inout Scheduler<PoolEvent>) {
    if let event = pools[pool].timeoutEvent { scheduler.cancel(event) }
    pools[pool].timeoutEvent = nil
    haltCreation(pool, &scheduler)
    dropUnfinished(pool, &scheduler) { _ in true }
    pools[pool].members.removeAll()
    pools[pool].allocationState = .steady
    pools[pool].pendingError = nil

    let index = pools[pool].recordIndex
    resizes[index].endedAt = scheduler.now
    resizes[index].nodesAfter = pools[pool].provisionedCount
    resizes[index].error = error
    resizes[index].outcome =
      switch error {
      case nil: .completed
      case .resizeStopped: .stopped
      default: .failed
      }
    if error == nil {
      pools[pool].steadyAt = pools[pool].steadyAt ?? scheduler.now
    } else if callerAsksAgain(pool, after: resizes[index]) {
      scheduler.schedule(.resizeRequested(pool: UInt32(pool)), after: configuration.resizePolicy.pause)
    }
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

  /// Whether the caller's policy asks for another resize.
  ///
  /// A caller repeats as the documentation advises, but not after its own stop, and not when a failure other than
  /// the timeout added no node: nothing would change.
  private func callerAsksAgain(_ pool: Int, after record: ResizeRecord) -> Bool {
    let policy = configuration.resizePolicy
    guard policy.repetition == .untilTarget, record.resize < policy.maxResizes else { return false }
    return switch record.error {
    case nil, .resizeStopped: false
    case .allocationTimedOut: true
    case .allocationFailed: record.nodesAfter > record.nodesBefore
    }
  }
}
