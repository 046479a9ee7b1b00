// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import TestSupport
import Testing

/// How far ahead an event is scheduled: the shapes that are known to break one queue or another.
enum Increment: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case exponential, uniform, bimodal, triangular, heavyTailed, constant, manyTies

  var testDescription: String { rawValue }

  /// A random increment with a mean near one second.
  func next(_ generator: inout SplitMix64) -> SimulationDuration {
    let unit = generator.unit()
    switch self {
    case .exponential: return .seconds(-logarithm(1 - unit))
    case .uniform: return .seconds(2 * unit)
    case .bimodal: return .seconds(unit < 0.9 ? 0.1 * generator.unit() : 9 + generator.unit())
    case .triangular: return .seconds(1.5 * unit.squareRoot())
    case .heavyTailed: return .seconds(Swift.min(1 / ((1 - unit) * (1 - unit)), 1e9))
    case .constant: return .seconds(1)
    case .manyTies: return .seconds((4 * unit).rounded(.down))
    }
  }
}

/// The natural logarithm of a number in (0, 1], by halving and a series: the tests need no C library for it.
private func logarithm(_ number: Double) -> Double {
  let ratio = (number.significand - 1) / (number.significand + 1)
  var term = ratio
  var sum = 0.0
  for odd in stride(from: 1.0, through: 31, by: 2) {
    sum += term / odd
    term *= ratio * ratio
  }
  return 2 * sum + Double(number.exponent) * 0.693_147_180_559_945_3
}
