// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula

/// A pool as an evaluation sees it: samples are on their way for a while, and the newest of running tasks may read 0.
struct SampledPool: FormulaContext, Sendable {
  /// Targets, values of this moment, and what follows the instant.
  let snapshot: FormulaSnapshot
  let log: Sampling.Log
  /// The latest instant at which a sample was taken that can be read.
  let readable: FormulaInstant
  /// How many of the newest samples of running tasks read 0.
  let runningTasksTail: Int

  var now: FormulaInstant { snapshot.now }

  func target(_ kind: FormulaNodeKind) -> Int { snapshot.target(kind) }

  func gauge(_ metric: FormulaMetric) -> Double { snapshot.gauge(metric) }

  func provides(_ metric: FormulaMetric) -> Bool { metric.isSimulated }

  func sampleCount(of metric: FormulaMetric) -> Int { log.history(of: metric)?.count(through: readable) ?? 0 }

  func sampleCount(of metric: FormulaMetric, after older: FormulaInstant, through newer: FormulaInstant) -> Int {
    guard let history = log.history(of: metric) else { return 0 }
    return max(0, history.count(through: min(newer, readable)) - history.count(through: older))
  }

  func samples(of metric: FormulaMetric, after older: FormulaInstant, through newer: FormulaInstant) -> [Double] {
    guard let history = log.history(of: metric) else { return [] }
    let end = history.count(through: min(newer, readable))
    return withTail(history.values(after: older, through: min(newer, readable)), of: metric, endingAt: end)
  }

  func newestSamples(_ count: Int, of metric: FormulaMetric) -> [Double] {
    guard let history = log.history(of: metric) else { return [] }
    return withTail(
      history.newest(count, through: readable), of: metric, endingAt: history.count(through: readable))
  }

  func oldestSample(of metric: FormulaMetric) -> FormulaInstant? {
    log.history(of: metric)?.oldest(through: readable)
  }

  func random(call: Int) -> Double { snapshot.random(call: call) }

  /// Samples that end at a number of the history, the newest of running tasks as 0.
  private func withTail(_ values: [Double], of metric: FormulaMetric, endingAt end: Int) -> [Double] {
    guard runningTasksTail > 0, metric == .runningTasks else { return values }
    let total = log.history(of: metric)?.count(through: readable) ?? 0
    var values = values
    for index in values.indices where end - values.count + index >= total - runningTasksTail { values[index] = 0 }
    return values
  }
}
