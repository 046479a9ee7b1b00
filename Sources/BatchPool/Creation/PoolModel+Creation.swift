// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Creation: from the nodes that a resize wants to VMs that have been obtained.
///
///     requestNodes -> due (paced by the unit) -> token of the subscription -> requestVM -> disk making -> obtain
extension PoolModel {
  @inline(__always)
  mutating func handle(_ event: CreationEvent, _ scheduler: inout Scheduler<PoolEvent>) {
    switch event {
    case .due(let unit): takeDueRequests(unit, &scheduler)
    case .granted(let subscription): grantTokens(subscription, &scheduler)
    }
  }

  /// Gives the new nodes of a pool's current resize to its units, which ask for their VMs from now on.
  mutating func requestNodes(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(images[pools[pool].image].isReplicated, "at \(scheduler.now): nodes are made before their image is there")
    ledger[pools[pool].record].nodesRequestedAt = scheduler.now
    let lowPriority = pools[pool].uncreatedLowPriorityCount
    fillUnits(pool, nodes: pools[pool].uncreatedCount - lowPriority, lowPriority: false, &scheduler)
    fillUnits(pool, nodes: lowPriority, lowPriority: true, &scheduler)
  }

  /// Gives so many new nodes of a kind to the first units that have vacancies, and to new ones; each begins with a full
  /// bucket.
  ///
  /// - Complexity: O(units of the pool).
  private mutating func fillUnits(
    _ pool: PoolID, nodes count: Int, lowPriority: Bool, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    var rest = count
    var last: UnitID?
    var unit = lowPriority ? pools[pool].firstLowPriorityUnit : pools[pool].firstUnit
    while rest > 0 {
      let present = unit ?? appendUnit(to: pool, behind: last, lowPriority: lowPriority)
      let vacancies = creation.unitSize - creation[present].nodeCount
      assert(vacancies >= 0 && creation[present].newCount == 0, "at \(scheduler.now): unit \(present) is filled twice")
      if vacancies > 0 {
        creation[present].newCount = min(rest, vacancies)
        rest -= creation[present].newCount
        creation[present].bucket = creation.fullBucket
        scheduleDue(present, &scheduler)
      }
      last = present
      unit = creation[present].next
    }
  }

  private mutating func appendUnit(to pool: PoolID, behind last: UnitID?, lowPriority: Bool) -> UnitID {
    let unit = creation.append(
      DeploymentUnit(pool: pool, isLowPriority: lowPriority, bucket: creation.fullBucket))
    if let last {
      creation[last].next = unit
    } else if lowPriority {
      pools[pool].firstLowPriorityUnit = unit
    } else {
      pools[pool].firstUnit = unit
    }
    return unit
  }

  /// Schedules when the next request of a unit is due, or again if that has changed.
  private mutating func scheduleDue(_ unit: UnitID, _ scheduler: inout Scheduler<PoolEvent>) {
    let time =
      creation[unit].isEmpty
      ? SimulationTime.distantFuture : creation[unit].bucket.nextAvailability(at: scheduler.now)
    guard time != creation[unit].dueAt else { return }
    if let event = creation[unit].dueEvent { scheduler.cancel(event) }
    creation[unit].dueAt = time
    creation[unit].dueEvent =
      time == .distantFuture ? nil : scheduler.schedule(.creation(.due(unit)), at: time)
  }

  /// Sends off the requests of a unit that are due.
  private mutating func takeDueRequests(_ unit: UnitID, _ scheduler: inout Scheduler<PoolEvent>) {
    creation[unit].dueEvent = nil
    creation[unit].dueAt = .distantFuture
    let pool = creation[unit].pool
    let subscription = pools[pool].subscription
    while let turn = creation[unit].first {
      var node: NodeID?
      if case .again(let id) = turn {
        guard wantsVM(id) else {
          creation[unit].removeFirst()
          continue
        }
        node = id
      }
      guard creation[unit].bucket.take(at: scheduler.now) else { break }
      creation[unit].removeFirst()
      // Whoever waits for the subscription moves no later request of the unit.
      if creation[subscription].requests.isEmpty, creation[subscription].bucket.take(at: scheduler.now) {
        requestVM(unit, again: node, dueAt: scheduler.now, &scheduler)
      } else {
        creation[subscription].requests.append(
          TokenLine.Request(unit: unit, resize: pools[pool].resizeCount, node: node, dueAt: scheduler.now))
        scheduleGrant(subscription, &scheduler)
      }
    }
    scheduleDue(unit, &scheduler)
  }

