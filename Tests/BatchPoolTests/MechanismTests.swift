// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import TestSupport
import Testing

/// The mechanism of docs/guides/mechanism.md, step by step: every time is worked out by hand from constants.
///
/// A disk is 120 MiB and a boot read 30 MiB, so that at 30 MiB/s, the most that a node gets, they take 4 s and 1 s. The
/// service delay is 40 s, the operating system boots in 10 s, the agent starts in 15 s: a node whose boot read shares its
/// link with nobody is idle 1 + 10 + 15 = 26 s after its VM has been obtained.
@Suite struct MechanismTests {
  /// A replica of 6,000 MiB/s that makes 100 disks at once: nobody waits or shares.
  private static var parameters: ModelParameters {
    var parameters = ModelParameters()
    parameters.standardHDDBandwidth = 6_000 * mebibyte
    parameters.replicaConcurrency = 100
    parameters.diskMaking = constant(120 * mebibyte)
    parameters.bootWorkingSet = constant(30 * mebibyte)
    parameters.nodeReadLimit = 30 * mebibyte
    parameters.serviceDelay = constant(40)
    parameters.unitCreateRate = 0.5
    parameters.unitCreateBurst = 2
    parameters.createRate = 1_000
    parameters.createBurst = 1_000
    parameters.osBoot = constant(10)
    parameters.windowsOSBoot = constant(245)
    parameters.nodeAgentStart = constant(15)
    parameters.stopDuration = constant(51)
    return parameters
  }

  /// A replica of 60 MiB/s that makes 2 disks at once, and a unit that asks for all its VMs at once.
  static var narrow: ModelParameters {
    var parameters = parameters
    parameters.standardHDDBandwidth = 60 * mebibyte
    parameters.replicaConcurrency = 2
    parameters.unitCreateBurst = 100
    return parameters
  }

  private func expectTimes(
    _ actual: [SimulationTime?], _ expected: [Double?], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let times = actual.map { $0?.seconds }
    let isClose = zip(times, expected).allSatisfy { time, expected in
      guard let time, let expected else { return time == nil && expected == nil }
      return (time - expected).magnitude < 1e-6
    }
    #expect(isClose && times.count == expected.count, "\(times), not \(expected)", sourceLocation: sourceLocation)
  }

  @Test func `one unit asks for a burst of VMs and then for one every two seconds`() {
    let outcome = checkedRun(.onePool(nodes: 5, parameters: Self.parameters))
    // 40 + max(0, k + 1 - 2) / 0.5; a disk takes 4 s.
    expectTimes(outcome.nodes.map(\.requestedAt), [40, 40, 42, 44, 46])
    expectTimes(outcome.nodes.map(\.diskStartedAt), [40, 40, 42, 44, 46])
    expectTimes(outcome.nodes.map(\.creatingAt), [44, 44, 46, 48, 50])
    expectTimes(outcome.nodes.map(\.bootReadEndedAt), [45, 45, 47, 49, 51])
    expectTimes(outcome.nodes.map(\.startingAt), [54.5, 54.5, 56.5, 58.5, 60.5])
    expectTimes(outcome.nodes.map(\.bootedAt), [55, 55, 57, 59, 61])
    expectTimes(outcome.nodes.map(\.idleAt), [70, 70, 72, 74, 76])
    // Steady when the last VM is there; boots go on.
    expectClose(outcome.total.steadyState?.seconds ?? 0, 50, absolute: 1e-6)
    expectClose(outcome.total.idleLatency?.mean ?? 0, 26, absolute: 1e-6)
    // (44 + 44 + 46 + 48 + 50) / 5 + 26.
    expectClose(outcome.total.requestToIdle?.mean ?? 0, 72.4, absolute: 1e-6)
  }

  @Test func `two units ask for their VMs at the same time`() {
    var parameters = Self.parameters
    parameters.deploymentUnitSize = 3
    let outcome = checkedRun(.onePool(nodes: 5, parameters: parameters))
    // Places 0 to 2 and 3 to 4: both bursts at 40, the third VM of the first unit at 42.
    expectTimes(outcome.nodes.map(\.requestedAt), [40, 40, 40, 40, 42])
    expectTimes(outcome.nodes.map(\.creatingAt), [44, 44, 44, 44, 46])
    expectClose(outcome.total.steadyState?.seconds ?? 0, 46, absolute: 1e-6)
  }

