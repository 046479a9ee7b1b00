// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// Reboot and reimage: a node that can work starts once more on the VM that it has.
///
///     idle -> rebooting: operating system, agent -> [start task] -> idle
///     idle -> reimaging: replica queue, disk making -> rebooting: boot read, operating system, agent -> ...
///
/// The VM stays: the node keeps its place, its number and its `allocationTime`, is counted and billed, takes no token, and may
/// be preempted or fail meanwhile. Its tasks are requeued (the service's default option).
extension PoolModel {
  /// Restarts nodes of a pool that can work, the lowest numbers first; the service refuses the others.
  ///
  /// - Complexity: O(nodes that the pool ever had).
  mutating func restartNodes(
    of pool: PoolID, _ request: RestartRequest, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    precondition(nodes.keepsListsOfPools, "nodes of pool \(pool) are restarted, and nobody keeps a list of them")
    var rest = request.count ?? .max
    for node in nodes.ofPool[pool] where rest > 0 && nodes[node].state.canWork {
      rest -= 1
      loseTasks(of: node, &scheduler)
      assert(nodes[node].pendingEvent == nil && nodes[node].flow == nil, "at \(scheduler.now): node \(node) does more")
      nodes[node].beginNextStart()
      removal.busyUntil[node] = nil
      if request.reimages {
        nodes.enter(.reimaging, node, at: scheduler.now)
        makeDiskAgain(node, &scheduler)
      } else {
        nodes.enter(.rebooting, node, at: scheduler.now)
        // What it read to boot is on its disk.
        boot(node, from: scheduler.now, &scheduler)
      }
    }
    dispatch(pool, &scheduler)
  }

  /// Sends a node to a replica for another disk; without the image it has no system any more.
  private mutating func makeDiskAgain(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    if images[pools[nodes[node].pool].image].isDeleted {
      becomeUnusable(node, &scheduler)
    } else {
      makeDisk(node, &scheduler)
    }
  }

  /// The disk of a node has been made again: it boots from it.
  mutating func endReimaging(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    nodes.enter(.rebooting, node, at: scheduler.now)
    beginBootRead(node, &scheduler)
  }

  /// A node that was to leave while its disk was made stays after all.
  mutating func reimageAgain(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(nodes[node].state == .reimaging, "at \(scheduler.now): node \(node) is \(nodes[node].state.name)")
    scheduleDisruption(of: node, &scheduler)
    makeDiskAgain(node, &scheduler)
  }

  /// The image of a pool is gone: nodes whose disk was to be made again have no system any more.
  mutating func failReimages(of pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard nodes.count(of: pool, in: .reimaging) > 0 else { return }
    for node in nodes.ofPool[pool] where nodes[node].state == .reimaging {
      // Their replica is served when all are through.
      stopRead(node, at: scheduler.now)
      becomeUnusable(node, &scheduler)
    }
  }
}
