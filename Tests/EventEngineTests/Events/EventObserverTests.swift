// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import TestSupport
import Testing

/// Counts down: each event schedules the next lower number.
private struct Countdown: SimulationModel {
  enum Event: FingerprintedEvent, Hashable {
    case number(UInt32)
    case end

    var fingerprint: UInt64 {
      switch self {
      case .number(let number): UInt64(number)
      case .end: 1 << 32
      }
    }
  }

  mutating func handle(_ event: Event, scheduler: inout Scheduler<Event>) {
    guard case .number(let number) = event else { return }
    scheduler.schedule(number == 0 ? .end : .number(number - 1), after: .seconds(1), priority: .late)
  }
}

private func simulation(from number: UInt32) -> SimulationBox<Countdown> {
  let simulation = SimulationBox(Countdown())
  simulation.schedule(.number(number), at: .zero)
  return simulation
}

@Suite struct EventObserverTests {
  @Test func `a trace holds every event with its time, priority and order`() {
    let run = simulation(from: 1)
    var trace = EventTrace<Countdown.Event>()
    let end = run.run(observer: &trace)
    #expect(end == .noEventsLeft)
    #expect(trace.records.map(\.event) == [.number(1), .number(0), .end])
    #expect(trace.records.map(\.time.seconds) == [0, 1, 2])
    #expect(trace.records.map(\.priority) == [.normal, .late, .late])
    #expect(trace.records.map(\.order) == [0, 1, 2])
    #expect(trace.droppedCount == 0)
  }

  @Test func `a bounded trace holds the latest events in their order`() {
    for limit in 0...6 {
      let run = simulation(from: 3)
      var trace = EventTrace<Countdown.Event>(limit: limit)
      run.run(observer: &trace)
      #expect(trace.records.map(\.order) == Array((0..<5).suffix(limit)))
      #expect(trace.droppedCount == UInt64(max(0, 5 - limit)))
    }
  }

  @Test func `a trace goes on in a resumed run`() {
    let run = simulation(from: 3)
    var trace = EventTrace<Countdown.Event>()
    run.run(observer: &trace, maximumEvents: 2)
    run.run(observer: &trace)
    #expect(trace.records.map(\.order) == [0, 1, 2, 3, 4])
  }

  @Test func `the same run has the same fingerprint, another run another`() {
    var values: [UInt64] = []
    for number in [UInt32(5), 5, 6] {
      let run = simulation(from: number)
      var fingerprint = EventFingerprint<Countdown.Event>()
      run.run(observer: &fingerprint)
      values.append(fingerprint.value)
    }
    #expect(values[0] == values[1])
    #expect(values[0] != values[2])
  }

  @Test func `time and priority count in the fingerprint`() {
    func value(_ time: Int64, _ priority: EventPriority) -> UInt64 {
      var fingerprint = EventFingerprint<Countdown.Event>()
      fingerprint.observe(.end, at: SimulationTime(nanoseconds: time), priority: priority, order: 0)
      return fingerprint.value
    }
    #expect(Set([value(0, .normal), value(1, .normal), value(0, .late)]).count == 3)
  }

  /// FNV-1a of 17 bytes, computed by an independent loop over the bytes.
  @Test func `the fingerprint is FNV-1a of time, priority and event`() {
    var fingerprint = EventFingerprint<Countdown.Event>()
    #expect(fingerprint.value == 0xCBF2_9CE4_8422_2325)
    fingerprint.observe(.number(0x0A0B), at: SimulationTime(nanoseconds: 0x0102), priority: .normal, order: 9)
    let bytes: [UInt64] = [2, 1, 0, 0, 0, 0, 0, 0, 3, 0x0B, 0x0A, 0, 0, 0, 0, 0, 0]
    #expect(fingerprint.value == bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1) &* 1_099_511_628_211 })
  }
}
