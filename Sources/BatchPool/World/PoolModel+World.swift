// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// What befalls the pools, at a set time.
extension PoolModel {
  mutating func befall(_ intervention: InterventionID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard case .world(let event) = configuration[intervention].action else {
      preconditionFailure("at \(scheduler.now): intervention \(intervention) is a caller's")
    }
    switch event {
    case .deleteImage(let image): deleteImage(ImageID(image), &scheduler)
    case .setReplicas: requestReplicas(intervention, &scheduler)
    }
  }

  /// The image (or its snapshot) is gone: VMs that have not been obtained fail, and with them every resize that needs the
  /// image; those that have been obtained finish their reads.
  private mutating func deleteImage(_ image: ImageID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard !images[image].isDeleted else { return }
    images[image].isDeleted = true
    for pool in pools.ids where pools[pool].image == image {
      giveUpReplacements(pool, &scheduler)
      failReimages(of: pool, &scheduler)
      // A resize in its service delay finds out when the delay is over; one that creates nothing has no need of it.
      guard pools[pool].allocationState != .steady, pools[pool].allocationEvent == nil,
        pools[pool].unfinishedCount + pools[pool].uncreatedCount > 0
      else { continue }
      if pools[pool].allocationState == .resizing { pools[pool].fail(.allocationFailed) }
      haltCreation(pool, &scheduler)
      dropUnfinished(pool, &scheduler)
      endResizeIfNothingIsAwaited(pool, &scheduler)
    }
    for replica in images[image].replicas { serveReplica(replica, &scheduler) }
  }
}
