// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import Interchange
internal import Quantities
internal import Statistics

/// Figures and verdicts in words, for people.
enum Wording {
  /// Decimals that are worth showing for a unit.
  static func decimals(_ unit: Metric.Unit) -> Int {
    switch unit {
    case .nodes, .seconds, .hours: 1
    case .count, .holds, .share, .money: 2
    }
  }

  /// How the interval of a mean is shown.
  private enum Shown {
    case halfWidth
    case ends
    case tooFewRuns
    case nothing
  }

  private static func shown(_ estimate: Estimate, _ unit: Metric.Unit) -> Shown {
    guard let mean = estimate.mean, let interval = estimate.interval, interval.width > 0 else { return .nothing }
    guard estimate.count >= BranchedTally.fewestRuns else { return .tooFewRuns }
    let ends = [interval.high - mean, mean - interval.low].map { NumberText.fixed($0, decimals(unit)) }
    let lean = (interval.high - mean) - (mean - interval.low)
    return ends[0] == ends[1] || lean.magnitude <= 0.05 * interval.width ? .halfWidth : .ends
  }

  /// A mean with its interval: `812.3 ± 4.1`, or `1.00 (1.00 to 1.02)` where that is not symmetric; a share as `99 %`; `-`
  /// where it does not apply.
  static func mean(_ estimate: Estimate, _ unit: Metric.Unit) -> String {
    guard let mean = estimate.mean else { return "-" }
    if unit == .holds { return NumberText.percent(mean) }
    func text(_ value: Double) -> String {
      unit == .share ? NumberText.percent(value) : NumberText.fixed(value, decimals(unit))
    }
    guard let interval = estimate.interval else { return text(mean) }
    switch shown(estimate, unit) {
    case .nothing: return text(mean)
    case .tooFewRuns: return "\(text(mean)) (too few runs)"
    case .halfWidth: return "\(text(mean)) ± \(text(interval.halfWidth))"
    case .ends: return "\(text(mean)) (\(text(interval.low)) to \(text(interval.high)))"
    }
  }

  /// What the intervals in a table of ``mean(_:_:)`` are.
  static func notes(on estimates: [(estimate: Estimate, unit: Metric.Unit)]) -> [String] {
    let ways = estimates.filter { $0.unit != .holds }.map { shown($0.estimate, $0.unit) }
    var notes: [String] = []
    if ways.contains(.halfWidth) { notes.append("± is half the width of the 95 % interval of the mean.") }
    if ways.contains(.ends) {
      notes.append(
        "In brackets are the ends of the 95 % interval of a mean where they are not equally far from it: it allows for "
          + "resizes that few or none of the runs needed.")
    }
    if ways.contains(.tooFewRuns) {
      notes.append(
        "Too few runs to tell how sure the means are: an interval takes \(BranchedTally.fewestRuns) replications.")
    }
    return notes
  }

  /// A column with the mean of a metric, half the width of its interval behind it.
  static func column<Row>(
    _ metric: Metric, _ estimate: @escaping @Sendable (Row) -> Estimate
  ) -> Column<Row> {
    Column(figures: metric.title, unit: metric.unit.symbol) { mean(estimate($0), metric.unit) }
  }

  /// What a comparison says about one metric, such as `26.5 % shorter (26.1 % to 26.9 %): 812.3 s -> 597.2 s`.
  static func finding(_ row: MetricComparison) -> String {
    switch row.verdict {
    case .doesNotApply: return "does not apply to any replication of both"
    case .same: return "the same in every replication: " + figure(row.baselineMean, row.metric.unit)
    case .notEnoughRuns: return "not enough runs to tell" + uncertainty(row) + ": " + change(row)
    case .lower, .higher: return amount(row) + ": " + change(row)
    }
  }

  private static func amount(_ row: MetricComparison) -> String {
    let isLower = row.verdict == .lower
    let word =
      switch row.metric.unit {
      case .seconds: isLower ? "shorter" : "longer"
      case .nodes, .count: isLower ? "fewer" : "more"
      case .hours, .holds, .share, .money: isLower ? "lower" : "higher"
      }
    guard let reduction = row.reductionPercent, row.metric.unit != .holds else {
      return word + difference(row)
    }
    var text = "\(NumberText.fixed(reduction.magnitude, 1)) % \(word)"
    if row.pairCount < BranchedTally.fewestRuns { return text + tooFewPairs }
    if let interval = row.reductionInterval {
      let ends = [interval.low, interval.high].map { isLower ? $0 : -$0 }.sorted()
      text += " (\(NumberText.fixed(ends[0], 1)) % to \(NumberText.fixed(ends[1], 1)) %)"
    }
    return text
  }

  private static func difference(_ row: MetricComparison) -> String {
    guard let difference = row.difference else { return "" }
    let decimals = decimals(row.metric.unit)
    var text = " by \(NumberText.fixed(difference.magnitude, decimals))"
    if row.pairCount < BranchedTally.fewestRuns { return text + tooFewPairs }
    if let interval = row.differenceInterval {
      let ends = [interval.low, interval.high].map { difference < 0 ? -$0 : $0 }.sorted()
      text += " (\(NumberText.fixed(ends[0], decimals)) to \(NumberText.fixed(ends[1], decimals)))"
    }
    return text
  }

  private static let tooFewPairs = " (too few runs for an interval)"

  private static func uncertainty(_ row: MetricComparison) -> String {
    guard row.pairCount >= BranchedTally.fewestRuns else { return "" }
    if let interval = row.reductionInterval, row.metric.unit != .holds {
      return " (\(NumberText.fixed(interval.low, 1)) % to \(NumberText.fixed(interval.high, 1)) % lower)"
    }
    guard let interval = row.differenceInterval else { return "" }
    let decimals = decimals(row.metric.unit)
    return " (difference \(NumberText.fixed(interval.low, decimals)) to \(NumberText.fixed(interval.high, decimals)))"
  }

  private static func change(_ row: MetricComparison) -> String {
    figure(row.baselineMean, row.metric.unit) + " -> " + figure(row.candidateMean, row.metric.unit)
  }

  private static func figure(_ value: Double?, _ unit: Metric.Unit) -> String {
    guard let value else { return "-" }
    return switch unit {
    case .seconds: NumberText.fixed(value, 1) + " s"
    case .hours: NumberText.fixed(value, 1) + " h"
    case .nodes, .count, .money: NumberText.fixed(value, 2)
    case .holds, .share: NumberText.percent(value)
    }
  }
}

extension Metric.Unit {
  /// The unit as headings and columns have it; nil for numbers of things.
  var symbol: String? {
    switch self {
    case .seconds: "s"
    case .hours: "h"
    case .nodes, .count, .holds, .share, .money: nil
    }
  }
}
