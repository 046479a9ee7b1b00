// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Files
internal import Interchange
package import ServiceRules
internal import Experiments
internal import Scenarios

/// The service's own rules, as tables and in words.
package enum RuleTables {
  /// What is known about a rule; what fits on a screen has a heading.
  static let columns: [Column<PreflightRule>] = [
    Column("code", heading: "code", "The code of the rule.") { $0.code },
    Column(
      "severity", heading: "severity",
      "`refused` by the service, a `warning` of its documentation, or `advice` that is good to know."
    ) { $0.severity.rawValue },
    Column("title", heading: "rule", "The rule in a few words.") { $0.title },
    Column("source", heading: "source", "The page that states it.") { $0.source.page },
    Column("source_date", heading: "date", "The date of that page.") { $0.source.date },
    Column("applied_from", heading: "applied from", "The first day on which it is known to apply; empty where none is.")
    {
      $0.since.map { "\($0)" }
    },
    Column("retired_on", heading: "applied until", "The day from which it no longer applies; empty where it does.") {
      $0.retirement.map { "\($0.date)" }
    },
    Column("retired_because", "Why it no longer applies.") { $0.retirement?.note },
    Column("conflicts_with", heading: "conflicts with", "The codes of published rules that say otherwise.") {
      $0.conflicts.joined(separator: " ")
    },
    Column("meaning", "What the rule says.") { $0.meaning },
    Column("cure", "What to do about it.") { $0.cure },
  ]

  /// Every rule, a row each: what fits on a screen.
  package static func rendered(_ style: ReportStyle) -> String {
    Layout(style).table(Table(PreflightRule.all, columns)) + conflicts(style)
  }

  /// Where published rules conflict, a line each; `poolsim run` has the model's own answer.
  ///
  /// - Returns: The heading and the lines, after an empty line.
  private static func conflicts(_ style: ReportStyle) -> String {
    let heading = "Published rules that conflict (poolsim run and validate --simulate show the model's answer):"
    let lines = RuleConflict.all.map { (style == .markdown ? "* " : "  ") + $0.statement }
    return "\n\(heading)\n\(style == .markdown ? "\n" : "")\(lines.joined(separator: "\n"))\n"
  }

  /// Writes every rule, a row each, with all that is known about it.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package static func writeCSV(to writer: ByteWriter) throws(Failure) {
    try CSVTable.write(PreflightRule.all, columns, to: writer)
  }

  /// One rule in words.
  package static func explanation(of rule: PreflightRule) -> String {
    let severity =
      switch rule.severity {
      case .refused: "refused by the service"
      case .warning: "the documentation warns of it"
      case .advice: "good to know"
      }
    var lines = ["\(rule.code): \(rule.title) (\(severity))", "", rule.meaning]
    if let since = rule.since { lines += ["", "Applied from \(since), as far as the pages that were read tell."] }
    if let retirement = rule.retirement {
      lines += ["", "Applied until \(retirement.date): \(retirement.note)."]
    }
    if !rule.conflicts.isEmpty {
      lines += ["", "Conflicts with what is published as \(rule.conflicts.joined(separator: ", "))."]
    }
    lines += [
      "", "Cure: \(rule.cure)", "", "Source: \(rule.source.page), \(rule.source.date)", "", "Example:", rule.example,
      "",
    ]
    return lines.joined(separator: "\n")
  }
}
