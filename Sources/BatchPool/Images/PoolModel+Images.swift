// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Reads: choosing a replica, sharing it, and what its completions set off.
extension PoolModel {
  @inline(__always)
  mutating func handle(_ event: ImageEvent, _ scheduler: inout Scheduler<PoolEvent>) {
    switch event {
    case .readEnded(let replica): serveReplica(replica, &scheduler)
    case .replicated(let image): endReplication(image, &scheduler)
    case .replicasChanged(let intervention): changeReplicas(intervention)
    }
  }

  /// Sends a node to the replica with the least outstanding work, the lowest number first.
  mutating func beginRead(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(nodes[node].pendingEvent == nil && nodes[node].flow == nil, "at \(scheduler.now): a node reads twice")
    let bytes = draws.bootBytes(entity: entity(of: node), attempt: nodes[node].attempt)
    let image = pools[nodes[node].pool].image
    assert(!images[image].isDeleted, "at \(scheduler.now): a node reads an image that is gone")
    if images[image].replicas.isEmpty {
      if nodes[node].state == .creating { nodes[node].readStartedAt = scheduler.now }
      let duration = SimulationDuration(
        seconds: min(bytes / configuration.parameters.nodeReadLimit, SystemConfiguration.longestStage.seconds))
      nodes[node].pendingEvent = scheduler.schedule(.node(.unconstrainedReadEnded(node)), after: duration)
      return
    }
    let replica = images.leastLoadedReplica(of: image, at: scheduler.now)
    nodes[node].replica = replica
    nodes[node].flow = images[replica].link.submit(node.number, bytes: bytes, at: scheduler.now)
    // Most reads only wait: then there is nothing to do yet.
    if images[replica].link.hasNews || images[replica].link.nextCompletionTime != images[replica].completionTime {
      serveReplica(replica, &scheduler)
    }
  }

  /// Takes what a replica has finished and begun by now, and schedules its next completion.
  mutating func serveReplica(_ replica: ReplicaID, _ scheduler: inout Scheduler<PoolEvent>) {
    while let number = images[replica].link.takeAdmission(at: scheduler.now) {
      let node = NodeID(number: number)
      assert(nodes[node].replica == replica, "at \(scheduler.now): a replica serves another one's reader")
      // A read may be let in and stopped in one instant, when its whole resize is dropped.
      if nodes[node].state == .creating { nodes[node].readStartedAt = scheduler.now }
    }
    while let number = images[replica].link.takeCompletion(at: scheduler.now) {
      endRead(NodeID(number: number), &scheduler)
    }
    let next = images[replica].link.nextCompletionTime
    guard next != images[replica].completionTime else { return }
    assert(next.map { $0 >= scheduler.now } ?? true, "at \(scheduler.now): a read has ended and was not taken")
    if let event = images[replica].completionEvent { scheduler.cancel(event) }
    images[replica].completionTime = next
    images[replica].completionEvent = next.map { scheduler.schedule(.image(.readEnded(replica)), at: $0) }
  }

  mutating func endRead(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(
      nodes[node].state == .creating || nodes[node].state == .preempted,
      "at \(scheduler.now): a node has read that is \(nodes[node].state.name)")
    nodes[node].flow = nil
    if nodes[node].state == .creating { nodes[node].readEndedAt = scheduler.now }
    let duration = draws.duration(draws.osBoot, entity: entity(of: node), attempt: nodes[node].attempt)
    nodes[node].pendingEvent = scheduler.schedule(.node(.bootEnded(node)), after: duration)
  }

  /// Stops the read that a node waits for or is doing; its replica is to be served afterwards.
  mutating func stopRead(_ node: NodeID, at now: SimulationTime) {
    guard let flow = nodes[node].flow else { return }
    assert(nodes[node].replica != Node.noReplica, "at \(now): node \(node) reads from no replica")
    images[nodes[node].replica].link.cancel(flow, at: now)
    nodes[node].flow = nil
  }
}
