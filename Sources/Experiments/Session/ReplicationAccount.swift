// SPDX-License-Identifier: GPL-3.0-or-later

package import BatchPool
package import Scenarios

/// One replication of a variant with an account of where the time of its pools and nodes went.
package struct ReplicationAccount: Sendable {
  /// The scenario.
  package let scenario: Scenario
  /// The variant: an index into the scenario's variants.
  package let variant: Int
  /// The number of the replication, from 0.
  package let replication: Int
  /// Its outcome, with its nodes and their accounts.
  package let outcome: RunOutcome
}

extension ReplicationRunner {
  /// Runs one replication of a variant and keeps account of its time.
  ///
  /// - Complexity: O(events) of the replication, on the calling thread.
  package func account(of scenario: Scenario, variant: Int, replication: Int) -> ReplicationAccount {
    ReplicationAccount(
      scenario: scenario, variant: variant, replication: replication,
      outcome: simulate(scenario.variants[variant].configuration, scenario.seed, replication, [.nodes, .accounts]))
  }
}

extension ExperimentResult.VariantResult {
  /// What the replications that reached the target waited for until the pool was steady, added up; nil when none did.
  ///
  /// - Complexity: O(replications).
  package var steadyAccount: TimeAccount? {
    let accounts = outcomes.compactMap(\.steadyAccount)
    return accounts.isEmpty ? nil : TimeAccount(adding: accounts)
  }
}
