// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

extension PoolModel {
  /// Stops the program unless slots, tasks and jobs are conserved.
  ///
  /// - Complexity: O(nodes + tasks that run + jobs + lines).
  mutating func checkWork(at now: SimulationTime) {
    guard work.isSimulated else { return }
    var openTasks = [Int](repeating: 0, count: pools.count)
    forEachRunning { model, id in
      let attempt = model.work.attempts[id]
      precondition(attempt.endsAt >= now, "at \(now): an attempt was to end at \(attempt.endsAt)")
      openTasks[model.work.plans[model.work.jobs[attempt.job].stream].pool.index] += 1
    }
    for node in work.entries.ids where work.isSimulated(for: nodes[node].pool) { checkPlaces(on: node, at: now) }
    for pool in pools.ids {
      work.desks[pool].freeNodes.checkInvariants(of: pool, &work.entries)
      work.desks[pool].queue.checkInvariants(of: pool)
      openTasks[pool.index] += work.desks[pool].queue.count
    }
    for stream in work.streams.ids {
      for job in work.streams[stream].blocked {
        precondition(work.jobs[job].awaitedCount > 0, "at \(now): job \(job) waits for nobody")
        openTasks[work.plans[stream].pool.index] += Int(work.jobs[job].openCount)
      }
    }
    for pool in pools.ids {
      let desk = work.desks[pool]
      precondition(
        desk.submitted == desk.completed + desk.failed + openTasks[pool.index],
        "at \(now): pool \(pool) has lost or made a task")
      precondition(
        work.desks[pool].queue.next(inOrder: configuration[pool].startsTasksInOrder) { need in
          desk.freeNodes.hasRoom(slots: Int(need.slots), nodes: Int(need.nodes))
        } == nil, "at \(now): a task of pool \(pool) waits though there is room")
    }
  }

  /// A node's free slots are those that its tasks leave, and its state says whether it has tasks.
  private mutating func checkPlaces(on node: NodeID, at now: SimulationTime) {
    var taken = 0
    var place = work.entries[node].firstPlace
    while place != Place.none {
      precondition(work.places[place].node == node, "at \(now): a place on node \(node) is another's")
      taken += Int(work.attempts[work.places[place].attempt].slots)
      place = work.places[place].nextOnNode
    }
    let state = nodes[node].state
    precondition(
      (taken > 0) == (state == .running), "at \(now): node \(node) is \(state.name) with \(taken) slots taken")
    precondition(!work.entries[node].isOffered || state.canWork, "at \(now): node \(node) takes tasks: \(state.name)")
    precondition(
      !state.canWork || Int(work.entries[node].freeSlots) + taken == configuration[nodes[node].pool].taskSlotsPerNode,
      "at \(now): node \(node) has lost or made a slot")
  }
}
