// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import Randomness
import Statistics
import TestSupport
import Testing

/// The pool model against the same model written in SimPy from its description alone (scripts/references/simpy_pool.py):
/// 300 nodes, managed image and gallery image with two replicas, 1,000 replications each.
@Suite("SimPy")
struct SimPyTests {
  static func system(replicas: Int) throws -> SystemConfiguration {
    // The numbers stand here as they stand in the script: a profile may change.
    let mebibyte = 1_048_576.0
    var parameters = ModelParameters()
    parameters.standardHDDBandwidth = 60 * mebibyte
    parameters.replicaConcurrency = 20
    parameters.bandwidthVariation = 0.05
    parameters.diskMaking = try .constant(90 * mebibyte)
    parameters.nodeReadLimit = 30 * mebibyte
    parameters.serviceDelay = try .lognormal(median: 180, sigma: 0.2)
    parameters.createRate = 500 / 60.0
    parameters.createBurst = 1_500
    parameters.osBoot = try .lognormal(median: 90, sigma: 0.3)
    parameters.nodeAgentStart = try .lognormal(median: 60, sigma: 0.3)
    return SystemConfiguration(
      parameters: parameters, images: [ImageConfiguration(name: "i", kind: .gallery, replicas: replicas)],
      pools: [
        PoolConfiguration(name: "pool", vmSize: "v", targetDedicatedNodes: 300, resizeTimeout: .seconds(900), image: 0)
      ])
  }

  /// Two-sample Kolmogorov-Smirnov at 1e-3 for each of six comparisons; with a scale off by 3 % the distance would be
  /// some 0.2 and the probability below 1e-10.
  @Test("steady state and idle latency agree in distribution", arguments: [("managed", 1), ("gallery", 2)])
  func agrees(variant: String, replicas: Int) throws {
    let rows = Reference.rows("simpy-pool.csv").filter { $0.first == variant }
    #expect(rows.count == 1_000)
    let system = try Self.system(replicas: replicas)
    let outcomes = (0..<1_000).map { PoolSimulation.run(system, seed: 42, replication: $0) }
    func compare(_ name: String, _ column: Int, _ ours: [Double]) {
      let theirs = rows.compactMap { Double($0[column]) }
      let test = KolmogorovSmirnovTest(ours, theirs)
      #expect(
        test.probability > 1e-3,
        "\(variant) \(name): distance \(test.statistic), means \(Tally(ours).mean) and \(Tally(theirs).mean)")
    }
    compare("resizes", 2, outcomes.map { Double($0.total.resizes) })
    compare("steady state", 3, outcomes.compactMap { $0.total.steadyState?.seconds })
    compare("idle latency", 4, outcomes.compactMap { $0.total.idleLatency?.mean })
  }

  @Test("the comparison would notice a boot that is 3 % slower")
  func hasPower() throws {
    let rows = Reference.rows("simpy-pool.csv").filter { $0.first == "gallery" }
    var system = try Self.system(replicas: 2)
    system.parameters.osBoot = try .lognormal(median: 90 * 1.03, sigma: 0.3)
    let ours = (0..<1_000).compactMap { PoolSimulation.run(system, seed: 42, replication: $0).total.idleLatency?.mean }
    #expect(KolmogorovSmirnovTest(ours, rows.compactMap { Double($0[4]) }).probability < 1e-3)
  }
}
