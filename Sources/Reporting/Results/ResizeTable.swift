// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
internal import EventEngine
package import Experiments
package import Files
internal import Interchange
internal import Scenarios

/// `resizes.csv`: a row a resize operation, in the order of requests.
package enum ResizeTable {
  struct Row: ReplicatedRow {
    let names: VariantNames
    let replication: Int
    let resize: ResizeRecord

    var pool: Int? { resize.pool }
  }

  static func columns(namesPools: Bool) -> [Column<Row>] {
    Row.replicationColumns(namesPools: namesPools) + [
      Column("resize", "The number of the resize in its pool, from 1; empty for a request that was refused.") {
        $0.resize.resize
      },
      Column("requested_at_s", unit: "s", "When it was requested.") { $0.resize.requestedAt },
      Column("ended_at_s", unit: "s", "When it ended; empty where the run ended before.") { $0.resize.endedAt },
      Column("target_nodes", "Nodes wanted.") { $0.resize.targetNodes },
      Column("nodes_before", "Nodes that the pool had when it was requested.") { $0.resize.nodesBefore },
      Column("nodes_after", "Nodes that the pool had when it ended.") { $0.resize.nodesAfter },
      Column(
        "outcome",
        "`completed`, `failed` (it ended below its target), `stopped` (by the caller), `refused` (the pool was being resized), or `underway` at the end of the run."
      ) { $0.resize.outcome.rawValue },
      Column("error_code", "The service's code of what ended it, or of the quota that it met; empty without an error.")
      {
        $0.resize.error?.code
      },
      Column("error_message", "The service's message, and behind it code and message of every other error.") {
        $0.resize.errorMessage
      },
    ]
  }

  /// Writes the table.
  ///
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(rows).
  package static func write(
    _ results: [ExperimentResult], namesPools: Bool, to writer: ByteWriter
  ) throws(Failure) {
    let table = try CSVTable(columns(namesPools: namesPools), to: writer)
    for result in results {
      for variant in result.variants {
        let names = VariantNames(result.scenario, variant.variant)
        for (replication, outcome) in variant.outcomes.enumerated() {
          for resize in outcome.resizes {
            try table.append(Row(names: names, replication: replication, resize: resize))
          }
        }
      }
    }
  }
}
