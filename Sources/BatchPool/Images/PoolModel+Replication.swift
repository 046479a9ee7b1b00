// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Replication: a version that comes to the pools' region, and replicas that come and go during a run.
extension PoolModel {
  /// Schedules when versions that are on their way come to the pools' region.
  mutating func scheduleReplications(_ scheduler: inout Scheduler<PoolEvent>) {
    for image in images.ids {
      guard let availability = configuration[image].availability else { continue }
      scheduler.schedule(
        .image(.replicated(image)),
        after: draws.duration(availability, purpose: .imageReplication, entity: images[image].key))
    }
  }

  /// The version is where the pools are: resizes that wait for it ask for their VMs.
  mutating func endReplication(_ image: ImageID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(!images[image].isReplicated, "at \(scheduler.now): image \(image) is replicated twice")
    images[image].isReplicated = true
    for pool in pools.ids where pools[pool].image == image && pools[pool].awaitsImage {
      assert(pools[pool].uncreatedCount > 0, "at \(scheduler.now): pool \(pool) waits for an image and wants no nodes")
      pools[pool].awaitsImage = false
      requestNodes(pool, &scheduler)
    }
  }

  /// The owner changes the replicas; it takes effect after its time.
  mutating func requestReplicas(_ intervention: InterventionID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard case .world(.setReplicas(let index, _, let duration)) = configuration[intervention].action else {
      preconditionFailure("at \(scheduler.now): intervention \(intervention) changes no replicas")
    }
    guard let duration else {
      changeReplicas(intervention)
      return
    }
    let image = ImageID(index)
    let entity = images[image].key &+ configuration.number(of: intervention, among: image)
    scheduler.schedule(
      .image(.replicasChanged(intervention)),
      after: draws.duration(duration, purpose: .replicaChange, entity: entity))
  }

  /// New reads go to the new number of replicas; what a replica that is given up has taken, it still serves.
  mutating func changeReplicas(_ intervention: InterventionID) {
    guard case .world(.setReplicas(let image, let count, _)) = configuration[intervention].action else {
      preconditionFailure("intervention \(intervention) changes no replicas")
    }
    precondition(count >= 1, "image \(image) is to have \(count) replicas")
    images[ImageID(image)].replicaCount = count
  }
}
