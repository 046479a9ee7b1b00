// SPDX-License-Identifier: GPL-3.0-or-later

/// What an evaluation sees of its pool.
///
/// Whoever provides it decides when a sample can be read: samples that are on their way are left out.
public protocol FormulaContext {
  /// The instant of the evaluation.
  var now: FormulaInstant { get }

  /// The wanted number of nodes of a kind before the evaluation [nodes].
  func target(_ kind: FormulaNodeKind) -> Int

  /// The value of a metric at this moment, for those whose name alone gives it (``FormulaMetric/isGauge``).
  func gauge(_ metric: FormulaMetric) -> Double

  /// Whether a metric is provided at all; a formula that reads another ends with an error.
  func provides(_ metric: FormulaMetric) -> Bool

  /// How many samples of a metric can be read.
  func sampleCount(of metric: FormulaMetric) -> Int

  /// How many samples of a metric can be read that were taken after one instant and not after another.
  func sampleCount(of metric: FormulaMetric, after older: FormulaInstant, through newer: FormulaInstant) -> Int

  /// Their values, oldest first.
  func samples(of metric: FormulaMetric, after older: FormulaInstant, through newer: FormulaInstant) -> [Double]

  /// The values of the newest samples that can be read, oldest first: so many, or all that there are.
  func newestSamples(_ count: Int, of metric: FormulaMetric) -> [Double]

  /// When the oldest sample that can be read was taken; nil when there is none.
  func oldestSample(of metric: FormulaMetric) -> FormulaInstant?

  /// The number in [0, 1) of a call of `rand()`; calls are numbered from 0 in the order in which they are evaluated.
  func random(call: Int) -> Double
}
