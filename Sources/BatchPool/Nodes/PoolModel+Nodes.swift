// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// A node after its VM is up: agent, start task, idle.
extension PoolModel {
  mutating func provision(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    let pool = Int(nodes[node].pool)
    let isReplacement = nodes[node].state == .preempted
    enter(.starting, node, at: scheduler.now)
    let duration = drawDuration(
      draws.nodeAgentStart, entity: nodes[node].entity, attempt: UInt32(nodes[node].lostVMs))
    nodes[node].pendingEvent = scheduler.schedule(.agentStarted(node: UInt32(node)), after: duration)
    if hasDisruptions { scheduleDisruption(of: node, &scheduler) }
    guard !isReplacement else { return }
    nodes[node].provisionedAt = scheduler.now
    pools[pool].unfinishedCount -= 1
    pools[pool].currentCount += 1
    if nodes[node].isLowPriority { pools[pool].currentLowPriorityCount += 1 }
    endResizeIfNothingIsAwaited(pool, &scheduler)
  }

  mutating func endAgentStart(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    nodes[node].pendingEvent = nil
    guard !hasDisruptions || !isUnusableFromTheStart(node) else {
      becomeUnusable(node, &scheduler)
      return
    }
    guard let task = configuration.pools[Int(nodes[node].pool)].startTask, task.waitForSuccess else {
      becomeIdle(node, at: scheduler.now)
      return
    }
    enter(.waitingForStartTask, node, at: scheduler.now)
    beginStartTask(task, node, &scheduler)
  }

  mutating func beginStartTask(_ task: StartTask, _ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    let duration = drawDuration(
      task.duration, purpose: .startTaskDuration, entity: nodes[node].entity,
      attempt: nodes[node].startTaskAttempt)
    nodes[node].pendingEvent = scheduler.schedule(.startTaskEnded(node: UInt32(node)), after: duration)
  }

  mutating func endStartTask(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard let task = configuration.pools[Int(nodes[node].pool)].startTask else {
      preconditionFailure("at \(scheduler.now): node \(node) ended a start task that its pool does not have")
    }
    nodes[node].pendingEvent = nil
    let failed = random.bernoulli(
      probability: task.failureProbability, purpose: .startTaskFailure, entity: nodes[node].entity,
      attempt: nodes[node].startTaskAttempt)
    nodes[node].startTaskTries += 1
    if !failed {
      becomeIdle(node, at: scheduler.now)
    } else if Int(nodes[node].startTaskTries) <= task.maxTaskRetryCount {
      beginStartTask(task, node, &scheduler)
    } else {
      enter(.startTaskFailed, node, at: scheduler.now)
    }
  }

  private mutating func becomeIdle(_ node: Int, at now: SimulationTime) {
    if nodes[node].idleAt == Node.never { nodes[node].idleAt = now }
    enter(.idle, node, at: now)
  }

  mutating func enter(_ state: NodeState, _ node: Int, at now: SimulationTime) {
    census.move(from: nodes[node].state, to: state, pool: Int(nodes[node].pool), at: now)
    nodes[node].state = state
  }
}
