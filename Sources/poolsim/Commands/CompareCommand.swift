// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Reporting

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare two scenarios, or two variants, on common random numbers.",
    discussion: """
      Each side is a scenario file, with #VARIANT where it has several. Both sides meet the same random circumstances \
      in every replication, so that their difference is known better than either; where it is not known well enough, \
      the answer is "not enough runs to tell". Both must have the same seed and pools of the same size.
      """)

  @Argument(help: ArgumentHelp("What the candidate is measured against.", valueName: "baseline"))
  var baseline: String

  @Argument(help: ArgumentHelp("What is measured.", valueName: "candidate"))
  var candidate: String

  @OptionGroup var scenarioOptions: ScenarioOptions
  @OptionGroup var options: RunOptions
  @OptionGroup var silence: SilenceOptions

  func run() async throws {
    let plan = try ComparisonPlan(
      baseline: ScenarioLoader.side(baseline, scenarioOptions),
      candidate: ScenarioLoader.side(candidate, scenarioOptions),
      recording: options.recording)
    let session = Session(options: options, silence: silence, replications: scenarioOptions.replications)
    try await session.run(plan.experiments) { results in
      RunReport(results, comparing: try plan.comparison(of: results))
    }
  }
}
