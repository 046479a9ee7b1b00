// SPDX-License-Identifier: GPL-3.0-or-later

/// The passage of time on a link.
extension FairShareLink {
  /// Bytes that each active flow gets between the time of the clock and a later one, nothing changing in between.
  @inlinable
  func progress(until now: SimulationTime) -> Double {
    guard activeCount > 0 else { return 0 }
    return speed * max(0, (now - clockTime).seconds - clockFraction)
  }

  /// Lets time pass as ``settle(through:)`` does, at no cost when nothing completes.
  @inline(__always)
  mutating func settleIfDue(by now: SimulationTime) {
    precondition(now >= clockTime, "a link was asked about \(now) after \(clockTime)")
    if nextCompletion <= now.nanoseconds { settle(through: now) }
  }

  /// Lets every flow complete that does so by `now`, and the ones that waited take their place.
  mutating func settle(through now: SimulationTime) {
    precondition(now >= clockTime, "a link was asked about \(now) after \(clockTime)")
    while nextCompletion <= now.nanoseconds, let first = active.first {
      // The instant of the completion, before it is rounded.
      let time = clockFraction + max(0, first.mark - clock) / speed
      let bytes = max(0, first.mark - clock) * Double(activeCount)
      served += bytes
      activeBytes -= bytes
      clock = max(clock, first.mark)
      // Never negative: the conversion rounds down.
      let whole = SimulationDuration(nanoseconds: Int64(time * 1e9))
      clockTime = min(clockTime + whole, now)
      clockFraction = max(0, time - whole.seconds)
      active.removeFirst()
      activeCount -= 1
      flows[Int(first.slot)].state = .completed
      completed.append(first.slot, first.sequence)
      admit()
    }
  }

  /// Lets time pass until `now`.
  mutating func advance(to now: SimulationTime) {
    settleIfDue(by: now)
    if activeCount > 0 {
      let progress = progress(until: now)
      clock += progress
      let bytes = progress * Double(activeCount)
      served += bytes
      activeBytes -= bytes
    }
    clockTime = now
    clockFraction = 0
  }

  /// Lets flows in while there is room, and finds out how fast they are and which completes next.
  mutating func admit() {
    while activeCount < admissionLimit, let entry = waiting.removeFirst() {
      let slot = Int(entry.slot)
      var flow = flows[slot]
      guard flow.state == .waiting, flow.sequence == entry.sequence else { continue }
      waiting.forgetOne()
      waitingBytes = waiting.isEmpty ? 0 : waitingBytes - flow.bytes
      // Nobody is on the link: the clock starts anew, and with it the rounding.
      if activeCount == 0 { restartClock() }
      activeBytes += flow.bytes
      flow.bytes += clock
      flow.state = .active
      flows[slot] = flow
      activeCount += 1
      active.insert(FlowHeap.Entry(mark: flow.bytes, sequence: entry.sequence, slot: entry.slot))
      admitted.append(flow.value, entry.sequence)
    }
    if activeCount == 0 { restartClock() }
    if active.count != activeCount { discardStaleMarks() }
    if activeCount != speedCount {
      speed = min(flowLimit, bandwidth / Double(max(activeCount, 1)))
      speedCount = activeCount
    }
    guard let first = active.first else {
      nextCompletion = .max
      return
    }
    let seconds = clockFraction + max(0, first.mark - clock) / speed
    nextCompletion =
      min(clockTime.nanoseconds, .max - WholeNanoseconds.longest) + WholeNanoseconds.roundedUp(seconds)
  }

  mutating func restartClock() {
    clock = 0
    activeBytes = 0
    active.removeAll()
  }

  /// Removes the marks of cancelled flows that come up first, and all of them when they are most of the heap.
  mutating func discardStaleMarks() {
    while let first = active.first, !isActive(first) { active.removeFirst() }
    if active.count > 2 * activeCount + 32 {
      let flows = flows
      active.keep { flows[Int($0.slot)].sequence == $0.sequence && flows[Int($0.slot)].state == .active }
    }
  }

  @inlinable
  func isActive(_ entry: FlowHeap.Entry) -> Bool {
    let flow = flows[Int(entry.slot)]
    return flow.sequence == entry.sequence && flow.state == .active
  }

  mutating func release(_ slot: UInt32) {
    flows[Int(slot)].state = .free
    freeSlots.append(slot)
  }
}
