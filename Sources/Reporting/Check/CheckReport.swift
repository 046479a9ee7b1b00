// SPDX-License-Identifier: GPL-3.0-or-later

package import ResultCheck
internal import Experiments

/// What is said about a check, for people.
package struct CheckReport: Sendable {
  /// The check.
  package let check: RegressionCheck
  /// What the caller names the baseline.
  package let baseline: String
  /// What the caller names the candidate.
  package let candidate: String

  /// Makes a report.
  package init(_ check: RegressionCheck, baseline: String, candidate: String) {
    self.check = check
    self.baseline = baseline
    self.candidate = candidate
  }

  /// The report as text or Markdown: a table of everything, then what is not good, then the answer.
  ///
  /// - Complexity: O(findings).
  package func rendered(_ style: RunReport.Style) -> String {
    let layout = Layout(style)
    let title = "\(candidate) beside \(baseline)"
    var parts = [layout.section(title, table, notes: notes)]
    let items = problems
    if !items.isEmpty { parts.append(layout.section("What differs or cannot be told", items: items)) }
    parts.append(conclusion + "\n")
    return parts.joined(separator: "\n")
  }

  /// The answer in a sentence.
  package var conclusion: String {
    let deciding = check.findings.filter { !$0.isInformational }
    let counts = CheckOutcome.allCases.map { outcome in (outcome, deciding.count { $0.outcome == outcome }) }
    let list = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
    let answer =
      switch check.verdict {
      case .different: "Different"
      case .cannotTell: "Cannot tell"
      case .equal, .withinTolerance, .statisticallyEqual: "Equal"
      }
    return "\(answer): \(deciding.count) comparison\(deciding.count == 1 ? "" : "s") (\(list))."
  }

  /// A sentence for every difference, and for every reason why something cannot be told; what is told for information
  /// only is left out.
  package var problems: [String] {
    let deciding = check.findings.filter { !$0.isInformational }
    let differences = deciding.filter { $0.outcome == .different }
      .map { "\(CheckWording.subject($0)): \(CheckWording.sentence($0))" }
    var reasons: [(head: String, reason: String, metrics: [String])] = []
    for finding in deciding where finding.outcome == .cannotTell {
      let head = finding.key.map { "\($0)" } ?? "file"
      let reason = finding.reason ?? ""
      let metrics = finding.metric.map { [$0] } ?? []
      if let last = reasons.indices.last, reasons[last].head == head, reasons[last].reason == reason {
        reasons[last].metrics += metrics
      } else {
        reasons.append((head, reason, metrics))
      }
    }
    return differences
      + reasons.map { entry in
        let subject = ([entry.head] + (entry.metrics.isEmpty ? [] : [entry.metrics.joined(separator: ", ")]))
        return "\(subject.joined(separator: " ")): \(CheckOutcome.cannotTell.rawValue); \(entry.reason)"
      }
  }

  private var table: TextTable {
    let hasScenarios = Set(check.findings.compactMap(\.key?.scenario)).count > 1
    let hasPools = check.findings.contains { $0.key?.pool.isEmpty == false }
    var columns: [TextTable.Column] = []
    if hasScenarios { columns.append(.init("scenario", isNumeric: false)) }
    columns.append(.init("variant", isNumeric: false))
    if hasPools { columns.append(.init("pool", isNumeric: false)) }
    columns += [
      .init("metric", isNumeric: false), .init("verdict", isNumeric: false), .init("baseline"), .init("candidate"),
      .init("change"), .init("change [%]"), .init("interval [%]"), .init("least detectable"), .init("p"),
      .init("test", isNumeric: false),
    ]
    var table = TextTable(columns: columns)
    for finding in check.findings {
      var row: [String] = []
      if hasScenarios { row.append(finding.key?.scenario ?? "") }
      row.append(finding.key?.variant ?? "(file)")
      if hasPools { row.append(finding.key?.pool ?? "") }
      let isSame = finding.outcome == .equal
      row += [
        finding.metric ?? "(all)", finding.outcome.rawValue + (finding.isInformational ? " (information)" : ""),
        CheckWording.number(finding.baselineMean), CheckWording.number(finding.candidateMean),
        isSame ? "" : CheckWording.signed(finding.difference),
        isSame ? "" : finding.differencePercent.map(CheckWording.percent) ?? "",
        isSame ? "" : finding.percentInterval.map(CheckWording.ends) ?? "",
        finding.leastDetectableDifference.map { CheckWording.number($0) } ?? "",
        finding.adjustedProbability.map(CheckWording.probability) ?? "", finding.method?.rawValue ?? "",
      ]
      table.append(row)
    }
    return table
  }

  private var notes: [String] {
    guard check.findings.contains(where: { $0.method != nil }) else { return [] }
    let level = CheckWording.short(100 * check.settings.level)
    return [
      "Intervals are \(CheckWording.short(100 - 100 * check.settings.level)) % intervals of the change, each for "
        + "itself. p is corrected for the number of comparisons (Holm): \(level) % is the chance that a check without any "
        + "difference finds one. The least detectable change is found with probability 0.8."
    ]
  }
}
