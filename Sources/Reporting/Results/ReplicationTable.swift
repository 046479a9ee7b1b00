// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
package import Experiments
package import Files
internal import Interchange
internal import Scenarios

/// `replications.csv`: a row a variant and replication, and one for each of its pools where pools are named.
package enum ReplicationTable {
  struct Row: ReplicatedRow {
    let names: VariantNames
    let pool: Int?
    let replication: Int
    let source: Metric.Source
  }

  /// A column a metric of `replications.csv`, in the order of ``Metric/all``.
  static let metrics = Metric.all.filter(\.isReplicationColumn).map(\.column)

  static func columns(namesPools: Bool) -> [Column<Row>] {
    Row.replicationColumns(namesPools: namesPools) + metrics.map { $0.of(\.source) }
  }

  /// Writes the table.
  ///
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(cells).
  package static func write(
    _ results: [ExperimentResult], namesPools: Bool, to writer: ByteWriter
  ) throws(Failure) {
    let table = try CSVTable(columns(namesPools: namesPools), to: writer)
    for result in results {
      for variant in result.variants {
        let names = VariantNames(result.scenario, variant.variant)
        let pools = result.scenario.poolRows(of: variant.variant)
        for (replication, outcome) in variant.outcomes.enumerated() {
          for pool in pools {
            try table.append(
              Row(names: names, pool: pool, replication: replication, source: Metric.Source(outcome, pool: pool)))
          }
        }
      }
    }
  }
}

extension Metric {
  /// The metric as a column.
  var column: Column<Source> {
    Column(name, unit: unit.symbol, documentation) { value(of: $0) }
  }
}
