// SPDX-License-Identifier: GPL-3.0-or-later

import Files
import ArgumentParser
import Experiments
import Reporting
import Scenarios

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the service's own rules that scenarios are held against.",
    discussion: """
      Each has its source and date, and where it no longer applies, since when. poolsim validate tells which of them a \
      scenario breaks, poolsim explain CODE what one means. Below the table stands where published rules conflict.
      """)

  @Option(
    name: .long, help: ArgumentHelp("What to print: text (a table), markdown or csv.", valueName: "format"))
  var format: OutputFormat = .text

  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    if format == .json { throw ValidationError("rules are printed as text, markdown or csv, not as json") }
  }

  func run() throws {
    switch format {
    case .csv:
      let writer = ByteWriter.standardOutput()
      try RuleTables.writeCSV(to: writer)
      try writer.close()
    case .markdown: try Terminal.print(RuleTables.rendered(.markdown))
    case .text, .json: try Terminal.print(RuleTables.rendered(.text))
    }
  }
}
