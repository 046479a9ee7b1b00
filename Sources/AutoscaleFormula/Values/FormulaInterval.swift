// SPDX-License-Identifier: GPL-3.0-or-later

/// A length of time, in ticks of 100 ns.
public struct FormulaInterval: Hashable, Sendable, Comparable {
  /// The length [100 ns].
  public let ticks: Int64

  /// Ticks of a second.
  public static let ticksPerSecond: Int64 = 10_000_000
  static let ticksPerDay: Int64 = 86_400 * ticksPerSecond
  /// The time between two samples.
  static let samplePeriod = FormulaInterval(ticks: Int64(FormulaLimits.samplePeriodSeconds) * ticksPerSecond)

  /// A length of time by its ticks [100 ns].
  public init(ticks: Int64) {
    self.ticks = ticks
  }

  /// A length of time in whole seconds [s]; nil beyond the range of ticks, which is 29,000 years.
  public init?(seconds: Int64) {
    let (ticks, isBeyond) = seconds.multipliedReportingOverflow(by: Self.ticksPerSecond)
    guard !isBeyond else { return nil }
    self.ticks = ticks
  }

  /// Whether `left` is shorter.
  public static func < (left: FormulaInterval, right: FormulaInterval) -> Bool { left.ticks < right.ticks }

  // MARK: - Arithmetic

  /// The sum; nil beyond the range.
  func adding(_ other: FormulaInterval) -> FormulaInterval? {
    let (ticks, isBeyond) = ticks.addingReportingOverflow(other.ticks)
    return isBeyond ? nil : FormulaInterval(ticks: ticks)
  }

  /// The difference; nil beyond the range.
  func subtracting(_ other: FormulaInterval) -> FormulaInterval? {
    let (ticks, isBeyond) = ticks.subtractingReportingOverflow(other.ticks)
    return isBeyond ? nil : FormulaInterval(ticks: ticks)
  }

  /// The product, rounded to the nearest tick and ties to the even one; nil beyond the range and for NaN.
  func multiplied(by factor: Double) -> FormulaInterval? {
    if let whole = Int64(exactly: factor) {
      let (ticks, isBeyond) = ticks.multipliedReportingOverflow(by: whole)
      return isBeyond ? nil : FormulaInterval(ticks: ticks)
    }
    let product = Double(ticks) * factor
    return Self.nearest(to: product, error: (-product).addingProduct(Double(ticks), factor))
  }

  /// The quotient, rounded likewise; nil beyond the range and for a divisor of zero or NaN.
  func divided(by divisor: Double) -> FormulaInterval? {
    let quotient = Double(ticks) / divisor
    let remainder = Double(ticks).addingProduct(-quotient, divisor)
    return Self.nearest(to: quotient, error: divisor < 0 ? -remainder : remainder)
  }

  /// The nearest tick to a value whose rounding error is known: it decides what only looks like a tie.
  private static func nearest(to value: Double, error: Double) -> FormulaInterval? {
    guard value.isFinite, value.magnitude < 0x1p63 else { return nil }
    var rounded = value.rounded(.toNearestOrEven)
    if (value - rounded).magnitude == 0.5, error != 0 { rounded = error > 0 ? value + 0.5 : value - 0.5 }
    return Int64(exactly: rounded).map { FormulaInterval(ticks: $0) }
  }
}
