// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import TestSupport
import Testing

/// Keeps its population by scheduling a successor of every event, and notes whether events come in order.
private struct Population<Payload: BitwiseCopyable & Sendable>: SimulationModel {
  struct Event: BitwiseCopyable, Sendable {
    let number: UInt64
    let payload: Payload
  }

  let increment: Increment
  let payload: @Sendable (UInt64) -> Payload
  let isIntact: @Sendable (Payload, UInt64) -> Bool
  var generator = SplitMix64(seed: 3)
  var scheduledCount: UInt64 = 0
  var latest = (time: SimulationTime.zero, number: UInt64.max)
  var disorderCount = 0
  var isDraining = false

  mutating func handle(_ event: Event, scheduler: inout Scheduler<Event>) {
    let isFirst = latest.number == .max
    if !isFirst, (scheduler.now, event.number) <= (latest.time, latest.number) { disorderCount += 1 }
    if !isIntact(event.payload, event.number) { disorderCount += 1 }
    latest = (scheduler.now, event.number)
    if !isDraining { schedule(&scheduler) }
  }

  mutating func schedule(_ scheduler: inout Scheduler<Event>) {
    scheduler.schedule(
      Event(number: scheduledCount, payload: payload(scheduledCount)), after: increment.next(&generator))
    scheduledCount += 1
  }
}

/// Grows a population, keeps it, lets it die out, and returns how many events came out of order or were spoilt.
private func disorder<Payload: BitwiseCopyable & Sendable>(
  _ increment: Increment, population: Int, events: UInt64,
  payload: @escaping @Sendable (UInt64) -> Payload,
  isIntact: @escaping @Sendable (Payload, UInt64) -> Bool
) -> Int {
  var simulation = Simulation(model: Population(increment: increment, payload: payload, isIntact: isIntact))
  for _ in 0..<population { simulation.model.schedule(&simulation.scheduler) }
  simulation.run(maximumEvents: events)
  simulation.scheduler._checkInvariants()
  simulation.model.isDraining = true
  simulation.run()
  let processedCount = simulation.scheduler.processedCount
  return simulation.model.disorderCount + Int(simulation.model.scheduledCount - processedCount)
}

@Suite struct SchedulerStructureTests {
  @Test(arguments: Increment.allCases)
  func `a large population comes out in order`(increment: Increment) {
    let disorder = disorder(
      increment, population: 30_000, events: 30_000, payload: { _ in () }, isIntact: { _, _ in true })
    #expect(disorder == 0)
  }

  @Test func `events of any size keep their contents`() {
    let sixteen = disorder(
      .exponential, population: 1_000, events: 2_000, payload: { SIMD2($0, ~$0) }, isIntact: { $0 == SIMD2($1, ~$1) })
    #expect(sixteen == 0)
    let hundred = disorder(
      .exponential, population: 1_000, events: 2_000, payload: { SIMD16(repeating: $0) },
      isIntact: { $0 == SIMD16(repeating: $1) })
    #expect(hundred == 0)
    // Eight of these fill a chunk larger than the usual one.
    let thousand = disorder(
      .exponential, population: 1_000, events: 2_000,
      payload: { (SIMD64(repeating: $0), SIMD64(repeating: ~$0)) },
      isIntact: { $0.0 == SIMD64(repeating: $1) && $0.1 == SIMD64(repeating: ~$1) })
    #expect(thousand == 0)
  }

  @Test(arguments: Increment.allCases)
  func `a steady loop allocates nothing`(increment: Increment) {
    var simulation = Simulation(
      model: Population(increment: increment, payload: { _ in () }, isIntact: { _, _ in true }))
    for _ in 0..<2_000 { simulation.model.schedule(&simulation.scheduler) }
    simulation.run(maximumEvents: 400_000)
    let before = simulation.scheduler.reservedByteCount
    simulation.run(maximumEvents: 150_000)
    let after = simulation.scheduler.reservedByteCount
    #expect(before == after)
    // A started chunk of 4 KiB in each of some hundred buckets.
    #expect(after <= 1 << 22)
  }

  @Test func `cancelled events do not accumulate`() {
    var simulation = Simulation(model: Recorder())
    simulation.scheduler.schedule(0, at: .distantFuture)
    for number in UInt32(1)..<100_000 {
      let key = simulation.scheduler.schedule(number, at: SimulationTime(nanoseconds: Int64(number) * 1_000_003))
      simulation.scheduler.cancel(key)
    }
    let reservedByteCount = simulation.scheduler.reservedByteCount
    let pendingCount = simulation.scheduler.pendingCount
    #expect(pendingCount == 1)
    #expect(reservedByteCount < 1 << 17)
    simulation.scheduler._checkInvariants()
  }

  @Test(arguments: [1, 10, 63, 64, 65, 1_000, 20_000])
  func `nothing happens when all events are cancelled`(count: Int) {
    for keptEvery in [Int.max, 1_000, 3] {
      var generator = SplitMix64(seed: 5)
      var simulation = Simulation(model: Recorder())
      var keys: [EventKey] = []
      for number in 0..<count {
        let time = simulation.scheduler.now + Increment.exponential.next(&generator)
        keys.append(simulation.scheduler.schedule(UInt32(number), at: time))
      }
      var keptCount = 0
      for (number, key) in keys.enumerated() {
        if number % keptEvery == keptEvery - 1 { keptCount += 1 } else { simulation.scheduler.cancel(key) }
      }
      simulation.scheduler._checkInvariants()
      let end = simulation.run()
      let processedCount = simulation.scheduler.processedCount
      #expect(end == .noEventsLeft)
      #expect(processedCount == UInt64(keptCount))
      let stale = keys.filter { simulation.scheduler.cancel($0) }
      #expect(stale.isEmpty)
    }
  }

  @Test func `events land before a front that was opened ahead of the clock`() throws {
    var generator = SplitMix64(seed: 8)
    var simulation = Simulation(model: Recorder())
    var reference = ReferenceQueue()
    var count: UInt32 = 0
    func schedule(at time: SimulationTime, _ simulation: inout Simulation<Recorder>) {
      simulation.scheduler.schedule(count, at: time)
      reference.insert(ReferenceQueue.Item(time: time, priority: .normal, order: count))
      count += 1
    }
    for _ in 0..<3_000 { schedule(at: SimulationTime(seconds: 1_000 + 1_000 * generator.unit()), &simulation) }
    for step in 0..<400 {
      // Looking for an event opens the far buckets; then many come before them.
      simulation.run(until: SimulationTime(seconds: Double(step)))
      for _ in 0..<50 {
        let time = simulation.scheduler.now + .seconds(2_000 * generator.unit() * generator.unit())
        schedule(at: time, &simulation)
      }
      simulation.scheduler._checkInvariants()
      while let item = reference.first, item.time <= SimulationTime(seconds: Double(step + 1)) {
        _ = reference.removeFirst()
        simulation.run(maximumEvents: 1)
        let latest = simulation.model.latest
        try #require(latest == item.order)
      }
    }
  }

  @Test func `a sparse queue over the whole range of time stays in order`() {
    let simulation = SimulationBox(Diary())
    var times: [Int64] = []
    for bit in 0..<63 {
      for offset in Int64(-2)...2 {
        let time = (Int64(1) << bit) &+ offset
        if time >= 0 { times.append(time) }
      }
    }
    for (number, time) in times.enumerated() {
      simulation.schedule(UInt32(number), at: SimulationTime(nanoseconds: time))
    }
    simulation.checkInvariants()
    simulation.run()
    let expected = times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    #expect(simulation.model.events == expected.map { UInt32($0) })
  }
}
