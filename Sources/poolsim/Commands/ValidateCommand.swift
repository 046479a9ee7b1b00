// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Scenarios

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check scenarios and list everything that is wrong with them.",
    discussion: "Exits 0 when all are valid and 1 when any has an error.")

  @Argument(help: "Scenario files; - is standard input.")
  var files: [String]

  @OptionGroup var scenarioOptions: ScenarioOptions
  @OptionGroup var silence: SilenceOptions

  func run() throws {
    var isValid = true
    for file in files {
      do {
        _ = try scenarioOptions.load(file)
        if !silence.quiet { try Terminal.print("\(file): valid\n") }
      } catch let error as ScenarioError where error.kind == .invalid {
        isValid = false
        Terminal.tell(error.diagnostics.map { "\($0)" }.joined(separator: "\n"))
      }
    }
    if !isValid { throw ExitCode(ExitStatus.answerIsNo.rawValue) }
  }
}
