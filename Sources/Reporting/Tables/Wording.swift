// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics
internal import Experiments
internal import Foundation

/// Figures and verdicts in words, for people.
enum Wording {
  /// A number with a fixed number of decimals.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }

  /// Decimals that are worth showing for a unit.
  static func decimals(_ unit: Metric.Unit) -> Int {
    switch unit {
    case .nodes, .seconds, .hours: 1
    case .count, .holds: 2
    }
  }

  /// A mean with half the width of its interval: `812.3 ± 4.1`; a share as `99 %`; `-` where it does not apply.
  static func mean(_ estimate: Estimate, _ unit: Metric.Unit) -> String {
    guard let mean = estimate.mean else { return "-" }
    if unit == .holds { return percent(mean) }
    guard let interval = estimate.interval else { return fixed(mean, decimals(unit)) }
    return "\(fixed(mean, decimals(unit))) ± \(fixed((interval.high - interval.low) / 2, decimals(unit)))"
  }

  /// A share: whole percent, with a decimal where whole ones would claim all or nothing.
  static func percent(_ share: Double) -> String {
    let whole = fixed(100 * share, 0)
    return (whole == "100" && share < 1) || (whole == "0" && share > 0) ? fixed(100 * share, 1) + " %" : whole + " %"
  }

  /// Heading of a metric with its unit in brackets.
  static func heading(_ metric: Metric) -> String {
    switch metric.unit {
    case .seconds: "\(metric.title) [s]"
    case .hours: "\(metric.title) [h]"
    case .nodes, .count, .holds: metric.title
    }
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
      case .hours, .holds: isLower ? "lower" : "higher"
      }
    guard let reduction = row.reductionPercent, row.metric.unit != .holds else {
      return word + difference(row)
    }
    var text = "\(fixed(reduction.magnitude, 1)) % \(word)"
    if let interval = row.reductionInterval {
      let ends = [interval.low, interval.high].map { isLower ? $0 : -$0 }.sorted()
      text += " (\(fixed(ends[0], 1)) % to \(fixed(ends[1], 1)) %)"
    }
    return text
  }

  private static func difference(_ row: MetricComparison) -> String {
    guard let difference = row.difference else { return "" }
    let decimals = decimals(row.metric.unit)
    var text = " by \(fixed(difference.magnitude, decimals))"
    if let interval = row.differenceInterval {
      let ends = [interval.low, interval.high].map { difference < 0 ? -$0 : $0 }.sorted()
      text += " (\(fixed(ends[0], decimals)) to \(fixed(ends[1], decimals)))"
    }
    return text
  }

  private static func uncertainty(_ row: MetricComparison) -> String {
    if let interval = row.reductionInterval, row.metric.unit != .holds {
      return " (\(fixed(interval.low, 1)) % to \(fixed(interval.high, 1)) % lower)"
    }
    guard let interval = row.differenceInterval else { return "" }
    let decimals = decimals(row.metric.unit)
    return " (difference \(fixed(interval.low, decimals)) to \(fixed(interval.high, decimals)))"
  }

  private static func change(_ row: MetricComparison) -> String {
    figure(row.baselineMean, row.metric.unit) + " -> " + figure(row.candidateMean, row.metric.unit)
  }

  private static func figure(_ value: Double?, _ unit: Metric.Unit) -> String {
    guard let value else { return "-" }
    return switch unit {
    case .seconds: fixed(value, 1) + " s"
    case .hours: fixed(value, 1) + " h"
    case .nodes, .count: fixed(value, 2)
    case .holds: percent(value)
    }
  }
}