  /// A unit of 3 is steady at 40 + (3 - 2) / 0.5 + 4 = 46; whatever further units hold comes no later.
  @Test(arguments: [(2, 44.0), (3, 46.0), (4, 46.0), (6, 46.0), (7, 46.0)])
  func `the node behind a full unit costs no time`(nodes: Int, steady: Double) {
    var parameters = Self.parameters
    parameters.deploymentUnitSize = 3
    let outcome = checkedRun(.onePool(nodes: nodes, parameters: parameters))
    expectClose(outcome.total.steadyState?.seconds ?? 0, steady, absolute: 1e-6)
    // One place more in the unit, and the fourth VM is asked for at 44.
    parameters.deploymentUnitSize = 4
    let larger = checkedRun(.onePool(nodes: 4, parameters: parameters))
    expectClose(larger.total.steadyState?.seconds ?? 0, 48, absolute: 1e-6)
  }

  @Test func `dedicated and low-priority nodes have units of their own`() {
    var system = SystemConfiguration.onePool(nodes: 2, parameters: Self.parameters)
    system.parameters.unitCreateBurst = 1
    system.pools[0].targetLowPriorityNodes = 2
    let outcome = checkedRun(system)
    // One unit would ask at 40, 42, 44 and 46.
    expectTimes(outcome.nodes.map(\.requestedAt), [40, 40, 42, 42])
    expectClose(outcome.total.steadyState?.seconds ?? 0, 46, absolute: 1e-6)
  }

  @Test func `pools of one subscription wait for its tokens in the order in which they ask`() {
    var system = SystemConfiguration.onePool(nodes: 2, parameters: Self.parameters)
    system.parameters.createBurst = 3
    system.parameters.createRate = 0.1
    system.pools.append(system.pools[0])
    system.pools[1].name = "other"
    let outcome = checkedRun(system)
    // Four VMs are due at 40, three tokens are there, and the next one comes 10 s later.
    expectTimes(outcome.nodes.map(\.requestedAt), [40, 40, 40, 50])
    #expect(outcome.nodes.map(\.pool) == [0, 0, 1, 1])
    #expect(outcome.pools.map { $0.steadyState?.seconds } == [44, 54])
  }

  @Test func `a boot read shares the link with disks that are being made`() {
    let outcome = checkedRun(.onePool(nodes: 3, parameters: Self.narrow))
    // Two disks at 30 MiB/s until 44. Then two boot reads and the third disk at 20 MiB/s each: the reads end after 1.5 s,
    // and of the disk 120 - 30 = 90 MiB are left, which take 3 s at 30 MiB/s.
    expectTimes(outcome.nodes.map(\.diskStartedAt), [40, 40, 44])
    expectTimes(outcome.nodes.map(\.creatingAt), [44, 44, 48.5])
    expectTimes(outcome.nodes.map(\.bootReadEndedAt), [45.5, 45.5, 49.5])
    expectTimes(outcome.nodes.map(\.idleAt), [70.5, 70.5, 74.5])
    expectClose(outcome.total.idleLatency?.mean ?? 0, (26.5 + 26.5 + 26) / 3, absolute: 1e-6)
  }

  @Test func `what the timeout finds half made is lost, and the second resize makes it again`() {
    var parameters = Self.narrow
    parameters.serviceDelay = constant(290)
    let outcome = checkedRun(.onePool(nodes: 6, timeout: 300, parameters: parameters))
    // Disks 0 and 1: 290 to 294. Their boot reads and disks 2 and 3 get 15 MiB/s each until the reads end at 296; the 90 MiB
    // that are left of each disk end at 299. Boot reads 2 and 3 and disks 4 and 5 again get 15 MiB/s: at the timeout, 300,
    // the reads have 15 MiB to go, alone on the link: until 300.5.
    // The second resize asks for two new VMs at 300 + 290, whose disks take all of 4 s.
    expectTimes(outcome.nodes.map(\.requestedAt), [290, 290, 290, 290, 290, 290, 590, 590])
    expectTimes(outcome.nodes.map(\.diskStartedAt), [290, 290, 294, 294, 299, 299, 590, 590])
    expectTimes(outcome.nodes.map(\.creatingAt), [294, 294, 299, 299, nil, nil, 594, 594])
    expectTimes(outcome.nodes.map(\.bootReadEndedAt), [296, 296, 300.5, 300.5, nil, nil, 595, 595])
    expectTimes(outcome.nodes.map(\.idleAt), [321, 321, 325.5, 325.5, nil, nil, 620, 620])
    #expect(outcome.nodes[4...5].allSatisfy { $0.state == .dropped })
    expectTimes(outcome.resizes.map(\.endedAt), [300, 594])
    #expect(outcome.resizes.map(\.error) == [.allocationTimedOut, nil])
    #expect(outcome.resizes.map(\.nodesAfter) == [4, 6])
    expectClose(outcome.total.steadyState?.seconds ?? 0, 594, absolute: 1e-6)
    expectClose(outcome.total.idleLatency?.mean ?? 0, (27 + 26.5 + 26) / 3, absolute: 1e-6)
    expectClose(outcome.total.requestToIdle?.mean ?? 0, (321 + 325.5 + 620) / 3, absolute: 1e-6)
    #expect(!outcome.total.singleResize)
  }

