// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula

/// What holds for any text that is taken for a formula.
enum FormulaPromises {
  /// Pools without samples, with full windows, and with gaps.
  private static let pools: [FormulaSnapshot] = {
    guard let now = FormulaInstant(text: "2026-03-02T12:00:00Z") else { preconditionFailure("no such time") }
    return [0, 1, 3].map { stride in
      var pool = FormulaSnapshot(now: now)
      pool.targetDedicatedNodes = stride
      pool.gauges = [.taskSlotsPerNode: Double(stride + 1), .preemptedNodeCount: 1]
      guard stride > 0 else { return pool }
      for metric in FormulaMetric.allCases {
        var history = SampleHistory()
        for index in Swift.stride(from: 40, through: 1, by: -stride) {
          let age = FormulaInterval(ticks: Int64(index) * 30 * FormulaInterval.ticksPerSecond)
          if let instant = now.subtracting(age) { history.append(Double(index), at: instant) }
        }
        pool.histories[metric] = history
      }
      return pool
    }
  }()

  /// Reads, checks and evaluates; a broken promise ends the process.
  static func check(_ text: String) {
    do throws(FormulaError) {
      let formula = try Formula(parsing: text)
      var zero = FormulaDialect()
      zero.preemptedNodeCount = .zero
      zero.defaultSamplePercent = 10
      for pool in pools {
        checkEvaluation(of: formula, in: pool, FormulaDialect())
        checkEvaluation(of: formula, in: pool, zero)
      }
      var options = FormulaCheckOptions(now: pools[0].now)
      options.slots = 4
      let report = formula.check(options)
      for finding in report.findings {
        checkMessage(finding.message, finding.place, text)
        guard !finding.code.refusesRequest else { preconditionFailure("refused after it was read: \(finding)") }
      }
    } catch {
      checkMessage(error.message, error.place, text)
      guard error.code.refusesRequest else { preconditionFailure("not read for an error of evaluations: \(error)") }
    }
  }

  /// The same evaluation gives the same; with an error nothing applies; tracing changes nothing.
  private static func checkEvaluation(of formula: Formula, in pool: FormulaSnapshot, _ dialect: FormulaDialect) {
    let evaluation = formula.evaluate(in: pool, dialect: dialect)
    let traced = formula.evaluate(in: pool, dialect: dialect, tracing: true)
    guard evaluation.results == traced.results, evaluation.ending == traced.ending,
      evaluation.warnings == traced.warnings
    else { preconditionFailure("another result with a trace: \(evaluation.results) and \(traced.results)") }
    guard evaluation.results.hasPrefix("$TargetDedicatedNodes="), evaluation.targetDedicatedNodes >= 0,
      evaluation.targetLowPriorityNodes >= 0
    else { preconditionFailure("results without targets: \(evaluation.results)") }
    for warning in evaluation.warnings { checkMessage(warning.message, warning.place, formula.text) }
    guard let error = evaluation.error else { return }
    checkMessage(error.message, error.place, formula.text)
    guard evaluation.targetDedicatedNodes == pool.targetDedicatedNodes, !error.code.refusesRequest,
      !error.service.code.isEmpty
    else { preconditionFailure("an error that changes a target, or refuses the request: \(error)") }
  }

  /// A message is one line, and its place is in the text.
  private static func checkMessage(_ message: String, _ place: FormulaPlace, _ text: String) {
    guard !message.isEmpty, !message.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
      preconditionFailure("a message of several lines, or none: \(message)")
    }
    guard place != .endOfEvaluation else { return }
    let scalars = text.unicodeScalars
    let lines = scalars.reduce(1) { $0 + ($1 == "\n" || $1 == "\r" ? 1 : 0) }
    guard (1...lines).contains(place.line), (1...scalars.count + 1).contains(place.column) else {
      preconditionFailure("there is no place \(place): \(message)")
    }
  }
}
