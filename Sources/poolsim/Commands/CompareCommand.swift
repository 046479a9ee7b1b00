// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import Scenarios

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare two scenarios or variants with the same random numbers.",
    discussion: """
      Each side is a scenario file, with #VARIANT where it has several. Both sides meet the same random circumstances \
      in every replication, so that their difference is known better than either; where it is not known well enough, \
      the answer is "not enough runs to tell". Both must have the same seed and pools of the same size.
      """)

  @Argument(help: ArgumentHelp("What the candidate is measured against.", valueName: "baseline"))
  var baseline: String

  @Argument(help: ArgumentHelp("What is measured.", valueName: "candidate"))
  var candidate: String

  @OptionGroup var date: DateOption
  @OptionGroup var scenarioOptions: ScenarioOptions
  @OptionGroup var options: RunOptions
  @OptionGroup var silence: SilenceOptions

  func run() async throws {
    var told: Set<String> = []
    let sides = try [baseline, candidate].map { try ScenarioLoader.side($0, scenarioOptions, silence, &told) }
    let plan = try ComparisonPlan(baseline: sides[0], candidate: sides[1], recording: options.recording)
    tellRules(sides)
    let session = Session(options: options, silence: silence, replications: scenarioOptions.replications)
    try await session.run(plan.experiments) { [try plan.comparison(of: $0)] }
  }

  /// What the service's own rules say about the two sides; once where both are variants of one file.
  private func tellRules(_ sides: [ComparisonPlan.Side]) {
    let isOneFile = sides[0].file == sides[1].file
    for side in isOneFile ? Array(sides.prefix(1)) : sides {
      let variants = (isOneFile ? sides : [side]).map { $0.scenario.variants[$0.variant].name }
      PreflightNotes(side.scenario, file: side.file, on: date.day, variants: variants).tell(silence)
    }
  }
}
