// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import BatchPool
import EventEngine
import Scenarios

/// Whole pools: the speed and the memory of the model, random draws included.
struct Pools: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scale-ups of whole pools with the published profile.",
    discussion: """
      Pools of at most 10,000 nodes, each with a gallery image of its own with a replica for 2,500 nodes, and each in a
      subscription of its own, so that all scale up at once. Every resize may take as long as it needs.
      Bytes per node: how far the peak of the process's memory rose, for the largest size so far, divided by the nodes.
      """)

  @Option(help: "How many nodes the pools want in all.")
  var nodes: [Int] = [300, 10_000, 1_000_000]

  @Option(help: "How many repetitions are measured.")
  var repetitions = 5

  @Flag(help: "A tiny size, to see that everything runs.")
  var smoke = false

  func validate() throws {
    guard nodes.allSatisfy({ 1...100_000_000 ~= $0 }), repetitions > 0 else {
      throw ValidationError("--nodes must be from 1 to 100000000 and --repetitions positive")
    }
  }

  func run() throws {
    let table = BenchmarkTable(
      columns: [("nodes", 10), ("events", 10)], operation: "event",
      lastColumns: [("million events/s", 18), ("nodes/s", 12), ("bytes/node", 12)])
    table.printHeader()
    let parameters = try Profile.named(Profile.claimsName).parameters
    for count in smoke ? [300, 30_000] : nodes {
      let system = Self.system(nodes: count, parameters: parameters)
      let passes = smoke ? 1 : max(1, 30_000 / count)
      let before = PeakMemory.bytes
      var events: UInt64 = 0
      var hash = BenchmarkHash()
      let measurement = Measurement(repetitions: smoke ? 1 : repetitions) {
        var sum: UInt64 = 0
        hash = BenchmarkHash()
        for replication in 0..<passes {
          let outcome = PoolSimulation.run(system, seed: 1, replication: replication)
          sum += outcome.events
          hash.add(outcome)
          if replication == 0 { events = outcome.events }
        }
        return sum
      }
      let eventRate = 1e9 / measurement.median
      let nodeRate = eventRate * Double(count) / Double(events)
      let bytes = max(0, PeakMemory.bytes - before) / Double(count)
      table.printRow(
        [String(count), String(events)], measurement, hash: hash.value,
        last: [
          BenchmarkTable.fixed(eventRate / 1e6), String(Int(nodeRate)), count < 10_000 ? "-" : String(Int(bytes)),
        ])
    }
  }

  /// So many nodes in pools of at most 10,000.
  static func system(nodes: Int, parameters: ModelParameters) -> SystemConfiguration {
    let poolCount = (nodes + 9_999) / 10_000
    var images: [ImageConfiguration] = []
    var pools: [PoolConfiguration] = []
    for index in 0..<poolCount {
      let count = (index + 1) * nodes / poolCount - index * nodes / poolCount
      images.append(
        ImageConfiguration(name: "image\(index)", kind: .gallery, replicas: max(1, (count + 2_499) / 2_500)))
      pools.append(
        PoolConfiguration(
          name: "pool\(index)", vmSize: "Standard_D2s_v3", targetDedicatedNodes: count,
          resizeTimeout: .seconds(1e6), image: index, subscription: index))
    }
    return SystemConfiguration(parameters: parameters, images: images, pools: pools)
  }
}

extension BenchmarkHash {
  /// Adds the figures of a run.
  mutating func add(_ outcome: RunOutcome) {
    add(outcome.events)
    add(outcome.endedAt.nanoseconds)
    for pool in outcome.pools {
      add(Int64(pool.idleNodes))
      add(pool.nodeHours)
      add(pool.idleLatency?.mean ?? 0)
    }
  }
}
