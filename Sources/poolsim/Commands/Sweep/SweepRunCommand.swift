// SPDX-License-Identifier: GPL-3.0-or-later

import Sweeps
import ArgumentParser
import Experiments
import Foundation
import Reporting
import Quantities
import Scenarios

struct SweepRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the missing cells of a sweep.",
    discussion: """
      Replications are the outermost loop, so that an interrupted sweep covers the whole grid. Without --shard the share \
      comes from the environment of a Slurm array, srun, Open MPI or MPICH, if there is one. Exits 1 when cells cannot be \
      run; all others are run nevertheless.
      """)

  @OptionGroup var options: SweepOptions
  @OptionGroup var jobs: JobsOption

  @Option(name: .long, help: ArgumentHelp("Run only the share I of N, into a store of its own.", valueName: "i/n"))
  var shard: String?

  @Flag(name: .long, help: "Stop at the first cell that cannot be run; otherwise such cells are logged and skipped.")
  var failFast = false

  @OptionGroup var silence: SilenceOptions

  func run() async throws {
    let loaded = try options.load()
    let shard = try shard.map { try SweepShard($0) } ?? SweepShard(environment: ProcessInfo.processInfo.environment)
    let definition = loaded.definition
    let runner = SweepRunner(
      definition, campaign: loaded.campaign, jobs: jobs.count, stopsAtFailure: failFast)
    let cells = loaded.cells
    if !silence.quiet { for warning in loaded.sweep.idleAxisWarnings { silence.tell(warning) } }
    let share = shard.map { " (shard \($0.text))" } ?? ""
    let count = shard.map { shard in cells.count { shard.contains($0) } } ?? cells.count
    let estimate = silence.quiet ? nil : definition.estimatedSeconds(cells, jobs: jobs.count)
    silence.tell(
      "\(definition.name): \(NumberText.count(count, "cell"))\(share), "
        + "\(NumberText.count(definition.replications, "replication")) each"
        + (estimate.map {
          ", about \(SweepPlanTable.duration($0 * Double(count) / Double(max(cells.count, 1)))) in all"
        } ?? ""))
    Interruption.shared.says("interrupted; what was finished is kept, and the same command goes on")
    if !silence.quiet, !silence.noProgress { ProgressLine.shared.enable() }
    let summary = try await runner.run(
      SweepRunner.Selection(filter: loaded.filter, shard: shard), toolVersion: ToolVersion.tool
    ) { ProgressLine.shared.show($0) }
    ProgressLine.shared.clear()
    if summary.failedCells > 0 {
      Terminal.tell(
        "\(summary.failedCells) cells cannot be run; poolsim sweep status names the reasons")
    }
    silence.tell(
      "\(summary.ran) runs done, \(summary.found) found; kept in \(loaded.campaign.folder)")
    if summary.failedCells > 0 { throw ExitCode(ExitStatus.checkFailed.rawValue) }
  }
}

struct SweepStatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the progress of a sweep.",
    discussion: "Exits 0 when the sweep is complete and 1 when a run is missing or cannot be run.")

  @OptionGroup var options: SweepOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var silence: SilenceOptions

  func run() async throws {
    let loaded = try options.load()
    let status = try await SweepMerge(
      loaded.definition, campaign: loaded.campaign, filter: loaded.filter, jobs: jobs.count
    ).status()
    var text =
      "\(status.replications) of \(status.wantedReplications) runs; \(status.completeCells) of \(status.cells) cells "
      + "complete, \(status.partialCells) begun, \(status.failures.count) cannot be run\n"
    if !status.missingShards.isEmpty {
      text += "missing shards: \(status.missingShards.joined(separator: ", "))\n"
    }
    if !status.begunShards.isEmpty {
      text += "begun among them: \(status.begunShards.joined(separator: ", "))\n"
    }
    for (cell, reason) in status.failures.sorted(by: { $0.key < $1.key }).prefix(20) {
      text += "cell \(cell): \(reason)\n"
    }
    if !silence.quiet { try Terminal.print(text) }
    if !status.isComplete || !status.failures.isEmpty { throw ExitCode(ExitStatus.checkFailed.rawValue) }
  }
}

struct SweepEmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emit", abstract: "Print a script that runs a sweep on many machines.",
    discussion: "Engines: slurm, mpi, parallel, azure-batch (JSON of a job and its tasks).")

  @Argument(help: ArgumentHelp("slurm, mpi, parallel or azure-batch.", valueName: "engine"))
  var engine: String

  @OptionGroup var options: SweepOptions

  @Option(name: .long, help: ArgumentHelp("Shards; each should hold hundreds of cells.", valueName: "n"))
  var shards: Int = 16

  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    if SweepScript.Engine(rawValue: engine) == nil {
      let names = SweepScript.Engine.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("there is no engine \(engine); expected one of \(names)")
    }
    if !(1...SweepShard.countLimit).contains(shards) {
      throw ValidationError("--shards must be from 1 to \(SweepShard.countLimit), not \(shards)")
    }
  }

  func run() throws {
    guard let engine = SweepScript.Engine(rawValue: engine) else { return }
    let loaded = try options.load()
    var arguments: [String] = []
    if let replications = options.scenarioOptions.replications { arguments += ["--replications", "\(replications)"] }
    if let seed = options.scenarioOptions.settings.seed { arguments += ["--seed", "\(seed)"] }
    for override in options.scenarioOptions.settings.overrides { arguments += ["--set=\(override)"] }
    if let filter = options.filter { arguments += ["--filter=\(filter)"] }
    let script = SweepScript(
      file: options.file, campaign: loaded.campaign.folder, name: loaded.definition.name, shards: shards,
      arguments: arguments)
    try Terminal.print(script.text(engine))
  }
}
