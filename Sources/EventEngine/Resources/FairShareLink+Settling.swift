// SPDX-License-Identifier: GPL-3.0-or-later

/// The passage of time on a link.
extension FairShareLink {
  /// Seconds from the time of the clock to a later one, nothing changing in between [s].
  @inlinable
  @inline(__always)
  func secondsSinceClock(at now: SimulationTime) -> Double {
    let seconds = Double((now - clockTime).nanoseconds) * 1e-9 - clockFraction
    return seconds > 0 ? seconds : 0
  }

  /// Lets time pass as ``settle(through:)`` does, at no cost when nothing completes.
  @inlinable
  @inline(__always)
  mutating func settleIfDue(by now: SimulationTime) {
    precondition(now >= clockTime, "a link was asked about \(now) after \(clockTime)")
    if nextCompletion <= now.nanoseconds { settle(through: now) }
  }

  /// Lets every flow complete that does so by `now`, and the ones that waited take their place.
  @usableFromInline
  mutating func settle(through now: SimulationTime) {
    precondition(now >= clockTime, "a link was asked about \(now) after \(clockTime)")
    while nextCompletion <= now.nanoseconds, let first = active.first {
      assert(isActive(first) && speed > 0, "the next completion is that of no active flow")
      let bytes = max(0, first.mark - clock)
      // The instant of the completion, before it is rounded.
      let time = clockFraction + bytes / speed
      carry(bytes)
      clock = max(clock, first.mark)
      // Never negative: the conversion rounds down.
      let whole = SimulationDuration(nanoseconds: Int64(time * 1e9))
      clockTime = min(clockTime + whole, now)
      clockFraction = max(0, time - whole.seconds)
      completeThroughClock()
      admit()
    }
  }

  /// Lets time pass until `now`.
  mutating func advance(to now: SimulationTime) {
    settleIfDue(by: now)
    if activeCount > 0 {
      let bytes = speed * secondsSinceClock(at: now)
      carry(bytes)
      clock += bytes
    }
    clockTime = now
    clockFraction = 0
  }

  /// Accounts for so many bytes of every active flow.
  @inline(__always)
  private mutating func carry(_ bytes: Double) {
    let all = bytes * Double(activeCount)
    served += all
    wanted -= all
  }

  /// Ends the active flows that have all their bytes by the clock.
  @inline(__always)
  private mutating func completeThroughClock() {
    while let first = active.first, first.mark <= clock {
      active.removeFirst()
      guard isActive(first) else { continue }
      countOut(flows[first.slot])
      flows[first.slot].state = .completed
      completed.append(first.slot, first.sequence)
    }
  }

  /// An active flow is active no longer.
  @inline(__always)
  mutating func countOut(_ flow: Flow) {
    assert(activeCount > 0 && (!flow.takesPlace || placeCount > 0), "an active flow that is not counted")
    activeCount -= 1
    if flow.takesPlace { placeCount -= 1 }
  }

  /// Makes a flow active.
  @inline(__always)
  mutating func activate(_ slot: UInt32, _ flow: Flow) {
    // No flow is active: the clock starts again at 0, and with it the rounding.
    if activeCount == 0 { restartClock() }
    let mark = flow.bytes + clock
    flows[slot].bytes = mark
    flows[slot].state = .active
    activeCount += 1
    if flow.takesPlace { placeCount += 1 }
    active.insert(FlowHeap.Entry(mark: mark, sequence: flow.sequence, slot: slot))
  }

  /// Lets flows in while there is room, and finds out how fast they are and which completes next.
  mutating func admit() {
    while placeCount < admissionLimit, let entry = waiting.removeFirst() {
      let flow = flows[entry.slot]
      guard flow.state == .waiting, flow.sequence == entry.sequence else { continue }
      waiting.forgetOne()
      activate(entry.slot, flow)
      admitted.append(flow.value, entry.sequence)
    }
    findNextCompletion()
  }

  /// Finds out how fast the active flows are and which completes next.
  @inline(__always)
  mutating func findNextCompletion() {
    if active.count != activeCount { discardStaleMarks() }
    guard activeCount > 0, let first = active.first else {
      restartClock()
      wanted = 0
      (speed, rate, speedCount, nextCompletion) = (0, 0, 0, .max)
      return
    }
    if activeCount != speedCount {
      speed = min(flowLimit, bandwidth / Double(activeCount))
      rate = speed * Double(activeCount)
      speedCount = activeCount
    }
    assert(isActive(first) && active.count >= activeCount, "an active flow has no mark")
    assert(placeCount == admissionLimit || waiting.isEmpty, "a flow waits although there is room")
    let seconds = clockFraction + max(0, first.mark - clock) / speed
    nextCompletion =
      min(clockTime.nanoseconds, .max - WholeNanoseconds.longest) + WholeNanoseconds.roundedUp(seconds)
  }

  mutating func restartClock() {
    assert(activeCount == 0, "the clock of active flows cannot start again")
    clock = 0
    active.removeAll()
  }

  /// Removes the marks of cancelled flows that come up first, and all of them when they are most of the order.
  mutating func discardStaleMarks() {
    while let first = active.first, !isActive(first) { active.removeFirst() }
    if active.count > 2 * activeCount + 32 {
      active.keep { flows[$0.slot].sequence == $0.sequence && flows[$0.slot].state == .active }
    }
  }

  @inline(__always)
  func isActive(_ entry: FlowHeap.Entry) -> Bool {
    let flow = flows[entry.slot]
    return flow.sequence == entry.sequence && flow.state == .active
  }

  mutating func release(_ slot: UInt32) {
    flows[slot].state = .free
    flows.release(slot)
  }
}
