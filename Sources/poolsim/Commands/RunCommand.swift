// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Scenarios

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run scenarios: the replications of every variant.",
    discussion: """
      On a terminal, or with --output DIR, a table with 95 % intervals is printed, and what differs between the first \
      variant and the others. In a pipe the replications are printed as CSV. - reads a scenario from standard input.

      Those intervals are of the replications alone. --sensitivity moves each value of the profile that has a documented \
      range, and that the scenario does not set under model:, to both ends of that range, one at a time, over the same \
      random numbers: 50 replications of each variant, or fewer if the scenario has fewer, unless --replications is given. \
      It prints a second table (as text or markdown) and a sentence, and writes sensitivity.csv with --output DIR; where \
      neither is possible, as in a pipe without --format text, it is refused. Details and traces are of the run as it is.

      --predictive answers where one start will lie. Every replication draws each value of the profile that has a \
      documented range, and that the scenario does not set under model:, log-uniformly over that range, or from the \
      distribution that the profile gives as its belief, the same for all variants. A second table, and further columns of summary.csv, give the intervals that hold one start in 2 and 9 in \
      10, and how much of their width is luck and how much ignorance. Every replication is run twice for that.
      """)

  @Argument(help: "Scenario files; - is standard input.")
  var scenarios: [String]

  @OptionGroup var date: DateOption
  @OptionGroup var scenarioOptions: ScenarioOptions
  @OptionGroup var options: RunOptions

  @Flag(name: .long, help: "Also show how much each uncertain value of the profile changes the result.")
  var sensitivity = false

  @Flag(name: .long, help: "Draw the values that are not known, and tell where one start will lie.")
  var predictive = false

  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    if predictive {
      for (isGiven, option, reason) in [
        (sensitivity, "--sensitivity", "moves the values itself"),
        (options.precision != nil, "--precision", "makes means precise, which no single start keeps to"),
        (options.trace != nil, "--trace", "shows a run with the values as they are"),
      ] where isGiven {
        throw ValidationError("--predictive draws the values of the profile, and \(option) \(reason): leave one out")
      }
    }
    guard sensitivity, options.output == nil || options.output == "-" else { return }
    switch options.printedFormat(quiet: silence.quiet) {
    case .text, .markdown: break
    case .json, .csv, nil:
      throw ValidationError(
        "--sensitivity prints a table for people, or writes sensitivity.csv: add --format text or --output DIR")
    }
  }

  func run() async throws {
    let loaded = try ScenarioLoader.load(scenarios, scenarioOptions, silence)
    for (file, scenario) in zip(scenarios, loaded) { PreflightNotes(scenario, file: file, on: date.day).tell(silence) }
    let session = Session(
      options: options, silence: silence, replications: scenarioOptions.replications, showsSensitivity: sensitivity,
      files: scenarios, overrides: scenarioOptions.settings.all)
    try await session.run(
      zip(scenarios, loaded).map { file, scenario in
        let experiment = Experiment(scenario, recording: options.recording)
        return predictive ? try experiment.checkedPredictive(file: file) : experiment
      })
  }
}
