// SPDX-License-Identifier: GPL-3.0-or-later

import Claims
import Files
import ArgumentParser
import Experiments
import Reporting
import Scenarios

struct CalibrateCommand: AsyncParsableCommand {
  /// How the report is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case markdown
  }

  static let configuration = CommandConfiguration(
    commandName: "calibrate", abstract: "Fit the free parameters of a profile to the published claims.",
    discussion: """
      Moves the free parameters within their documented ranges until the claims C1 to C3 come out, from several starting \
      points; prints residuals, what the claims of C4 to C6 say about the fit, and which combinations of parameters the \
      claims do not determine. With --output FILE it writes the fitted profile, but only when every fitted claim is met; \
      otherwise it exits 1 and writes nothing.
      """)

  @Option(
    name: .long, help: ArgumentHelp("The profile to start from: a built-in name, or a file.", valueName: "profile"))
  var profile: String = Profile.claimsName

  @Option(name: .long, help: ArgumentHelp("The name of the fitted profile.", valueName: "name"))
  var name: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Fit only this parameter, by its key; may repeat (default: every free one).", valueName: "key"))
  var free: [String] = []

  @Option(name: .long, help: ArgumentHelp("Replications of every case in the search.", valueName: "n"))
  var replications: Int = 100

  @Option(name: .long, help: ArgumentHelp("Number of searches, each from another starting point.", valueName: "n"))
  var starts: Int = 4

  @Option(name: .long, help: ArgumentHelp("Evaluations that one search may use.", valueName: "n"))
  var evaluations: Int = 600

  @Option(
    name: .long,
    help: ArgumentHelp("Replications of every case when the fit is checked.", valueName: "n"))
  var checkReplications: Int = 400

  @Option(name: .long, help: ArgumentHelp("The seed of the random numbers.", valueName: "s"))
  var seed: UInt64 = 20_200_701

  @Option(name: .long, help: ArgumentHelp("Searches that run at the same time (default: all cores).", valueName: "j"))
  var jobs: Int?

  @Option(
    name: .long, help: ArgumentHelp("Write the fitted profile to this file; - is standard output.", valueName: "file"))
  var output: String?

  @Option(name: .long, help: ArgumentHelp("What to print.", valueName: "format"))
  var format: Format = .text

  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    for (option, value) in [
      ("--replications", replications), ("--starts", starts), ("--jobs", jobs ?? 1), ("--evaluations", evaluations),
      ("--check-replications", checkReplications),
    ]
    where value < 1 {
      throw ValidationError("\(option) must be at least 1, not \(value)")
    }
  }

  func run() async throws {
    let start = try Profile.named(profile)
    guard start.hasManagedImages else {
      throw ValidationError(
        "\(start.name) has no managed images, and C1 to C3 are about them: there is nothing to fit it to; start from "
          + Profile.claimsName)
    }
    let axes = try chosenAxes(start)
    let target = try output.map { try OutputFile(path: $0) }
    if let target { Interruption.shared.register { target.discard() } }
    if !silence.quiet, !silence.noProgress { ProgressLine.shared.enable() }
    let settings = Calibration.Settings(
      seed: seed, replications: replications, checkReplications: checkReplications, starts: starts,
      evaluationLimit: evaluations, jobs: jobs ?? ReplicationRunner.availableJobs)
    let result = try await Calibration(start.parameters, axes: axes, settings: settings).run {
      ProgressLine.shared.show($0)
    }
    ProgressLine.shared.clear()
    let report = CalibrationReport(result, profile: start.name)
    if !silence.quiet {
      if output == "-" {
        Terminal.tell(report.rendered(.text))
      } else {
        try Terminal.print(report.rendered(format == .markdown ? .markdown : .text))
      }
    }
    guard result.reachesTargets else {
      target?.discard()
      throw ExitCode(ExitStatus.checkFailed.rawValue)
    }
    guard let target else { return }
    let writer = target.writer()
    try writer.append(
      start.text(
        name: name ?? start.name, parameters: result.fitted,
        note: "; fitted to C1, C2 and C3 by poolsim calibrate, \(settings.replications) replications, seed \(seed)"))
    try writer.close()
    try target.publish()
  }

  private func chosenAxes(_ profile: Profile) throws -> [ParameterAxis] {
    let all = ParameterAxis.free(of: profile)
    let names = all.map(\.quantity.profileKey)
    for key in free where !names.contains(key) {
      throw ValidationError(
        "\(key) is not a free parameter of \(profile.name); it has \(names.joined(separator: ", "))")
    }
    let chosen = free.isEmpty ? all : all.filter { free.contains($0.quantity.profileKey) }
    guard !chosen.isEmpty else { throw ValidationError("\(profile.name) has no free parameter") }
    return chosen
  }
}
