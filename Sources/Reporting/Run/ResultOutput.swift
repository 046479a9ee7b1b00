// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
package import Experiments
package import Files
internal import Scenarios

/// The files of a session: a folder of tables with a manifest, and a trace.
///
///     begin (folder, trace) -> nodes.csv, timeline.csv, jobs.csv, tasks.csv, evaluations.csv (as replications finish) -> the other files -> manifest -> publish
///
/// Folder and trace are begun by the caller, before anything runs, so that a name that cannot be had is known at once;
/// they take their names only when everything is written.
package struct ResultOutput {
  /// Every file that a result folder may hold.
  package static let fileNames: Set<String> = [
    "replications.csv", "summary.csv", "comparison.csv", "resizes.csv", "nodes.csv", "timeline.csv",
    "jobs.csv", "tasks.csv", "evaluations.csv", "ledger.csv", "cost.csv", "sensitivity.csv",
    OutputDirectory.manifestName,
  ]

  private let folder: OutputDirectory?
  private let trace: OutputFile?
  private let namesPools: Bool
  private let details: DetailTables
  private let work: WorkTables
  private let evaluations: EvaluationsTable
  private let hasLedger: Bool

  /// Begins the files that are written while the experiments run.
  ///
  /// - Parameters:
  ///   - experiments: What is run.
  ///   - folder: The folder to write; nil for none.
  ///   - trace: The trace to write; nil for none.
  /// - Throws: `Failure` when a file cannot be made.
  package init(_ experiments: [Experiment], folder: OutputDirectory?, trace: OutputFile?) throws(Failure) {
    self.folder = folder
    self.trace = trace
    namesPools = experiments.contains { $0.scenario.namesPools }
    func file(_ name: String, if isWanted: Bool) throws(Failure) -> ByteWriter? {
      isWanted ? try folder?.createFile(name) : nil
    }
    func file(_ name: String, _ part: Recording) throws(Failure) -> ByteWriter? {
      try file(name, if: experiments.contains { $0.recording.contains(part) })
    }
    let hasWork = experiments.contains { experiment in
      experiment.variants.contains { !experiment.scenario.variants[$0].configuration.work.isEmpty }
    }
    let hasFormula = experiments.contains { experiment in
      experiment.variants.contains { variant in
        experiment.scenario.variants[variant].configuration.pools.contains { $0.autoscale != nil }
      }
    }
    hasLedger = LedgerTable.isWanted(experiments)
    evaluations = try EvaluationsTable(file("evaluations.csv", if: hasFormula), namesPools: namesPools)
    details = try DetailTables(
      nodes: file("nodes.csv", .nodes), timeline: file("timeline.csv", .timeline), namesPools: namesPools)
    work = try WorkTables(
      jobs: file("jobs.csv", if: hasWork), tasks: file("tasks.csv", .tasks), namesPools: namesPools)
  }

  /// Writes the details of one replication.
  ///
  /// - Throws: `Failure` when they cannot be written.
  package func append(_ replication: ReplicationDetails) throws(Failure) {
    try details.append(replication)
    try work.append(replication)
    try evaluations.append(replication)
  }

  /// Writes everything else, and gives folder and trace their names.
  ///
  /// - Parameters:
  ///   - result: What came of the session.
  ///   - manifest: What the manifest says beside the results; its elapsed time is filled in.
  /// - Throws: `Failure` when it cannot be written. Nothing is published then.
  package func finish(_ result: SessionResult, manifest: Manifest) throws(Failure) {
    try details.close()
    try work.close()
    try evaluations.close()
    if let trace, let traced = result.trace {
      let writer = trace.writer()
      try TraceWriter.write(traced, to: writer)
      try writer.close()
    }
    if let folder {
      var complete = manifest
      complete.elapsedSeconds = result.elapsedSeconds
      try write(result, manifest: complete, to: folder)
      try folder.publish()
    }
    try trace?.publish()
  }

  private func write(
    _ result: SessionResult, manifest: Manifest, to folder: OutputDirectory
  ) throws(Failure) {
    let namesPools = namesPools
    try folder.write("replications.csv") { writer throws(Failure) in
      try ReplicationTable.write(result.results, namesPools: namesPools, to: writer)
    }
    try folder.write("summary.csv") { writer throws(Failure) in
      try SummaryTable.write(result.results, namesPools: namesPools, to: writer)
    }
    try folder.write("comparison.csv") { writer throws(Failure) in
      try ComparisonTable.write(result.comparisons, namesPools: namesPools, to: writer)
    }
    try folder.write("resizes.csv") { writer throws(Failure) in
      try ResizeTable.write(result.results, namesPools: namesPools, to: writer)
    }
    if hasLedger {
      try folder.write("ledger.csv") { writer throws(Failure) in try LedgerTable.write(result.results, to: writer) }
    }
    if result.results.contains(where: { $0.variants.contains { $0.variant.prices != nil } }) {
      try folder.write("cost.csv") { writer throws(Failure) in
        try CostTable.write(result.results, namesPools: namesPools, to: writer)
      }
    }
    if !result.sensitivities.isEmpty {
      try folder.write("sensitivity.csv") { writer throws(Failure) in
        try ScenarioSensitivityTable.write(result.sensitivities, to: writer)
      }
    }
    try folder.write(OutputDirectory.manifestName) { writer throws(Failure) in
      try manifest.write(result.results, to: writer)
    }
  }
}
