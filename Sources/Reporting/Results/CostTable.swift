// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
package import Experiments
package import Files
internal import Interchange
internal import Scenarios

/// `cost.csv`: a row a variant, replication and term of its bill.
package enum CostTable {
  struct Row: ReplicatedRow {
    let names: VariantNames
    let replication: Int
    let term: Bill.Term
    let currency: String

    /// A bill is of all pools together.
    var pool: Int? { nil }
  }

  static func columns(namesPools: Bool) -> [Column<Row>] {
    Row.replicationColumns(namesPools: namesPools) + [
      Column("term", "What is billed: the key of its price.") { $0.term.name },
      Column("quantity", "How much of it there was.") { $0.term.quantity },
      Column("unit", "What the quantity counts.") { $0.term.unit },
      Column("price", "What one of it costs.") { $0.term.price },
      Column("currency", "The currency of the price.") { $0.currency },
      Column("cost", "What all of it costs.") { $0.term.cost },
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
          guard let bill = Bill(outcome, of: variant.variant.configuration, variant.variant.prices) else { continue }
          for term in bill.terms {
            try table.append(Row(names: names, replication: replication, term: term, currency: bill.currency))
          }
        }
      }
    }
  }
}
