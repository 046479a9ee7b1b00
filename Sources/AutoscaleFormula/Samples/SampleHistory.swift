// SPDX-License-Identifier: GPL-3.0-or-later

/// The samples of one metric, by time.
public struct SampleHistory: Sendable, Hashable {
  private var instants: [Int64] = []
  private var values: [Double] = []

  /// A history without samples.
  public init() {}

  /// How many samples there are.
  public var count: Int { values.count }

  /// When the last sample was taken; nil when there is none.
  public var last: FormulaInstant? { instants.last.flatMap { FormulaInstant(ticks: $0) } }

  /// Adds a sample behind the others.
  ///
  /// - Parameters:
  ///   - value: Its value, in the unit of the metric.
  ///   - instant: When it was taken.
  /// - Returns: Whether it was added: one that is not later than the last is not.
  /// - Complexity: O(1) amortised.
  @discardableResult
  public mutating func append(_ value: Double, at instant: FormulaInstant) -> Bool {
    if let last = instants.last, instant.ticks <= last { return false }
    instants.append(instant.ticks)
    values.append(value)
    return true
  }

  // MARK: - Windows

  /// How many samples were taken until an instant, itself included.
  ///
  /// - Complexity: O(log n).
  public func count(through instant: FormulaInstant) -> Int {
    var low = 0
    var high = instants.count
    while low < high {
      let middle = (low + high) / 2
      if instants[middle] <= instant.ticks { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The values of the samples of a window, oldest first: after one instant, and until another, itself included.
  ///
  /// - Complexity: O(log n + samples).
  public func values(after older: FormulaInstant, through newer: FormulaInstant) -> [Double] {
    let start = count(through: older)
    return Array(values[start..<max(start, count(through: newer))])
  }

  /// The values of the newest samples until an instant, oldest first: so many, or all that there are.
  ///
  /// - Complexity: O(log n + samples).
  public func newest(_ wanted: Int, through instant: FormulaInstant) -> [Double] {
    let end = count(through: instant)
    return Array(values[max(0, end - max(0, wanted))..<end])
  }

  /// When the oldest sample until an instant was taken; nil when there is none.
  ///
  /// - Complexity: O(1).
  public func oldest(through instant: FormulaInstant) -> FormulaInstant? {
    guard let first = instants.first, first <= instant.ticks else { return nil }
    return FormulaInstant(ticks: first)
  }
}
