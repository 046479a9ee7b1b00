// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation
internal import Quantities

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

  /// A step that can be written for the range: 1, 2 or 5 and zeros, at most half the way; whole where the ends are.
  var exampleStep: String {
    let half = (to - from).magnitude / 2
    var step = 1.0
    if half > 0, half.isFinite {
      let power = SweepRange.power(10, SweepRange.exponent(half))
      step = SweepRange.shortened(([5.0, 2.0].first { $0 * power <= half } ?? 1) * power)
    }
    if isWhole { step = max(1, step) }
    return "step: \(NumberText.written(step))" + (unit.isEmpty ? "" : " \(unit)")
  }
}
