// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// Replication: a version that comes to the pools' region, and replicas that come and go during a run.
extension PoolModel {
  /// The version is where the pools are: resizes that wait for it create their nodes.
  mutating func endReplication(_ image: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    images[image].isReplicated = true
    for pool in pools.indices where configuration.pools[pool].image == image && pools[pool].awaitsImage {
      pools[pool].awaitsImage = false
      requestCreation(pool, count: pools[pool].uncreatedCount, &scheduler)
    }
  }

  /// The owner changes the replicas; it takes effect after its time.
  mutating func requestReplicas(intervention index: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard case .world(.setReplicas(_, _, let duration)) = configuration.interventions[index].action else { return }
    guard let duration else {
      changeReplicas(intervention: index)
      return
    }
    scheduler.schedule(
      .replicasChanged(intervention: UInt32(index)),
      after: drawDuration(duration, purpose: .replicaChange, entity: UInt64(index)))
  }

  /// New reads go to so many replicas; what a replica that is given up has taken, it still serves.
  mutating func changeReplicas(intervention index: Int) {
    guard case .world(.setReplicas(let image, let count, _)) = configuration.interventions[index].action else { return }
    images[image].replicaCount = count
  }
}
