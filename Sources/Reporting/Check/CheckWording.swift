// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import ResultCheck
internal import Statistics

/// Findings of a check in words.
enum CheckWording {
  /// What a finding is about: `scenario/variant metric`, or `file NAME`.
  static func subject(_ finding: CheckFinding) -> String {
    guard let key = finding.key else { return "file \(finding.metric ?? "")" }
    return finding.metric.map { "\(key) \($0)" } ?? "\(key)"
  }

  /// What was found: the change with its interval, or the reason why nothing can be said.
  static func sentence(_ finding: CheckFinding) -> String {
    var parts = [finding.outcome.rawValue]
    if let reason = finding.reason { parts.append(reason) }
    if finding.outcome != .equal, let change = change(finding) { parts.append(change) }
    return parts.joined(separator: "; ")
  }

  private static func change(_ finding: CheckFinding) -> String? {
    guard let difference = finding.difference, let baseline = finding.baselineMean,
      let candidate = finding.candidateMean
    else { return nil }
    var text = "\(number(baseline)) -> \(number(candidate)), \(signed(difference))"
    if let interval = finding.differenceInterval {
      text += " (\(signed(interval.low)) to \(signed(interval.high)))"
    }
    if let share = finding.differencePercent {
      text += ", \(percent(share)) %"
      if let interval = finding.percentInterval { text += " (\(ends(interval)) %)" }
    }
    if let method = finding.method {
      switch method {
      case .sameSeed: text += "; same seed and version, so no test is needed"
      case .paired: text += "; \(method.rawValue) on \(finding.baselineCount) pairs"
      case .welch, .mannWhitney:
        text += "; \(method.rawValue) on \(finding.baselineCount) and \(finding.candidateCount) replications"
      }
      if let value = finding.adjustedProbability { text += ", p \(probability(value))" }
    }
    if let least = finding.leastDetectableDifference { text += ", least detectable \(number(least))" }
    return text
  }

  /// A figure with five significant digits; `-` where it does not apply.
  static func number(_ value: Double?) -> String {
    guard let value else { return "-" }
    return value == value.rounded() && value.magnitude < 1e9
      ? NumberText.fixed(value, 0, signsZero: false) : NumberText.significant(value, 5)
  }

  /// A change with its sign.
  static func signed(_ value: Double?) -> String {
    guard let value else { return "-" }
    return (value > 0 ? "+" : "") + number(value)
  }

  /// A change in per cent, with its sign and a decimal, or more where there would be nothing but zeros.
  static func percent(_ value: Double) -> String {
    guard value.magnitude < 1e9 else { return (value > 0 ? "+" : "") + NumberText.significant(value, 5) }
    let decimals = value != 0 && value.magnitude < 0.05 ? 3 : 1
    return (value > 0 ? "+" : "") + NumberText.fixed(value, decimals, signsZero: false)
  }

  /// The ends of an interval in per cent.
  static func ends(_ interval: ConfidenceInterval) -> String {
    "\(percent(interval.low)) to \(percent(interval.high))"
  }

  /// A probability: what is below 0.0001 is said to be.
  static func probability(_ value: Double) -> String {
    value < 0.0001 ? "< 0.0001" : NumberText.fixed(value, 4)
  }
}
