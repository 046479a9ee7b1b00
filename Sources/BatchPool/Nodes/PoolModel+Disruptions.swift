// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// What befalls nodes: preemption and replacement, failure.
extension PoolModel {
  /// Draws what will befall a node whose VM has just come up, and schedules what comes first.
  mutating func scheduleDisruption(of node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard nodes.hasDisruptions else { return }
    let pool = configuration[nodes[node].pool]
    let preemptionRate = nodes[node].isLowPriority ? pool.preemptionRate : 0
    let (entity, attempt) = (entity(of: node), UInt32(nodes[node].pastStarts))
    let preemption = draws.interval(rate: preemptionRate, purpose: .preemption, entity: entity, attempt: attempt)
    let failure = draws.interval(rate: pool.failureRate, purpose: .nodeFailure, entity: entity, attempt: attempt)
    guard let first = [preemption, failure].compactMap({ $0 }).min() else { return }
    assert(nodes.disruptions[node] == nil, "at \(scheduler.now): node \(node) is to be disrupted twice")
    let event = PoolEvent.node(first == preemption ? .preempted(node) : .failed(node))
    nodes.disruptions[node] = scheduler.schedule(event, after: first)
  }

  /// A low-priority node loses its VM; it stays listed, and the service tries to replace it under the same number.
  mutating func preempt(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(nodes[node].isLowPriority, "at \(scheduler.now): dedicated node \(node) is preempted")
    nodes.disruptions[node] = nil
    endActivity(node, &scheduler)
    ledger.preemptionCounts[nodes[node].pool] += 1
    nodes[node].beginNextStart()
    removal.busyUntil[node] = nil
    nodes.enter(.preempted, node, at: scheduler.now)
    replace(node, &scheduler)
  }

  /// Asks for another VM of a preempted node: at once, as its unit's bucket stands, with no timeout. Without the image none
  /// is available, and the node stays preempted.
  mutating func replace(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(nodes[node].state == .preempted, "at \(scheduler.now): node \(node) needs no replacement")
    guard !images[pools[nodes[node].pool].image].isDeleted else { return }
    requestAgain(node, &scheduler)
  }

  /// The image of a pool is gone: replacements that still need it fail.
  mutating func giveUpReplacements(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard configuration[pool].preemptionRate > 0 else { return }
    for node in nodes.ofPool[pool] where nodes[node].state == .preempted {
      stopRead(node, at: scheduler.now)
    }
  }

  mutating func fail(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    nodes.disruptions[node] = nil
    becomeUnusable(node, &scheduler)
  }

  mutating func becomeUnusable(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    endActivity(node, &scheduler)
    nodes.enter(.unusable, node, at: scheduler.now)
  }

  /// Whether a node becomes unusable instead of joining its pool.
  mutating func isUnusableFromTheStart(_ node: NodeID) -> Bool {
    draws.random.bernoulli(
      probability: configuration[nodes[node].pool].unusableProbability, purpose: .unusableNode,
      entity: entity(of: node),
      attempt: UInt32(nodes[node].pastStarts))
  }
}
