// SPDX-License-Identifier: GPL-3.0-or-later

package import AutoscaleFormula
internal import Diagnostics

/// Findings and errors of a formula as lines for people.
package enum FormulaReportText {
  /// `FILE:LINE:COLUMN: warning[F113]: message`, and below it the line of the formula with a caret.
  package static func line(_ finding: FormulaFinding, in source: FormulaSource) -> String {
    line(finding.place, "\(finding.severity.rawValue)[\(finding.code.rawValue)]: \(finding.message)", in: source)
  }

  /// The same of an error.
  package static func line(_ error: FormulaError, in source: FormulaSource) -> String {
    line(error.place, "error[\(error.code.rawValue)]: \(error.message)", in: source)
  }

  private static func line(_ place: FormulaPlace, _ message: String, in source: FormulaSource) -> String {
    let stand = source.place(place)
    let excerpt = source.excerpt(place)
    return "\(stand): \(message)" + (excerpt.isEmpty ? "" : "\n" + excerpt)
  }

  /// `scale.txt: 1 error, 2 warnings, 1 note`.
  package static func summary(_ findings: [FormulaFinding], of source: FormulaSource) -> String {
    let parts = [FormulaCode.Severity.error, .warning, .note].compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      guard count > 0 else { return nil }
      return count == 1 ? "1 \(severity.rawValue)" : "\(count) \(severity.rawValue)s"
    }
    return "\(source.name): " + (parts.isEmpty ? "nothing to mend" : parts.joined(separator: ", "))
  }

  /// The page of a code.
  package static func explanation(of code: FormulaCode) -> String {
    let explanation = code.explanation
    return """
      \(code.rawValue): \(explanation.title) (\(code.severity.rawValue))

      \(explanation.meaning)

      Cure: \(explanation.cure)

      Example:
      \(explanation.example)

      """
  }
}
