// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// What happens from outside, at a set time.
extension PoolModel {
  mutating func intervene(_ index: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    switch configuration.interventions[index].action {
    case .deleteImage(let image): deleteImage(image, &scheduler)
    case .stopResize(let pool): stopResize(pool, &scheduler)
    case .resize(let pool, let request): changeTarget(pool, request, &scheduler)
    case .removeNodes(let pool, let request): removeNodes(pool, request, &scheduler)
    case .setReplicas: requestReplicas(intervention: index, &scheduler)
    }
  }

  /// The image (or its snapshot) is gone: reads stop, VMs that have read what they need boot on, and every resize
  /// that needs the image fails.
  private mutating func deleteImage(_ image: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard !images[image].isDeleted else { return }
    images[image].isDeleted = true
    for pool in pools.indices where configuration.pools[pool].image == image {
      giveUpReplacements(pool, &scheduler)
      // A resize in its service delay finds out when the delay is over; one that creates nothing has no need of it.
      guard pools[pool].allocationState != .steady, pools[pool].allocationEvent == nil,
        pools[pool].unfinishedCount + pools[pool].uncreatedCount > 0
      else { continue }
      if pools[pool].allocationState == .resizing { pools[pool].fail(.allocationFailed) }
      haltCreation(pool, &scheduler)
      dropUnfinished(pool, &scheduler) { $0.readEndedAt == Node.never }
      endResizeIfNothingIsAwaited(pool, &scheduler)
    }
    for replica in images[image].replicas { serveReplica(replica, &scheduler) }
  }

  /// The caller asks for another size.
  private mutating func changeTarget(
    _ pool: Int, _ request: ResizeRequest, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    let dedicated = request.targetDedicatedNodes ?? pools[pool].targetDedicatedNodes
    let lowPriority = request.targetLowPriorityNodes ?? pools[pool].targetLowPriorityNodes
    guard pools[pool].allocationState == .steady else {
      refuseResize(pool, target: dedicated + lowPriority, at: scheduler.now)
      return
    }
    take(pool, timeout: request.resizeTimeout, option: request.deallocationOption, &scheduler)
    pools[pool].targetDedicatedNodes = dedicated
    pools[pool].targetLowPriorityNodes = lowPriority
    beginResize(pool, removing: surplusNodes(pool), &scheduler)
  }

  /// The caller removes nodes.
  private mutating func removeNodes(
    _ pool: Int, _ request: RemovalRequest, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    guard pools[pool].allocationState == .steady else {
      refuseResize(pool, target: max(0, pools[pool].targetNodes - request.count), at: scheduler.now)
      return
    }
    take(pool, timeout: request.resizeTimeout, option: request.deallocationOption, &scheduler)
    let leaving = nodesToRemove(pool, count: request.count, lowPriority: nil)
    let lowPriority = leaving.count { nodes[Int($0)].isLowPriority }
    pools[pool].targetLowPriorityNodes = max(0, pools[pool].targetLowPriorityNodes - lowPriority)
    pools[pool].targetDedicatedNodes = max(0, pools[pool].targetDedicatedNodes - (leaving.count - lowPriority))
    beginResize(pool, removing: leaving, allocates: false, &scheduler)
  }

  /// A new wish of the caller takes the place of the former one.
  private mutating func take(
    _ pool: Int, timeout: SimulationDuration?, option: DeallocationOption, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    if let event = pools[pool].repetitionEvent { scheduler.cancel(event) }
    pools[pool].repetitionEvent = nil
    pools[pool].resizeTimeout = timeout ?? configuration.pools[pool].resizeTimeout
    pools[pool].deallocationOption = option
    pools[pool].earlierResizeCount = pools[pool].resizeCount
    pools[pool].steadyAt = nil
  }
}
