// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Tasks get slots of nodes, run, and are over.
extension PoolModel {
  /// Gives the slots of a pool's nodes to the tasks that wait, until none fits.
  ///
  /// - Complexity: O(log n) a task for n that wait again, and O(lines of the queue).
  mutating func dispatch(_ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard !work.desks[pool].queue.isEmpty else { return }
    let inOrder = configuration[pool].startsTasksInOrder
    while let (line, need) = work.desks[pool].nextTask(inOrder: inOrder) {
      let turn = work.desks[pool].queue.removeFirst(ofLine: line)
      begin(turn, need, pool, &scheduler)
    }
  }

  /// A task gets its slots: it runs after the dispatch delay, and after the preparation of its job where that is due.
  private mutating func begin(
    _ turn: TaskQueue.Turn, _ need: TaskQueue.Need, _ pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    let stream = work.jobs[turn.job].stream
    let entity = work.jobs[turn.job].key &+ UInt64(turn.task)
    var history = turn.history
    history.attempts = history.attempts == .max ? .max : history.attempts + 1
    let delay = draws.duration(work.dispatchDelay, entity: entity, attempt: UInt32(history.attempts))
    let startedAt = scheduler.now + delay
    let duration = duration(of: turn.task, stream, entity: entity)
    let (first, readyAt) = takePlaces(turn.job, need, pool, startedAt: startedAt, at: scheduler.now)
    let attempt = work.attempts.insert(
      Attempt(
        job: turn.job, task: turn.task, order: turn.order, startedAt: startedAt, endsAt: readyAt + duration,
        node: work.places[first].node, firstPlace: first, slots: need.slots, nodes: need.nodes, history: history))
    var place = first
    while place != Place.none {
      work.places[place].attempt = attempt
      place = work.places[place].nextOfAttempt
    }
    work.desks[pool].runningCount += Int(need.nodes)
    work.desks[pool].usedSlots += Int(need.nodes) * Int(need.slots)
    work.attempts[attempt].event = scheduler.schedule(.work(.attemptEnded(attempt)), at: readyAt + duration)
    if history.attempts == 1 {
      let readyAt = readyTime(of: turn.job, turn.task, stream)
      work.desks[pool].waits.append((startedAt - readyAt).seconds)
    }
    work.jobs[turn.job].startedAt = min(work.jobs[turn.job].startedAt, startedAt)
  }

  /// How long a task runs, in every attempt at it.
  @inline(__always)
  private mutating func duration(of task: UInt32, _ stream: StreamID, entity: UInt64) -> SimulationDuration {
    if work.plans[stream].isRecorded, case .trace(let trace) = configuration[stream].source {
      return trace.entries[Int(task)].duration
    }
    return draws.duration(work.plans[stream].taskDuration, entity: entity, attempt: 0)
  }

  /// When a task could have run, if there had been slots.
  @inline(__always)
  private mutating func readyTime(of job: JobID, _ task: UInt32, _ stream: StreamID) -> SimulationTime {
    let readyAt = work.jobs[job].readyAt
    guard work.plans[stream].isRecorded, case .trace(let trace) = configuration[stream].source else { return readyAt }
    return max(readyAt, trace.entries[Int(task)].submittedAt)
  }

  /// Takes slots on as many nodes as a task needs.
  ///
  /// - Returns: The first of its places, and when all its nodes are ready for its job.
  private mutating func takePlaces(
    _ job: JobID, _ need: TaskQueue.Need, _ pool: PoolID, startedAt: SimulationTime, at now: SimulationTime
  ) -> (first: PlaceID, readyAt: SimulationTime) {
    var (first, readyAt) = (Place.none, startedAt)
    // The nodes of one task differ: each leaves the lists until all are found.
    for _ in 0..<need.nodes {
      guard let node = work.desks[pool].freeNodes.node(for: Int(need.slots), configuration[pool].nodeFillType) else {
        preconditionFailure("at \(now): a task got fewer nodes than there were")
      }
      work.desks[pool].freeNodes.remove(node, &work.entries)
      let place = work.places.insert(Place(node: node, nextOfAttempt: first))
      first = place
      work.appendPlace(place, on: node)
      readyAt = max(readyAt, preparationEnd(of: job, on: node, startedAt: startedAt))
      if nodes[node].state == .idle { nodes.enter(.running, node, at: now) }
    }
    var place = first
    while place != Place.none {
      let node = work.places[place].node
      work.entries[node].freeSlots -= need.slots
      work.desks[pool].freeNodes.insert(node, &work.entries)
      place = work.places[place].nextOfAttempt
    }
    return (first, readyAt)
  }

