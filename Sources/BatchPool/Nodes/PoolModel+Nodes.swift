// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// A node after its VM is up: agent, start task, idle.
extension PoolModel {
  @inline(__always)
  mutating func handle(_ event: NodeEvent, _ scheduler: inout Scheduler<PoolEvent>) {
    switch event {
    case .unconstrainedReadEnded(let node): endRead(node, &scheduler)
    case .bootEnded(let node): endBoot(node, &scheduler)
    case .agentStarted(let node): endAgentStart(node, &scheduler)
    case .startTaskEnded(let node): endStartTask(node, &scheduler)
    case .preempted(let node): preempt(node, &scheduler)
    case .failed(let node): fail(node, &scheduler)
    case .replacementDue(let node): beginReplacement(node, &scheduler)
    case .removed(let node): endLeaving(node, &scheduler)
    }
  }

  mutating func provision(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    let pool = nodes[node].pool
    let isReplacement = nodes[node].state == .preempted
    nodes.enter(.starting, node, at: scheduler.now)
    let duration = draws.duration(
      draws.nodeAgentStart, entity: entity(of: node), attempt: UInt32(nodes[node].lostVMs))
    nodes[node].pendingEvent = scheduler.schedule(.node(.agentStarted(node)), after: duration)
    if nodes.hasDisruptions { scheduleDisruption(of: node, &scheduler) }
    guard !isReplacement else { return }
    assert(nodes[node].provisionedAt == Node.never, "at \(scheduler.now): node \(node) is provisioned twice")
    assert(pools[pool].unfinishedCount > 0, "at \(scheduler.now): pool \(pool) gets a node that it does not make")
    nodes[node].provisionedAt = scheduler.now
    pools[pool].unfinishedCount -= 1
    pools[pool].currentCount += 1
    if nodes[node].isLowPriority { pools[pool].currentLowPriorityCount += 1 }
    endResizeIfNothingIsAwaited(pool, &scheduler)
  }

  mutating func endAgentStart(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(nodes[node].state == .starting, "at \(scheduler.now): an agent starts on a node that is not starting")
    nodes[node].pendingEvent = nil
    guard !nodes.hasDisruptions || !isUnusableFromTheStart(node) else {
      becomeUnusable(node, &scheduler)
      return
    }
    guard let task = configuration[nodes[node].pool].startTask, task.waitForSuccess else {
      becomeIdle(node, at: scheduler.now)
      return
    }
    nodes.enter(.waitingForStartTask, node, at: scheduler.now)
    beginStartTask(task, node, &scheduler)
  }

  /// Begins a try of the start task.
  mutating func beginStartTask(_ task: StartTask, _ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    let duration = draws.duration(
      task.duration, purpose: .startTaskDuration, entity: entity(of: node),
      attempt: nodes[node].startTaskAttempt)
    nodes[node].pendingEvent = scheduler.schedule(.node(.startTaskEnded(node)), after: duration)
  }

  mutating func endStartTask(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard let task = configuration[nodes[node].pool].startTask else {
      preconditionFailure("at \(scheduler.now): node \(node) ended a start task that its pool does not have")
    }
    assert(nodes[node].state == .waitingForStartTask, "at \(scheduler.now): node \(node) runs no start task")
    nodes[node].pendingEvent = nil
    let failed = draws.random.bernoulli(
      probability: task.failureProbability, purpose: .startTaskFailure, entity: entity(of: node),
      attempt: nodes[node].startTaskAttempt)
    nodes[node].startTaskTries += 1
    if !failed {
      becomeIdle(node, at: scheduler.now)
    } else if Int(nodes[node].startTaskTries) <= task.maxTaskRetryCount {
      beginStartTask(task, node, &scheduler)
    } else {
      nodes.enter(.startTaskFailed, node, at: scheduler.now)
    }
  }

  private mutating func becomeIdle(_ node: NodeID, at now: SimulationTime) {
    if nodes[node].idleAt == Node.never { nodes[node].idleAt = now }
    nodes.enter(.idle, node, at: now)
  }
}
