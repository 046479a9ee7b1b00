// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import Testing
import TestSupport

/// Every time below is worked out by hand from constant stages: one replica serves 60/90 nodes a second.
@Suite struct ResizeTests {
  @Test func `one node is delayed, its disk is made at its own limit, it reads, boots and joins`() throws {
    var parameters = ModelParameters.constantTimes
    parameters.bootWorkingSet = constant(60 * mebibyte)
    let outcome = checkedRun(.onePool(nodes: 1, parameters: parameters))
    let node = try #require(outcome.nodes.first)
    #expect(node.requestedAt.seconds == 180)
    #expect(node.diskStartedAt?.seconds == 180)
    // 90 MiB at 30 MiB/s, then 60 MiB.
    #expect(node.creatingAt?.seconds == 183)
    #expect(node.bootReadEndedAt?.seconds == 185)
    #expect(node.startingAt?.seconds == 193.5)
    #expect(node.bootedAt?.seconds == 275)
    #expect(node.idleAt?.seconds == 335)
    #expect(outcome.total.steadyState == .seconds(183))
    #expect(outcome.total.idleLatency == IdleLatency(mean: 152, p50: 152, p95: 152, max: 152))
    #expect(outcome.total.requestToIdle == IdleLatency(mean: 335, p50: 335, p95: 335, max: 335))
    #expect(outcome.total.singleResize)
    expectClose(outcome.total.nodeHours, 152 / 3_600.0, relative: 1e-12)
    // Caller, allocation, request due, disk, boot read, agent.
    #expect(outcome.events == 6)
    #expect(outcome.end == .noEventsLeft)
  }

  @Test func `three hundred nodes share one replica and are steady after N times working set over bandwidth`() {
    let outcome = checkedRun(.onePool(nodes: 300), every: 97)
    // 180 s + 300 * 90 MiB / 60 MiB/s.
    expectClose(outcome.total.steadyState?.seconds ?? 0, 630, absolute: 1e-6)
    #expect(outcome.resizes.count == 1)
  }

  @Test(arguments: [2, 3, 4, 10])
  func `R replicas divide the reading time by R`(replicas: Int) {
    let outcome = checkedRun(.onePool(nodes: 480, image: .gallery(replicas: replicas)), every: 97)
    expectClose(
      outcome.total.steadyState?.seconds ?? 0, 180 + 480 * 1.5 / Double(replicas), absolute: 1e-6)
  }

  @Test func `a marketplace image has no queue`() {
    let outcome = checkedRun(
      .onePool(nodes: 1_000, image: ImageConfiguration(name: "image", kind: .marketplace)), every: 97)
    expectClose(outcome.total.steadyState?.seconds ?? 0, 180, absolute: 1e-9)
    #expect(outcome.nodes.allSatisfy { $0.replica == nil && $0.diskStartedAt == nil && $0.idleAt?.seconds == 330 })
  }

  @Test func `what is obtained at the timeout is kept, the rest dropped, and the caller asks again`() throws {
    let outcome = checkedRun(.onePool(nodes: 1_000), every: 97)
    let first = try #require(outcome.resizes.first)
    #expect(first.endedAt?.seconds == 900)
    #expect(first.error == .allocationTimedOut)
    #expect(first.outcome == .failed)
    // Batches of 20 disks are made in 30 s each from 180 s on.
    #expect(first.nodesAfter == 20 * Int((900.0 - 180) / 30))
    #expect(outcome.resizes.map(\.nodesAfter) == [480, 960, 1_000])
    #expect(outcome.resizes.map(\.requestedAt.seconds) == [0, 900, 1_800])
    // Third resize: 40 nodes.
    expectClose(outcome.total.steadyState?.seconds ?? 0, 1_800 + 180 + 40 * 1.5, absolute: 1e-6)
    #expect(outcome.nodes.filter { $0.state == .dropped }.count == 520 + 40)
    #expect(outcome.total.provisionedNodes == 1_000)
    #expect(!outcome.total.singleResize)
  }

  @Test func `with policy once a pool stays below its target and has no steady state`() {
    let outcome = checkedRun(.onePool(nodes: 1_000, policy: ResizePolicy(repetition: .once)), every: 97)
    #expect(outcome.resizes.count == 1)
    #expect(!outcome.total.reachedTarget)
    #expect(outcome.total.steadyState == nil)
    #expect(outcome.total.provisionedNodes == 480)
  }

  @Test func `the number of resizes is capped`() {
    let outcome = checkedRun(.onePool(nodes: 2_000, policy: ResizePolicy(maxResizes: 2)), every: 97)
    #expect(outcome.resizes.map(\.nodesAfter) == [480, 960])
    #expect(!outcome.total.reachedTarget)
  }

  @Test func `a pause lies between the end of a resize and the next request`() {
    let outcome = checkedRun(.onePool(nodes: 500, policy: ResizePolicy(pause: .seconds(45))), every: 97)
    #expect(outcome.resizes.map(\.requestedAt.seconds) == [0, 945])
  }

  @Test func `a longer timeout saves the second resize`() {
    let outcome = checkedRun(.onePool(nodes: 600, timeout: 1_800), every: 97)
    #expect(outcome.resizes.count == 1)
    expectClose(outcome.total.steadyState?.seconds ?? 0, 180 + 900, absolute: 1e-6)
  }