  /// When a node is ready for the tasks of a job: the first of them after a start brings the preparation with it.
  private mutating func preparationEnd(of job: JobID, on node: NodeID, startedAt: SimulationTime) -> SimulationTime {
    guard let preparation = work.plans[work.jobs[job].stream].preparation else { return startedAt }
    let key = Work.Preparation(node: node, start: nodes[node].pastStarts, job: job)
    if let readyAt = work.prepared[key] { return max(readyAt, startedAt) }
    let duration = draws.duration(
      preparation, entity: entity(of: node) ^ work.jobs[job].key, attempt: UInt32(nodes[node].pastStarts))
    work.prepared[key] = startedAt + duration
    return startedAt + duration
  }

  /// An attempt has run to its end: the task is over, or is tried again.
  mutating func endAttempt(_ id: AttemptID, _ scheduler: inout Scheduler<PoolEvent>) {
    let attempt = work.attempts[id]
    assert(attempt.endsAt == scheduler.now, "at \(scheduler.now): a task ends that was to end at \(attempt.endsAt)")
    let stream = work.jobs[attempt.job].stream
    let pool = work.plans[stream].pool
    let failureProbability = work.plans[stream].failureProbability
    let isFailed =
      failureProbability > 0
      && draws.random.bernoulli(
        probability: failureProbability, purpose: .taskFailure,
        entity: work.jobs[attempt.job].key &+ UInt64(attempt.task), attempt: UInt32(attempt.history.attempts))
    var history = attempt.history
    if isFailed { history.failures = history.failures == .max ? .max : history.failures + 1 }
    let maxTaskRetryCount = work.plans[stream].maxTaskRetryCount
    let isTriedAgain = isFailed && (maxTaskRetryCount < 0 || Int(history.failures) <= maxTaskRetryCount)
    spend(attempt, isUseful: !isFailed, until: scheduler.now, &history)
    giveBackPlaces(of: attempt, pool, at: scheduler.now)
    work.attempts.remove(id)
    if isTriedAgain {
      waitAgain(attempt, history, pool)
    } else {
      endTask(attempt, history, isFailed ? .failed : .completed, pool, &scheduler)
    }
    dispatch(pool, &scheduler)
  }

  /// Puts a task back into the queue.
  private mutating func waitAgain(_ attempt: Attempt, _ history: TaskHistory, _ pool: PoolID) {
    work.desks[pool].queue.append(
      TaskQueue.Again(job: attempt.job, task: attempt.task, order: attempt.order, history: history),
      need: need(of: attempt.task, work.jobs[attempt.job].stream))
  }

  /// A task is over.
  private mutating func endTask(
    _ attempt: Attempt, _ history: TaskHistory, _ outcome: TaskRecord.Outcome, _ pool: PoolID,
    _ scheduler: inout Scheduler<PoolEvent>
  ) {
    if outcome == .completed {
      work.desks[pool].completed += 1
    } else {
      work.desks[pool].failed += 1
      work.jobs[attempt.job].failedCount += 1
    }
    work.desks[pool].latestEnd = scheduler.now
    if recording.contains(.tasks) {
      work.records.append(record(attempt, history, outcome, endedAt: scheduler.now))
    }
    work.jobs[attempt.job].openCount -= 1
    if work.jobs[attempt.job].openCount == 0 { endJob(attempt.job, &scheduler) }
  }

  /// Accounts for the time of an attempt: what completed is useful, all else is lost.
  mutating func spend(
    _ attempt: Attempt, isUseful: Bool, until now: SimulationTime, _ history: inout TaskHistory
  ) {
    let time = max(0, (now - attempt.startedAt).nanoseconds)
    if !isUseful { history.lost += time }
    let slotTime = Int128(time) * Int128(attempt.slots)
    var place = attempt.firstPlace
    while place != Place.none {
      let node = work.places[place].node
      let pool = nodes[node].pool
      switch (isUseful, nodes[node].isLowPriority) {
      case (true, false): work.desks[pool].useful.dedicated += slotTime
      case (true, true): work.desks[pool].useful.lowPriority += slotTime
      case (false, false): work.desks[pool].lost.dedicated += slotTime
      case (false, true): work.desks[pool].lost.lowPriority += slotTime
      }
      place = work.places[place].nextOfAttempt
    }
  }

