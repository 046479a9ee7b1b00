// SPDX-License-Identifier: GPL-3.0-or-later

/// The text of a number in results: six significant digits, as C's `%.6g` prints them.
///
/// Six digits are recorded (`96.6667`); the exponent form from a million on follows from the conversion that prints six
/// digits without trailing zeros. Choice: `-0` is `0`.
enum NumberText {
  private static let significant = 6

  static func text(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    if value.magnitude < 1e6, value == value.rounded(.towardZero) { return String(Int64(value)) }
    let (digits, exponent) = decimal(value.magnitude)
    let sign = value < 0 ? "-" : ""
    if (-4..<significant).contains(exponent) { return sign + fixed(digits, exponent) }
    let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
    let size = String(exponent.magnitude)
    return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(size.count < 2 ? "0" : "")\(size)"
  }

  private static func fixed(_ digits: String, _ exponent: Int) -> String {
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let whole = digits.prefix(exponent + 1)
    let padding = String(repeating: "0", count: exponent + 1 - whole.count)
    let fraction = digits.dropFirst(exponent + 1)
    return whole + padding + (fraction.isEmpty ? "" : "." + fraction)
  }

  /// The six digits nearest to a positive number, ties to the even one, without trailing zeros; and the power of ten of
  /// the first.
  ///
  /// It is exact: the number is an integer times a power of two, and so an integer times a power of ten.
  private static func decimal(_ value: Double) -> (digits: String, exponent: Int) {
    let bits = value.bitPattern
    let isNormal = value.exponentBitPattern != 0
    var mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | (isNormal ? 0x10_0000_0000_0000 : 0)
    var power = Int(isNormal ? value.exponentBitPattern : 1) - 1075
    let spare = mantissa.trailingZeroBitCount
    mantissa >>= UInt64(spare)
    power += spare
    var number = DecimalInteger(mantissa)
    if power >= 0 { number.multiply(by: 2, power: power) } else { number.multiply(by: 5, power: -power) }
    let text = number.digits
    var exponent = text.count - 1 + min(power, 0)
    guard text.count > significant else {
      return (String(decoding: trimmed(text), as: UTF8.self), exponent)
    }
    var kept = Array(text[..<significant])
    let rest = text[significant...]
    let five = UInt8(ascii: "5")
    let isTie = rest.first == five && rest.dropFirst().allSatisfy { $0 == UInt8(ascii: "0") }
    let isOdd = kept[significant - 1] % 2 == 1
    if let first = rest.first, isTie ? isOdd : first >= five { exponent += increment(&kept) }
    return (String(decoding: trimmed(kept), as: UTF8.self), exponent)
  }

  /// Adds one to the last digit, and returns 1 when a digit more is needed in front.
  private static func increment(_ digits: inout [UInt8]) -> Int {
    for index in digits.indices.reversed() {
      guard digits[index] == UInt8(ascii: "9") else {
        digits[index] += 1
        return 0
      }
      digits[index] = UInt8(ascii: "0")
    }
    digits[0] = UInt8(ascii: "1")
    return 1
  }

  private static func trimmed(_ digits: [UInt8]) -> ArraySlice<UInt8> {
    let last = digits.lastIndex { $0 != UInt8(ascii: "0") } ?? 0
    return digits[...last]
  }
}

/// A natural number of any size, by its decimal digits in groups of nine, the lowest first.
private struct DecimalInteger {
  private static let base: UInt64 = 1_000_000_000
  private var groups: [UInt64]

  init(_ value: UInt64) {
    groups = [value % Self.base, value / Self.base % Self.base, value / Self.base / Self.base]
  }

  mutating func multiply(by factor: UInt64, power: Int) {
    // The largest step is 2^29 or 5^12: below the base, so that products fit into 64 bits.
    let step = factor == 2 ? 29 : 12
    var left = power
    while left > 0 {
      let now = min(step, left)
      multiply(by: (0..<now).reduce(1) { product, _ in product * factor })
      left -= now
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in groups.indices {
      let product = groups[index] * factor + carry
      groups[index] = product % Self.base
      carry = product / Self.base
    }
    if carry > 0 { groups.append(carry) }
  }

  /// The digits, the highest first, without leading zeros.
  var digits: [UInt8] {
    var text: [UInt8] = []
    for group in groups.reversed() {
      let digits = Array(String(group).utf8)
      text += [UInt8](repeating: UInt8(ascii: "0"), count: 9 - digits.count) + digits
    }
    return Array(text.drop { $0 == UInt8(ascii: "0") })
  }
}
