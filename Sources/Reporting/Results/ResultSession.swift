// SPDX-License-Identifier: GPL-3.0-or-later

package import Files
internal import BatchPool
package import Experiments
internal import Foundation
internal import Scenarios

/// Runs experiments and writes what they come to.
///
///     experiments -> runner -> nodes.csv, timeline.csv (as they finish) -> the other files -> manifest -> publish
///
/// The folder and the trace are begun by the caller, before anything runs, so that a name that cannot be had is
/// known at once; they take their names only when everything is written.
package struct ResultSession: Sendable {
  /// The experiments, a scenario each.
  package var experiments: [Experiment]
  /// Runs the replications.
  package var runner: ReplicationRunner
  /// Replicate until this precision; nil for as many replications as each scenario says.
  package var precision: PrecisionTarget?
  /// The most replications of every variant with a value of its profile moved; nil when none is.
  package var sensitivityReplications: Int?
  /// The folder to write; nil for none.
  package var folder: OutputDirectory?
  /// The trace to write; nil for none.
  package var trace: OutputFile?

  /// Makes a session that writes nothing.
  package init(experiments: [Experiment], runner: ReplicationRunner) {
    self.experiments = experiments
    self.runner = runner
  }

  /// Runs and writes.
  ///
  /// - Parameters:
  ///   - manifest: What the manifest says beside the results; its elapsed time is filled in.
  ///   - progress: Told after every replication.
  ///   - report: Makes the report of the results; comparisons that it makes are written too.
  /// - Returns: The report.
  /// - Throws: `OutputError`, `CancellationError`, or what `report` throws. Nothing is published then.
  package func run(
    manifest: Manifest, progress: (ExperimentProgress) -> Void = { _ in },
    report: ([ExperimentResult]) throws -> RunReport = { RunReport($0) }
  ) async throws -> RunReport {
    let start = ContinuousClock.now
    let namesPools = experiments.contains { $0.scenario.namesPools }
    let recording = experiments.reduce(into: Recording()) { $0.formUnion($1.recording) }
    var results: [ExperimentResult] = []
    if let folder, !recording.isEmpty {
      var tables = try DetailTables(
        nodes: recording.contains(.nodes) ? folder.createFile("nodes.csv") : nil,
        timeline: recording.contains(.timeline) ? folder.createFile("timeline.csv") : nil, namesPools: namesPools)
      for experiment in experiments {
        results.append(
          try await runner.run(experiment, precision: precision, progress: progress) { try tables.append($0) })
      }
      try tables.close()
    } else {
      for experiment in experiments {
        results.append(try await runner.run(experiment, precision: precision, progress: progress))
      }
    }
    var report = try report(results)
    if let sensitivityReplications {
      for result in results {
        report.sensitivities.append(
          try await ScenarioSensitivity(
            result, replications: sensitivityReplications, runner: runner, progress: progress))
      }
    }
    try writeTrace()
    if let folder {
      var complete = manifest
      let elapsed = (ContinuousClock.now - start).components
      complete.elapsedSeconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
      try write(report, namesPools: namesPools, manifest: complete, to: folder)
      try folder.publish()
    }
    try trace?.publish()
    return report
  }

  private func write(
    _ report: RunReport, namesPools: Bool, manifest: Manifest, to folder: OutputDirectory
  ) throws(OutputError) {
    func file(
      _ name: String, _ body: (ByteWriter) throws(OutputError) -> Void
    ) throws(OutputError) {
      let writer = try folder.createFile(name)
      try body(writer)
      try writer.close()
    }
    try file("replications.csv") { writer throws(OutputError) in
      try ResultTables.writeReplications(report.results, namesPools: namesPools, to: writer)
    }
    try file("summary.csv") { writer throws(OutputError) in
      try ResultTables.writeSummary(report.results, namesPools: namesPools, to: writer)
    }
    try file("comparison.csv") { writer throws(OutputError) in
      try ResultTables.writeComparisons(report.comparisons, namesPools: namesPools, to: writer)
    }
    try file("resizes.csv") { writer throws(OutputError) in
      try ResultTables.writeResizes(report.results, namesPools: namesPools, to: writer)
    }
    if !report.sensitivities.isEmpty {
      try file("sensitivity.csv") { writer throws(OutputError) in
        try ScenarioSensitivityTable.write(report.sensitivities, to: writer)
      }
    }
    try file(OutputDirectory.manifestName) { writer throws(OutputError) in
      try manifest.write(report.results, to: writer)
    }
  }

  /// Replays the first replication of every variant of the first scenario with all its details.
  private func writeTrace() throws(OutputError) {
    guard let trace, let experiment = experiments.first else { return }
    let scenario = experiment.scenario
    let outcomes = scenario.variants.map { variant in
      PoolSimulation.run(variant.configuration, seed: scenario.seed, replication: 0, recording: TraceWriter.recording)
    }
    let writer = trace.writer()
    try TraceWriter.write(scenario, outcomes: outcomes, to: writer)
    try writer.close()
  }
}
