// SPDX-License-Identifier: GPL-3.0-or-later

import Sweeps
import ArgumentParser
internal import Diagnostics
import Experiments
import Foundation
import Quantities
import Scenarios

struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Run a scenario over many values of its parameters.",
    discussion: """
      A sweep file is a scenario with a section sweep: named axes over paths of the scenario. Results are kept in a \
      campaign folder and never run twice: what was interrupted goes on, more replications or values extend it, and \
      several processes may help each other.
      """,
    subcommands: [
      SweepPlanCommand.self, SweepRunCommand.self, SweepStatusCommand.self, SweepMergeCommand.self,
      SweepEmitCommand.self,
    ])
}

/// What all parts of `sweep` need: the file, the campaign, and which cells.
struct SweepOptions: ParsableArguments {
  @Argument(help: "A sweep file.")
  var file: String

  @Option(
    name: .long,
    help: ArgumentHelp("The folder that keeps the results (default: results/NAME-sweep).", valueName: "dir"))
  var campaign: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Only the cells that match this condition, such as 'nodes > 500 && replicas < 10'.", valueName: "condition"))
  var filter: String?

  @OptionGroup var scenarioOptions: ScenarioOptions

  /// A sweep that is ready to be looked at or run.
  struct Loaded {
    let definition: SweepDefinition
    let campaign: SweepCampaign
    let filter: SweepExpression?
    /// The cells that the filter leaves; at least one.
    let cells: [SweepPlan.Cell]
    let sweep: SweepFile
  }

  /// Loads the sweep.
  ///
  /// - Throws: `Failure`.
  func load() throws -> Loaded {
    let document = try ScenarioDocument.load(path: file)
    guard let sweep = try SweepFile(document, overrides: scenarioOptions.allOverrides) else {
      throw Failure(
        .invalid, .noSweep, at: SourcePlace(file: file), "the file has no section sweep, which names the axes")
    }
    let plan = sweep.plan
    let first = try sweep.firstScenario()
    try first.requireSimulation()
    let filter = try filter.map { text in
      do throws(SweepExpressionError) {
        return try SweepExpression(text, names: plan.axes.map(\.name))
      } catch {
        throw error.failure(at: SweepPlan.filterPlace)
      }
    }
    let cells = try filter.map { try plan.cells(where: $0) } ?? plan.cells
    guard !cells.isEmpty else {
      let count = plan.cells.count
      throw Failure(
        .invalid, .noCells, at: SweepPlan.filterPlace,
        "the filter matches none of the \(NumberText.count(count, "cell")); "
          + "poolsim sweep plan shows the values of each axis")
    }
    return Loaded(
      definition: SweepDefinition(
        base: first, plan: plan, replications: first.replications,
        makeScenario: { cell throws(Failure) in
          let scenario = try sweep.makeScenario(cell)
          try scenario.requireSimulation()
          return scenario
        }),
      campaign: SweepCampaign(folder: campaign ?? "results/\(first.name)-sweep"), filter: filter, cells: cells,
      sweep: sweep)
  }
}

/// Cores.
struct JobsOption: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("Replications that run at the same time (default: all cores).", valueName: "j"))
  var jobs: Int?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1, not \(jobs)") }
  }

  var count: Int { jobs ?? ReplicationRunner.availableJobs }
}
