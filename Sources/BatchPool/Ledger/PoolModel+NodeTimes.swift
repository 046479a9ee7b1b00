// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// Where the time of the nodes went.
extension PoolModel {
  /// The parts of the time of the nodes of every pool and kind.
  ///
  /// What goes on at the end of the run counts as useful so far.
  ///
  /// - Complexity: O(pools + nodes + tasks that run).
  mutating func nodeTimes() -> [NodeTimeEntry] {
    let endTime = endTime
    forEachRunning { model, id in
      var history = TaskHistory()
      model.spend(model.work.attempts[id], isUseful: true, until: endTime, &history)
    }
    var entries: [NodeTimeEntry] = []
    for pool in pools.ids {
      for lowPriority in [false, true] {
        entries.append(
          NodeTimeEntry(
            pool: pool.index, isLowPriority: lowPriority, time: nodeTime(of: pool, lowPriority: lowPriority, endTime)))
      }
    }
    return entries
  }

  private mutating func nodeTime(of pool: PoolID, lowPriority: Bool, _ end: SimulationTime) -> NodeTimeLedger {
    let slots = configuration[pool].taskSlotsPerNode
    var time = NodeTimeLedger(slotsPerNode: slots)
    for state in NodeState.allCases {
      let slotTime = nodes.time(of: pool, in: state, lowPriority: lowPriority, until: end) * Int128(slots)
      switch state {
      case .creating, .starting, .waitingForStartTask, .rebooting, .reimaging: time.starting += slotTime
      case .idle, .running: time.idle += slotTime
      case .startTaskFailed, .unusable: time.unusable += slotTime
      case .leavingPool: time.leaving += slotTime
      case .preempted: time.preempted += slotTime
      case .requested, .dropped, .removed: break
      }
    }
    let desk = work.desks[pool]
    time.useful = lowPriority ? desk.useful.lowPriority : desk.useful.dedicated
    time.lost = lowPriority ? desk.lost.lowPriority : desk.lost.dedicated
    time.idle -= time.useful + time.lost
    assert(time.idle >= 0, "nodes of pool \(pool) worked for longer than they could")
    return time
  }
}

extension NodeTimeLedger {
  /// A part in node hours [h].
  package func hours(_ part: Int128) -> Double { Double(part) / (Double(slotsPerNode) * 3.6e12) }
}