  @Test func `a pool of no nodes is steady at once`() {
    let outcome = checkedRun(.onePool(nodes: 0))
    #expect(outcome.total.steadyState == .zero)
    #expect(outcome.total.idleLatency == nil)
    #expect(outcome.resizes.map(\.outcome) == [.completed])
  }

  @Test func `a service delay beyond the timeout drops nothing and times out`() {
    var parameters = ModelParameters.constantTimes
    parameters.serviceDelay = constant(1_000)
    let outcome = checkedRun(.onePool(nodes: 5, parameters: parameters, policy: ResizePolicy(maxResizes: 3)))
    #expect(outcome.resizes.map(\.error) == [.allocationTimedOut, .allocationTimedOut, .allocationTimedOut])
    #expect(outcome.nodes.isEmpty)
  }

  @Test func `a node that is obtained in the very instant of the timeout counts`() {
    // Its disk takes 3 s; with a service delay of 897 s it is there at 900 s.
    var parameters = ModelParameters.constantTimes
    parameters.serviceDelay = constant(897)
    let outcome = checkedRun(.onePool(nodes: 1, parameters: parameters))
    #expect(outcome.resizes.map(\.error) == [nil])
    #expect(outcome.total.steadyState == .seconds(900))
  }

  @Test func `create requests beyond the burst are paced`() throws {
    var parameters = ModelParameters.constantTimes
    parameters.createBurst = 10
    parameters.createRate = 2
    let outcome = checkedRun(
      .onePool(
        nodes: 30, image: ImageConfiguration(name: "image", kind: .marketplace), parameters: parameters))
    let creating = outcome.nodes.compactMap(\.creatingAt?.seconds)
    #expect(creating.count == 30)
    #expect(creating.prefix(10).allSatisfy { $0 == 180 })
    for (offset, time) in creating.dropFirst(10).enumerated() {
      expectClose(time, 180 + Double(offset + 1) / 2, absolute: 1e-8)
    }
  }

  @Test func `pools of one subscription share its create requests, pools of two do not`() {
    var parameters = ModelParameters.constantTimes
    parameters.createBurst = 10
    parameters.createRate = 1
    func lastCreation(subscriptions: [Int]) -> Double {
      let pools = subscriptions.enumerated().map { index, subscription in
        PoolConfiguration(
          name: "pool-\(index)", vmSize: "Standard_D2s_v3", targetDedicatedNodes: 20, resizeTimeout: .seconds(900),
          image: 0, subscription: subscription)
      }
      let outcome = checkedRun(
        SystemConfiguration(
          parameters: parameters, images: [ImageConfiguration(name: "image", kind: .marketplace)], pools: pools))
      return outcome.nodes.compactMap(\.creatingAt?.seconds).max() ?? 0
    }
    expectClose(lastCreation(subscriptions: [0, 0]), 210, absolute: 1e-6)
    expectClose(lastCreation(subscriptions: [0, 1]), 190, absolute: 1e-6)
  }

  @Test func `stopping a resize keeps what is obtained and gives up the rest`() {
    var parameters = ModelParameters.constantTimes
    parameters.createBurst = 1
    parameters.createRate = 0.5
    let outcome = checkedRun(
      .onePool(
        nodes: 100, parameters: parameters,
        interventions: [Intervention(time: SimulationTime(seconds: 200.5), action: .stopResize(0))]))
    // A request every 2 s from 180 s on, each disk made in 3 s at its own limit: the ninth is there at 199 s, the tenth and
    // the eleventh are given up.
    #expect(outcome.total.provisionedNodes == 9)
    #expect(outcome.nodes.filter { $0.state == .dropped }.count == 2)
    #expect(outcome.total.idleNodes == outcome.total.provisionedNodes)
    #expect(outcome.resizes.map(\.endedAt?.seconds) == [250.5])
    #expect(outcome.resizes.map(\.error) == [.resizeStopped])
    #expect(outcome.resizes.map(\.outcome) == [.stopped])
    #expect(!outcome.total.reachedTarget)
  }

  @Test func `stopping during the service delay ends the resize once the service is through with it`() {
    let outcome = checkedRun(
      .onePool(nodes: 10, interventions: [Intervention(time: SimulationTime(seconds: 60), action: .stopResize(0))]))
    #expect(outcome.resizes.map(\.endedAt?.seconds) == [110])
    #expect(outcome.nodes.isEmpty)
  }

  @Test func `a node that is asked for later waits from then on`() {
    let at = SimulationTime(seconds: 2_000)
    let more = Intervention(time: at, action: .resize(pool: 0, ResizeRequest(targetDedicatedNodes: 2)))
    let (one, two) = (checkedRun(.onePool(nodes: 1)), checkedRun(.onePool(nodes: 1, interventions: [more])))
    // The second node finds the replica as free as the first one did.
    #expect(two.nodes.count == 2 && two.total.requestToIdle == one.total.requestToIdle)
    #expect(two.nodes.last?.idleAt == two.nodes.first?.idleAt.map { $0 + (at - .zero) })
  }

  @Test func `a resize timeout under five minutes is refused`() {
    #expect(SystemConfiguration.onePool(nodes: 1, timeout: 299).problems().count == 1)
    #expect(SystemConfiguration.onePool(nodes: 1, timeout: 300).problems().isEmpty)
  }
}
