// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import EventEngine
import Randomness
import TestSupport
import Testing

@testable import BatchPool

/// Pools that scale by a formula, evaluation by evaluation.
@Suite struct AutoscaleTests {
  private func system(
    _ formula: String, hours: Double, interval: Double = 300, parameters: ModelParameters = .instant,
    work: [WorkStream] = [], change: (inout SystemConfiguration) -> Void = { _ in }
  ) throws -> SystemConfiguration {
    var system = SystemConfiguration.working(nodes: 0, parameters: parameters, work)
    system.duration = .seconds(hours * 3_600)
    system.pools[0].scalesByFormula = true
    system.pools[0].autoscale = AutoscaleConfiguration(
      formula: try Formula(parsing: formula), evaluationInterval: .seconds(interval))
    change(&system)
    return system
  }

  private func run(_ system: SystemConfiguration, seed: UInt64 = 1) -> RunOutcome {
    PoolSimulation.run(
      system, seed: seed, replication: 0, recording: [.nodes, .tasks, .timeline, .evaluations],
      checkingInvariantsEvery: 1)
  }

  private func outcomes(_ outcome: RunOutcome) -> [EvaluationRecord.Outcome] { outcome.evaluations.map(\.outcome) }

  @Test func `a formula that asks for 30 nodes gives the node times of a fixed pool of 30`() throws {
    let scaled = try run(system("$TargetDedicatedNodes = 30;", hours: 2, parameters: .spreadTimes))
    var fixed = SystemConfiguration.onePool(nodes: 30, parameters: .spreadTimes)
    fixed.duration = .seconds(7_200)
    #expect(scaled.nodes == PoolSimulation.run(fixed, seed: 1, replication: 0, recording: [.nodes]).nodes)
    #expect(scaled.evaluations.count == 25)
    #expect(scaled.evaluations[0].outcome == .grow && scaled.evaluations[0].resize == 1)
    #expect(outcomes(scaled).dropFirst().allSatisfy { $0 == .unchanged })
    #expect(scaled.resizes.count == 1)
  }

  @Test func `the first evaluation resizes in any case, later ones where something changes`() throws {
    let outcome = try run(system("$TargetDedicatedNodes = 0;", hours: 1))
    #expect(outcome.resizes.count == 1 && outcome.resizes[0].outcome == .completed)
    #expect(outcome.evaluations.map(\.time.seconds) == (0...12).map { Double($0) * 300 })
  }

  /// One task of 1,000 s at 100 s: the evaluation at 300 s sees it, the one at 1,200 s the last sample of it (at most 45 s
  /// old), and the one at 1,500 s none.
  @Test func `a queue makes a pool grow, and its end makes it shrink`() throws {
    let formula = """
      samples = $PendingTasks.GetSample(1);
      $TargetDedicatedNodes = $PendingTasks.GetSamplePercent(60 * TimeInterval_Second) < 50 ? 0 : min(4, samples);
      """
    var parameters = ModelParameters.instant
    parameters.sampleLag = 15
    let outcome = try run(
      system(
        formula, hours: 1, parameters: parameters, work: [.jobs("a", at: [100], tasks: 1, seconds: 1_000)]))
    #expect(outcome.tasks.map(\.startedAt?.seconds) == [300])
    #expect(outcome.tasks.map(\.endedAt?.seconds) == [1_300])
    #expect(outcome.evaluations.map(\.targetDedicated) == [0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(outcome.evaluations[1].activeTasks == 1 && outcome.evaluations[2].runningTasks == 1)
    #expect(outcome.evaluations[1].samplesAvailable >= 9 && outcome.evaluations[1].samplesAvailable <= 10)
    #expect(outcome.total.idleNodes == 0)
  }

  @Test func `an error changes nothing and is told in the service's words`() throws {
    let outcome = try run(system("$TargetDedicatedNodes = nodes;", hours: 0.2))
    #expect(outcomes(outcome) == [.error, .error, .error])
    #expect(outcome.evaluations[0].errorCode == "AutoScalingFormulaEvaluationError")
    #expect(outcome.evaluations[0].errorMessage == "Line 1, Col 25: Undefined symbol: nodes")
    #expect(outcome.resizes.isEmpty)
  }

  /// 40 nodes are asked for at 0 s and 60 at 300 s, when the pool still makes the first: a node a 10 s by its unit. The
  /// second resize takes the place of the first, no node is made twice, and the pace stays.
  @Test func `another target takes the place of the one under way`() throws {
    var parameters = ModelParameters.instant
    parameters.unitCreateRate = 0.1
    parameters.unitCreateBurst = 1
    let grown = try run(
      system("$TargetDedicatedNodes = time().minute < 5 ? 40 : 60;", hours: 0.9, parameters: parameters))
    #expect(grown.resizes.map(\.outcome) == [.superseded, .completed])
    #expect(grown.resizes.map(\.nodesAfter) == [30, 60])
    #expect(grown.nodes.count == 60)
    #expect(grown.nodes.map { $0.creatingAt?.seconds } == (0..<60).map { Double($0) * 10 })
    let shrunk = try run(
      system("$TargetDedicatedNodes = time().minute < 5 ? 40 : 32;", hours: 0.9, parameters: parameters))
    #expect(shrunk.resizes.map(\.outcome) == [.superseded, .completed] && shrunk.nodes.count == 32)
    let below = try run(
      system("$TargetDedicatedNodes = time().minute < 5 ? 40 : 10;", hours: 0.9, parameters: parameters))
    #expect(below.total.provisionedNodes == 10)
    var skipping = parameters
    skipping.supersedesResize = 0
    let skipped = try run(
      system("$TargetDedicatedNodes = time().minute < 5 ? 40 : 60;", hours: 0.9, parameters: skipping))
    #expect(skipped.resizes.map(\.outcome) == [.completed, .completed])
  }

