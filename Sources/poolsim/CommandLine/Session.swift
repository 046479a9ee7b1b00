// SPDX-License-Identifier: GPL-3.0-or-later

import Files
import Experiments
import Foundation
import Reporting

/// What `run` and `compare` share: begin outputs, run, print.
struct Session {
  let options: RunOptions
  let silence: SilenceOptions
  /// Given on the command line; with `--precision` the most replications there may be.
  let replications: Int?
  /// Whether the values of the profile are moved, too.
  var showsSensitivity = false

  /// Runs experiments and prints what they came to.
  func run(
    _ experiments: [Experiment], report: ([ExperimentResult]) throws -> RunReport = { RunReport($0) }
  ) async throws {
    let jobs = options.jobs ?? ReplicationRunner.availableJobs
    var session = ResultSession(experiments: experiments, runner: ReplicationRunner(jobs: jobs))
    session.precision = options.precision.map {
      PrecisionTarget(relative: $0.relative, maximumReplications: replications ?? 10_000)
    }
    if showsSensitivity {
      let usual = ScenarioSensitivity.usualReplications
      session.sensitivityReplications = options.precision == nil ? replications ?? usual : usual
    }
    if let output = options.output, output != "-" {
      let folder = try OutputDirectory(path: output, replaceableNames: ResultTables.fileNames)
      Interruption.shared.register { folder.discard() }
      session.folder = folder
    }
    if let path = options.trace {
      let trace = try OutputFile(path: path)
      Interruption.shared.register { trace.discard() }
      session.trace = trace
    }
    if !silence.quiet, !silence.noProgress { ProgressLine.shared.enable() }
    let manifest = Manifest(
      toolVersion: ToolVersion.tool, gslVersion: ToolVersion.gsl, startedAt: Date().timeIntervalSince1970,
      elapsedSeconds: 0, jobs: jobs)
    let finished = try await session.run(
      manifest: manifest, progress: { ProgressLine.shared.show($0) }, report: report)
    ProgressLine.shared.clear()
    try print(finished)
    if let folder = session.folder { silence.tell("wrote \(folder.path)") }
  }

  private func print(_ report: RunReport) throws {
    guard let format = options.printedFormat(quiet: silence.quiet) else { return }
    let writer = ByteWriter.standardOutput()
    switch format {
    case .text: try writer.append(report.rendered(.text))
    case .markdown: try writer.append(report.rendered(.markdown))
    case .json: try JSONReport.write(report, to: writer)
    case .csv: try report.writeCSV(to: writer)
    }
    try writer.close()
  }
}
