// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Randomness

extension ModelParameters {
  /// Every node is idle at once.
  static var instant: ModelParameters {
    var parameters = ModelParameters()
    parameters.createRate = 1e9
    parameters.createBurst = 1_000_000
    parameters.replicaConcurrency = 1_000_000
    return parameters
  }
}

extension SystemConfiguration {
  /// One pool whose nodes are idle at time 0, or come up as the parameters have it, with work.
  static func working(
    nodes: Int, slots: Int = 1, parameters: ModelParameters = .instant, _ work: [WorkStream]
  ) -> SystemConfiguration {
    var system = SystemConfiguration.onePool(nodes: nodes, parameters: parameters)
    system.pools[0].taskSlotsPerNode = slots
    system.work = work
    return system
  }
}

extension WorkStream {
  /// Jobs of equal tasks at set times.
  static func jobs(
    _ name: String, at times: [Double], tasks: Int, seconds: Double, priority: Int = 0, deadline: Double? = nil,
    after: Int? = nil, traits: TaskTraits = TaskTraits()
  ) -> WorkStream {
    WorkStream(
      name: name,
      source: .generated(
        GeneratedWork(
          arrivals: .at(times.map { SimulationTime(seconds: $0) }), taskCount: constant(Double(tasks)),
          taskDuration: constant(seconds))),
      priority: priority, deadline: deadline.map { .seconds($0) }, after: after, tasks: traits)
  }

  /// Recorded tasks, each a job of its own: when it was submitted [s], for how long it ran [s], and on how many nodes.
  static func trace(_ tasks: [(at: Double, seconds: Double, nodes: Int)]) -> WorkStream {
    let entries = tasks.enumerated().map { index, task in
      TaskTrace.Entry(
        submittedAt: SimulationTime(seconds: task.at), duration: .seconds(task.seconds), job: UInt32(index),
        nodes: UInt16(task.nodes))
    }
    return WorkStream(
      name: "trace",
      source: .trace(TaskTrace(entries: entries, jobNames: tasks.indices.map { String($0) }, contentHash: 0)))
  }
}

/// Runs one replication, keeps its tasks, and checks after every event that nothing is lost.
func workRun(_ configuration: SystemConfiguration, seed: UInt64 = 1, every eventCount: UInt64 = 1) -> RunOutcome {
  PoolSimulation.run(
    configuration, seed: seed, replication: 0, recording: [.nodes, .timeline, .tasks],
    checkingInvariantsEvery: eventCount)
}
