// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers as text: the shortest decimal text that reads back to the same binary value.
///
/// The digits are those of Swift's `description`. Whole numbers have no fraction (`300`, not `300.0`), zero has no sign,
/// and an exponent appears only where ECMAScript and JSON would write one: below 1e-6 and from 1e21 on. (Swift itself
/// turns to exponents below 1e-4 and above 2^53 or so, which spreadsheets and people take for surprises.)
package enum NumberText {
  /// The text of a number.
  ///
  /// - Precondition: `value` is finite.
  package static func text(_ value: Double) -> String {
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
