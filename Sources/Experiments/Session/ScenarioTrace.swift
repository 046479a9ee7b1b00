// SPDX-License-Identifier: GPL-3.0-or-later

package import BatchPool
package import Scenarios

/// The first replication of every variant of a scenario, with all its details.
package struct ScenarioTrace: Sendable {
  /// The scenario.
  package let scenario: Scenario
  /// One outcome a variant, with nodes and timeline.
  package let outcomes: [RunOutcome]
}

extension ReplicationRunner {
  /// Runs the first replication of every variant with all its details.
  ///
  /// - Complexity: O(events) of one replication of every variant, on the calling thread.
  package func trace(of scenario: Scenario) -> ScenarioTrace {
    ScenarioTrace(
      scenario: scenario,
      outcomes: scenario.variants.map { simulate($0.configuration, scenario.seed, 0, [.nodes, .timeline]) })
  }
}
