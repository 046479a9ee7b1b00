// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import BatchPool
import EventEngine
import Randomness

/// Tasks on pools whose nodes are all idle from the start.
struct Work: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tasks on the nodes of a pool, M/M/c with a utilisation of 0.9.",
    discussion: """
      Each job has one task, so that a task makes two events: it is submitted, and it is over. Three random draws a task: when
      it comes, how many tasks its job has (a constant), how long it runs. Bytes per task: how far the peak of the process's
      memory rose, divided by the tasks.
      """)

  @Option(help: "How many nodes the pool has.")
  var nodes: [Int] = [1_000, 10_000]

  @Option(help: "How many tasks a repetition runs.")
  var tasks = 1_000_000

  @Option(help: "How many repetitions are measured.")
  var repetitions = 5

  @Flag(help: "A tiny size, to see that everything runs.")
  var smoke = false

  func validate() throws {
    guard nodes.allSatisfy({ 1...1_000_000 ~= $0 }), tasks > 0, repetitions > 0 else {
      throw ValidationError("--nodes must be from 1 to 1000000, --tasks and --repetitions positive")
    }
  }

  func run() throws {
    let table = BenchmarkTable(
      columns: [("nodes", 10), ("tasks", 12)], lastColumns: [("million events/s", 18), ("bytes/task", 12)])
    table.printHeader()
    for count in smoke ? [100] : nodes {
      let wanted = smoke ? 20_000 : tasks
      let system = try Self.system(nodes: count, tasks: wanted)
      let before = PeakMemory.bytes
      var hash = BenchmarkHash()
      var done = 0
      let measurement = Measurement(repetitions: smoke ? 1 : repetitions) {
        let outcome = PoolSimulation.run(system, seed: 1, replication: 0)
        hash = BenchmarkHash()
        hash.add(outcome.events)
        hash.add(outcome.total.work?.waitMean ?? 0)
        done = outcome.total.work?.tasksCompleted ?? 0
        return outcome.events
      }
      let bytes = max(0, PeakMemory.bytes - before) / Double(done)
      table.printRow(
        [String(count), String(done)], measurement, hash: hash.value,
        last: [BenchmarkTable.fixed(1e3 / measurement.median), smoke ? "-" : String(Int(bytes))])
    }
  }

  /// So many nodes of one slot, and about so many tasks of 100 s on average.
  static func system(nodes: Int, tasks: Int) throws -> SystemConfiguration {
    var parameters = ModelParameters()
    parameters.createRate = 1e9
    parameters.createBurst = nodes
    parameters.replicaConcurrency = 1_000_000
    let rate = 0.9 * Double(nodes) / 100
    let arrivals = JobArrivals.poisson(
      rate: rate, from: .zero, until: SimulationTime(seconds: Double(tasks) / rate))
    let generated = GeneratedWork(
      arrivals: arrivals, taskCount: try .constant(1), taskDuration: try .exponential(mean: 100))
    return SystemConfiguration(
      parameters: parameters, images: [ImageConfiguration(name: "image", kind: .managed)],
      pools: [
        PoolConfiguration(
          name: "pool", vmSize: "Standard_D2s_v3", targetDedicatedNodes: nodes, resizeTimeout: .seconds(1e6), image: 0)
      ],
      work: [WorkStream(name: "work", source: .generated(generated))])
  }
}
