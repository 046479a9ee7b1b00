// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

extension SweepRange {
  /// The number with at most twelve significant digits.
  static func shortened(_ number: Double) -> Double {
    Double(String(format: "%.12g", number)) ?? number
  }

  static func power(_ base: Double, _ exponent: Double) -> Double {
    pow(base, exponent)
  }

  /// The power of ten at or below a number above 0: its exponent.
  static func exponent(_ number: Double) -> Double {
    log10(number).rounded(.down)
  }
}
