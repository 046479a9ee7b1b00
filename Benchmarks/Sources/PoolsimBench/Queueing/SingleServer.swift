// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import EventEngine

/// M/M/1: the smallest model that is of use, an arrival and a departure for each customer.
struct SingleServer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mm1",
    abstract: "A queue with one server, M/M/1 with a utilisation of 0.9.",
    discussion: "Two events and two exponential draws a customer. The mean stay tends to 10 s (Little's law).")

  @Option(help: "How many customers a repetition serves.")
  var customers: UInt64 = 2_000_000

  @Option(help: "How many repetitions are measured.")
  var repetitions = 5

  @Flag(help: "A tiny size, to see that everything runs.")
  var smoke = false

  func validate() throws {
    guard customers > 0, repetitions > 0 else {
      throw ValidationError("--customers and --repetitions must be positive")
    }
  }

  func run() {
    let table = BenchmarkTable(
      columns: [("model", 12), ("customers", 12)], operation: "customer", lastColumns: [("mean stay s", 12)])
    table.printHeader()
    let count = smoke ? 200_000 : customers
    var hash: UInt64 = 0
    var meanStay = 0.0
    let measurement = Measurement(repetitions: smoke ? 1 : repetitions) {
      var simulation = Simulation(model: SingleServerModel(arrivalRate: 0.9, serviceRate: 1, customerCount: count))
      simulation.scheduler.schedule(.arrival, at: .zero)
      simulation.run()
      hash = simulation.model.hash.value
      meanStay = simulation.model.totalStay / Double(count)
      return count
    }
    table.printRow(["M/M/1", String(count)], measurement, hash: hash, last: [BenchmarkTable.fixed(meanStay)])
  }
}
