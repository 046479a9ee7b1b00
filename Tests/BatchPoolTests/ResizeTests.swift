// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import Testing
import TestSupport

/// Every time below is worked out by hand from constant stages: one replica serves 60/90 nodes a second.
@Suite struct ResizeTests {
  @Test func `one node is delayed, reads alone at its own limit, boots and joins`() throws {
    let outcome = checkedRun(.onePool(nodes: 1))
    let node = try #require(outcome.nodes.first)
    #expect(node.creatingAt.seconds == 180)
    #expect(node.readStartedAt?.seconds == 180)
    // 90 MiB at 30 MiB/s.
    #expect(node.readEndedAt?.seconds == 183)
    #expect(node.provisionedAt?.seconds == 273)
    #expect(node.startingAt?.seconds == 273)
    #expect(node.idleAt?.seconds == 333)
    #expect(outcome.total.steadyState == .seconds(273))
    #expect(outcome.total.idleLatency == IdleLatency(mean: 153, p50: 153, p95: 153, max: 153))
    #expect(outcome.total.singleResize)
    expectClose(outcome.total.nodeHours, 153 / 3_600.0, relative: 1e-12)
    // Request, allocation, grant, read, boot, agent.
    #expect(outcome.events == 6)
    #expect(outcome.end == .noEventsLeft)
  }

  @Test func `three hundred nodes share one replica and are steady after N times working set over bandwidth`() {
    let outcome = checkedRun(.onePool(nodes: 300), every: 97)
    // 180 s + 300 * 90 MiB / 60 MiB/s + 90 s.
    expectClose(outcome.total.steadyState?.seconds ?? 0, 720, absolute: 1e-6)
    #expect(outcome.resizes.count == 1)
  }

  @Test(arguments: [2, 3, 4, 10])
  func `R replicas divide the reading time by R`(replicas: Int) {
    let outcome = checkedRun(.onePool(nodes: 600, image: .gallery(replicas: replicas)), every: 97)
    expectClose(
      outcome.total.steadyState?.seconds ?? 0, 180 + 600 * 1.5 / Double(replicas) + 90, absolute: 1e-6)
  }

  @Test func `a marketplace image has no queue`() {
    let outcome = checkedRun(
      .onePool(nodes: 1_000, image: ImageConfiguration(name: "image", kind: .marketplace)), every: 97)
    expectClose(outcome.total.steadyState?.seconds ?? 0, 273, absolute: 1e-9)
    #expect(outcome.nodes.allSatisfy { $0.replica == nil })
  }

  @Test func `what is provisioned at the timeout is kept, the rest dropped, and the caller asks again`() throws {
    let outcome = checkedRun(.onePool(nodes: 1_000), every: 97)
    let first = try #require(outcome.resizes.first)
    #expect(first.endedAt?.seconds == 900)
    #expect(first.error == .allocationTimedOut)
    #expect(first.outcome == .failed)
    // Batches of 20 are read in 30 s each from 180 s on; a node must have read by 810 s to be up at 900 s.
    #expect(first.nodesAfter == 20 * Int((810.0 - 180) / 30))
    #expect(outcome.resizes.map(\.nodesAfter) == [420, 840, 1_000])
    #expect(outcome.resizes.map(\.requestedAt.seconds) == [0, 900, 1_800])
    // Third resize: 160 nodes.
    expectClose(outcome.total.steadyState?.seconds ?? 0, 1_800 + 180 + 160 * 1.5 + 90, absolute: 1e-6)
    #expect(outcome.nodes.filter { $0.state == .dropped }.count == 580 + 160)
    #expect(outcome.total.provisionedNodes == 1_000)
    #expect(!outcome.total.singleResize)
  }

  @Test func `with policy once a pool stays below its target and has no steady state`() {
    let outcome = checkedRun(.onePool(nodes: 1_000, policy: ResizePolicy(repetition: .once)), every: 97)
    #expect(outcome.resizes.count == 1)
    #expect(!outcome.total.reachedTarget)
    #expect(outcome.total.steadyState == nil)
    #expect(outcome.total.provisionedNodes == 420)
  }

  @Test func `the number of resizes is capped`() {
    let outcome = checkedRun(.onePool(nodes: 2_000, policy: ResizePolicy(maxResizes: 2)), every: 97)
    #expect(outcome.resizes.map(\.nodesAfter) == [420, 840])
    #expect(!outcome.total.reachedTarget)
  }

  @Test func `a pause lies between the end of a resize and the next request`() {
    let outcome = checkedRun(.onePool(nodes: 500, policy: ResizePolicy(pause: .seconds(45))), every: 97)
    #expect(outcome.resizes.map(\.requestedAt.seconds) == [0, 945])
  }

  @Test func `a longer timeout saves the second resize`() {
    let outcome = checkedRun(.onePool(nodes: 600, timeout: 1_800), every: 97)
    #expect(outcome.resizes.count == 1)
    expectClose(outcome.total.steadyState?.seconds ?? 0, 180 + 900 + 90, absolute: 1e-6)
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

  @Test func `a node that is up in the very instant of the timeout counts`() {
    // 180 + 3 + 90 s is 273 s; with a service delay of 807 s it is up at 900 s.
    var parameters = ModelParameters.constantTimes
    parameters.serviceDelay = constant(807)
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
    let creating = outcome.nodes.map(\.creatingAt.seconds)
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
      return outcome.nodes.map(\.creatingAt.seconds).max() ?? 0
    }
    expectClose(lastCreation(subscriptions: [0, 0]), 210, absolute: 1e-6)
    expectClose(lastCreation(subscriptions: [0, 1]), 190, absolute: 1e-6)
  }

  @Test func `stopping a resize awaits what is being created and keeps it`() {
    var parameters = ModelParameters.constantTimes
    parameters.createBurst = 1
    parameters.createRate = 1
    let outcome = checkedRun(
      .onePool(
        nodes: 100, parameters: parameters,
        interventions: [Intervention(time: SimulationTime(seconds: 200.5), action: .stopResize(0))]))
    // One node a second from 180 s on: 21 have entered creating by 200.5 s.
    #expect(outcome.total.provisionedNodes == 21)
    #expect(outcome.resizes.map(\.error) == [.resizeStopped])
    #expect(outcome.resizes.map(\.outcome) == [.stopped])
    #expect(!outcome.total.reachedTarget)
  }

  @Test func `stopping during the service delay ends the resize at once`() {
    let outcome = checkedRun(
      .onePool(nodes: 10, interventions: [Intervention(time: SimulationTime(seconds: 60), action: .stopResize(0))]))
    #expect(outcome.resizes.map(\.endedAt?.seconds) == [60])
    #expect(outcome.nodes.isEmpty)
  }

  @Test func `a resize timeout under five minutes is refused`() {
    #expect(SystemConfiguration.onePool(nodes: 1, timeout: 299).problems().count == 1)
    #expect(SystemConfiguration.onePool(nodes: 1, timeout: 300).problems().isEmpty)
  }
}
