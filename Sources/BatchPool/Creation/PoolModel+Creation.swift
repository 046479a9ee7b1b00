// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Creation: VM create requests, paced for a subscription, and attempts that fail.
extension PoolModel {
  @inline(__always)
  mutating func handle(_ event: CreationEvent, _ scheduler: inout Scheduler<PoolEvent>) {
    switch event {
    case .granted(let subscription): grantCreate(subscription, &scheduler)
    }
  }

  /// Asks for VMs on behalf of a pool's current resize.
  mutating func requestCreation(
    _ pool: PoolID, count: Int, retrying node: NodeID? = nil, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    let subscription = pools[pool].subscription
    creation[subscription].append(
      CreateQueue.Request(pool: pool, resize: pools[pool].resizeCount, node: node, count: count))
    scheduleGrant(subscription, &scheduler)
  }

  private mutating func scheduleGrant(_ subscription: SubscriptionID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard !creation[subscription].isGrantScheduled else { return }
    while let request = creation[subscription].first, !isCurrent(request) {
      creation[subscription].removeFirst()
    }
    guard !creation[subscription].isEmpty else { return }
    creation[subscription].isGrantScheduled = true
    scheduler.schedule(
      .creation(.granted(subscription)),
      at: creation[subscription].bucket.nextAvailability(at: scheduler.now))
  }

  /// Whether a request's resize still goes on and still creates nodes.
  @inline(__always)
  private mutating func isCurrent(_ request: CreateQueue.Request) -> Bool {
    let pool = request.pool
    if let node = request.node, nodes[node].state == .preempted {
      // The replacement of a preempted VM belongs to no resize; one that is under way needs no second request.
      return nodes[node].flow == nil && nodes[node].pendingEvent == nil
        && !images[pools[pool].image].isDeleted
    }
    guard pools[pool].resizeCount == request.resize, pools[pool].allocationState != .steady else { return false }
    guard let node = request.node else { return pools[pool].uncreatedCount > 0 }
    return nodes[node].state == .creating
  }

  /// Lets one VM create request through: a new node enters `creating`, or a failed one is tried again.
  mutating func grantCreate(_ subscription: SubscriptionID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(creation[subscription].isGrantScheduled, "at \(scheduler.now): nobody asked for the create request")
    creation[subscription].isGrantScheduled = false
    while let request = creation[subscription].first, !isCurrent(request) {
      creation[subscription].removeFirst()
    }
    guard let request = creation[subscription].first else { return }
    guard creation[subscription].bucket.take(at: scheduler.now) else {
      preconditionFailure("at \(scheduler.now): a create request was let through without a token")
    }
    creation[subscription].takeOne()
    if let node = request.node {
      beginRead(node, &scheduler)
    } else {
      createNode(request.pool, &scheduler)
    }
    scheduleGrant(subscription, &scheduler)
  }

  private mutating func createNode(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(pools[pool].uncreatedCount > 0, "at \(scheduler.now): pool \(pool) makes a node that it does not want")
    assert(images[pools[pool].image].isReplicated, "at \(scheduler.now): a node is made before its image is there")
    let isLowPriority = pools[pool].uncreatedCount == pools[pool].uncreatedLowPriorityCount
    let node = nodes.append(
      Node(
        pool: pool, ordinal: pools[pool].nextOrdinal, resize: pools[pool].resizeCount,
        creatingAt: scheduler.now, isLowPriority: isLowPriority), at: scheduler.now)
    pools[pool].nextOrdinal += 1
    pools[pool].uncreatedCount -= 1
    if isLowPriority { pools[pool].uncreatedLowPriorityCount -= 1 }
    pools[pool].unfinishedCount += 1
    pools[pool].members.append(node)
    beginRead(node, &scheduler)
  }

  /// The operating system is up: the VM is provisioned, unless this attempt at it has failed.
  mutating func endBoot(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(
      nodes[node].state == .creating || nodes[node].state == .preempted,
      "at \(scheduler.now): a node boots that is \(nodes[node].state.name)")
    nodes[node].pendingEvent = nil
    let pool = nodes[node].pool
    let failureProbability = configuration.parameters.createFailureProbability
    if failureProbability > 0,
      draws.random.bernoulli(
        probability: failureProbability, purpose: .createFailure, entity: entity(of: node),
        attempt: nodes[node].attempt)
    {
      nodes[node].failedAttempts += 1
      guard nodes[node].state == .creating else {
        scheduleReplacement(of: node, &scheduler)
        return
      }
      let image = pools[pool].image
      if Int(nodes[node].failedAttempts) < configuration.parameters.createAttempts, !images[image].isDeleted {
        nodes[node].readStartedAt = Node.never
        nodes[node].readEndedAt = Node.never
        requestCreation(pool, count: 1, retrying: node, &scheduler)
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
  mutating func drop(_ node: NodeID, at now: SimulationTime) {
    let pool = nodes[node].pool
    assert(nodes[node].pendingEvent == nil && nodes[node].flow == nil, "at \(now): a dropped node goes on")
    nodes.enter(.dropped, node, at: now)
    assert(pools[pool].unfinishedCount > 0, "at \(now): pool \(pool) drops a node that it does not make")
    pools[pool].unfinishedCount -= 1
    giveBackCores(pool, nodes: 1, lowPriority: nodes[node].isLowPriority)
    ledger.bill(pool, from: nodes[node].creatingAt, until: now)
  }
}
