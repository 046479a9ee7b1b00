// SPDX-License-Identifier: GPL-3.0-or-later

extension Evaluation {
  /// The text that the service shows of an evaluation, `autoScaleRun.results`.
  ///
  /// The two targets and the option come first, by their full names and always (five recordings), then the user's variables
  /// by code point; `;` stands between them and not behind the last.
  ///
  /// - Complexity: O(n) in the elements of the variables.
  public var results: String {
    var text = "$TargetDedicatedNodes=\(targetDedicatedNodes)"
    text += ";$TargetLowPriorityNodes=\(targetLowPriorityNodes)"
    text += ";$NodeDeallocationOption=\(deallocationOption.rawValue)"
    for (name, value) in variables { text += ";\(name)=\(value.resultText)" }
    return text
  }
}

extension FormulaValue {
  /// The value as results print it.
  ///
  /// - Complexity: O(n) in the elements of a vector.
  public var resultText: String {
    switch self {
    case .number(let number): NumberText.text(number)
    case .vector(let elements): "[" + elements.map(NumberText.text).joined(separator: ",") + "]"
    case .instant(let instant): instant.resultText
    case .interval(let interval): interval.resultText
    case .text(let text): text
    case .option(let option): option.rawValue
    }
  }
}

extension FormulaInstant {
  /// `2026-03-02T12:00:00.000Z`, with three decimals, cut.
  public var resultText: String {
    let (day, ticks) = dayAndTicks
    let date = CivilDate(daysSince1970: day)
    let second = ticks / FormulaInterval.ticksPerSecond
    let milliseconds = ticks % FormulaInterval.ticksPerSecond / 10_000
    return "\(digits(date.year, 4))-\(digits(date.month, 2))-\(digits(date.day, 2))T\(digits(second / 3600, 2)):"
      + "\(digits(second / 60 % 60, 2)):\(digits(second % 60, 2)).\(digits(milliseconds, 3))Z"
  }
}

extension FormulaInterval {
  /// `00:15:00`, with days and a point before it and decimals behind it where there are some.
  ///
  /// Choice: no recording of the service shows an interval; this is the form of .NET, with which it is made.
  public var resultText: String {
    let size = ticks.magnitude
    let second = Int64(size / UInt64(Self.ticksPerSecond))
    let fraction = Int64(size % UInt64(Self.ticksPerSecond))
    let days = second / 86_400
    var text = ticks < 0 ? "-" : ""
    if days > 0 { text += "\(days)." }
    text += "\(digits(second / 3600 % 24, 2)):\(digits(second / 60 % 60, 2)):\(digits(second % 60, 2))"
    guard fraction > 0 else { return text }
    return text + "." + (fraction % 10 == 0 ? digits(fraction / 10, 6) : digits(fraction, 7))
  }
}

/// A number with leading zeros.
private func digits(_ value: Int64, _ count: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
}
