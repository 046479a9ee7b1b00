// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Experiments
package import Files
internal import Interchange

/// What `poolsim fingerprint` prints: one number a replication that stands for everything that happened in it.
package enum FingerprintTable {
  static let columns: [Column<ReplicationFingerprint>] = [
    Column("scenario", "The name of the scenario.") { $0.scenario },
    Column("variant", "The name of the variant.") { $0.variant },
    Column("replication", "The number of the replication, from 0.") { $0.replication },
    Column("fingerprint", "The fingerprint of its events: 16 hexadecimal digits.") { $0.digits },
  ]

  /// Writes the table.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package static func write(_ fingerprints: [ReplicationFingerprint], to writer: ByteWriter) throws(Failure) {
    try CSVTable.write(fingerprints, columns, to: writer)
  }
}
