// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// What an obtained VM does until its agent has joined the pool: boot read, operating system, agent.
extension PoolModel {
  /// A VM begins to read what it needs to boot, from the replica that made its disk.
  ///
  /// That read takes no place and waits for none. A marketplace image is not a bottleneck: its nodes read as fast as they can.
  mutating func beginBootRead(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(nodes[node].pendingEvent == nil && nodes[node].flow == nil, "at \(scheduler.now): a node reads twice")
    nodes.scheduleShowing(node, at: scheduler.now)
    let bytes = draws.bootBytes(entity: entity(of: node), attempt: nodes[node].attempt)
    let image = pools[nodes[node].pool].image
    if images[image].replicas.isEmpty {
      let duration = SimulationDuration(
        seconds: min(bytes / configuration.parameters.nodeReadLimit, SystemConfiguration.longestStage.seconds))
      boot(node, from: scheduler.now + duration, &scheduler)
      return
    }
    let replica = nodes[node].replica
    assert(images[image].replicas.contains(replica), "at \(scheduler.now): node \(node) has no replica to read from")
    nodes[node].flow = images[replica].link.submit(node.number, bytes: bytes, takesPlace: false, at: scheduler.now)
    scheduleNextCompletion(of: replica, &scheduler)
  }

  mutating func endBootRead(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    nodes[node].flow = nil
    boot(node, from: scheduler.now, &scheduler)
  }

  /// From the end of its boot read a VM needs no one else: operating system and agent come one after the other.
  mutating func boot(_ node: NodeID, from readEnd: SimulationTime, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(
      [.creating, .starting, .rebooting].contains(nodes[node].state),
      "at \(scheduler.now): a node boots that is \(nodes[node].state.name)")
    let entity = entity(of: node)
    let attempt = nodes[node].attempt
    let image = configuration[pools[nodes[node].pool].image]
    let isWindows = image.operatingSystem == .windows
    var bootTime = draws.duration(isWindows ? draws.windowsOSBoot : draws.osBoot, entity: entity, attempt: attempt)
    if image.hasEphemeralDisk {
      let seconds = bootTime.seconds * configuration.parameters.ephemeralBootFactor
      bootTime = SimulationDuration(seconds: min(seconds, SystemConfiguration.longestStage.seconds))
    }
    let bootEnd = readEnd + bootTime
    let agentEnd = agentEnd(of: node, bootedAt: bootEnd, attempt: attempt)
    nodes[node].hasRead = true
    if nodes[node].pastStarts == 0 {
      nodes[node].readEndedAt = readEnd
      nodes[node].bootedAt = bootEnd
    }
    nodes[node].pendingEvent = scheduler.schedule(.node(.agentStarted(node)), at: agentEnd)
  }

  /// When the agent of a node has started whose operating system was up at a time.
  mutating func agentEnd(of node: NodeID, bootedAt bootEnd: SimulationTime, attempt: UInt32) -> SimulationTime {
    let entity = entity(of: node)
    let end = bootEnd + draws.duration(draws.nodeAgentStart, entity: entity, attempt: attempt)
    let stragglerProbability = configuration.parameters.stragglerProbability
    guard stragglerProbability > 0,
      draws.random.bernoulli(
        probability: stragglerProbability, purpose: .straggler, entity: entity, attempt: attempt)
    else { return end }
    return end
      + draws.duration(
        configuration.parameters.stragglerDelay, purpose: .stragglerDelay, entity: entity, attempt: attempt)
  }

  /// What a node was to do after this instant does not happen.
  mutating func cutShort(_ node: NodeID, at now: SimulationTime) {
    if nodes[node].readEndedAt > now { nodes[node].readEndedAt = Node.never }
    if nodes[node].bootedAt > now { nodes[node].bootedAt = Node.never }
  }
}
