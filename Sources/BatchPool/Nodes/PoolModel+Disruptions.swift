// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// What befalls nodes: preemption and replacement, failure.
extension PoolModel {
  /// Draws what will befall a node whose VM has just come up, and schedules what comes first.
  mutating func scheduleDisruption(of node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard hasDisruptions else { return }
    let pool = configuration.pools[Int(nodes[node].pool)]
    let preemptionRate = nodes[node].isLowPriority ? pool.preemptionRate : 0
    let preemption = drawInterval(rate: preemptionRate, purpose: .preemption, node)
    let failure = drawInterval(rate: pool.failureRate, purpose: .nodeFailure, node)
    guard let first = [preemption, failure].compactMap({ $0 }).min() else { return }
    let event: PoolEvent =
      first == preemption ? .nodePreempted(node: UInt32(node)) : .nodeFailed(node: UInt32(node))
    disruptions[UInt32(node)] = scheduler.schedule(event, after: first)
  }

  /// The time until something that happens at a constant rate [1/s]; nil when it never does.
  private func drawInterval(rate: Double, purpose: DrawPurpose, _ node: Int) -> SimulationDuration? {
    guard rate > 0, let distribution = try? Distribution.exponential(mean: 1 / rate) else { return nil }
    return drawDuration(
      distribution, purpose: purpose, entity: nodes[node].entity, attempt: UInt32(nodes[node].lostVMs))
  }

  /// A low-priority node loses its VM; it stays listed, and the service tries to replace it under the same number.
  mutating func preempt(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    disruptions[UInt32(node)] = nil
    endActivity(node, &scheduler)
    nodes[node].lostVMs = nodes[node].lostVMs == .max ? .max : nodes[node].lostVMs + 1
    nodes[node].failedAttempts = 0
    nodes[node].startTaskTries = 0
    busyUntil[UInt32(node)] = nil
    enter(.preempted, node, at: scheduler.now)
    scheduleReplacement(of: node, &scheduler)
  }

  /// The service takes as long to begin with a replacement as with a resize.
  mutating func scheduleReplacement(of node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    let delay = drawDuration(
      configuration.parameters.serviceDelay, purpose: .replacementDelay, entity: nodes[node].entity,
      attempt: nodes[node].attempt)
    nodes[node].pendingEvent = scheduler.schedule(.replacementDue(node: UInt32(node)), after: delay)
  }

  /// Asks for the VM of a preempted node; without the image there is none to be had, and the node stays preempted.
  mutating func beginReplacement(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    nodes[node].pendingEvent = nil
    let pool = Int(nodes[node].pool)
    guard !images[configuration.pools[pool].image].isDeleted else { return }
    requestCreation(pool, count: 1, retrying: UInt32(node), &scheduler)
  }

  /// The image of a pool is gone: replacements that need it still come to nothing.
  mutating func giveUpReplacements(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard configuration.pools[pool].preemptionRate > 0 else { return }
    for node in nodesOfPool[pool] where nodes[Int(node)].state == .preempted {
      stopRead(Int(node), at: scheduler.now)
    }
  }

  mutating func fail(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    disruptions[UInt32(node)] = nil
    becomeUnusable(node, &scheduler)
  }

  mutating func becomeUnusable(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    endActivity(node, &scheduler)
    enter(.unusable, node, at: scheduler.now)
  }

  /// Whether a node becomes unusable in place of joining its pool.
  mutating func isUnusableFromTheStart(_ node: Int) -> Bool {
    random.bernoulli(
      probability: configuration.pools[Int(nodes[node].pool)].unusableProbability, purpose: .unusableNode,
      entity: nodes[node].entity,
      attempt: UInt32(nodes[node].lostVMs))
  }
}
