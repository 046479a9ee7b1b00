// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Randomness
import Statistics

/// A pool of 300 nodes whose image is a gallery version: how long until it is steady, for 1, 3 and 10 replicas?
///
///     SystemConfiguration + seed + replication --> PoolSimulation.run --> RunOutcome --> Tally, ConfidenceInterval
///
/// The numbers of the mechanism are written out here; the profiles of the module Scenarios hold such sets with the
/// source of every value.
@main
enum GalleryPool {
  static func main() throws {
    print("replicas  minutes to steady, 95 % interval")
    for replicas in [1, 3, 10] {
      let system = try configuration(nodes: 300, replicas: replicas)
      // Runs with the same seed and replication meet the same random circumstances, whatever the number of replicas.
      let minutes = Tally(
        (0..<20).lazy.compactMap { PoolSimulation.run(system, seed: 1, replication: $0).pools[0].steadyState }
          .map { $0.seconds / 60 })
      guard let interval = ConfidenceInterval.mean(of: minutes) else { continue }
      print("\(replicas)\(replicas < 10 ? " " : "")        \(text(interval.low)) to \(text(interval.high))")
    }
  }

  static func configuration(nodes: Int, replicas: Int) throws -> SystemConfiguration {
    let mebibyte = 1_048_576.0
    var parameters = ModelParameters()
    parameters.standardHDDBandwidth = 60 * mebibyte
    parameters.replicaConcurrency = 20
    parameters.bandwidthVariation = 0.05
    // What is read of the image to make a disk, and then to boot. Requests for VMs are not paced here.
    parameters.diskMaking = try .lognormal(median: 114 * mebibyte, sigma: 0.2)
    parameters.bootWorkingSet = try .lognormal(median: 30 * mebibyte, sigma: 0.2)
    parameters.nodeReadLimit = 30 * mebibyte
    parameters.serviceDelay = try .lognormal(median: 45, sigma: 0.5)
    parameters.createRate = 500.0 / 60
    parameters.createBurst = 1_500
    parameters.osBoot = try .lognormal(median: 10, sigma: 0.3)
    parameters.nodeAgentStart = try .lognormal(median: 15, sigma: 0.3)
    return SystemConfiguration(
      parameters: parameters,
      images: [ImageConfiguration(name: "image", kind: .gallery, replicas: replicas)],
      pools: [
        PoolConfiguration(
          name: "pool", vmSize: "Standard_D2s_v3", targetDedicatedNodes: nodes, resizeTimeout: .seconds(900), image: 0)
      ])
  }

  /// A number with one decimal.
  static func text(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
