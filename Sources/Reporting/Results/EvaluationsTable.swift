// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
internal import EventEngine
package import Experiments
package import Files
internal import Interchange
internal import Scenarios

/// `evaluations.csv` of a run, written replication by replication as they finish: none of its rows is kept.
package struct EvaluationsTable {
  struct Row: ReplicatedRow {
    let names: VariantNames
    let replication: Int
    fileprivate let record: EvaluationRecord

    var pool: Int? { record.pool }
  }

  static func columns(namesPools: Bool) -> [Column<Row>] {
    Row.replicationColumns(namesPools: namesPools) + [
      Column("evaluation", "The number of the evaluation in its pool, from 1.", cell: { .whole($0.record.number) }),
      Column("time_s", unit: "s", "When it was.", cell: { .time($0.record.time) }),
      Column("clock", "The same as the formula sees it.", cell: { .text(CellText($0.record.clock)) }),
      Column(
        "outcome",
        "What it changed: `unchanged`, `grow`, `shrink`, `mixed`, `error` (nothing applied), `stopped` (by `stop()`), or `lost`.",
        cell: { .text(CellText($0.record.outcome.rawValue)) }),
      nodes("target_dedicated_before", "Dedicated nodes wanted before it.") { $0.targetDedicatedBefore },
      nodes("target_low_priority_before", "Low-priority nodes wanted before it.") { $0.targetLowPriorityBefore },
      nodes("target_dedicated", "Dedicated nodes wanted after it.") { $0.targetDedicated },
      nodes("target_low_priority", "Low-priority nodes wanted after it.") { $0.targetLowPriority },
      Column(
        "deallocation_option", "What becomes of tasks of nodes that leave.",
        cell: { .text(CellText($0.record.deallocationOption.rawValue)) }),
      nodes("current_dedicated", "Dedicated nodes that the service counts.") { $0.currentDedicated },
      nodes("current_low_priority", "Low-priority nodes that the service counts, preempted ones among them.") {
        $0.currentLowPriority
      },
      nodes("preempted", "Nodes that are preempted.") { $0.preempted },
      Column("active_tasks", "Tasks that wait, at that moment.", cell: { .whole($0.record.activeTasks) }),
      Column("running_tasks", "Tasks that run, at that moment.", cell: { .whole($0.record.runningTasks) }),
      Column(
        "samples_available", "Samples that could be read, of the metric that has the most.",
        cell: { .whole($0.record.samplesAvailable) }),
      Column(
        "resize", "The number of the resize that it started; empty where it started none.",
        cell: { CellValue($0.record.resize) }),
      Column(
        "error_code", "The service's code of its error.", cell: { .text(CellText($0.record.errorCode ?? "")) }),
      Column(
        "error_message", "The service's text of its error.", cell: { .text(CellText($0.record.errorMessage ?? "")) }),
      Column("results", "The service's text of its results.", cell: { .text(CellText($0.record.results)) }),
    ]
  }

  private static func nodes(
    _ name: String, _ documentation: String, _ count: @escaping @Sendable (EvaluationRecord) -> Int
  ) -> Column<Row> {
    Column(name, unit: "nodes", documentation, cell: { .whole(count($0.record)) })
  }

  private let table: StreamedTable<Row>

  /// Begins the file if it is wanted.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package init(_ file: ByteWriter?, namesPools: Bool) throws(Failure) {
    table = try StreamedTable(Self.columns(namesPools: namesPools), to: file)
  }

  /// Writes the rows of one replication.
  ///
  /// - Throws: `Failure` when they cannot be written.
  /// - Complexity: O(rows).
  package func append(_ details: ReplicationDetails) throws(Failure) {
    guard table.isWanted else { return }
    let names = VariantNames(details.scenario, details.variant)
    for record in details.outcome.evaluations {
      try table.append(Row(names: names, replication: details.replication, record: record))
    }
  }

  /// Closes the file.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func close() throws(Failure) {
    try table.close()
  }
}
