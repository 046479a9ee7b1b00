// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import EventEngine
package import Scenarios

/// One number that stands for everything that happened in a replication.
package struct ReplicationFingerprint: Hashable, Sendable {
  /// The scenario.
  package let scenario: String
  /// The variant.
  package let variant: String
  /// The number of the replication, from 0.
  package let replication: Int
  /// The number.
  package let value: UInt64

  /// The number as 16 hexadecimal digits.
  package var digits: String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}

extension ReplicationRunner {
  /// Runs every replication of every variant for its fingerprint alone.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - parts: What of every event counts.
  /// - Returns: The fingerprints, by variant and replication.
  /// - Throws: `CancellationError` when the task is cancelled.
  /// - Complexity: O(events).
  package func fingerprints(
    of scenario: Scenario, including parts: EventFingerprintParts
  ) async throws -> [ReplicationFingerprint] {
    let count = scenario.replications
    var fingerprints: [ReplicationFingerprint] = []
    try await map.run(scenario.variants.count * count) { index in
      PoolSimulation.fingerprint(
        scenario.variants[index / count].configuration, seed: scenario.seed, replication: index % count,
        including: parts)
    } deliver: { index, value in
      fingerprints.append(
        ReplicationFingerprint(
          scenario: scenario.name, variant: scenario.variants[index / count].name, replication: index % count,
          value: value))
    }
    return fingerprints
  }
}
