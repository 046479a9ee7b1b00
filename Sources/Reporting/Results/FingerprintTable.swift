// SPDX-License-Identifier: GPL-3.0-or-later

package import Files
internal import Interchange
internal import BatchPool
package import EventEngine
internal import Experiments
package import Scenarios

/// One number a replication that stands for everything that happened in it.
package enum FingerprintTable {
  /// Runs every replication of a scenario and writes its fingerprint, as 16 hexadecimal digits.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - parts: What of every event counts.
  ///   - jobs: Replications that run at once.
  ///   - writer: Where the rows go, in the order of variants and replications.
  /// - Throws: `OutputError` when they cannot be written, or `CancellationError`.
  /// - Complexity: O(events).
  package static func write(
    _ scenario: Scenario, including parts: EventFingerprintParts, jobs: Int, to writer: ByteWriter
  ) async throws {
    var fingerprints: [UInt64] = []
    let count = scenario.replications
    try await OrderedParallelMap(jobs: jobs).run(scenario.variants.count * count) { index in
      PoolSimulation.fingerprint(
        scenario.variants[index / count].configuration, seed: scenario.seed, replication: index % count,
        including: parts)
    } deliver: { _, fingerprint in
      fingerprints.append(fingerprint)
    }
    var csv = try CSVWriter(to: writer, header: ["scenario", "variant", "replication", "fingerprint"])
    for (index, fingerprint) in fingerprints.enumerated() {
      try csv.cell(scenario.name)
      try csv.cell(scenario.variants[index / count].name)
      try csv.cell(index % count)
      let digits = String(fingerprint, radix: 16)
      try csv.cell(String(repeating: "0", count: 16 - digits.count) + digits)
      try csv.endRow()
    }
  }
}
