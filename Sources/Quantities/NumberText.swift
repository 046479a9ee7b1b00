// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// Numbers as text: exact for files, rounded for people.
package enum NumberText {
  /// The shortest decimal text that reads back to the same binary value.
  ///
  /// The digits are those of Swift's `description`. Whole numbers have no fraction (`300`, not `300.0`), zero has no
  /// sign, and an exponent appears only where ECMAScript and JSON would write one: below 1e-6 and from 1e21 on. (Swift
  /// itself turns to exponents below 1e-4 and above 2^53 or so, which spreadsheets and people take for surprises.)
  ///
  /// - Precondition: `value` is finite.
  package static func text(_ value: Double) -> String {
    precondition(value.isFinite, "\(value) is not a figure")
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

  /// The shortest text that reads back to the same number, as scenarios have it.
  ///
  /// It differs from ``text(_:)`` only in when an exponent appears: below 1e-4 and from 1e16 on, as in Swift. The
  /// identity of a scenario and the columns of a sweep are made from it, so that it must never change.
  package static func written(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : "\(value)"
  }

  // MARK: For people

  /// A number with a fixed number of decimals.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - decimals: Digits after the point.
  ///   - signsZero: Whether what rounds to zero from below keeps its sign: `-0.0`.
  /// - Returns: The text.
  package static func fixed(_ value: Double, _ decimals: Int, signsZero: Bool = true) -> String {
    let text = String(format: "%.\(decimals)f", value)
    let isZero = !signsZero && text.hasPrefix("-") && !text.contains { ("1"..."9").contains($0) }
    return isZero ? String(text.dropFirst()) : text
  }

  /// A number with at most so many significant digits; an exponent replaces digits that it does not have, as in C's
  /// `%g`.
  package static func significant(_ value: Double, _ digits: Int) -> String {
    let text = String(format: "%.\(digits)g", value)
    return text == "-0" ? "0" : text
  }

  /// A number with three significant digits, never with an exponent: `0.0123`, `12.3`, `12345`.
  package static func brief(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    var decimals = 2
    var magnitude = value.magnitude
    while magnitude >= 10, decimals > 0 {
      magnitude /= 10
      decimals -= 1
    }
    while magnitude < 1, decimals < 8 {
      magnitude *= 10
      decimals += 1
    }
    var text = fixed(value, decimals)
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text
  }

  /// A share in whole per cent, with a decimal where whole ones would claim all or nothing: `99 %`, `99.7 %`.
  ///
  /// - Parameter share: The share, from 0 to 1.
  /// - Returns: The text.
  package static func percent(_ share: Double) -> String {
    let whole = fixed(100 * share, 0)
    return (whole == "100" && share < 1) || (whole == "0" && share > 0) ? fixed(100 * share, 1) + " %" : whole + " %"
  }

  /// A number of things: `1 cell`, `2 cells`.
  ///
  /// - Parameters:
  ///   - count: How many there are.
  ///   - noun: What one of them is called; its plural has an s.
  /// - Returns: The text.
  package static func count(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
