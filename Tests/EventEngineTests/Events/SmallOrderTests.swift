// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import TestSupport
import Testing

/// Every small case there is, against sorting: what random operations meet by chance only.
@Suite struct SmallOrderTests {
  /// When an event happens, and its place among those of its time.
  struct Plan: Hashable {
    let time: SimulationTime
    let priority: EventPriority
  }

  /// Six events: ties of two and of three, with equal and with different priorities.
  static let plans = [
    Plan(time: .zero, priority: .normal), Plan(time: .zero, priority: .first),
    Plan(time: SimulationTime(nanoseconds: 1), priority: .normal),
    Plan(time: SimulationTime(nanoseconds: 1), priority: .normal),
    Plan(time: SimulationTime(nanoseconds: 1), priority: .late), Plan(time: .distantFuture, priority: .normal),
  ]

  /// The naive oracle: the numbers of the events by time, priority and order of scheduling.
  private static func sorted(_ plans: [Plan], without cancelled: [Int] = []) -> [UInt32] {
    plans.indices.filter { !cancelled.contains($0) }
      .sorted { (plans[$0].time, plans[$0].priority, $0) < (plans[$1].time, plans[$1].priority, $1) }
      .map { UInt32($0) }
  }

  private static func schedule(_ plans: [Plan], _ simulation: SimulationBox<Diary>) -> [EventKey] {
    plans.enumerated().map { simulation.schedule(UInt32($0), at: $1.time, priority: $1.priority) }
  }

  @Test(arguments: 1...6)
  func `every order of scheduling with every subset cancelled gives the order of sorting`(count: Int) {
    let orders = permutations(of: Array(Self.plans.suffix(count)))
    withEverySubset("cancelled events", of: 0..<count) { cancelled in
      for plans in orders {
        let simulation = SimulationBox(Diary())
        let keys = Self.schedule(plans, simulation)
        for number in cancelled {
          try check(simulation.cancel(keys[number]), "event \(number) of \(plans) was not pending")
        }
        simulation.checkInvariants()
        simulation.run()
        let expected = Self.sorted(plans, without: cancelled)
        try check(simulation.model.events == expected, "\(plans): \(simulation.model.events), not \(expected)")
      }
    }
  }

  @Test func `every choice of times and priorities for four events gives the order of sorting`() {
    let choices = [0, 1, 2].flatMap { time in
      [EventPriority.early, .normal].map { Plan(time: SimulationTime(nanoseconds: time), priority: $0) }
    }
    withEvery("choice", in: 0..<(6 * 6 * 6 * 6)) { choice in
      let plans = [1, 6, 36, 216].map { choices[choice / $0 % 6] }
      let simulation = SimulationBox(Diary())
      _ = Self.schedule(plans, simulation)
      simulation.run()
      let expected = Self.sorted(plans)
      try check(simulation.model.events == expected, "\(plans): \(simulation.model.events), not \(expected)")
    }
  }

  @Test(arguments: 0...6)
  func `cancelling any subset after some events tells exactly which were pending`(processed: Int) {
    withEverySubset("cancelled events", of: Self.plans.indices) { cancelled in
      let simulation = SimulationBox(Diary())
      let keys = Self.schedule(Self.plans, simulation)
      simulation.run(maximumEvents: UInt64(processed))
      let done = simulation.model.events
      let inOrder = Self.sorted(Self.plans)
      try check(done == Array(inOrder.prefix(processed)), "\(done) after \(processed) events")
      for number in cancelled {
        try check(
          simulation.cancel(keys[number]) == !done.contains(UInt32(number)), "event \(number) after \(processed)")
        try check(!simulation.cancel(keys[number]), "event \(number) was cancelled twice")
      }
      let rest = inOrder.dropFirst(processed).filter { !cancelled.contains(Int($0)) }
      try check(simulation.pendingCount == rest.count, "\(simulation.pendingCount) pending, not \(rest.count)")
      simulation.checkInvariants()
      simulation.run()
      try check(simulation.model.events == done + rest, "\(simulation.model.events), not \(done + rest)")
    }
  }
}
