// SPDX-License-Identifier: GPL-3.0-or-later

import AutoscaleFormula
import Foundation
import Testing

/// The pools of the cases: a sample every 30 s, at noon of 2 March 2026, a Monday.
enum Fixture: String, Decodable, CaseIterable {
  /// A pool at its first evaluation.
  case a = "A"
  /// Six dedicated nodes, all busy, with ten tasks.
  case b = "B"
  /// Dedicated and low-priority nodes of four slots; the pending tasks have grown from 1 to 40.
  case c = "C"
  /// One dedicated node without tasks, and a sample missing.
  case d = "D"
  /// Three samples of six.
  case e = "E"

  static let now = instant("2026-03-02T12:00:00Z")

  static func instant(_ text: String) -> FormulaInstant {
    guard let instant = FormulaInstant(text: text) else {
      Issue.record("\(text) is not a time")
      return .epoch
    }
    return instant
  }

  var snapshot: FormulaSnapshot {
    var pool = FormulaSnapshot(now: Self.now)
    switch self {
    case .a: break
    case .b:
      pool.targetDedicatedNodes = 6
      pool.gauges = [.currentDedicatedNodes: 6, .usableNodeCount: 6]
      for (metric, value) in [(.activeTasks, 4), (.runningTasks, 6), (.pendingTasks, 10), (.preemptedNodeCount, 0)]
        as [(FormulaMetric, Double)]
      {
        pool.histories[metric] = Self.history(newest: 15) { _ in value }
      }
    case .c:
      pool.targetDedicatedNodes = 3
      pool.targetLowPriorityNodes = 2
      pool.gauges = [
        .currentDedicatedNodes: 3, .currentLowPriorityNodes: 2, .preemptedNodeCount: 1, .usableNodeCount: 4,
        .taskSlotsPerNode: 4,
      ]
      pool.histories[.pendingTasks] = Self.history(newest: 15) { Double($0 + 1) }
      pool.histories[.preemptedNodeCount] = Self.history(newest: 15) { _ in 1 }
    case .d:
      pool.targetDedicatedNodes = 1
      pool.gauges = [.currentDedicatedNodes: 1]
      for metric in [FormulaMetric.activeTasks, .runningTasks, .pendingTasks] {
        pool.histories[metric] = Self.history(newest: 45) { _ in 0 }
      }
    case .e:
      pool.targetDedicatedNodes = 2
      pool.histories[.activeTasks] = Self.history(ages: [165, 105, 15], values: [7, 5, 3])
    }
    return pool
  }

  /// Forty samples, the newest so many seconds old.
  private static func history(newest age: Int, value: (Int) -> Double) -> SampleHistory {
    history(ages: (0..<40).map { (39 - $0) * 30 + age }, values: (0..<40).map(value))
  }

  static func history(ages: [Int], values: [Double]) -> SampleHistory {
    var history = SampleHistory()
    for (age, value) in zip(ages, values) {
      let back = FormulaInterval(ticks: Int64(age) * FormulaInterval.ticksPerSecond)
      if let instant = now.subtracting(back) { history.append(value, at: instant) }
    }
    return history
  }
}

/// Evaluates a formula; a formula that cannot be read is an error of the test.
func evaluate(_ text: String, _ fixture: Fixture = .a, dialect: FormulaDialect = FormulaDialect()) throws -> Evaluation
{
  try Formula(parsing: text).evaluate(in: fixture.snapshot, dialect: dialect)
}

/// The user's variables of a formula's results, as `name=value`, in their order.
func variables(_ text: String, _ fixture: Fixture = .a) throws -> [String] {
  let evaluation = try evaluate(text, fixture)
  if let error = evaluation.error { Issue.record("\(text): \(error)") }
  return evaluation.variables.map { "\($0.name)=\($0.value.resultText)" }
}

/// The error of a formula, of its text or of its evaluation; nil when there is none.
func mistake(in text: String, _ fixture: Fixture = .a) -> FormulaError? {
  do throws(FormulaError) {
    return try Formula(parsing: text).evaluate(in: fixture.snapshot).error
  } catch {
    return error
  }
}

/// `CODE LINE:COLUMN` of the error of a formula.
func mistakePlace(in text: String, _ fixture: Fixture = .a) -> String? {
  mistake(in: text, fixture).map { "\($0.code.rawValue) \($0.place)" }
}

/// The codes of the warnings of an evaluation, ascending, each once.
func warningCodes(_ text: String, _ fixture: Fixture = .a) throws -> [String] {
  Set(try evaluate(text, fixture).warnings.map(\.code.rawValue)).sorted()
}
