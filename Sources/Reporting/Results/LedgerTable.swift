// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
package import Experiments
package import Files
internal import Interchange
internal import Scenarios

/// `ledger.csv`: a row a variant, replication, pool and kind of node, with where the time of these nodes went.
package enum LedgerTable {
  struct Row: Sendable {
    let names: VariantNames
    let replication: Int
    let entry: NodeTimeEntry

    /// A part of the time [s].
    fileprivate func seconds(_ part: KeyPath<NodeTimeLedger, Int128>) -> Double {
      Double(entry.time[keyPath: part]) / (Double(entry.time.slotsPerNode) * 1e9)
    }
  }

  static let columns: [Column<Row>] = [
    Column("scenario", "The name of the scenario.", cell: { .text($0.names.scenario) }),
    Column("variant", "The name of the variant.", cell: { .text($0.names.variant) }),
    Column("replication", "The number of the replication, from 0.", cell: { .whole($0.replication) }),
    Column("pool", "The name of the pool.", cell: { .text($0.names.pool($0.entry.pool)) }),
    Column(
      "kind", "`dedicated` or `spot`: the kind of the nodes.",
      cell: { .text($0.entry.isLowPriority ? spot : dedicated) }),
    Column(
      "starting_s", unit: "s", "From `creating` until a node could work.", cell: { .number($0.seconds(\.starting)) }),
    Column("fetching_s", unit: "s", "Containers and packages.", cell: { .number($0.seconds(\.fetching)) }),
    Column("idle_s", unit: "s", "Able to work, and not at work.", cell: { .number($0.seconds(\.idle)) }),
    Column(
      "useful_s", unit: "s", "At work that completed, or that goes on at the end of the run.",
      cell: { .number($0.seconds(\.useful)) }),
    Column("lost_s", unit: "s", "At work that did not complete.", cell: { .number($0.seconds(\.lost)) }),
    Column("leaving_s", unit: "s", "On the way out of the pool.", cell: { .number($0.seconds(\.leaving)) }),
    Column("unusable_s", unit: "s", "Unable to work, with a VM.", cell: { .number($0.seconds(\.unusable)) }),
    Column(
      "preempted_s", unit: "s", "Listed without a VM, because it was preempted: not billed.",
      cell: { .number($0.seconds(\.preempted)) }),
    Column(
      "billed_s", unit: "s", "Every part before that, which is the time for which a VM exists.",
      cell: { .number($0.seconds(\.billed)) }),
  ]

  private static let dedicated = CellText("dedicated")
  private static let spot = CellText("spot")

  /// Whether scenarios have what the table tells apart: work, formulas, or nodes that can be preempted.
  static func isWanted(_ experiments: [Experiment]) -> Bool {
    experiments.contains { experiment in
      experiment.variants.contains { index in
        let system = experiment.scenario.variants[index].configuration
        return !system.work.isEmpty
          || system.pools.contains { $0.targetLowPriorityNodes > 0 || $0.autoscale != nil }
          || system.interventions.contains {
            if case .request(_, .resize(let size)) = $0.action { size.targetLowPriorityNodes ?? 0 > 0 } else { false }
          }
      }
    }
  }

  /// Writes the table.
  ///
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(rows).
  package static func write(_ results: [ExperimentResult], to writer: ByteWriter) throws(Failure) {
    let table = try CSVTable(columns, to: writer)
    for result in results {
      for variant in result.variants {
        let names = VariantNames(result.scenario, variant.variant)
        for (replication, outcome) in variant.outcomes.enumerated() {
          for entry in outcome.nodeTimes {
            try table.append(Row(names: names, replication: replication, entry: entry))
          }
        }
      }
    }
  }
}
