// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Experiments

/// Numbers as text: the shortest decimal text that reads back to the same binary value.
///
/// The digits are those of Swift's `description`. Whole numbers have no fraction (`300`, not `300.0`), zero has no sign,
/// and an exponent appears only where ECMAScript and JSON would write one: below 1e-6 and from 1e21 on. (Swift itself
/// turns to exponents below 1e-4 and above 2^53 or so, which spreadsheets and people take for surprises.)
public enum NumberText {
  /// The text of a number.
  ///
  /// - Precondition: `value` is finite.
  public static func text(_ value: Double) -> String {
    precondition(value.isFinite, "\(value) is no figure")
    if value == value.rounded(), value.magnitude < 0x1p53 { return String(Int64(value)) }
    let short = value.description
    guard let mark = short.firstIndex(where: { $0 == "e" }) else {
      return short.hasSuffix(".0") ? String(short.dropLast(2)) : short
    }
    guard let exponent = Int(short[short.index(after: mark)...]), (-6..<21).contains(exponent) else {
      return exponential(short, mark: mark)
    }
    let isNegative = value < 0
    let digits = short[..<mark].filter(\.isNumber)
    // "d.ddd" times ten to the exponent: the decimal point stands after the first digit.
    let significant = short.contains(".0e") ? digits.dropLast() : digits[...]
    let plain: String
    if exponent < 0 {
      plain = "0." + String(repeating: "0", count: -exponent - 1) + significant
    } else {
      plain = significant + String(repeating: "0", count: max(0, exponent + 1 - significant.count))
    }
    return isNegative ? "-" + plain : plain
  }

  /// Swift writes `1e-07` and `1.0e+22`; the usual text is `1e-7` and `1e+22`.
  private static func exponential(_ short: String, mark: String.Index) -> String {
    var mantissa = short[..<mark]
    if mantissa.hasSuffix(".0") { mantissa = mantissa.dropLast(2) }
    let exponent = Int(short[short.index(after: mark)...]) ?? 0
    return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
  }
}

extension ByteWriter {
  /// Appends a whole number.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  func append(_ value: Int) throws(OutputError) {
    try appendDecimal(value.magnitude, isNegative: value < 0, fractionDigits: 0)
  }

  /// Appends a number as its ``NumberText``.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  func append(_ value: Double) throws(OutputError) {
    try append(NumberText.text(value))
  }

  /// Appends a time in seconds.
  ///
  /// Nanoseconds are written as they are, without a detour through binary fractions: a decimal of at most 15 digits
  /// is itself the shortest text of the nearest `Double` (IEEE 754: DBL_DIG = 15).
  ///
  /// - Throws: `OutputError` when it cannot be written.
  func append(_ time: SimulationTime) throws(OutputError) {
    let nanoseconds = time.nanoseconds
    guard nanoseconds == 0 || (1_000..<1_000_000_000_000_000).contains(nanoseconds.magnitude) else {
      return try append(time.seconds)
    }
    try appendDecimal(UInt(nanoseconds.magnitude), isNegative: nanoseconds < 0, fractionDigits: 9)
  }

  /// Appends a duration in microseconds.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  func appendMicroseconds(_ duration: SimulationDuration) throws(OutputError) {
    try appendDecimal(
      UInt(duration.nanoseconds.magnitude), isNegative: duration.nanoseconds < 0, fractionDigits: 3)
  }

  /// Appends `magnitude` / 10^`fractionDigits` without trailing zeros in its fraction.
  private func appendDecimal(_ magnitude: UInt, isNegative: Bool, fractionDigits: Int) throws(OutputError) {
    var failure: OutputError?
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { text in
      var start = text.count
      func prepend(_ byte: UInt8) {
        start -= 1
        text[start] = byte
      }
      var rest = magnitude
      var remaining = fractionDigits
      while remaining > 0, rest % 10 == 0 {
        rest /= 10
        remaining -= 1
      }
      let hasFraction = remaining > 0
      while remaining > 0 {
        prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
        remaining -= 1
      }
      if hasFraction { prepend(UInt8(ascii: ".")) }
      repeat {
        prepend(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      } while rest > 0
      if isNegative { prepend(UInt8(ascii: "-")) }
      do throws(OutputError) {
        try append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[start...]))
      } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
