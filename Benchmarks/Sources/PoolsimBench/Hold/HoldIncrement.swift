// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import EventEngine
import Foundation

/// How far ahead events are scheduled: the shapes that are known to break one queue or another.
enum HoldIncrement: String, CaseIterable, ExpressibleByArgument {
  case exponential
  case uniform
  /// One in ten lies some ten times as far ahead as the others.
  case bimodal
  case triangular
  /// Pareto with exponent 1.5: the variance is infinite.
  case heavyTailed = "heavy-tailed"
  case constant
  /// Zero, one, two or three seconds.
  case manyTies = "many-ties"

  /// The number of increments in a table, a power of two.
  static var tableCount: Int { 65_536 }

  /// Random increments with a mean near one second [ns]; Peers/priority_queue.cpp draws the same.
  var table: [Int64] {
    var random = BenchmarkRandom(seed: 42)
    return (0..<HoldIncrement.tableCount).map { _ in
      let first = random.unit()
      let second = random.unit()
      return Int64(seconds(first, second) * 1e9)
    }
  }

  /// When the first events happen: in the first second at random, or, to be ties, all at its beginning.
  func starts(count: Int) -> [SimulationTime] {
    var random = BenchmarkRandom(seed: 7)
    return (0..<count).map { _ in
      self == .manyTies ? .zero : SimulationTime(nanoseconds: Int64(random.unit() * 1e9))
    }
  }

  private func seconds(_ first: Double, _ second: Double) -> Double {
    switch self {
    case .exponential: -log(1 - first)
    case .uniform: 2 * first
    case .bimodal: 0.95238 * second + (first < 0.1 ? 9.5238 : 0)
    case .triangular: 1.5 * first.squareRoot()
    case .heavyTailed: pow(1 - first, -1 / 1.5) / 3
    case .constant: 1
    case .manyTies: (4 * first).rounded(.down)
    }
  }
}
