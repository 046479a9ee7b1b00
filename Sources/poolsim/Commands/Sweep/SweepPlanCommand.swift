// SPDX-License-Identifier: GPL-3.0-or-later

import Sweeps
import Files
import ArgumentParser
import BatchPool
import Experiments
import Reporting
import Scenarios

struct SweepPlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Show the cells of a sweep and how long they take.",
    discussion: "With --format csv every cell is listed. Nothing is run but a sample for the estimate.")

  @OptionGroup var options: SweepOptions
  @OptionGroup var jobs: JobsOption

  @Option(name: .long, help: ArgumentHelp("What to print: text or csv.", valueName: "format"))
  var format: OutputFormat = .text

  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    if format != .text, format != .csv {
      throw ValidationError("a plan is printed as text or csv, not as \(format.rawValue)")
    }
  }

  func run() async throws {
    let loaded = try options.load()
    let plan = loaded.definition.plan
    let cells = loaded.cells
    loaded.sweep.tellIdleAxes(silence)
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
