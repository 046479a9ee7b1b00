// SPDX-License-Identifier: GPL-3.0-or-later

import Files
import Experiments
import Foundation
import Reporting
import Scenarios

/// What `run` and `compare` share: begin outputs, run, print.
struct Session {
  let options: RunOptions
  let silence: SilenceOptions
  /// Given on the command line; with `--precision` the most replications there may be.
  let replications: Int?
  /// Whether the values of the profile are moved, too.
  var showsSensitivity = false
  /// The files of the experiments, where each is of one.
  var files: [String] = []
  /// What was set on all of them, as `--set` takes it.
  var overrides: [String] = []

  /// Runs experiments and prints their results.
  ///
  /// - Parameters:
  ///   - experiments: What to run.
  ///   - comparing: Compares the results: the variants of each scenario with its first, unless the caller knows better.
  /// - Throws: `Failure`, `CancellationError`, or what `comparing` throws.
  func run(
    _ experiments: [Experiment],
    comparing: ([ExperimentResult]) throws -> [Comparison] = { $0.flatMap(Comparison.ofVariants) }
  ) async throws {
    let jobs = options.jobs ?? ReplicationRunner.availableJobs
    var session = ExperimentSession(experiments: experiments, runner: ReplicationRunner(jobs: jobs))
    session.precision = options.precision.map {
      PrecisionTarget(relative: $0.relative, maximumReplications: replications ?? 10_000)
    }
    if showsSensitivity {
      let usual = ScenarioSensitivity.usualReplications
      session.sensitivityReplications = options.precision == nil ? replications ?? usual : usual
    }
    session.isTraced = options.trace != nil
    for experiment in experiments {
      for warning in experiment.scenario.lockstepWarnings + experiment.scenario.traceWarnings {
        silence.tell("\(experiment.scenario.name): warning: \(warning)")
      }
    }
    if let warning = MemoryEstimate(experiments, jobs: jobs).warning() { silence.tell("warning: \(warning)") }
    let (folder, trace) = try beginFiles()
    let output = try ResultOutput(experiments, folder: folder, trace: trace)
    if !silence.quiet, !silence.noProgress { ProgressLine.shared.enable() }
    let manifest = Manifest(
      toolVersion: ToolVersion.tool, gslVersion: ToolVersion.gsl, startedAt: Date().timeIntervalSince1970,
      elapsedSeconds: 0, jobs: jobs)
    let result = try await session.run(
      progress: { ProgressLine.shared.show($0) }, details: { try output.append($0) }, comparing: comparing)
    try output.finish(result, manifest: manifest)
    ProgressLine.shared.clear()
    try print(RunReport(result, files: files, overrides: overrides))
    if let folder { silence.tell("wrote \(folder.path)") }
  }

  /// Begins the folder and the trace that were asked for; an interruption discards them.
  private func beginFiles() throws -> (folder: OutputDirectory?, trace: OutputFile?) {
    var folder: OutputDirectory?
    if let output = options.output, output != "-" {
      let begun = try OutputDirectory(path: output, replaceableNames: ResultOutput.fileNames)
      Interruption.shared.register { begun.discard() }
      folder = begun
    }
    guard let path = options.trace else { return (folder, nil) }
    let trace = try OutputFile(path: path)
    Interruption.shared.register { trace.discard() }
    return (folder, trace)
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
