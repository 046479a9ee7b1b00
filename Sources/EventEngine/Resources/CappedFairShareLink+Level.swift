// SPDX-License-Identifier: GPL-3.0-or-later

/// The passage of time on a link whose flows have limits of their own.
extension CappedFairShareLink {
  mutating func restart(at now: SimulationTime) {
    origin = now
    time = 0
    clock = 0
    limitedRate = 0
    limitedByTime.removeAll()
    limitedByLimit.removeAll()
    sharedByMark.removeAll()
    sharedByLimit.removeAll()
  }

  private mutating func pass(to end: Double) {
    if sharedCount > 0 { clock += level * max(0, end - time) }
    time = max(time, end)
  }

  mutating func settle(through now: SimulationTime) {
    precondition(now >= lastNow, "a link was asked about \(now) after \(lastNow)")
    lastNow = now
    while nextCompletion <= now.nanoseconds {
      let limited = limitedByTime.first
      let shared = sharedByMark.first
      let sharedTime = shared.map { time + max(0, $0.mark - clock) / level } ?? .infinity
      if let limited, limited.mark <= sharedTime {
        pass(to: limited.mark)
        complete(limited.slot)
      } else if let shared {
        pass(to: sharedTime)
        clock = max(clock, shared.mark)
        complete(shared.slot)
      }
      assert(flowCount >= 0, "at \(now): a flow has completed that was not on the link")
      rebalance()
    }
  }

  mutating func advance(to now: SimulationTime) {
    settle(through: now)
    if flowCount > 0 { pass(to: (now - origin).seconds) }
  }

  private mutating func complete(_ slot: UInt32) {
    leave(slot)
    flows[Int(slot)].phase = .completed
    completed.append(FlowHandle(slot: slot, sequence: flows[Int(slot)].sequence))
  }
}

/// The level, and on which side of it each flow is.
extension CappedFairShareLink {
  /// A limit that is above the level by rounding alone does not make its flow a shared one: flows with one and the same
  /// limit would otherwise change sides for ever.
  private static let tolerance = 1 + 1e-12

  /// Finds the level, moves the flows whose limits it passes, and finds out which flow completes next.
  mutating func rebalance() {
    while true {
      discardStale()
      guard sharedCount > 0 else {
        level = .infinity
        guard limitedRate > bandwidth * Self.tolerance, let largest = limitedByLimit.first else { break }
        share(largest.slot)
        continue
      }
      level = max(0, bandwidth - limitedRate) / Double(sharedCount)
      if let smallest = sharedByLimit.first, smallest.mark <= level {
        limit(smallest.slot)
      } else if let largest = limitedByLimit.first, -largest.mark > level * Self.tolerance {
        share(largest.slot)
      } else {
        break
      }
    }
    assert(limitedRate <= bandwidth * (1 + 1e-9), "the limited flows take more than there is")
    assert(sharedCount == 0 || level >= 0, "the shared flows get less than nothing")
    let limited = limitedByTime.first?.mark ?? .infinity
    let shared = sharedByMark.first.map { time + max(0, $0.mark - clock) / level } ?? .infinity
    let next = min(limited, shared)
    nextCompletion = flowCount == 0 ? .max : origin.nanoseconds + WholeNanoseconds.roundedUp(next)
  }

  /// A shared flow comes to run at its own limit.
  private mutating func limit(_ slot: UInt32) {
    let flow = flows[Int(slot)]
    assert(flow.phase == .shared, "only a shared flow can come to its limit")
    leave(slot)
    flows[Int(slot)].mark = time + max(0, flow.mark - clock) / flow.limit
    flows[Int(slot)].phase = .limited
    flows[Int(slot)].stamp = stamp()
    limitedCount += 1
    limitedRate += flow.limit
    let stamp = flows[Int(slot)].stamp
    limitedByTime.insert(FlowHeap.Entry(mark: flows[Int(slot)].mark, sequence: stamp, slot: slot))
    limitedByLimit.insert(FlowHeap.Entry(mark: -flow.limit, sequence: stamp, slot: slot))
  }

  /// A limited flow comes to run at the level.
  private mutating func share(_ slot: UInt32) {
    let flow = flows[Int(slot)]
    assert(flow.phase == .limited, "only a limited flow can come to share")
    leave(slot)
    flows[Int(slot)].mark = clock + max(0, flow.mark - time) * flow.limit
    enterShared(slot)
  }

  mutating func enterShared(_ slot: UInt32) {
    flows[Int(slot)].phase = .shared
    flows[Int(slot)].stamp = stamp()
    sharedCount += 1
    let flow = flows[Int(slot)]
    sharedByMark.insert(FlowHeap.Entry(mark: flow.mark, sequence: flow.stamp, slot: slot))
    if flow.limit < .infinity {
      sharedByLimit.insert(FlowHeap.Entry(mark: flow.limit, sequence: flow.stamp, slot: slot))
    }
  }

  mutating func leave(_ slot: UInt32) {
    switch flows[Int(slot)].phase {
    case .limited:
      limitedCount -= 1
      limitedRate = limitedCount == 0 ? 0 : limitedRate - flows[Int(slot)].limit
    case .shared: sharedCount -= 1
    case .free, .completed: break
    }
    flows[Int(slot)].phase = .free
    assert(limitedCount >= 0 && sharedCount >= 0, "a flow has left that was not counted")
  }

  private mutating func stamp() -> UInt32 {
    nextStamp &+= 1
    return nextStamp
  }

  private mutating func discardStale() {
    while let first = limitedByTime.first, !isCurrent(first, .limited) { limitedByTime.removeFirst() }
    while let first = limitedByLimit.first, !isCurrent(first, .limited) { limitedByLimit.removeFirst() }
    while let first = sharedByMark.first, !isCurrent(first, .shared) { sharedByMark.removeFirst() }
    while let first = sharedByLimit.first, !isCurrent(first, .shared) { sharedByLimit.removeFirst() }
    let flows = flows
    func sweep(_ heap: inout FlowHeap, _ phase: Phase, _ count: Int) {
      guard heap.count > 4 * count + 64 else { return }
      heap.keep { flows[Int($0.slot)].stamp == $0.sequence && flows[Int($0.slot)].phase == phase }
    }
    sweep(&limitedByTime, .limited, limitedCount)
    sweep(&limitedByLimit, .limited, limitedCount)
    sweep(&sharedByMark, .shared, sharedCount)
    sweep(&sharedByLimit, .shared, sharedCount)
  }

  private func isCurrent(_ entry: FlowHeap.Entry, _ phase: Phase) -> Bool {
    let flow = flows[Int(entry.slot)]
    return flow.stamp == entry.sequence && flow.phase == phase
  }
}
