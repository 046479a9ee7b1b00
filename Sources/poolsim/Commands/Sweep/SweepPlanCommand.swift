// SPDX-License-Identifier: GPL-3.0-or-later

import Sweeps
import Files
import ArgumentParser
import BatchPool
import Experiments
import Reporting
import Scenarios

struct SweepPlanCommand: AsyncParsableCommand {
  /// How the plan is printed: in short, or every cell.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case csv
  }

  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show the cells of a sweep and estimate its time.",
    discussion: "--format csv lists every cell. Only a sample is run, for the estimate.")

  @OptionGroup var options: SweepOptions
  @OptionGroup var jobs: JobsOption

  @Option(name: .long, help: ArgumentHelp("What to print; csv lists every cell.", valueName: "format"))
  var format: Format = .text

  @OptionGroup var silence: SilenceOptions

  func run() async throws {
    let loaded = try options.load()
    let plan = loaded.definition.plan
    let cells = loaded.cells
    if !silence.quiet { for warning in loaded.sweep.idleAxisWarnings { silence.tell(warning) } }
    let writer = ByteWriter.standardOutput()
    if format == .csv {
      try SweepPlanTable.write(plan, cells: cells, to: writer)
    } else {
      let seconds = loaded.definition.estimatedSeconds(cells, jobs: jobs.count)
      try writer.append(
        SweepPlanTable.summary(
          plan, cells: cells, replications: loaded.definition.replications, seconds: seconds))
    }
    try writer.close()
  }
}
