// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Foundation
internal import Interchange

/// The functions of dates ("Date functions for ARM templates"), for dates that are written down: `utcNow` is the deployment's.
extension AzureEvaluator {
  /// A function of dates; nil where a name is none.
  ///
  /// - Throws: Why the result is unknown.
  func dates(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue? {
    switch name.lowercased() {
    case "datetimefromepoch":
      try check(arguments, 1...1, name)
      let seconds = try number(arguments[0])
      guard Self.epochs.contains(seconds) else {
        throw malformed("dateTimeFromEpoch takes seconds of the years 1 to 9999")
      }
      return try known(AzureText(Self.written(Date(timeIntervalSince1970: Double(seconds)))))
    case "datetimetoepoch":
      try check(arguments, 1...1, name)
      return known(.number(String(Int(try date(arguments[0]).timeIntervalSince1970.rounded(.down)))))
    case "datetimeadd":
      try check(arguments, 2...3, name)
      guard arguments.count == 2 else { throw unknown(.notEvaluated("the format of \(name)")) }
      let later = try moved(try date(arguments[0]), by: try key(arguments[1]), arguments[1])
      guard Self.epochs.contains(Int(later.timeIntervalSince1970)) else {
        throw malformed("\(name) leaves the years 1 to 9999")
      }
      return try known(AzureText(Self.written(later)))
    default: return nil
    }
  }

  /// Seconds from 1970 to the begin of year 1 and the end of year 9999.
  private static let epochs = -62_135_596_800...253_402_300_799

  private static func calendar() -> Calendar {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? calendar.timeZone
    return calendar
  }

  private static func written(_ date: Date) -> String {
    let parts = calendar().dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    func digits(_ value: Int?, _ count: Int) -> String {
      let text = String(value ?? 0)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return
      "\(digits(parts.year, 4))-\(digits(parts.month, 2))-\(digits(parts.day, 2))T\(digits(parts.hour, 2)):\(digits(parts.minute, 2)):\(digits(parts.second, 2))Z"
  }

  /// A date such as `2026-11-28T08:00:00Z`, `2026-11-28 08:00:00Z` or `2026-11-28`.
  private func date(_ expression: AzureExpression) throws(AzureUnknown) -> Date {
    let text = try key(expression)
    var numbers = text.split { !$0.isASCII || !$0.isNumber }.prefix(6).compactMap { Int($0) }
    let isPlain = text.allSatisfy { $0.isASCII && ($0.isNumber || "-:TZ. ".contains($0)) }
    guard isPlain, numbers.count == 3 || numbers.count >= 5 else {
      throw malformed("\(shown(expression)) is not a date such as 2026-11-28T08:00:00Z")
    }
    numbers += Array(repeating: 0, count: max(0, 6 - numbers.count))
    let parts = DateComponents(
      year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4], second: numbers[5])
    guard (1...9_999).contains(numbers[0]), (1...12).contains(numbers[1]), (1...31).contains(numbers[2]),
      numbers[3] < 24, numbers[4] < 60, numbers[5] < 60, let date = Self.calendar().date(from: parts)
    else { throw malformed("\(shown(expression)) is not a date such as 2026-11-28T08:00:00Z") }
    return date
  }

  /// A date moved by an ISO 8601 duration: months and years by the calendar.
  private func moved(_ date: Date, by duration: String, _ expression: AzureExpression) throws(AzureUnknown) -> Date {
    let isNegative = duration.hasPrefix("-")
    var rest = duration.drop { $0 == "-" }
    guard rest.popFirst() == "P", !rest.isEmpty else {
      throw malformed("\(shown(expression)) is not a duration such as P3M")
    }
    var parts = DateComponents()
    var isTime = false
    while let first = rest.first {
      if first == "T", !isTime {
        isTime = true
        rest = rest.dropFirst()
        continue
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let count = Int(digits), count <= 10_000_000, let unit = rest.popFirst() else {
        throw malformed("\(shown(expression)) is not a duration such as P3M")
      }
      let signed = isNegative ? -count : count
      switch (unit, isTime) {
      case ("Y", false): parts.year = signed
      case ("M", false): parts.month = signed
      case ("W", false): parts.day = (parts.day ?? 0) + 7 * signed
      case ("D", false): parts.day = (parts.day ?? 0) + signed
      case ("H", true): parts.hour = signed
      case ("M", true): parts.minute = signed
      case ("S", true): parts.second = signed
      default: throw malformed("\(shown(expression)) is not a duration such as P3M")
      }
    }
    guard let moved = Self.calendar().date(byAdding: parts, to: date) else {
      throw malformed("\(shown(expression)) leaves the calendar")
    }
    return moved
  }
}