  @Test func `a failed creation is tried again behind the requests that wait in its unit`() {
    var parameters = Self.parameters
    parameters.unitCreateBurst = 1
    parameters.unitCreateRate = 0.125
    parameters.createFailureProbability = 1
    parameters.createAttempts = 2
    let outcome = checkedRun(.onePool(nodes: 3, parameters: parameters))
    // A token every 8 s. Disks are made, and fail, at 44, 52 and 60: their second attempts take the tokens of 64, 72 and 80
    // and fail 4 s later.
    expectTimes(outcome.nodes.map(\.requestedAt), [40, 48, 56])
    expectTimes(outcome.nodes.map(\.diskStartedAt), [64, 72, 80])
    expectTimes(outcome.resizes.map(\.endedAt), [84])
    #expect(outcome.resizes.map(\.error) == [.allocationFailed])
    #expect(outcome.nodes.allSatisfy { $0.state == .dropped && $0.creatingAt == nil })
  }

  @Test func `a creation that fails k times is obtained k tokens later`() {
    var parameters = Self.parameters
    parameters.unitCreateBurst = 1
    parameters.unitCreateRate = 0.125
    parameters.createFailureProbability = 0.5
    parameters.createAttempts = 30
    // 64 runs; each number of failures from 0 to 2 is missing with a probability of less than (7/8)^64 = 2e-4.
    var seen: Set<Int> = []
    for replication in 0..<64 {
      let outcome = checkedRun(.onePool(nodes: 1, parameters: parameters), replication: replication)
      let obtained = outcome.nodes[0].creatingAt?.seconds ?? 0
      let failures = ((obtained - 44) / 8).rounded()
      seen.insert(Int(failures))
      let node = outcome.nodes[0]
      expectTimes([node.diskStartedAt, node.creatingAt], [40 + 8 * failures, 44 + 8 * failures])
      expectTimes([node.requestedAt, node.idleAt], [40, 70 + 8 * failures])
    }
    #expect(seen.isSuperset(of: [0, 1, 2]))
  }

  @Test func `a preempted node is replaced as soon as its unit has a token, without a resize`() throws {
    var system = SystemConfiguration.onePool(nodes: 0, parameters: Self.parameters)
    system.pools[0].targetLowPriorityNodes = 1
    system.pools[0].preemptionRate = 1 / 1_000.0
    system.parameters.unitCreateBurst = 1
    system.parameters.unitCreateRate = 1 / 1_000.0
    system.duration = .seconds(20_000)
    var waited = 0
    for replication in 0..<40 {
      let outcome = checkedRun(system, replication: replication)
      #expect(outcome.resizes.count == 1 && outcome.resizes[0].outcome == .completed)
      #expect(outcome.nodes.count == 1)
      let preempted = try #require(outcome.timeline.first { $0.state == .preempted && $0.nodes == 1 }?.time.seconds)
      let back = try #require(outcome.timeline.first { $0.state == .preempted && $0.nodes == 0 }?.time.seconds)
      let again = outcome.timeline.first { $0.state == .creating && $0.nodes == 1 && $0.time.seconds > preempted }
      // The first VM took the bucket's only token at 40; the next one is there at 1,040. A disk takes 4 s.
      expectClose(back, max(preempted, 1_040) + 4, absolute: 1e-6)
      expectClose(again?.time.seconds ?? 0, back, absolute: 1e-9)
      if preempted < 1_040 { waited += 1 }
    }
    // 63 % are preempted within the first 1,000 s: none or all of 40 with a probability of less than 2e-8.
    #expect((1..<40).contains(waited))
  }

