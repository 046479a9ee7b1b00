// SPDX-License-Identifier: GPL-3.0-or-later

/// A length of time that the language names (same page, "Types").
enum IntervalConstant: String, CaseIterable {
  case zero = "TimeInterval_Zero"
  case hundredNanoseconds = "TimeInterval_100ns"
  case microsecond = "TimeInterval_Microsecond"
  case millisecond = "TimeInterval_Millisecond"
  case second = "TimeInterval_Second"
  case minute = "TimeInterval_Minute"
  case hour = "TimeInterval_Hour"
  case day = "TimeInterval_Day"
  case week = "TimeInterval_Week"
  case year = "TimeInterval_Year"

  /// Its length; a year is taken to have 365 days.
  var interval: FormulaInterval {
    let ticks: Int64 =
      switch self {
      case .zero: 0
      case .hundredNanoseconds: 1
      case .microsecond: 10
      case .millisecond: 10_000
      case .second: FormulaInterval.ticksPerSecond
      case .minute: 60 * FormulaInterval.ticksPerSecond
      case .hour: 3600 * FormulaInterval.ticksPerSecond
      case .day: FormulaInterval.ticksPerDay
      case .week: 7 * FormulaInterval.ticksPerDay
      case .year: 365 * FormulaInterval.ticksPerDay
      }
    return FormulaInterval(ticks: ticks)
  }
}
