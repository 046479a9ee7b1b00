// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import TestSupport
import Testing

/// The queue against a sorted array, operation by operation.
@Suite struct SchedulerOrderTests {
  /// What a random operation sequence favours.
  struct Load: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The share of operations that schedule, until the population is reached and after.
    let growth: Double
    let population: Int
    let cancelShare: Double
    let operations: Int
  }

  static let loads = [
    Load(testDescription: "a handful", growth: 0.6, population: 12, cancelShare: 0.1, operations: 12_000),
    Load(testDescription: "a thousand", growth: 0.7, population: 1_000, cancelShare: 0.1, operations: 36_000),
    Load(testDescription: "growing", growth: 0.75, population: .max, cancelShare: 0.05, operations: 36_000),
    Load(testDescription: "half cancelled", growth: 0.75, population: 3_000, cancelShare: 0.5, operations: 60_000),
  ]

  /// A million operations over all distributions and loads.
  @Test(arguments: Increment.allCases, loads)
  func `events come in the order of time, priority and scheduling`(increment: Increment, load: Load) throws {
    var generator = SplitMix64(seed: 1)
    var simulation = Simulation(model: Recorder())
    var reference = ReferenceQueue()
    var scheduled: [(key: EventKey, item: ReferenceQueue.Item)] = []
    for operation in 0..<load.operations {
      let isGrowing = reference.items.count < load.population
      if generator.unit() < (isGrowing ? load.growth : 1 - load.growth) {
        let priority = EventPriority(rawValue: generator.unit() < 0.1 ? UInt8(generator.next() % 8) : 3)
        let item = ReferenceQueue.Item(
          time: simulation.scheduler.now + increment.next(&generator), priority: priority,
          order: UInt32(scheduled.count))
        let key = simulation.scheduler.schedule(item.order, at: item.time, priority: priority)
        scheduled.append((key, item))
        reference.insert(item)
        if generator.unit() < load.cancelShare {
          let victim = scheduled[Int(generator.next() % UInt64(scheduled.count))]
          let isCancelled = simulation.scheduler.cancel(victim.key)
          let wasPending = reference.remove(victim.item)
          try #require(isCancelled == wasPending)
        }
      } else {
        simulation.model.latest = nil
        let end = simulation.run(maximumEvents: 1)
        let expected = reference.removeFirst()
        let latest = simulation.model.latest
        try #require(latest == expected?.order, "operation \(operation)")
        try #require(end == (expected == nil ? .noEventsLeft : .eventLimitReached))
        let now = simulation.scheduler.now
        if let expected { try #require(now == expected.time) }
      }
      if operation % 1_024 == 0 { simulation.scheduler._checkInvariants() }
      let pendingCount = simulation.scheduler.pendingCount
      try #require(pendingCount == reference.items.count)
    }
    while let expected = reference.removeFirst() {
      simulation.run(maximumEvents: 1)
      let latest = simulation.model.latest
      try #require(latest == expected.order)
    }
    let end = simulation.run()
    #expect(end == .noEventsLeft)
    simulation.scheduler._checkInvariants()
  }
}
