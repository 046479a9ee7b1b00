// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Diagnostics
import Files
import Reporting

/// Evaluates a formula again and again over samples of a file, in the open loop: the nodes and tasks are the file's, and the
/// targets those of the evaluation before.
struct FormulaReplay {
  let formula: Formula
  let pool: FormulaPool
  let dialect: FormulaDialect

  /// Writes a row an evaluation.
  ///
  /// - Returns: How many ended with an error.
  /// - Throws: `Failure`.
  func write(
    from first: FormulaInstant, through last: FormulaInstant, every step: FormulaInterval, to writer: ByteWriter
  ) throws(Failure) -> Int {
    let table = try EvaluationTable(to: writer)
    var failed = 0
    var number = 0
    var targets: (dedicated: Int, lowPriority: Int)?
    var now = first
    while now <= last {
      var snapshot = pool.snapshot(at: now)
      if let targets {
        if !pool.givesTarget(.dedicated) { snapshot.targetDedicatedNodes = targets.dedicated }
        if !pool.givesTarget(.lowPriority) { snapshot.targetLowPriorityNodes = targets.lowPriority }
      }
      let evaluation = formula.evaluate(in: snapshot, dialect: dialect)
      number += 1
      if evaluation.error != nil { failed += 1 }
      try table.append(.init(number: number, first: first, pool: snapshot, evaluation: evaluation))
      targets = (evaluation.targetDedicatedNodes, evaluation.targetLowPriorityNodes)
      guard let next = now.adding(step) else { break }
      now = next
    }
    return failed
  }
}
