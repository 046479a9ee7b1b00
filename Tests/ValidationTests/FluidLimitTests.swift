// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import Randomness
import TestSupport
import Testing

/// Links and whole pools against the fluid that they approach when there is much of it.
@Suite("Fluid limits")
struct FluidLimitTests {
  @Test("a link drains what it got at its bandwidth, whatever the sizes of the flows")
  func drains() {
    var random = SplitMix64(seed: 7)
    var link = FairShareLink(bandwidth: 1_000, flowLimit: 50, admissionLimit: 40)
    var total = 0.0
    for value in 0..<5_000 as Range<UInt32> {
      let bytes = 1 + 200 * random.unit()
      total += bytes
      link.submit(value, bytes: bytes, at: .zero)
    }
    // 40 flows of at most 50 bytes/s fill the link until the last ones: then at least one flow of at most 201 bytes is
    // left, which takes at most 201 / 50 s longer than the fluid.
    var last = 0.0
    while let next = link.nextCompletionTime {
      while link.takeCompletion(at: next) != nil { last = next.seconds }
    }
    #expect(last >= total / 1_000 - 1e-9 && last <= total / 1_000 + 201.0 / 50)
    for second in [1.0, 10, 100] {
      var again = FairShareLink(bandwidth: 1_000, flowLimit: 50, admissionLimit: 40)
      for value in 0..<5_000 as Range<UInt32> { again.submit(value, bytes: 150, at: .zero) }
      expectClose(again.servedBytes(at: SimulationTime(seconds: second)), 1_000 * second, relative: 1e-12)
    }
  }

  @Test(
    "a pool is steady after the delay and the fluid of its disks and their boot reads, within one round",
    arguments: [(1, 300), (2, 300), (5, 2_000)])
  func pool(replicas: Int, nodes: Int) throws {
    let (bandwidth, disk, delay) = (60.0 * 1_048_576, 90.0 * 1_048_576, 180.0)
    func steady(bootRead: Double) throws -> Double {
      var parameters = ModelParameters()
      parameters.standardHDDBandwidth = bandwidth
      parameters.replicaConcurrency = 20
      parameters.diskMaking = try .constant(disk)
      parameters.bootWorkingSet = try .constant(bootRead)
      parameters.nodeReadLimit = 30 * 1_048_576
      parameters.serviceDelay = try .constant(delay)
      parameters.createRate = 1e6
      parameters.createBurst = 1_000_000
      parameters.osBoot = try .constant(90)
      parameters.nodeAgentStart = try .constant(60)
      let outcome = PoolSimulation.run(
        SystemConfiguration(
          parameters: parameters, images: [ImageConfiguration(name: "i", kind: .gallery, replicas: replicas)],
          pools: [
            PoolConfiguration(
              name: "pool", vmSize: "v", targetDedicatedNodes: nodes, resizeTimeout: .seconds(1e6), image: 0)
          ]), seed: 1, replication: 0)
      return try #require(outcome.total.steadyState).seconds
    }
    func fluid(_ bytes: Double) -> Double { delay + Double(nodes) * bytes / (Double(replicas) * bandwidth) }
    let round = 20 * disk / bandwidth
    let alone = try steady(bootRead: 0)
    #expect(alone >= fluid(disk) - 1e-6 && alone <= fluid(disk) + round, "\(alone), fluid \(fluid(disk))")
    // The link is busy all the time: whatever the last 20 VMs do not read is all that it may lack of disks and boot reads.
    let shared = try steady(bootRead: 45 * 1_048_576)
    let both = fluid(disk + 45 * 1_048_576)
    #expect(
      shared <= both + 1e-6 && shared >= both - 20 * 45 * 1_048_576 / bandwidth - round, "\(shared), fluid \(both)")
  }
}
