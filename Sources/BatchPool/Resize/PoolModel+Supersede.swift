// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// A resize whose targets an evaluation replaces before it is over ("modified by an evaluation before the pool has reached
/// the target", Create a formula to automatically scale compute nodes in a Batch pool).
///
/// Growth that goes on does so toward the new target; one that begins has a service delay of its own. VMs that have not been requested are requested again as the target has it, and of
/// those that have been requested the newest are given up where they are too many. Nodes that leave do leave; others follow
/// if none leave yet, or with the next evaluation.
extension PoolModel {
  /// Goes on from a pool's current resize to its new targets, as another resize.
  mutating func supersedeResize(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    precondition(pools[pool].allocationState == .resizing, "at \(scheduler.now): pool \(pool) has no resize to replace")
    let replaced = pools[pool].record
    ledger.endResize(replaced, nodes: pools[pool].currentCount, errors: [], at: scheduler.now)
    ledger[replaced].outcome = .superseded
    pools[pool].resizeCount += 1
    let count = pools[pool].currentCount
    pools[pool].record = ledger.append(
      ResizeRecord(
        pool: pool.index, resize: Int(pools[pool].resizeCount), requestedAt: scheduler.now, endedAt: scheduler.now,
        targetNodes: pools[pool].targetNodes, nodesBefore: count, nodesAfter: count, outcome: .completed))
    pools[pool].pendingErrors = []
    if let event = pools[pool].timeoutEvent { scheduler.cancel(event) }
    pools[pool].timeoutEvent = scheduler.schedule(
      .resize(.timedOut(pool)), after: pools[pool].resizeTimeout, priority: .late)
    if pools[pool].leaving.isEmpty { beginRemoval(pool, of: surplusNodes(pool), &scheduler) }
    if pools[pool].allocationEvent != nil {
      // It allocates for the new targets when the service delay is over; without nodes to make it waits in vain.
      guard pools[pool].missingDedicatedCount <= 0, pools[pool].missingLowPriorityCount <= 0 else { return }
      if let event = pools[pool].allocationEvent { scheduler.cancel(event) }
      pools[pool].allocationEvent = nil
    } else if pools[pool].unfinishedCount + pools[pool].uncreatedCount > 0 {
      ledger[pools[pool].record].allocationStartedAt = scheduler.now
      giveUpSurplusCreation(pool, &scheduler)
      allocate(pool, &scheduler)
    } else if pools[pool].missingDedicatedCount > 0 || pools[pool].missingLowPriorityCount > 0 {
      // It made no nodes, or has made them all: nothing goes on, and the service takes its time as for any resize.
      scheduleAllocation(pool, &scheduler)
    }
    endResizeIfNothingIsAwaited(pool, &scheduler)
  }

  /// Takes back the VMs that have not been requested, and of those that have been the newest that are too many.
  private mutating func giveUpSurplusCreation(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    let lowPriority = pools[pool].uncreatedLowPriorityCount
    giveBackCores(pool, nodes: lowPriority, lowPriority: true)
    giveBackCores(pool, nodes: pools[pool].uncreatedCount - lowPriority, lowPriority: false)
    pools[pool].uncreatedCount = 0
    pools[pool].uncreatedLowPriorityCount = 0
    pools[pool].awaitsImage = false
    takeBackNewRequests(of: pool, &scheduler)
    var unfinished = unfinishedCounts(pool)
    let wanted = (
      dedicated: max(0, pools[pool].missingDedicatedCount), lowPriority: max(0, pools[pool].missingLowPriorityCount)
    )
    for node in pools[pool].members.reversed() where nodes[node].state == .requested {
      if nodes[node].isLowPriority {
        guard unfinished.lowPriority > wanted.lowPriority else { continue }
        unfinished.lowPriority -= 1
      } else {
        guard unfinished.dedicated > wanted.dedicated else { continue }
        unfinished.dedicated -= 1
      }
      stopRead(node, at: scheduler.now)
      drop(node, at: scheduler.now)
    }
    for replica in images[pools[pool].image].replicas { serveReplica(replica, &scheduler) }
  }

  /// Nodes of a pool whose VMs have been requested and not obtained.
  ///
  /// - Complexity: O(nodes of the resize).
  mutating func unfinishedCounts(_ pool: PoolID) -> (dedicated: Int, lowPriority: Int) {
    guard pools[pool].unfinishedCount > 0 else { return (0, 0) }
    var lowPriority = 0
    for node in pools[pool].members where nodes[node].state == .requested && nodes[node].isLowPriority {
      lowPriority += 1
    }
    return (pools[pool].unfinishedCount - lowPriority, lowPriority)
  }
}