  /// Whether a node that is to get another VM still wants one.
  private mutating func wantsVM(_ node: NodeID) -> Bool {
    guard nodes[node].flow == nil, nodes[node].pendingEvent == nil else { return false }
    switch nodes[node].state {
    case .requested: return true
    case .preempted: return !images[pools[nodes[node].pool].image].isDeleted
    default: return false
    }
  }

  private mutating func scheduleGrant(_ subscription: SubscriptionID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard creation[subscription].grantEvent == nil, !creation[subscription].requests.isEmpty else { return }
    creation[subscription].grantEvent = scheduler.schedule(
      .creation(.granted(subscription)), at: creation[subscription].bucket.nextAvailability(at: scheduler.now))
  }

  /// Whether the resize of a request still makes nodes.
  private mutating func isCurrent(_ request: TokenLine.Request) -> Bool {
    if let node = request.node { return wantsVM(node) }
    let pool = creation[request.unit].pool
    return pools[pool].resizeCount == request.resize && pools[pool].allocationState == .resizing
      && pools[pool].uncreatedCount > 0
  }

  /// Gives the subscription's tokens to the requests that have waited longest.
  private mutating func grantTokens(_ subscription: SubscriptionID, _ scheduler: inout Scheduler<PoolEvent>) {
    assert(creation[subscription].grantEvent != nil, "at \(scheduler.now): nobody asked for a token")
    creation[subscription].grantEvent = nil
    while let request = creation[subscription].requests.first {
      guard isCurrent(request) else {
        creation[subscription].requests.removeFirst()
        continue
      }
      guard creation[subscription].bucket.take(at: scheduler.now) else { break }
      creation[subscription].requests.removeFirst()
      requestVM(request.unit, again: request.node, dueAt: request.dueAt, &scheduler)
    }
    scheduleGrant(subscription, &scheduler)
  }

  /// A VM is requested, for a new node or again for one: its disk is made first.
  private mutating func requestVM(
    _ unit: UnitID, again node: NodeID?, dueAt: SimulationTime, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    if let node {
      makeDisk(node, &scheduler)
      return
    }
    let pool = creation[unit].pool
    let isLowPriority = creation[unit].isLowPriority
    assert(pools[pool].uncreatedCount > 0, "at \(scheduler.now): pool \(pool) makes a node that it does not want")
    let node = nodes.append(
      Node(
        pool: pool, unit: unit, ordinal: pools[pool].nextOrdinal, resize: pools[pool].resizeCount,
        wantedAt: pools[pool].targetTakenAt, dueAt: dueAt, requestedAt: scheduler.now, isLowPriority: isLowPriority))
    pools[pool].nextOrdinal += 1
    pools[pool].uncreatedCount -= 1
    if isLowPriority { pools[pool].uncreatedLowPriorityCount -= 1 }
    pools[pool].unfinishedCount += 1
    pools[pool].members.append(node)
    makeDisk(node, &scheduler)
  }

  /// The disk of a VM has been made: the VM is obtained, unless this attempt at it has failed. One that is there boots.
  mutating func endDiskMaking(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    if nodes[node].state == .reimaging {
      endReimaging(node, &scheduler)
      return
    }
    assert(
      nodes[node].state == .requested || nodes[node].state == .preempted,
      "at \(scheduler.now): a disk is made of a node that is \(nodes[node].state.name)")
    let failureProbability = configuration.parameters.createFailureProbability
    if failureProbability > 0,
      draws.random.bernoulli(
        probability: failureProbability, purpose: .createFailure, entity: entity(of: node),
        attempt: nodes[node].attempt)
    {
      failAttempt(node, &scheduler)
    } else {
      obtain(node, &scheduler)
    }
  }

