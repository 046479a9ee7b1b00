// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// What happens from outside, at a set time.
extension PoolModel {
  mutating func intervene(_ index: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    switch configuration.interventions[index].action {
    case .deleteImage(let image): deleteImage(image, &scheduler)
    case .stopResize(let pool): stopResize(pool, &scheduler)
    }
  }

  /// The image (or its snapshot) is gone: reads stop, VMs that have read what they need boot on, and every resize
  /// that needs the image fails.
  private mutating func deleteImage(_ image: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard !images[image].isDeleted else { return }
    images[image].isDeleted = true
    for pool in pools.indices where configuration.pools[pool].image == image {
      // A resize in its service delay finds out when the delay is over.
      guard pools[pool].allocationState != .steady, pools[pool].allocationEvent == nil else { continue }
      if pools[pool].allocationState == .resizing { pools[pool].pendingError = .allocationFailed }
      haltCreation(pool, &scheduler)
      dropUnfinished(pool, &scheduler) { $0.readEndedAt == Node.never }
      endResizeIfNothingIsAwaited(pool, &scheduler)
    }
  }
}
