// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Testing
import TestSupport

@Suite struct FaultTests {
  private func deletion(at time: Double) -> Intervention {
    Intervention(time: SimulationTime(seconds: time), action: .deleteImage(0))
  }

  @Test func `when the image is deleted, what has been obtained boots on and the pool cannot grow`() {
    let outcome = checkedRun(.onePool(nodes: 300, interventions: [deletion(at: 400)]), every: 13)
    // Batches of 20 disks are made at 210, 240, ... 390 s: 7 batches.
    #expect(outcome.total.provisionedNodes == 140)
    #expect(outcome.resizes.map(\.error) == [.allocationFailed, .allocationFailed])
    // The first ends at once; the second finds out after its service delay.
    #expect(outcome.resizes.map(\.endedAt?.seconds) == [400, 580])
    #expect(outcome.resizes.map(\.nodesAfter) == [140, 140])
    #expect(outcome.total.idleNodes == 140)
    #expect(!outcome.total.reachedTarget)
    #expect(
      ResizeError.allocationFailed.message
        == "There was an error encountered while performing the last resize on the pool. "
        + "Please try resizing the pool again. Code: AllocationFailed")
  }

  @Test func `an image deleted before the first node fails the resize after its service delay`() {
    let outcome = checkedRun(.onePool(nodes: 300, interventions: [deletion(at: 0)]))
    #expect(outcome.resizes.map(\.endedAt?.seconds) == [180])
    #expect(outcome.nodes.isEmpty)
  }

  @Test func `an image that nobody can delete is not deleted`() {
    var system = SystemConfiguration.onePool(nodes: 3, interventions: [deletion(at: 400)])
    #expect(system.problems().isEmpty)
    system.images[0].kind = .marketplace
    #expect(system.problems() == ["image image is a marketplace image to be deleted"])
    system.images = []
    #expect(system.problems().contains("there is no image 0 to delete"))
  }

  @Test func `an image deleted after the pool is steady harms nobody`() {
    let outcome = checkedRun(.onePool(nodes: 30, interventions: [deletion(at: 800)]))
    #expect(outcome.total.reachedTarget)
    #expect(outcome.resizes.map(\.error) == [nil])
  }

  @Test func `a VM whose creation always fails is given up after its attempts`() {
    var parameters = ModelParameters.constantTimes
    parameters.createFailureProbability = 1
    let outcome = checkedRun(.onePool(nodes: 2, parameters: parameters))
    #expect(outcome.resizes.map(\.error) == [.allocationFailed])
    // Three attempts, each a disk; two are made side by side at their own limit.
    expectClose(outcome.resizes[0].endedAt?.seconds ?? 0, 180 + 3 * 3, absolute: 1e-6)
    #expect(outcome.nodes.allSatisfy { $0.state == .dropped })
  }

  /// Two attempts at once, 3 s each, fail; the third would be due at 1,180 s, long after the timeout.
  @Test func `what a resize still asks for ends with it`() {
    var parameters = ModelParameters.constantTimes
    parameters.createFailureProbability = 1
    (parameters.unitCreateBurst, parameters.unitCreateRate) = (2, 1e-3)
    let unit = checkedRun(.onePool(nodes: 1, timeout: 300, parameters: parameters, policy: ResizePolicy(maxResizes: 1)))
    #expect(unit.resizes.map(\.error) == [.allocationTimedOut])
    #expect(unit.endedAt.seconds == 300)
    // The same where it is the subscription that makes the third wait.
    (parameters.unitCreateBurst, parameters.unitCreateRate) = (10, 1)
    (parameters.createBurst, parameters.createRate) = (2, 1e-3)
    let subscription = checkedRun(
      .onePool(nodes: 1, timeout: 300, parameters: parameters, policy: ResizePolicy(maxResizes: 1)))
    #expect(subscription.resizes.map(\.error) == [.allocationTimedOut])
    #expect(subscription.endedAt.seconds == 300)
  }

  @Test func `failed attempts are retried and cost time, not nodes`() {
    var parameters = ModelParameters.constantTimes
    parameters.createFailureProbability = 0.05
    parameters.createAttempts = 10
    let outcome = checkedRun(.onePool(nodes: 200, parameters: parameters), every: 7)
    #expect(outcome.total.provisionedNodes == 200)
    #expect((outcome.total.steadyState ?? .zero) > .seconds(180 + 300))
  }

  @Test func `a start task delays idle, is retried, and its failure keeps the node from work`() {
    func run(_ task: StartTask) -> RunOutcome { checkedRun(.onePool(nodes: 3, startTask: task)) }
    let plain = run(StartTask(duration: constant(30)))
    let base = checkedRun(.onePool(nodes: 3))
    expectClose(
      plain.total.idleLatency?.mean ?? 0, (base.total.idleLatency?.mean ?? 0) + 30, absolute: 1e-6)
    #expect(plain.total.steadyState == base.total.steadyState)

    let failing = run(StartTask(duration: constant(30), failureProbability: 1, maxTaskRetryCount: 2))
    #expect(failing.nodes.allSatisfy { $0.state == .startTaskFailed && $0.idleAt == nil })
    #expect(failing.total.idleNodes == 0)
    #expect(failing.total.provisionedNodes == 3)
    // Three tries of 30 s after the agent.
    expectClose(failing.endedAt.seconds, base.endedAt.seconds + 90, absolute: 1e-6)

    let careless = run(StartTask(duration: constant(30), failureProbability: 1, waitForSuccess: false))
    #expect(careless.total.idleLatency == base.total.idleLatency)
  }
}
