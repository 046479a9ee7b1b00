// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import ServiceRules
import ArgumentParser
import AutoscaleFormula
import BatchPool
import Reporting
import Scenarios

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a diagnostic or a rule of Azure, and how to cure it.",
    discussion: "Messages show the code in brackets, such as E0103 or R124.")

  @Argument(help: "The code of a diagnostic or rule.")
  var code: String

  @OptionGroup var silence: SilenceOptions

  func run() throws {
    if let rule = PreflightRule.named(code.uppercased()) {
      try Terminal.print(RuleTables.explanation(of: rule))
      return
    }
    if let error = ResizeError.allCases.first(where: { $0.code.lowercased() == code.lowercased() }) {
      try Terminal.print(
        """
        \(error.code): an error of the service at a resize

        \(error.message)
        \(Self.remark(on: error))
        Cure: \(error.cure)

        scenarios/resize-errors.yaml meets it in the variant of its name.

        """)
      return
    }
    if let explained = FormulaCode(rawValue: code.uppercased()) {
      return try Terminal.print(FormulaReportText.explanation(of: explained))
    }
    guard let entry = DiagnosticCode.named(code.uppercased()) else {
      throw ValidationError("there is no diagnostic, rule or error of a resize \(code)")
    }
    try Terminal.print(
      """
      \(code.uppercased()): \(entry.title)

      \(entry.meaning)

      Cure: \(entry.cure)

      Example:
      \(entry.example)

      """)
  }

  /// What else there is to say of an error, between empty lines.
  private static func remark(on error: ResizeError) -> String {
    guard error == .allocationTimedOut else { return "" }
    return """

      Where low-priority nodes alone are missing, no source quotes the service, and the words are this tool's own:
      \(ResizeError.lowPriorityTimeoutMessage)

      Older versions of the service spell it AllocationTimedout.

      """
  }
}