  /// Gives the slots of an attempt back to its nodes.
  private mutating func giveBackPlaces(of attempt: Attempt, _ pool: PoolID, at now: SimulationTime) {
    work.desks[pool].runningCount -= Int(attempt.nodes)
    work.desks[pool].usedSlots -= Int(attempt.nodes) * Int(attempt.slots)
    var place = attempt.firstPlace
    while place != Place.none {
      let node = work.places[place].node
      let next = work.places[place].nextOfAttempt
      work.removePlace(place, from: node)
      work.places.remove(place)
      if work.entries[node].isOffered { work.desks[pool].freeNodes.remove(node, &work.entries) }
      work.entries[node].freeSlots += attempt.slots
      if work.entries[node].isOffered { work.desks[pool].freeNodes.insert(node, &work.entries) }
      if work.entries[node].firstPlace == Place.none, nodes[node].state == .running {
        nodes.enter(.idle, node, at: now)
      }
      place = next
    }
  }

  /// A node begins to take tasks.
  mutating func offer(_ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    let pool = nodes[node].pool
    guard work.isSimulated(for: pool) else { return }
    assert(nodes[node].state.canWork, "at \(scheduler.now): a node takes tasks that is \(nodes[node].state.name)")
    work.makeEntry(of: node, slots: configuration[pool].taskSlotsPerNode)
    guard !work.entries[node].isLeaving, !work.entries[node].isOffered else { return }
    work.entries[node].isOffered = true
    work.desks[pool].freeNodes.insert(node, &work.entries)
    dispatch(pool, &scheduler)
  }

  /// A node takes no more tasks; those that run go on.
  mutating func withdraw(_ node: NodeID) {
    guard work.isSimulated, work.entries.count > node.index, work.entries[node].isOffered else { return }
    work.desks[nodes[node].pool].freeNodes.remove(node, &work.entries)
    work.entries[node].isOffered = false
  }

  /// A node is to leave: it takes no more tasks; or it stays after all, and does.
  mutating func setLeaving(_ isLeaving: Bool, _ node: NodeID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard work.isSimulated(for: nodes[node].pool) else { return }
    work.makeEntry(of: node, slots: configuration[nodes[node].pool].taskSlotsPerNode)
    work.entries[node].isLeaving = isLeaving
    if isLeaving {
      withdraw(node)
    } else if nodes[node].state.canWork {
      offer(node, &scheduler)
    }
  }

  /// When the last task of a node ends; nil when it runs none.
  mutating func latestTaskEnd(on node: NodeID, keepingData: Bool) -> SimulationTime? {
    guard work.entries.count > node.index else { return nil }
    var latest: SimulationTime?
    var place = work.entries[node].firstPlace
    while place != Place.none {
      let attempt = work.places[place].attempt
      var end = work.attempts[attempt].endsAt
      if keepingData { end = end + configuration[work.jobs[work.attempts[attempt].job].stream].tasks.retentionTime }
      latest = max(latest ?? end, end)
      place = work.places[place].nextOnNode
    }
    return latest
  }

  /// The tasks of a node are lost: they wait again on other nodes, or are over where it `terminates`.
  ///
  /// The caller sees to it that the slots which other nodes get back are given to others: ``dispatch(_:_:)``.
  mutating func loseTasks(of node: NodeID, terminates: Bool = false, _ scheduler: inout Scheduler<PoolEvent>) {
    guard work.isSimulated, work.entries.count > node.index else { return }
    withdraw(node)
    let pool = nodes[node].pool
    while work.entries[node].firstPlace != Place.none {
      let id = work.places[work.entries[node].firstPlace].attempt
      let attempt = work.attempts[id]
      if let event = attempt.event { scheduler.cancel(event) }
      var history = attempt.history
      spend(attempt, isUseful: false, until: scheduler.now, &history)
      giveBackPlaces(of: attempt, pool, at: scheduler.now)
      work.attempts.remove(id)
      if terminates {
        endTask(attempt, history, .failed, pool, &scheduler)
      } else {
        work.desks[pool].requeued += 1
        work.jobs[attempt.job].requeueCount += 1
        waitAgain(attempt, history, pool)
      }
    }
  }
}

extension Work.Desk {
  /// The line of the task that goes next, and what it needs; nil when none can.
  @inline(__always)
  fileprivate func nextTask(inOrder: Bool) -> (line: Int, need: TaskQueue.Need)? {
    queue.next(inOrder: inOrder) { freeNodes.hasRoom(slots: Int($0.slots), nodes: Int($0.nodes)) }
  }
}