  @Test func `when the image is deleted, VMs that are not obtained fail at once, and boot reads end`() {
    let deletion = Intervention(time: SimulationTime(seconds: 50), action: .deleteImage(0))
    let outcome = checkedRun(.onePool(nodes: 6, parameters: Self.narrow, interventions: [deletion]))
    // As before the timeout above, 250 s earlier: four nodes are there at 49, and at 50 two boot reads have 15 MiB to go.
    expectTimes(outcome.nodes.map(\.creatingAt), [44, 44, 49, 49, nil, nil])
    expectTimes(outcome.nodes.map(\.bootReadEndedAt), [46, 46, 50.5, 50.5, nil, nil])
    // The resize added nodes, so that the caller asks again at once; that resize finds out after its delay and adds none.
    expectTimes(outcome.resizes.map(\.endedAt), [50, 90])
    #expect(outcome.resizes.map(\.error) == [.allocationFailed, .allocationFailed])
    #expect(outcome.total.idleNodes == 4)
  }

  @Test func `a stopped resize keeps what it has, and the pool takes no other size while it is stopping`() {
    func at(_ time: Double, _ action: Intervention.Action) -> Intervention {
      Intervention(time: SimulationTime(seconds: time), action: action)
    }
    let again = Intervention.Action.resize(pool: 0, ResizeRequest(targetDedicatedNodes: 6))
    let outcome = checkedRun(
      .onePool(
        nodes: 6, parameters: Self.narrow, interventions: [at(50, .stopResize(0)), at(100, again), at(102, again)]))
    // Dropped at 50, stopping until 50 + 51; the request at 102 makes two disks from 142 on.
    expectTimes(
      outcome.nodes.map(\.bootReadEndedAt), [46, 46, 50.5, 50.5, nil, nil, 147, 147])
    #expect(outcome.resizes.map(\.outcome) == [.stopped, .refused, .completed])
    expectTimes(outcome.resizes.map(\.endedAt), [101, 100, 146])
    #expect(outcome.resizes.map(\.nodesAfter) == [4, 4, 6])
    expectTimes(outcome.nodes[6...7].map(\.idleAt), [172, 172])
  }

  @Test func `a marketplace VM is obtained when it is asked for and reads as fast as it can`() {
    let image = ImageConfiguration(name: "image", kind: .marketplace)
    let outcome = checkedRun(.onePool(nodes: 3, image: image, parameters: Self.parameters))
    expectTimes(outcome.nodes.map(\.creatingAt), [40, 40, 42])
    expectTimes(outcome.nodes.map(\.diskStartedAt), [nil, nil, nil])
    expectTimes(outcome.nodes.map(\.bootReadEndedAt), [41, 41, 43])
    expectTimes(outcome.nodes.map(\.idleAt), [66, 66, 68])
    expectClose(outcome.total.steadyState?.seconds ?? 0, 42, absolute: 1e-6)
  }

  @Test func `a node that is idle within ten seconds is never shown as starting`() {
    var parameters = Self.parameters
    (parameters.osBoot, parameters.nodeAgentStart) = (constant(4), constant(5))
    let outcome = checkedRun(.onePool(nodes: 1, parameters: parameters))
    expectTimes(outcome.nodes.map(\.startingAt), [nil])
    expectTimes(outcome.nodes.map(\.idleAt), [54])
    #expect(outcome.timeline.allSatisfy { $0.state != .starting })
  }

  @Test func `Windows boots longer, and a straggler joins later still; the pool is steady as soon`() {
    var system = SystemConfiguration.onePool(nodes: 1, parameters: Self.parameters)
    system.images[0].operatingSystem = .windows
    system.parameters.stragglerProbability = 1
    system.parameters.stragglerDelay = constant(900)
    let outcome = checkedRun(system)
    // 44 + 1 + 245 + 15 + 900.
    expectTimes(outcome.nodes.map(\.idleAt), [1_205])
    expectClose(outcome.total.steadyState?.seconds ?? 0, 44, absolute: 1e-6)
  }

  @Test func `a VM goes to the replica with the fewest flows, boot reads included`() {
    var parameters = Self.parameters
    parameters.standardHDDBandwidth = 60 * mebibyte
    let outcome = checkedRun(.onePool(nodes: 4, image: .gallery(replicas: 2), parameters: parameters))
    // At 40 one each; at 42 both have one flow, and the first takes the VM. At 44 the disks of 40 become boot reads: the
    // first replica has two flows, the second one.
    #expect(outcome.nodes.map(\.replica) == [0, 1, 0, 1])
    // Never more than two flows share the 60 MiB/s of a replica: each is as fast as a node can be.
    expectTimes(outcome.nodes.map(\.creatingAt), [44, 44, 46, 48])
  }
}