  /// Four nodes run tasks of 1,000 s when the target falls to 0 at 300 s, and rises to 6 at 600 s: they stay until their
  /// tasks end, and the two that are missing are made after the service delay of 100 s.
  @Test func `growth that takes the place of a removal has a service delay of its own`() throws {
    var parameters = ModelParameters.instant
    parameters.serviceDelay = constant(100)
    let outcome = try run(
      system(
        "m = time().minute; $TargetDedicatedNodes = m < 5 ? 4 : m < 10 ? 0 : 6; $NodeDeallocationOption = taskcompletion;",
        hours: 0.9, parameters: parameters, work: [.jobs("a", at: [0], tasks: 4, seconds: 1_000)]))
    #expect(outcome.nodes.prefix(6).map { $0.creatingAt?.seconds } == [100, 100, 100, 100, 700, 700])
    #expect(outcome.resizes.prefix(3).map(\.outcome) == [.completed, .superseded, .completed])
    #expect(outcome.tasks.allSatisfy { $0.endedAt?.seconds == 1_100 && $0.attempts == 1 })
    #expect(outcome.total.provisionedNodes == 6)
  }

  @Test func `a target that was not reached is tried again, or is not`() throws {
    var parameters = ModelParameters.instant
    parameters.unitCreateRate = 0.02
    parameters.unitCreateBurst = 1
    let retried = try run(system("$TargetDedicatedNodes = 30;", hours: 1, parameters: parameters))
    #expect(retried.resizes.map(\.errors) == [[.allocationTimedOut], []])
    #expect(retried.resizes[0].endedAt?.seconds == 900 && retried.total.provisionedNodes == 30)
    parameters.retriesUnmetTarget = 0
    let left = try run(system("$TargetDedicatedNodes = 30;", hours: 1, parameters: parameters))
    #expect(left.resizes.count == 1 && left.total.provisionedNodes == 19)
  }

  @Test func `a user's resize is refused`() throws {
    let outcome = try run(
      system("$TargetDedicatedNodes = 3;", hours: 1) {
        $0.interventions = [
          Intervention(
            time: SimulationTime(seconds: 400), action: .resize(pool: 0, ResizeRequest(targetDedicatedNodes: 9)))
        ]
      })
    #expect(outcome.resizes.map(\.outcome) == [.completed, .refused])
    #expect(outcome.total.provisionedNodes == 3)
  }

  /// Of 287 evaluations that may be lost a fifth is: binomial, a standard error of 6.8. 5 of them.
  @Test func `evaluations and samples are lost at their rates`() throws {
    var parameters = ModelParameters.instant
    parameters.evaluationLoss = 0.2
    parameters.sampleLoss = 0.25
    let outcome = try run(
      system("$TargetDedicatedNodes = $PendingTasks.Count() > 9999 ? 1 : 0;", hours: 23.99, parameters: parameters))
    #expect(outcome.evaluations.count == 288)
    expectClose(Double(outcomes(outcome).count { $0 == .lost }), 287 * 0.2, absolute: 5 * 6.8)
    // 2,870 ticks until the last evaluation at 86,100 s, three quarters of them kept: a standard error of 23.
    expectClose(Double(outcome.evaluations[287].samplesAvailable), 2_870 * 0.75, absolute: 5 * 23)
  }

  @Test func `systems with formulas drawn at random conserve nodes, slots and cores`() {
    let formulas = [
      "$TargetDedicatedNodes = min(20, max(0, avg($PendingTasks.GetSample(3)))); $NodeDeallocationOption = taskcompletion;",
      "$TargetDedicatedNodes = rand() * 25; $TargetLowPriorityNodes = rand() * 10;",
      "$TargetLowPriorityNodes = $ActiveTasks.GetSamplePercent(TimeInterval_Minute) < 50 ? 3 : $CurrentLowPriorityNodes + 1;",
      "$TargetDedicatedNodes = time().minute * 7 - time().minute / 3 * 20; $NodeDeallocationOption = retaineddata;",
    ]
    var supersededCount = 0
    withEvery("seed", in: UInt64(0)..<40) { seed in
      var generator = SplitMix64(seed: seed)
      var parameters = ModelParameters.spreadTimes
      parameters.serviceDelay = constant(30)
      parameters.unitCreateRate = 0.05 + generator.unit() / 3
      parameters.unitCreateBurst = 2
      parameters.deploymentUnitSize = Int.random(in: 3...30, using: &generator)
      parameters.createFailureProbability = generator.unit() < 0.5 ? 0 : 0.2
      let stream = WorkStream(
        name: "a",
        source: .generated(
          GeneratedWork(
            arrivals: .poisson(rate: 1 / 300.0, from: .zero, until: SimulationTime(seconds: 9_000)),
            taskCount: lognormal(median: 8, sigma: 1), taskDuration: lognormal(median: 300, sigma: 1))),
        tasks: TaskTraits(retentionTime: .seconds(200)))
      let system = try system(
        formulas[Int(seed) % formulas.count], hours: 4, parameters: parameters, work: [stream]
      ) {
        $0.pools[0].preemptionRate = generator.unit() < 0.5 ? 0 : 1 / 2_000.0
        $0.pools[0].coresPerNode = 2
        $0.pools[0].taskSlotsPerNode = 2
        if generator.unit() < 0.5 { $0.quotas = [CoreQuota(.dedicated, cores: 24)] }
      }
      let outcome = run(system, seed: seed)
      try check(outcome.evaluations.count == 49, "\(outcome.evaluations.count) evaluations")
      supersededCount += outcome.resizes.count { $0.outcome == .superseded }
    }
    #expect(supersededCount > 40)
  }
}
