// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Creation: VM create requests, paced for a subscription, and attempts that fail.
extension PoolModel {
  /// Asks for VMs on behalf of a pool's current resize.
  mutating func requestCreation(
    _ pool: Int, count: Int, retrying node: UInt32? = nil, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    let subscription = configuration.pools[pool].subscription
    createQueues[subscription].append(
      CreateQueue.Request(pool: UInt32(pool), resize: pools[pool].resizeCount, node: node, count: count))
    scheduleGrant(subscription, &scheduler)
  }

  private mutating func scheduleGrant(_ subscription: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    guard !createQueues[subscription].isGrantScheduled else { return }
    while let request = createQueues[subscription].first, !isCurrent(request) {
      createQueues[subscription].removeFirst()
    }
    guard !createQueues[subscription].isEmpty else { return }
    createQueues[subscription].isGrantScheduled = true
    scheduler.schedule(
      .createGranted(subscription: UInt32(subscription)),
      at: createQueues[subscription].bucket.nextAvailability(at: scheduler.now))
  }

  /// Whether a request's resize still goes on and still creates nodes.
  ///
  /// Mutating, though it changes nothing: the model as a borrowed value would be copied for the call.
  @inline(__always)
  private mutating func isCurrent(_ request: CreateQueue.Request) -> Bool {
    let pool = Int(request.pool)
    if let node = request.node, nodes[Int(node)].state == .preempted {
      // The replacement of a preempted VM belongs to no resize; one that is under way needs no second request.
      return nodes[Int(node)].flow == nil && nodes[Int(node)].pendingEvent == nil
        && !images[configuration.pools[pool].image].isDeleted
    }
    guard pools[pool].resizeCount == request.resize, pools[pool].allocationState != .steady else { return false }
    guard let node = request.node else { return pools[pool].uncreatedCount > 0 }
    return nodes[Int(node)].state == .creating
  }

  /// Lets one VM create request through: a new node enters `creating`, or a failed one is tried again.
  mutating func grantCreate(_ subscription: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    createQueues[subscription].isGrantScheduled = false
    while let request = createQueues[subscription].first, !isCurrent(request) {
      createQueues[subscription].removeFirst()
    }
    guard let request = createQueues[subscription].first else { return }
    guard createQueues[subscription].bucket.take(at: scheduler.now) else {
      preconditionFailure("at \(scheduler.now): a create request was let through without a token")
    }
    createQueues[subscription].takeOne()
    if let node = request.node {
      beginRead(Int(node), &scheduler)
    } else {
      createNode(Int(request.pool), &scheduler)
    }
    scheduleGrant(subscription, &scheduler)
  }

  private mutating func createNode(_ pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    let node = nodes.count
    let isLowPriority = pools[pool].uncreatedCount == pools[pool].uncreatedLowPriorityCount
    nodes.append(
      Node(
        pool: UInt32(pool), ordinal: pools[pool].nextOrdinal, resize: pools[pool].resizeCount,
        creatingAt: scheduler.now, isLowPriority: isLowPriority))
    pools[pool].nextOrdinal += 1
    pools[pool].uncreatedCount -= 1
    if isLowPriority { pools[pool].uncreatedLowPriorityCount -= 1 }
    pools[pool].unfinishedCount += 1
    pools[pool].members.append(UInt32(node))
    if !nodesOfPool.isEmpty { nodesOfPool[pool].append(UInt32(node)) }
    census.enter(.creating, pool: pool, at: scheduler.now)
    beginRead(node, &scheduler)
  }

  /// The operating system is up: the VM is provisioned, unless this attempt at it has failed.
  mutating func endBoot(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    nodes[node].pendingEvent = nil
    let pool = Int(nodes[node].pool)
    let failureProbability = configuration.parameters.createFailureProbability
    if failureProbability > 0,
      random.bernoulli(
        probability: failureProbability, purpose: .createFailure, entity: nodes[node].entity,
        attempt: nodes[node].attempt)
    {
      nodes[node].failedAttempts += 1
      guard nodes[node].state == .creating else {
        scheduleReplacement(of: node, &scheduler)
        return
      }
      let image = configuration.pools[pool].image
      if Int(nodes[node].failedAttempts) < configuration.parameters.createAttempts, !images[image].isDeleted {
        nodes[node].readStartedAt = Node.never
        nodes[node].readEndedAt = Node.never
        requestCreation(pool, count: 1, retrying: UInt32(node), &scheduler)
      } else {
        pools[pool].fail(.allocationFailed)
        drop(node, at: scheduler.now)
        endResizeIfNothingIsAwaited(pool, &scheduler)
      }
      return
    }
    provision(node, &scheduler)
  }

  /// Gives up a node that is not provisioned.
  mutating func drop(_ node: Int, at now: SimulationTime) {
    let pool = Int(nodes[node].pool)
    census.move(from: nodes[node].state, to: .dropped, pool: pool, at: now)
    nodes[node].state = .dropped
    pools[pool].unfinishedCount -= 1
    giveBackCores(pool, nodes: 1, lowPriority: nodes[node].isLowPriority)
    pools[pool].goneNodeSeconds += (now - nodes[node].creatingAt).seconds
  }
}
