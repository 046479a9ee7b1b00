// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool

extension ScenarioFacts {
  /// Adds what the pools work on.
  ///
  /// - Parameters:
  ///   - configuration: What is simulated.
  ///   - system: The same as the scenario has it.
  ///   - skippedJobs: Jobs that each trace leaves out, in the order of the scenario.
  /// - Complexity: O(streams + tasks of traces).
  mutating func addWork(_ configuration: SystemConfiguration, _ system: Section<SystemKeys>, skippedJobs: [Int]) {
    var skippedJobs = skippedJobs[...]
    work = zip(configuration.work, system.work ?? []).map { stream, section in
      let pool = configuration.pools[stream.pool]
      var facts = Work(
        name: stream.name, pool: stream.pool, requiredSlots: stream.tasks.requiredSlots, nodes: stream.tasks.nodes,
        slotsPerNode: pool.taskSlotsPerNode, poolName: pool.name, skippedJobs: 0, place: section.value.place)
      switch stream.source {
      case .generated:
        if section.value.wrote(\.requiredSlots) { facts.place = section.value.place(of: \.requiredSlots) }
      case .trace(let trace):
        facts.requiredSlots = trace.entries.reduce(0) { max($0, Int($1.slots)) }
        facts.nodes = trace.entries.reduce(0) { max($0, Int($1.nodes)) }
        facts.skippedJobs = skippedJobs.popFirst() ?? 0
      }
      return facts
    }
  }
}
