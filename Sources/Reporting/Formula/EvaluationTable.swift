// SPDX-License-Identifier: GPL-3.0-or-later

package import AutoscaleFormula
package import Diagnostics
package import Files
internal import Interchange

/// `evaluations.csv`: a row an evaluation of a formula.
package struct EvaluationTable {
  /// An evaluation of a replay.
  package struct Row: Sendable {
    /// The number, from 1.
    package let number: Int
    /// The first evaluation's instant.
    package let first: FormulaInstant
    /// What the evaluation saw.
    package let pool: FormulaSnapshot
    /// What it gave.
    package let evaluation: Evaluation

    /// Makes a row.
    package init(number: Int, first: FormulaInstant, pool: FormulaSnapshot, evaluation: Evaluation) {
      self.number = number
      self.first = first
      self.pool = pool
      self.evaluation = evaluation
    }

    /// What the evaluation changes.
    var outcome: String {
      switch evaluation.ending {
      case .failed: return "error"
      case .stopped: return "stopped"
      case .completed: break
      }
      let changes = [
        evaluation.targetDedicatedNodes - pool.targetDedicatedNodes,
        evaluation.targetLowPriorityNodes - pool.targetLowPriorityNodes,
      ]
      let grows = changes.contains { $0 > 0 }
      let shrinks = changes.contains { $0 < 0 }
      return grows && shrinks ? "mixed" : grows ? "grow" : shrinks ? "shrink" : "unchanged"
    }
  }

  static let columns: [Column<Row>] = [
    Column("evaluation", "The number of the evaluation, from 1.") { $0.number },
    Column("time_s", unit: "s", "The time since the first evaluation.") {
      Double($0.pool.now.since($0.first).ticks) / Double(FormulaInterval.ticksPerSecond)
    },
    Column("clock", "The instant of the evaluation.") { $0.pool.now.resultText },
    Column("outcome", "What it changes: `unchanged`, `grow`, `shrink`, `mixed`, `error` or `stopped`.") { $0.outcome },
    Column("target_dedicated_before", unit: "nodes", "The target of dedicated nodes before it.") {
      $0.pool.targetDedicatedNodes
    },
    Column("target_low_priority_before", unit: "nodes", "The target of low-priority nodes before it.") {
      $0.pool.targetLowPriorityNodes
    },
    Column("target_dedicated", unit: "nodes", "The target of dedicated nodes after it.") {
      $0.evaluation.targetDedicatedNodes
    },
    Column("target_low_priority", unit: "nodes", "The target of low-priority nodes after it.") {
      $0.evaluation.targetLowPriorityNodes
    },
    Column("deallocation_option", "What happens to the tasks of nodes that leave.") {
      $0.evaluation.deallocationOption.rawValue
    },
    Column("error_code", "The service's code of the error; empty without one.") { $0.evaluation.error?.service.code },
    Column("error_message", "The service's text of the error; empty without one.") {
      $0.evaluation.error?.service.values.first?.value
    },
    Column("results", "The service's text of the results.") { $0.evaluation.results },
  ]

  private let table: CSVTable<Row>

  /// Begins the table.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package init(to writer: ByteWriter) throws(Failure) {
    table = try CSVTable(Self.columns, to: writer)
  }

  /// Writes a row.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func append(_ row: Row) throws(Failure) {
    try table.append(row)
  }
}
