// SPDX-License-Identifier: GPL-3.0-or-later

/// A set of metrics, in one word.
public struct FormulaMetricSet: OptionSet, Hashable, Sendable {
  /// A bit a metric.
  public let rawValue: UInt32

  /// A set by its bits.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// The set of one metric.
  public init(_ metric: FormulaMetric) {
    rawValue = 1 << UInt32(FormulaMetric.allCases.firstIndex(of: metric) ?? 0)
  }

  /// The metrics, in the order in which they are declared.
  public var metrics: [FormulaMetric] {
    FormulaMetric.allCases.filter { contains(FormulaMetricSet($0)) }
  }

  /// Whether a metric is in it.
  func has(_ metric: FormulaMetric) -> Bool { contains(FormulaMetricSet(metric)) }

  /// Tasks that wait, that run, or both.
  static let queue: FormulaMetricSet = [
    FormulaMetricSet(.activeTasks), FormulaMetricSet(.runningTasks), FormulaMetricSet(.pendingTasks),
  ]
}
