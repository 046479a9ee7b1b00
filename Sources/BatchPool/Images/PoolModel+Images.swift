// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Replicas: which one makes a disk, how it is shared, and what its completions set off.
extension PoolModel {
  @inline(__always)
  mutating func handle(_ event: ImageEvent, _ scheduler: inout Scheduler<PoolEvent>) {
    switch event {
    case .readEnded(let replica): serveReplica(replica, &scheduler)
    case .replicated(let image): endReplication(image, &scheduler)
    case .replicasChanged(let intervention): changeReplicas(intervention)
    }
  }

  /// Sends a VM that has been requested to the replica with the fewest flows and waiting VMs, the lowest number first,
  /// which makes its disk in its turn. A marketplace image has no disk to make.
  mutating func makeDisk(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(nodes[node].pendingEvent == nil && nodes[node].flow == nil, "at \(scheduler.now): a node reads twice")
    let image = pools[nodes[node].pool].image
    assert(!images[image].isDeleted, "at \(scheduler.now): a disk is made of an image that is gone")
    if images[image].replicas.isEmpty {
      endDiskMaking(node, &scheduler)
      return
    }
    let bytes = draws.diskBytes(entity: entity(of: node), attempt: nodes[node].attempt)
    let replica = images.leastLoadedReplica(of: image, at: scheduler.now)
    nodes[node].replica = replica
    nodes[node].flow = images[replica].link.submit(node.number, bytes: bytes, at: scheduler.now)
    // Most only wait: then there is nothing to do yet.
    if images[replica].link.hasNews || images[replica].link.nextCompletionTime != images[replica].completionTime {
      serveReplica(replica, &scheduler)
    }
  }

  /// Takes what a replica has finished and begun by now, and schedules its next completion.
  mutating func serveReplica(_ replica: ReplicaID, _ scheduler: inout Scheduler<PoolEvent>) {
    noteBeginnings(replica, at: scheduler.now)
    while let number = images[replica].link.takeCompletion(at: scheduler.now) {
      let node = NodeID(number: number)
      nodes[node].flow = nil
      switch nodes[node].state {
      case .creating, .starting, .rebooting: endBootRead(node, &scheduler)
      default: endDiskMaking(node, &scheduler)
      }
    }
    noteBeginnings(replica, at: scheduler.now)
    scheduleNextCompletion(of: replica, &scheduler)
  }

  /// Notes the disk makings that a replica has begun by now.
  private mutating func noteBeginnings(_ replica: ReplicaID, at now: SimulationTime) {
    while let number = images[replica].link.takeAdmission(at: now) {
      let node = NodeID(number: number)
      assert(nodes[node].replica == replica, "at \(now): a replica serves another one's reader")
      // One may be let in and stopped in one instant, when its whole resize is given up.
      if nodes[node].state == .requested { nodes[node].diskStartedAt = now }
    }
  }

  /// Has a replica served at its next completion.
  mutating func scheduleNextCompletion(of replica: ReplicaID, _ scheduler: inout Scheduler<PoolEvent>) {
    let next = images[replica].link.nextCompletionTime
    guard next != images[replica].completionTime else { return }
    assert(next.map { $0 >= scheduler.now } ?? true, "at \(scheduler.now): a read has ended and was not taken")
    if let event = images[replica].completionEvent { scheduler.cancel(event) }
    images[replica].completionTime = next
    images[replica].completionEvent = next.map { scheduler.schedule(.image(.readEnded(replica)), at: $0) }
  }

  /// Stops the disk making or the read that a node waits for or is at; its replica is to be served afterwards.
  mutating func stopRead(_ node: NodeID, at now: SimulationTime) {
    guard let flow = nodes[node].flow else { return }
    assert(nodes[node].replica != Node.noReplica, "at \(now): node \(node) reads from no replica")
    images[nodes[node].replica].link.cancel(flow, at: now)
    nodes[node].flow = nil
  }
}
