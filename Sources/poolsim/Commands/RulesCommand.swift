// SPDX-License-Identifier: GPL-3.0-or-later

import Files
import ArgumentParser
import Experiments
import Reporting
import Scenarios

struct RulesCommand: ParsableCommand {
  /// How the rules are printed; `text` is a table.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case markdown
    case csv
  }

  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List Azure's published rules that scenarios are checked against.",
    discussion: """
      Lists each rule with its source, its date and, if withdrawn, since when; below the table, rules that contradict \
      each other. poolsim validate shows the rules that a scenario breaks, poolsim explain CODE what a rule means.
      """)

  @Option(name: .long, help: ArgumentHelp("What to print; text is a table.", valueName: "format"))
  var format: Format = .text

  @OptionGroup var silence: SilenceOptions

  func run() throws {
    switch format {
    case .csv:
      let writer = ByteWriter.standardOutput()
      try RuleTables.writeCSV(to: writer)
      try writer.close()
    case .markdown: try Terminal.print(RuleTables.rendered(.markdown))
    case .text: try Terminal.print(RuleTables.rendered(.text))
    }
  }
}
