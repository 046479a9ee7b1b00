// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Scenarios

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the replications of every variant of scenarios.",
    discussion: """
      On a terminal, or with --output DIR, a table with 95 % intervals is printed, and what differs between the first \
      variant and the others. In a pipe the replications are printed as CSV. - reads a scenario from standard input.
      """)

  @Argument(help: "Scenario files; - is standard input.")
  var scenarios: [String]

  @OptionGroup var date: DateOption
  @OptionGroup var scenarioOptions: ScenarioOptions
  @OptionGroup var options: RunOptions
  @OptionGroup var silence: SilenceOptions

  func run() async throws {
    let loaded = try ScenarioLoader.load(scenarios, scenarioOptions)
    for (file, scenario) in zip(scenarios, loaded) { PreflightNotes(scenario, file: file, on: date.day).tell(silence) }
    let session = Session(options: options, silence: silence, replications: scenarioOptions.replications)
    try await session.run(loaded.map { Experiment($0, recording: options.recording) })
  }
}