  /// An attempt at a VM has failed: another one, or the node is given up. A preempted node is never given up.
  private mutating func failAttempt(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    let pool = nodes[node].pool
    nodes[node].failedAttempts &+= 1
    if nodes[node].pastStarts == 0 { nodes[node].failuresOfFirstVM = nodes[node].failedAttempts }
    if nodes[node].state == .preempted
      || Int(nodes[node].failedAttempts) < configuration.parameters.createAttempts
        && !images[pools[pool].image].isDeleted
    {
      nodes[node].diskStartedAt = Node.never
      requestAgain(node, &scheduler)
    } else {
      pools[pool].fail(.allocationFailed)
      drop(node, at: scheduler.now)
      endResizeIfNothingIsAwaited(pool, &scheduler)
    }
  }

  /// Asks for another VM of a node, behind what its unit asks for already.
  mutating func requestAgain(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    let unit = nodes[node].unit
    creation[unit].append(node)
    scheduleDue(unit, &scheduler)
  }

  /// The VM of a node is there: from now on the node exists for the user.
  private mutating func obtain(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    let pool = nodes[node].pool
    let isReplacement = nodes[node].state == .preempted
    nodes.enter(.creating, node, at: scheduler.now)
    beginBootRead(node, &scheduler)
    if nodes.hasDisruptions { scheduleDisruption(of: node, &scheduler) }
    guard !isReplacement else { return }
    assert(nodes[node].creatingAt == Node.never, "at \(scheduler.now): node \(node) is obtained twice")
    assert(pools[pool].unfinishedCount > 0, "at \(scheduler.now): pool \(pool) gets a node that it does not make")
    nodes[node].creatingAt = scheduler.now
    creation[nodes[node].unit].nodeCount += 1
    pools[pool].unfinishedCount -= 1
    pools[pool].currentCount += 1
    if nodes[node].isLowPriority { pools[pool].currentLowPriorityCount += 1 }
    endResizeIfNothingIsAwaited(pool, &scheduler)
  }

  /// Gives up a node whose VM has not been obtained.
  mutating func drop(_ node: NodeID, at now: SimulationTime) {
    let pool = nodes[node].pool
    assert(nodes[node].pendingEvent == nil && nodes[node].flow == nil, "at \(now): a dropped node goes on")
    nodes.enter(.dropped, node, at: now)
    assert(pools[pool].unfinishedCount > 0, "at \(now): pool \(pool) drops a node that it does not make")
    pools[pool].unfinishedCount -= 1
    giveBackCores(pool, nodes: 1, lowPriority: nodes[node].isLowPriority)
  }

  /// Takes back what a pool's resize asks for, due or not: preempted nodes alone still want a VM when it ends.
  ///
  /// A request that is void would do nothing when it is due, but keep the run going until then.
  ///
  /// - Complexity: O(units of the pool + requests that wait for the subscription).
  mutating func takeBackRequests(of pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    for first in [pools[pool].firstUnit, pools[pool].firstLowPriorityUnit] {
      var unit = first
      while let present = unit {
        unit = creation[present].next
        guard !creation[present].isEmpty else { continue }
        for node in creation[present].removeAll() where nodes[node].state == .preempted {
          creation[present].append(node)
        }
        scheduleDue(present, &scheduler)
      }
    }
    let subscription = pools[pool].subscription
    guard !creation[subscription].requests.isEmpty else { return }
    for request in creation[subscription].requests.removeAll() {
      let isReplacement = request.node.map { nodes[$0].state == .preempted } ?? false
      guard isReplacement || creation[request.unit].pool != pool else { continue }
      creation[subscription].requests.append(request)
    }
    guard creation[subscription].requests.isEmpty, let event = creation[subscription].grantEvent else { return }
    scheduler.cancel(event)
    creation[subscription].grantEvent = nil
  }
}
