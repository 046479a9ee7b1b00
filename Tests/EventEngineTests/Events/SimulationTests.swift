// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import TestSupport
import Testing

/// Ticks every second and stops itself at a given tick.
struct Metronome: SimulationModel {
  var ticks = 0
  var lastTick: Int?

  mutating func handle(_ event: UInt32, scheduler: inout Scheduler<UInt32>) {
    ticks += 1
    scheduler.schedule(event, after: .seconds(1))
    if ticks == lastTick { scheduler.stop() }
  }
}

/// Notes what it handles.
struct Diary: SimulationModel {
  var events: [UInt32] = []

  mutating func handle(_ event: UInt32, scheduler: inout Scheduler<UInt32>) {
    events.append(event)
  }
}

@Suite struct SimulationTests {
  @Test func `a run without events ends at once`() {
    let simulation = SimulationBox(Diary())
    #expect(simulation.run() == .noEventsLeft)
    #expect(simulation.now == .zero)
    #expect(simulation.processedCount == 0)
  }

  @Test func `a run until a time processes the events at that time and moves the clock there`() {
    let simulation = SimulationBox(Metronome())
    simulation.schedule(0, at: .zero)
    #expect(simulation.run(until: SimulationTime(seconds: 2.5)) == .timeReached)
    #expect(simulation.model.ticks == 3)
    #expect(simulation.now == SimulationTime(seconds: 2.5))
    #expect(simulation.run(until: SimulationTime(seconds: 4)) == .timeReached)
    #expect(simulation.model.ticks == 5)
    #expect(simulation.pendingCount == 1)
  }

  @Test func `a run that exhausts the events moves the clock to the time it was to reach`() {
    let simulation = SimulationBox(Diary())
    simulation.schedule(7, at: SimulationTime(seconds: 1))
    #expect(simulation.run(until: SimulationTime(seconds: 9)) == .noEventsLeft)
    #expect(simulation.now == SimulationTime(seconds: 9))
  }

  @Test func `a run without a time leaves the clock at the last event`() {
    let simulation = SimulationBox(Diary())
    simulation.schedule(7, at: SimulationTime(seconds: 1))
    #expect(simulation.run() == .noEventsLeft)
    #expect(simulation.now == SimulationTime(seconds: 1))
  }

  @Test func `an event limit counts the events of one run`() {
    let simulation = SimulationBox(Metronome())
    simulation.schedule(0, at: .zero)
    #expect(simulation.run(maximumEvents: 3) == .eventLimitReached)
    #expect(simulation.run(maximumEvents: 0) == .eventLimitReached)
    #expect(simulation.run(maximumEvents: 4) == .eventLimitReached)
    #expect(simulation.model.ticks == 7)
    #expect(simulation.processedCount == 7)
  }

  @Test func `a stopped run ends after the event and can be resumed`() {
    let simulation = SimulationBox(Metronome(lastTick: 5))
    simulation.schedule(0, at: .zero)
    #expect(simulation.run() == .stopped)
    #expect(simulation.model.ticks == 5)
    #expect(simulation.run(until: SimulationTime(seconds: 10)) == .timeReached)
    #expect(simulation.model.ticks == 11)
  }

  @Test func `a stop between runs ends the next before its first event`() {
    let simulation = SimulationBox(Diary())
    simulation.schedule(1, at: .zero)
    simulation.stop()
    #expect(simulation.run() == .stopped)
    #expect(simulation.model.events == [])
    #expect(simulation.run() == .noEventsLeft)
    #expect(simulation.model.events == [1])
  }

  @Test func `ties go by priority, then by the order of scheduling`() {
    let simulation = SimulationBox(Diary())
    let time = SimulationTime(seconds: 1)
    let priorities: [EventPriority] = [.last, .normal, .first, .late, .normal, .early, .first, .normal]
    for (number, priority) in priorities.enumerated() {
      simulation.schedule(UInt32(number), at: time, priority: priority)
    }
    simulation.run()
    #expect(simulation.model.events == [2, 6, 5, 1, 4, 7, 3, 0])
  }

  @Test func `an event scheduled before the next one when a run has looked ahead comes first`() {
    let simulation = SimulationBox(Diary())
    simulation.schedule(2, at: SimulationTime(seconds: 100))
    simulation.run(until: SimulationTime(seconds: 10))
    simulation.schedule(1, at: SimulationTime(seconds: 10))
    simulation.run()
    #expect(simulation.model.events == [1, 2])
  }

  @Test func `events at the last representable time are processed`() {
    let simulation = SimulationBox(Diary())
    for number in UInt32(0)..<300 {
      simulation.schedule(number, at: number % 2 == 0 ? .distantFuture : .zero)
    }
    #expect(simulation.run() == .noEventsLeft)
    let inOrder = Array(stride(from: UInt32(1), to: 300, by: 2)) + Array(stride(from: UInt32(0), to: 300, by: 2))
    #expect(simulation.model.events == inOrder)
    #expect(simulation.now == .distantFuture)
  }

  @Test func `a key cancels its event once and no other`() {
    let simulation = SimulationBox(Diary())
    let key = simulation.schedule(1, at: .zero)
    #expect(simulation.cancel(key))
    #expect(!simulation.cancel(key))
    for number in UInt32(2)..<100 {
      let later = simulation.schedule(number, at: .zero)
      #expect(later != key)
      simulation.run()
      #expect(!simulation.cancel(key))
      #expect(!simulation.cancel(later))
    }
    #expect(simulation.model.events == Array(2..<100))
  }

  @Test func `scheduling before the present time is refused`() async {
    await #expect(processExitsWith: .failure) {
      let simulation = SimulationBox(Diary())
      simulation.run(until: SimulationTime(seconds: 1))
      simulation.schedule(1, at: .zero)
    }
  }

  @Test func `a run that ends before the present time is refused`() async {
    await #expect(processExitsWith: .failure) {
      let simulation = SimulationBox(Diary())
      simulation.run(until: SimulationTime(seconds: 1))
      simulation.run(until: .zero)
    }
  }
}
