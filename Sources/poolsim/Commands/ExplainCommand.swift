// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Scenarios

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell what a diagnostic means and how to cure it.",
    discussion: "The code stands in brackets in the message, such as E0103.")

  @Argument(help: "The code of a diagnostic.")
  var code: String

  @OptionGroup var silence: SilenceOptions

  func run() throws {
    guard let entry = DiagnosticCatalogue.explain(code.uppercased()) else {
      throw ValidationError("there is no diagnostic \(code)")
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
}
