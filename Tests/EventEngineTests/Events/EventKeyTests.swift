// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import TestSupport
import Testing

/// Schedules and cancels at random within its own time, where the order of events and that of scheduling differ most,
/// and compares every answer with a set.
private struct Chaos: SimulationModel {
  var generator = SplitMix64(seed: 11)
  var keys: [EventKey] = []
  var pending: [Bool] = []
  var wrongAnswers = 0

  mutating func handle(_ event: UInt32, scheduler: inout Scheduler<UInt32>) {
    if !pending[Int(event)] { wrongAnswers += 1 }
    pending[Int(event)] = false
    let room = scheduler.pendingCount < 60
    for _ in 0..<(room ? generator.next() % 4 : generator.next() % 2) {
      let delay = SimulationDuration(nanoseconds: Int64(generator.next() % 8 / 6))
      let priority = EventPriority(rawValue: UInt8(generator.next() % 8))
      pending.append(true)
      keys.append(scheduler.schedule(UInt32(keys.count), after: delay, priority: priority))
    }
    for _ in 0..<2 {
      // Mostly recent keys: of this time, processed or not.
      let back = generator.next() % UInt64(min(keys.count, 40))
      let number = keys.count - 1 - Int(back)
      if scheduler.cancel(keys[number]) != pending[number] { wrongAnswers += 1 }
      pending[number] = false
    }
  }
}

@Suite struct EventKeyTests {
  @Test func `a key always knows whether its event is pending`() {
    var simulation = Simulation(model: Chaos())
    var runs = 0
    while simulation.model.keys.count < 100_000 {
      simulation.model.pending.append(true)
      simulation.model.keys.append(
        simulation.scheduler.schedule(UInt32(simulation.model.keys.count), after: .zero))
      simulation.run(maximumEvents: 10_000)
      runs += 1
    }
    let pendingCount = simulation.scheduler.pendingCount
    #expect(simulation.model.wrongAnswers == 0)
    #expect(pendingCount == simulation.model.pending.count { $0 })
    #expect(runs < 50_000)
  }

  @Test func `a key of a processed event stays stale when an earlier priority follows at its time`() {
    let simulation = SimulationBox(Diary())
    let late = simulation.schedule(0, at: .zero, priority: .late)
    simulation.run()
    let first = simulation.schedule(1, at: .zero, priority: .first)
    let later = simulation.schedule(2, at: .zero, priority: .late)
    simulation.run(maximumEvents: 1)
    #expect(simulation.model.events == [0, 1])
    #expect(!simulation.cancel(late))
    #expect(!simulation.cancel(first))
    #expect(simulation.cancel(later))
    #expect(!simulation.cancel(later))
    #expect(simulation.run() == .noEventsLeft)
    #expect(simulation.model.events == [0, 1])
  }

  @Test func `a purged key stays stale although its time is still to come`() {
    let simulation = SimulationBox(Diary())
    simulation.schedule(0, at: SimulationTime(seconds: 1))
    var stale: [EventKey] = []
    for number in UInt32(1)...1_000 {
      let key = simulation.schedule(number, at: SimulationTime(seconds: 100))
      #expect(simulation.cancel(key))
      stale.append(key)
    }
    let fresh = (UInt32(2_001)...2_100).map { simulation.schedule($0, at: SimulationTime(seconds: 100)) }
    #expect(!stale.contains { simulation.cancel($0) })
    #expect(simulation.pendingCount == 101)
    #expect(Set(fresh).isDisjoint(with: stale))
    simulation.run()
    #expect(simulation.model.events == [0] + Array(2_001...2_100))
  }
}
