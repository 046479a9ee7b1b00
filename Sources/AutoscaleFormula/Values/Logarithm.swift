// SPDX-License-Identifier: GPL-3.0-or-later

/// Logarithms that are the same on every machine.
///
/// The language needs three; a C library would give its own last digit for each. The series of the area tangent,
/// `ln m = 2 (z + z^3/3 + z^5/5 + ...)` with `z = (m - 1) / (m + 1)` (Abramowitz and Stegun 1964, 4.1.27), is summed in
/// double-double arithmetic (Dekker 1971, doi:10.1007/BF01397083), which leaves 30 digits, so that the results are rounded
/// right in all but freak cases and exact for powers of the base.
enum Logarithm {
  static func natural(_ x: Double) -> Double {
    special(x) ?? natural(of: x).value
  }

  static func binary(_ x: Double) -> Double {
    special(x)
      ?? {
        let (exponent, fraction) = split(x)
        return (DoubleDouble(exponent) + series(fraction) / .naturalOfTwo).value
      }()
  }

  static func decimal(_ x: Double) -> Double {
    special(x) ?? (natural(of: x) / .naturalOfTen).value
  }

  /// The value outside of the domain, and at infinity.
  private static func special(_ x: Double) -> Double? {
    if x.isNaN || x < 0 { return .nan }
    if x == 0 { return -.infinity }
    return x.isInfinite ? x : nil
  }

  private static func natural(of x: Double) -> DoubleDouble {
    let (exponent, fraction) = split(x)
    return DoubleDouble(exponent) * .naturalOfTwo + series(fraction)
  }

  /// `x` as a power of two and a factor between the root of a half and the root of two.
  private static func split(_ x: Double) -> (exponent: Double, fraction: Double) {
    let exponent = x.exponent
    let fraction = x.significand
    return fraction > 1.414_213_562_373_095_1 ? (Double(exponent) + 1, fraction / 2) : (Double(exponent), fraction)
  }

  private static func series(_ m: Double) -> DoubleDouble {
    guard m != 1 else { return DoubleDouble(0) }
    let z = DoubleDouble(m - 1) / (DoubleDouble(m) + DoubleDouble(1))
    let square = z * z
    // The magnitude of z is at most 0.1716: the power 2 * 24 + 1 of it is below 1e-37.
    var sum = DoubleDouble(0)
    for term in stride(from: 24, through: 0, by: -1) {
      sum = sum * square + DoubleDouble(1) / DoubleDouble(Double(2 * term + 1))
    }
    return z * sum * DoubleDouble(2)
  }
}

/// A number as the sum of two doubles of which the second is the rounding error of the first.
private struct DoubleDouble {
  private let high: Double
  private let low: Double

  /// ln 2 and ln 10, with the rounding errors of their doubles.
  static let naturalOfTwo = DoubleDouble(0.693_147_180_559_945_3, 2.319_046_813_846_299_6e-17)
  static let naturalOfTen = DoubleDouble(2.302_585_092_994_045_7, -2.170_756_223_382_249_4e-16)

  init(_ value: Double) {
    self.init(value, 0)
  }

  private init(_ high: Double, _ low: Double) {
    self.high = high
    self.low = low
  }

  var value: Double { high + low }

  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let sum = a.high + b.high
    let part = sum - a.high
    let error = (a.high - (sum - part)) + (b.high - part)
    return normal(sum, error + a.low + b.low)
  }

  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let product = a.high * b.high
    let error = (-product).addingProduct(a.high, b.high)
    return normal(product, error + a.high * b.low + a.low * b.high)
  }

  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    let rest = a + b * DoubleDouble(-first)
    let second = rest.high / b.high
    let last = rest + b * DoubleDouble(-second)
    return normal(first, second) + DoubleDouble(last.high / b.high)
  }

  private static func normal(_ high: Double, _ low: Double) -> DoubleDouble {
    let sum = high + low
    return DoubleDouble(sum, low - (sum - high))
  }
}
