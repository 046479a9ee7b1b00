// SPDX-License-Identifier: GPL-3.0-or-later

package import Files
internal import Interchange
package import ServiceRules
internal import Experiments
internal import Scenarios

/// The service's own rules, as tables and in words.
package enum RuleTables {
  /// The columns of the CSV form.
  static let columns = [
    "code", "severity", "title", "source", "source_date", "applied_from", "retired_on", "retired_because",
    "conflicts_with", "meaning",
    "cure",
  ]

  /// Every rule, a row each: what fits on a screen.
  package static func table() -> TextTable {
    var table = TextTable(
      columns: ["code", "severity", "rule", "source", "date", "applied from", "applied until", "conflicts with"].map {
        TextTable.Column($0, isNumeric: false)
      })
    for rule in PreflightRule.all {
      table.append([
        rule.code, rule.severity.rawValue, rule.title, rule.source.page, rule.source.date,
        rule.since.map { "\($0)" } ?? "", rule.retirement.map { "\($0.date)" } ?? "",
        rule.conflicts.joined(separator: " "),
      ])
    }
    return table
  }

  /// Where published rules conflict, a line each; `poolsim run` has the model's own answer.
  ///
  /// - Parameter isMarkdown: Whether the lines are a list of Markdown.
  /// - Returns: The heading and the lines, after an empty line.
  package static func conflicts(isMarkdown: Bool) -> String {
    let heading = "Published rules that conflict (poolsim run and validate --simulate show the model's answer):"
    let lines = RuleConflict.all.map { (isMarkdown ? "* " : "  ") + $0.statement }
    return "\n\(heading)\n\(isMarkdown ? "\n" : "")\(lines.joined(separator: "\n"))\n"
  }

  /// Writes every rule, a row each, with all that is known about it.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package static func writeCSV(to writer: ByteWriter) throws(OutputError) {
    var row = try CSVWriter(to: writer, header: columns)
    for rule in PreflightRule.all {
      for cell in [
        rule.code, rule.severity.rawValue, rule.title, rule.source.page, rule.source.date,
        rule.since.map { "\($0)" } ?? "", rule.retirement.map { "\($0.date)" } ?? "", rule.retirement?.note ?? "",
        rule.conflicts.joined(separator: " "), rule.meaning, rule.cure,
      ] {
        try row.cell(cell)
      }
      try row.endRow()
    }
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
