// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

struct FormulaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formula", abstract: "Check, evaluate and explain an autoscale formula without the service.",
    discussion: """
      FILE is a formula, the JSON of a pool body, a list of pools or a template that has formulas, or a scenario \
      (FILE#VARIANT for one of its variants); - is standard input.
      """,
    subcommands: [FormulaCheckCommand.self, FormulaEvalCommand.self, FormulaExplainCommand.self])
}

/// How a formula's answer is printed.
enum FormulaFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}
