// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Experiments
import Files
import Reporting
import Scenarios
import TestSupport
import Testing

/// Scenarios that were run in this process, and the folder and the report that Reporting makes of them.
struct FinishedRun {
  /// What came of the session.
  let result: SessionResult
  /// Holds the scenarios, `out` with the tables, and `trace.json`.
  let folder: TemporaryFolder

  /// Runs scenarios and writes every file.
  ///
  /// - Parameters:
  ///   - texts: The scenarios.
  ///   - overrides: What is set on all of them, as `--set` takes it.
  ///   - recording: The details that are written.
  ///   - jobs: Replications that run at once.
  ///   - configure: Changes the session before it runs.
  /// - Throws: What is wrong with a scenario, or when a file cannot be written.
  init(
    _ texts: String..., set overrides: [String] = [], recording: Recording = [], jobs: Int = 2,
    configure: (inout ExperimentSession) -> Void = { _ in }
  ) async throws {
    folder = try TemporaryFolder()
    var experiments: [Experiment] = []
    for (index, text) in texts.enumerated() {
      let path = try folder.write(text, to: "scenario-\(index).yaml")
      experiments.append(Experiment(try ScenarioFile.load(path: path, overrides: overrides), recording: recording))
    }
    var session = ExperimentSession(experiments: experiments, runner: ReplicationRunner(jobs: jobs))
    configure(&session)
    let output = try ResultOutput(
      experiments,
      folder: OutputDirectory(path: folder.path("out"), replaceableNames: ResultOutput.fileNames),
      trace: session.isTraced ? OutputFile(path: folder.path("trace.json")) : nil)
    result = try await session.run(details: { try output.append($0) })
    try output.finish(
      result, manifest: Manifest(toolVersion: "1", gslVersion: "2", startedAt: 0, elapsedSeconds: 0, jobs: jobs))
  }

  /// The report of the run.
  var report: RunReport { RunReport(result) }

  /// What a file of the result holds.
  func file(_ name: String) throws -> String { try folder.read("out/\(name)") }

  /// The rows of a table of the result, by column.
  func rows(_ name: String) throws -> [[String: String]] { UnquotedCSV.rows(try file(name)) }
}
