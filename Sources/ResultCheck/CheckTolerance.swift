// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Foundation

/// By how much the mean of a metric may change without anybody asking.
package enum CheckTolerance: Hashable, Sendable {
  /// A share of the baseline's mean.
  case relative(Double)
  /// A difference in the unit of the metric.
  case absolute(Double)

  /// The largest difference that is allowed beside this baseline, in the unit of the metric.
  package func allowed(beside baseline: Double) -> Double {
    switch self {
    case .relative(let share): share * baseline.magnitude
    case .absolute(let difference): difference
    }
  }
}

extension CheckSettings {
  /// Reads the least shares of metrics, such as `reached_target=95%`; a later one replaces an earlier one.
  ///
  /// - Parameter texts: One a share.
  /// - Returns: The shares, from 0 to 1, by metric.
  /// - Throws: `Failure` for anything else.
  package static func shares(_ texts: [String]) throws(Failure) -> [String: Double] {
    var shares: [String: Double] = [:]
    for text in texts {
      let mark = text.lastIndex(of: "=") ?? text.endIndex
      let name = text[..<mark].trimmingCharacters(in: .whitespaces)
      guard mark < text.endIndex, !name.isEmpty,
        case .relative(let share)? = CheckTolerances.tolerance(String(text[text.index(after: mark)...])), share <= 1
      else {
        throw Failure(
          .usage, .tolerance, at: SourcePlace(file: "--minimum-share"),
          "\(PrintableText.quoted(text)) is not a share of a metric; write METRIC=95%")
      }
      shares[name] = share
    }
    return shares
  }
}

/// The tolerances of a check: one for every metric, and others for single metrics.
package struct CheckTolerances: Hashable, Sendable {
  /// The tolerance of every metric that has none of its own.
  package var standard: CheckTolerance?
  /// The tolerances of single metrics, by name.
  package var named: [String: CheckTolerance] = [:]

  /// No tolerance at all.
  package init() {}

  /// Reads tolerances: `1%` for every metric, `METRIC=5%` or `METRIC=3` for one; a later one replaces an earlier one.
  ///
  /// - Throws: `Failure` for anything else.
  package init(_ texts: [String]) throws(Failure) {
    for text in texts {
      guard let mark = text.lastIndex(of: "=") else {
        guard case .relative(let share)? = Self.tolerance(text) else {
          throw Self.failure(text, "1%, METRIC=5% or METRIC=3")
        }
        standard = .relative(share)
        continue
      }
      let name = text[..<mark].trimmingCharacters(in: .whitespaces)
      guard !name.isEmpty, let tolerance = Self.tolerance(String(text[text.index(after: mark)...])) else {
        throw Self.failure(text, "METRIC=5% or METRIC=3")
      }
      named[name] = tolerance
    }
  }

  /// The tolerance of a metric; nil when any change counts.
  package func tolerance(of metric: String) -> CheckTolerance? {
    named[metric] ?? standard
  }

  private static func failure(_ text: String, _ expected: String) -> Failure {
    Failure(
      .usage, .tolerance, at: SourcePlace(file: "--tolerance"),
      "\(PrintableText.quoted(text)) is not a tolerance; write \(expected)")
  }

  fileprivate static func tolerance(_ text: String) -> CheckTolerance? {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    let isRelative = trimmed.hasSuffix("%")
    let digits = (isRelative ? String(trimmed.dropLast()) : trimmed).trimmingCharacters(in: .whitespaces)
    guard let value = Double(digits), value.isFinite, value >= 0 else { return nil }
    return isRelative ? .relative(value / 100) : .absolute(value)
  }
}
