// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Quantities
package import Scenarios

/// A rule that a scenario breaks, in the scenario's own numbers.
package struct PreflightFinding: Sendable, CustomStringConvertible {
  /// The rule.
  package let rule: PreflightRule
  /// The variant; nil when it holds for every variant.
  package let variant: String?
  /// The pool as the scenario names it; nil when it names none, or the account or several pools are concerned.
  package let pool: String?
  /// What is broken, and by how much.
  package let message: String
  /// What happens to those who break it: the rule's severity, unless the case is another, such as that of a number which
  /// nobody has given.
  package let severity: PreflightRule.Severity
  /// Whether the rule still applies on the day that was asked about.
  package let isInForce: Bool
  /// Where the scenario says what is wrong, if that is one value alone and not the scenario as a whole.
  package let place: SourcePlace?

  /// The finding after its place, or after the name of the scenario's file.
  ///
  /// - Parameter file: What the scenario's file is called.
  /// - Returns: A line.
  package func located(in file: String) -> String {
    "\(place.map { "\($0)" } ?? file): \(self)"
  }

  /// `SEVERITY[CODE]: message`, or `formerly SEVERITY[CODE]: message` on a later day, with the variant and the pool that it concerns.
  package var description: String {
    let subject = [variant.map { "variant \($0)" }, pool.map { "pool \($0)" }].compactMap(\.self)
    let place = subject.isEmpty ? "" : subject.joined(separator: ", ") + ": "
    let ending = isInForce ? "" : " (no longer applies: \(rule.retirement?.note ?? ""))"
    let word = isInForce ? severity.rawValue : "formerly \(severity.rawValue)"
    return "\(word)[\(rule.code)]: \(place)\(message)\(ending)"
  }
}

/// The service's own rules, checked for a scenario before anything is run.
package enum Preflight {
  /// What a scenario breaks, by rule and then in the order of variants and pools.
  ///
  /// - Parameters:
  ///   - scenario: The scenario; a rule whose facts it does not give says nothing.
  ///   - date: The creation date of the pools.
  /// - Returns: The findings; those of rules that no longer apply on that day, because what they are about is gone, are
  ///   marked.
  /// - Complexity: O(variants * pools) for every rule.
  package static func findings(of scenario: Scenario, on date: CalendarDate = .today) -> [PreflightFinding] {
    let subjects = scenario.variants.map { PreflightSubject($0, on: date) }
    let names = scenario.variants.map(\.name)
    return PreflightRule.all.flatMap { rule -> [PreflightFinding] in
      guard rule.isTold(on: date) else { return [] }
      let isInForce = rule.applies(on: date)
      let hits = subjects.map(rule.check)
      let first = hits.first ?? []
      var everywhere = Set(first)
      for other in hits where !everywhere.isEmpty && other != first { everywhere.formIntersection(other) }
      func finding(_ hit: PreflightSubject.Hit, _ variant: String?) -> PreflightFinding {
        PreflightFinding(
          rule: rule, variant: variant, pool: scenario.namesPools ? hit.pool : nil, message: hit.message,
          severity: hit.severity ?? rule.severity, isInForce: isInForce, place: hit.place)
      }
      let common = first.filter(everywhere.contains).map { finding($0, nil) }
      let own = zip(names, hits).flatMap { name, hits in
        hits.isEmpty ? [] : hits.filter { !everywhere.contains($0) }.map { finding($0, name) }
      }
      return common + own
    }
  }
}
