// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Scenarios

struct ShowCommand: ParsableCommand {
  /// How the scenario is printed; `text` is YAML.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a scenario with every default filled in.",
    discussion: """
      What is printed is a scenario itself, and gives the same results. As YAML, a comment behind each number of the model \
      says whether it is published, seen in reports, assumed or free, within which range, or set by the scenario.
      """)

  @Argument(help: "A scenario file; - is standard input.")
  var file: String

  @Option(name: .long, help: ArgumentHelp("What to print; text is YAML.", valueName: "format"))
  var format: Format = .text

  @OptionGroup var scenarioOptions: ScenarioOptions
  @OptionGroup var silence: SilenceOptions

  func run() throws {
    let scenario = try scenarioOptions.load(file)
    let text = format == .json ? scenario.normalisedJSON() : scenario.annotatedYAML()
    try Terminal.print(text.hasSuffix("\n") ? text : text + "\n")
  }
}
