// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import EventEngine

/// The hold model: the cost of the event core alone, an event's handling being a few additions.
struct Hold: ParsableCommand {
  enum Load: String, CaseIterable, ExpressibleByArgument {
    case steady, cancelling, growing
  }

  static let configuration = CommandConfiguration(
    abstract: "The event queue: so many pending events, each scheduling another.",
    discussion: """
      steady: every event schedules one; the cost is that of taking one event and scheduling one.
      cancelling: every event schedules two and cancels one; the cost is that of all four operations.
      growing: the population grows and shrinks between a hundredth and the whole; every event schedules two or none.
      """)

  @Option(help: "How many events are pending.")
  var pending: [Int] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000]

  @Option(help: "How far ahead events are scheduled.")
  var increment: [HoldIncrement] = HoldIncrement.allCases

  @Option(help: "What an event does.")
  var load: [Load] = Load.allCases

  @Option(help: "How many events a repetition handles.")
  var events: UInt64 = 2_000_000

  @Option(help: "How many repetitions are measured.")
  var repetitions = 5

  @Flag(help: "Tiny sizes, to see that everything runs.")
  var smoke = false

  func validate() throws {
    guard pending.allSatisfy({ 1...100_000_000 ~= $0 }) else {
      throw ValidationError("--pending must be from 1 to 100000000")
    }
    guard events > 0, repetitions > 0 else {
      throw ValidationError("--events and --repetitions must be positive")
    }
  }

  func run() {
    let table = BenchmarkTable(columns: [("load", 12), ("increment", 14), ("pending", 10)])
    table.printHeader()
    for load in load {
      for increment in increment {
        let increments = increment.table
        for population in smoke ? [100, 10_000] : pending {
          let (measurement, hash) = increments.withUnsafeBufferPointer {
            measure(load, $0, starts: increment.starts(count: population))
          }
          table.printRow([load.rawValue, increment.rawValue, String(population)], measurement, hash: hash)
        }
      }
    }
  }

  private func measure(
    _ load: Load, _ increments: UnsafeBufferPointer<Int64>, starts: [SimulationTime]
  ) -> (Measurement, hash: UInt64) {
    guard let base = increments.baseAddress else { preconditionFailure("the table of increments is empty") }
    let state = HoldState(increments: base)
    return switch load {
    case .steady: measure(SteadyHold(state: state, population: starts.count), starts: starts)
    case .cancelling: measure(CancellingHold(state: state, population: starts.count), starts: starts)
    case .growing: measure(GrowingHold(state: state, population: starts.count), starts: starts)
    }
  }

  private func measure(_ model: some HoldModel, starts: [SimulationTime]) -> (Measurement, hash: UInt64) {
    var simulation = Simulation(model: model, reservingCapacity: starts.count)
    for (number, time) in starts.enumerated() { simulation.scheduler.schedule(UInt64(number), at: time) }
    simulation.run(maximumEvents: smoke ? 20_000 : 3 * UInt64(starts.count) + 100_000)
    let measurement = Measurement(repetitions: smoke ? 1 : repetitions) {
      let before = simulation.scheduler.processedCount
      simulation.run(maximumEvents: smoke ? 100_000 : events)
      return simulation.scheduler.processedCount - before
    }
    return (measurement, simulation.model.state.hash)
  }
}
