// SPDX-License-Identifier: GPL-3.0-or-later

/// A function of the language (same page, "Functions"; `ceil`, `floor` and `round` since 2023).
enum FormulaFunction: String, CaseIterable {
  case avg, len, lg, ln, log, max, min, norm, percentile, rand, range, std, stop, sum, time, val
  case ceil, floor, round

  /// How many arguments it takes.
  var arity: ClosedRange<Int> {
    switch self {
    case .rand, .stop: 0...0
    case .time: 0...1
    case .percentile, .val: 2...2
    default: 0...Int.max
    }
  }

  /// Whether it maps each element to another.
  var isElementwise: Bool {
    switch self {
    case .lg, .ln, .log, .ceil, .floor, .round: true
    default: false
    }
  }

  /// What a message says of ``arity``.
  var arityWording: String {
    switch self {
    case .rand, .stop: "no arguments"
    case .time: "no argument or one string"
    default: "2 arguments"
    }
  }
}
