// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Scenarios

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of the scenario format.",
    discussion: "Editors that know YAML check and complete a scenario with it.")

  @OptionGroup var silence: SilenceOptions

  func run() throws {
    let text = ScenarioSchema.json()
    try Terminal.print(text.hasSuffix("\n") ? text : text + "\n")
  }
}
