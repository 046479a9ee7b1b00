// SPDX-License-Identifier: GPL-3.0-or-later

/// An instant in UTC, in ticks of 100 ns, from year 1 to year 9999.
///
/// Choice: the range is that of a four-digit year, which is all that `time` can read and results can print.
public struct FormulaInstant: Hashable, Sendable, Comparable {
  /// Ticks since 1970-01-01T00:00:00Z [100 ns].
  public let ticks: Int64

  /// The first instant of year 1 and the last of year 9999.
  static let range: ClosedRange<Int64> = {
    let first = CivilDate.daysSince1970(year: 1, month: 1, day: 1) * FormulaInterval.ticksPerDay
    let end = CivilDate.daysSince1970(year: 10_000, month: 1, day: 1) * FormulaInterval.ticksPerDay
    return first...(end - 1)
  }()

  /// An instant by its ticks since 1970 [100 ns]; nil outside of the years 1 to 9999.
  public init?(ticks: Int64) {
    guard Self.range.contains(ticks) else { return nil }
    self.ticks = ticks
  }

  /// An instant by whole seconds since 1970 [s]; nil outside of the years 1 to 9999.
  public init?(secondsSince1970 seconds: Int64) {
    guard let interval = FormulaInterval(seconds: seconds) else { return nil }
    self.init(ticks: interval.ticks)
  }

  /// 1970-01-01T00:00:00Z.
  public static let epoch = FormulaInstant(unchecked: 0)

  private init(unchecked ticks: Int64) {
    self.ticks = ticks
  }

  /// Whether `left` is earlier.
  public static func < (left: FormulaInstant, right: FormulaInstant) -> Bool { left.ticks < right.ticks }

  /// The instant so much later, or earlier if the interval is negative; nil outside of the years 1 to 9999.
  public func adding(_ interval: FormulaInterval) -> FormulaInstant? {
    let (ticks, isBeyond) = ticks.addingReportingOverflow(interval.ticks)
    return isBeyond ? nil : FormulaInstant(ticks: ticks)
  }

  /// The instant so much earlier; nil outside of the years 1 to 9999.
  public func subtracting(_ interval: FormulaInterval) -> FormulaInstant? {
    let (ticks, isBeyond) = ticks.subtractingReportingOverflow(interval.ticks)
    return isBeyond ? nil : FormulaInstant(ticks: ticks)
  }

  /// The time from another instant until this one; never beyond the range of ticks.
  public func since(_ other: FormulaInstant) -> FormulaInterval {
    FormulaInterval(ticks: ticks - other.ticks)
  }

  // MARK: - Members

  /// Days since 1970, and ticks within the day.
  var dayAndTicks: (day: Int64, ticks: Int64) {
    let day = ticks.quotientRoundedDown(by: FormulaInterval.ticksPerDay)
    return (day, ticks - day * FormulaInterval.ticksPerDay)
  }

  func member(_ member: TimestampMember) -> Double {
    let (day, ticks) = dayAndTicks
    let second = ticks / FormulaInterval.ticksPerSecond
    let date = CivilDate(daysSince1970: day)
    let value: Int64 =
      switch member {
      case .year: date.year
      case .month: date.month
      case .day: date.day
      case .weekday: Self.weekday(ofDay: day)
      case .hour: second / 3600
      case .minute: second / 60 % 60
      case .second: second % 60
      }
    return Double(value)
  }

  /// The number of a weekday.
  ///
  /// Monday is 1 (same page). Choice: Sunday is 0, as in .NET and C, with which the service is made; two public
  /// generators of formulas assume 7.
  static func weekday(ofDay daysSince1970: Int64) -> Int64 {
    // 1970-01-01 was a Thursday.
    let shifted = daysSince1970 + 4
    return shifted - shifted.quotientRoundedDown(by: 7) * 7
  }
}

extension Int64 {
  /// The quotient, rounded toward minus infinity, by a positive divisor.
  func quotientRoundedDown(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
