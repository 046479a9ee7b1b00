// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// A node whose agent has joined: start task, idle.
extension PoolModel {
  @inline(__always)
  mutating func handle(_ event: NodeEvent, _ scheduler: inout Scheduler<PoolEvent>) {
    switch event {
    case .agentStarted(let node): endAgentStart(node, &scheduler)
    case .startTaskEnded(let node): endStartTask(node, &scheduler)
    case .preempted(let node): preempt(node, &scheduler)
    case .failed(let node): fail(node, &scheduler)
    case .removed(let node): endLeaving(node, &scheduler)
    }
  }

  mutating func endAgentStart(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(
      [.creating, .starting, .rebooting].contains(nodes[node].state),
      "at \(scheduler.now): an agent starts on a node that is \(nodes[node].state.name)")
    nodes[node].pendingEvent = nil
    guard !nodes.hasDisruptions || !isUnusableFromTheStart(node) else {
      becomeUnusable(node, &scheduler)
      return
    }
    guard let task = configuration[nodes[node].pool].startTask, task.waitForSuccess else {
      becomeIdle(node, &scheduler)
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
      becomeIdle(node, &scheduler)
    } else if Int(nodes[node].startTaskTries) <= task.maxTaskRetryCount {
      beginStartTask(task, node, &scheduler)
    } else {
      nodes.enter(.startTaskFailed, node, at: scheduler.now)
    }
  }

  private mutating func becomeIdle(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    if nodes[node].idleAt == Node.never { nodes[node].idleAt = scheduler.now }
    nodes.enter(.idle, node, at: scheduler.now)
    offer(node, &scheduler)
  }
}
