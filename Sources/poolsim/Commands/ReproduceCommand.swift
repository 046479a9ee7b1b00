// SPDX-License-Identifier: GPL-3.0-or-later

import Claims
import Files
import ArgumentParser
import Experiments
import Reporting
import Scenarios

struct ReproduceCommand: AsyncParsableCommand {
  /// How the claims are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case markdown
    case csv
  }

  static let configuration = CommandConfiguration(
    commandName: "reproduce", abstract: "Compare the published claims with the results of the model.",
    discussion: """
      Runs the claims C1 to C6 of the documentation under stated conditions. Exits 0 when every claim is met, 1 when one \
      is missed, and 2 when there are too few replications to tell. Of a profile without managed images, such as azure-2026, \
      the claims about them (C1 to C4) do not apply, and the others are judged. With --output DIR it writes claims.csv, timeouts.csv \
      and surface.csv (gains over nodes and replicas), and with --sensitivity sensitivity.csv and sobol.csv.
      """)

  @Option(name: .long, help: ArgumentHelp("Replications of every case.", valueName: "n"))
  var replications: Int = 400

  @Option(name: .long, help: ArgumentHelp("The seed of the random numbers.", valueName: "s"))
  var seed: UInt64 = 20_261_128

  @Option(name: .long, help: ArgumentHelp("The parameter set: a built-in name, or a file.", valueName: "profile"))
  var profile: String = Profile.claimsName

  @Option(
    name: .long, help: ArgumentHelp("Replications that run at the same time (default: all cores).", valueName: "j"))
  var jobs: Int?

  @Flag(
    name: .long, help: "Also show how much each value that has a range changes the results, alone and with the others.")
  var sensitivity = false

  @Option(name: .long, help: ArgumentHelp("Write the tables as CSV into this folder.", valueName: "dir"))
  var output: String?

  @Option(
    name: .long, help: ArgumentHelp("What to print; csv has the claims only (default: text).", valueName: "format"))
  var format: Format?

  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    if replications < 1 { throw ValidationError("--replications must be at least 1, not \(replications)") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1, not \(jobs)") }
  }

  func run() async throws {
    let profile = try Profile.named(profile)
    var folder: OutputDirectory?
    if let output {
      let directory = try OutputDirectory(path: output, replaceableNames: ClaimTables.fileNames)
      Interruption.shared.register { directory.discard() }
      folder = directory
    }
    if !silence.quiet, !silence.noProgress { ProgressLine.shared.enable() }
    let runner = CaseRunner(
      parameters: profile.parameters, seed: seed, replications: replications,
      jobs: jobs ?? ReplicationRunner.availableJobs)
    let reproduction = try await Reproduction(
      runner, hasManagedImages: profile.hasManagedImages, includesSurface: true
    ) { ProgressLine.shared.show($0) }
    let likenesses =
      profile.hasManagedImages
      ? try await Identifiability.likenesses(runner) { ProgressLine.shared.show($0) } : []
    var analysis: Sensitivity?
    if sensitivity {
      analysis = try await Sensitivity(
        profile.parameters, axes: ParameterAxis.ranged(of: profile),
        settings: Sensitivity.Settings(seed: seed, jobs: runner.jobs), progress: { ProgressLine.shared.show($0) })
    }
    ProgressLine.shared.clear()
    let report = ReproductionReport(
      reproduction, likenesses: likenesses, sensitivity: analysis, profile: profile)
    if let folder {
      try report.write(to: folder, toolVersion: ToolVersion.tool, gslVersion: ToolVersion.gsl)
      try folder.publish()
    }
    try Terminal.whileRead { try print(report) }
    if let folder { silence.tell("wrote \(folder.path)") }
    switch reproduction.verdict {
    case .met: break
    case .missed: throw ExitCode(ExitStatus.checkFailed.rawValue)
    case .cannotTell: throw ExitCode(ExitStatus.undecided.rawValue)
    }
  }

  private func print(_ report: ReproductionReport) throws {
    if silence.quiet, format == nil { return }
    let writer = ByteWriter.standardOutput()
    switch format ?? .text {
    case .csv: try ClaimTables.writeClaims(report.reproduction.figures, to: writer)
    case .markdown: try writer.append(report.rendered(.markdown))
    case .text: try writer.append(report.rendered(.text))
    }
    try writer.close()
  }
}
