// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange
internal import Quantities
package import ResultCheck

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
  package func rendered(_ style: ReportStyle) -> String {
    let layout = Layout(style)
    let title = "\(candidate) beside \(baseline)"
    var parts = [layout.section(title, table, notes: notes)]
    let items = problems
    if !items.isEmpty { parts.append(layout.section("What differs or is undecided", items: items)) }
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
      case .belowMinimum: "Below the minimum"
      case .cannotTell: "Cannot tell"
      case .equal, .withinTolerance, .statisticallyEqual, .aboveMinimum: "Equal"
      }
    return "\(answer): \(NumberText.count(deciding.count, "comparison")) (\(list))."
  }

  /// A sentence for every difference, and for every reason why something is undecided; what is for information
  /// only is left out.
  package var problems: [String] {
    let deciding = check.findings.filter { !$0.isInformational }
    let differences = deciding.filter { $0.outcome == .different || $0.outcome == .belowMinimum }
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

  private var table: Table<CheckFinding> {
    let hasScenarios = Set(check.findings.compactMap(\.key?.scenario)).count > 1
    let hasPools = check.findings.contains { $0.key?.pool.isEmpty == false }
    var columns: [Column<CheckFinding>] = []
    if hasScenarios { columns.append(Column(texts: "scenario") { $0.key?.scenario ?? "" }) }
    columns.append(Column(texts: "variant") { $0.key?.variant ?? "(file)" })
    if hasPools { columns.append(Column(texts: "pool") { $0.key?.pool ?? "" }) }
    return Table(check.findings, columns + Self.shown)
  }

  private static let shown: [Column<CheckFinding>] = [
    Column(texts: "metric") { $0.metric ?? "(all)" },
    Column(texts: "verdict") { $0.outcome.rawValue + ($0.isInformational ? " (information)" : "") },
    Column(figures: "baseline") { CheckWording.number($0.baselineMean) },
    Column(figures: "candidate") { CheckWording.number($0.candidateMean) },
    Column(figures: "change") { $0.outcome == .equal ? "" : CheckWording.signed($0.difference) },
    Column(figures: "change", unit: "%") {
      $0.outcome == .equal ? "" : $0.differencePercent.map(CheckWording.percent) ?? ""
    },
    Column(figures: "interval", unit: "%") {
      $0.outcome == .equal ? "" : $0.percentInterval.map(CheckWording.ends) ?? ""
    },
    Column(figures: "least detectable") { $0.leastDetectableDifference.map { CheckWording.number($0) } ?? "" },
    Column(figures: "p") { $0.adjustedProbability.map(CheckWording.probability) ?? "" },
    Column(texts: "test") { $0.method?.rawValue ?? "" },
  ]

  private var notes: [String] {
    guard check.findings.contains(where: { $0.method != nil }) else { return [] }
    let level = NumberText.significant(100 * check.settings.level, 5)
    return [
      "Intervals are \(NumberText.significant(100 - 100 * check.settings.level, 5)) % intervals of the change, each for "
        + "itself. p is corrected for the number of comparisons (Holm): \(level) % is the chance that a check without any "
        + "difference finds one. The least detectable change is found with probability 0.8."
    ]
  }
}
