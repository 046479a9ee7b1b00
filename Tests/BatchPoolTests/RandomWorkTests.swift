// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Randomness
import Testing
import TestSupport

/// Systems drawn at random, in which everything happens to nodes with work that can.
@Suite struct RandomWorkTests {
  private func system(_ generator: inout SplitMix64) -> SystemConfiguration {
    var parameters = ModelParameters.spreadTimes
    parameters.dispatchDelay = constant(generator.unit() < 0.5 ? 0 : 3)
    parameters.serviceDelay = constant(30)
    let slots = Int.random(in: 1...5, using: &generator)
    let pools = (0..<Int.random(in: 1...2, using: &generator)).map { index in
      PoolConfiguration(
        name: "\(index)", vmSize: "Standard_D2s_v3", targetDedicatedNodes: Int.random(in: 0...8, using: &generator),
        targetLowPriorityNodes: Int.random(in: 0...8, using: &generator), resizeTimeout: .seconds(300), image: 0,
        startTask: generator.unit() < 0.5 ? nil : StartTask(duration: constant(20), failureProbability: 0.3),
        preemptionRate: generator.unit() < 0.5 ? 0 : 1 / 900.0, failureRate: generator.unit() < 0.5 ? 0 : 1 / 5_000.0,
        unusableProbability: 0.05, taskSlotsPerNode: slots,
        nodeFillType: generator.unit() < 0.5 ? .spread : .pack, startsTasksInOrder: generator.unit() < 0.3)
    }
    let streams = (0..<Int.random(in: 1...3, using: &generator)).map { index in
      WorkStream(
        name: "work \(index)", pool: Int.random(in: 0..<pools.count, using: &generator),
        source: .generated(
          GeneratedWork(
            arrivals: .poisson(rate: 1 / 200.0, from: .zero, until: SimulationTime(seconds: 3_000)),
            taskCount: lognormal(median: 6, sigma: 1), taskDuration: lognormal(median: 120, sigma: 1))),
        priority: Int.random(in: 0...1, using: &generator), deadline: .seconds(600),
        after: index > 0 && generator.unit() < 0.5 ? index - 1 : nil,
        tasks: TaskTraits(
          requiredSlots: Int.random(in: 1...slots, using: &generator),
          nodes: generator.unit() < 0.3 ? Int.random(in: 2...3, using: &generator) : 1,
          failureProbability: generator.unit() < 0.5 ? 0 : 0.3,
          maxTaskRetryCount: Int.random(in: -1...2, using: &generator),
          preparation: generator.unit() < 0.5 ? nil : constant(15),
          retentionTime: .seconds(30)))
    }
    let interventions = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      Intervention(
        time: SimulationTime(seconds: Double(Int.random(in: 0...4_000, using: &generator))),
        action: action(pool: Int.random(in: 0..<pools.count, using: &generator), &generator))
    }
    return SystemConfiguration(
      parameters: parameters, images: [.gallery(replicas: 2)], pools: pools,
      interventions: interventions.sorted { $0.time < $1.time }, work: streams, duration: .seconds(6_000))
  }

  private func action(pool: Int, _ generator: inout SplitMix64) -> Intervention.Action {
    let option = DeallocationOption.allCases[Int.random(in: 0...3, using: &generator)]
    switch Int.random(in: 0...6, using: &generator) {
    case 0: return .stopResize(pool)
    case 3: return .request(pool: pool, .restart(RestartRequest(count: 2, reimages: generator.unit() < 0.5)))
    case 1: return .removeNodes(pool: pool, RemovalRequest(count: 2, deallocationOption: option))
    case 2: return .deleteImage(0)
    default:
      return .resize(
        pool: pool,
        ResizeRequest(
          targetDedicatedNodes: Int.random(in: 0...10, using: &generator),
          targetLowPriorityNodes: Int.random(in: 0...10, using: &generator), deallocationOption: option))
    }
  }

  /// How long nodes of all pools were billed, from the timeline [ns].
  private func billed(_ outcome: RunOutcome) -> Int128 {
    var sum = Int128(0)
    var last: [Cell: TimelineEntry] = [:]
    func close(_ entry: TimelineEntry?, at time: SimulationTime) {
      guard let entry, ![.preempted, .removed].contains(entry.state) else { return }
      sum += Int128(entry.nodes) * Int128((time - entry.time).nanoseconds)
    }
    for entry in outcome.timeline {
      let cell = Cell(pool: entry.pool, state: entry.state)
      close(last[cell], at: entry.time)
      last[cell] = entry
    }
    for entry in last.values { close(entry, at: outcome.endedAt) }
    return sum
  }

  private struct Cell: Hashable {
    let pool: Int
    let state: NodeState
  }

  @Test func `slots, tasks and node time are conserved after every event`() {
    withEvery("seed", in: UInt64(0)..<200) { seed in
      var generator = SplitMix64(seed: seed)
      let system = system(&generator)
      try check(system.problems().isEmpty, "\(system.problems())")
      let outcome = workRun(system, seed: seed)
      let parts = outcome.nodeTimes.map(\.time)
      let slots = Int128(system.pools[0].taskSlotsPerNode)
      try check(parts.reduce(0) { $0 + $1.billed } == billed(outcome) * slots, "billed time does not add up")
      for time in parts {
        try check(
          [time.starting, time.idle, time.useful, time.lost, time.leaving, time.unusable, time.preempted]
            .allSatisfy { $0 >= 0 }, "a part of the time is negative")
      }
      let lost = outcome.tasks.reduce(Int128(0)) { sum, task in
        let traits = system.work[task.stream].tasks
        return sum + Int128(task.lost.nanoseconds) * Int128(traits.requiredSlots * traits.nodes)
      }
      try check(parts.reduce(0) { $0 + $1.lost } == lost, "lost time is not that of the tasks")
      guard let work = outcome.total.work else { return }
      try check(work.tasks == outcome.tasks.count, "a task has no record")
      try check(work.tasks == outcome.jobs.reduce(0) { $0 + $1.tasks }, "a task has no job")
      try check(
        work.tasksCompleted == outcome.tasks.count { $0.outcome == .completed }
          && work.tasksFailed == outcome.tasks.count { $0.outcome == .failed }, "the ends of tasks do not add up")
    }
  }

  @Test func `a run does not depend on what it keeps`() {
    withEvery("seed", in: UInt64(0)..<20) { seed in
      var generator = SplitMix64(seed: seed)
      let system = system(&generator)
      let kept = workRun(system, seed: seed, every: 1_000)
      let plain = PoolSimulation.run(system, seed: seed, replication: 0)
      try check(kept.total == plain.total && kept.jobs == plain.jobs, "the figures differ")
      try check(kept.nodeTimes == plain.nodeTimes && plain.tasks.isEmpty, "the ledgers differ")
    }
  }
}
