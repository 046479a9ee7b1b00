// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange

/// The page that documents the columns of every file, made from the columns themselves.
package enum ColumnReference {
  /// A file, or what a command prints as CSV.
  private struct DocumentedFile {
    /// The file, or the command that prints it.
    let name: String
    /// What wrote it.
    let command: String
    /// What one row is.
    let row: String
    let columns: [ColumnEntry]

    init<Row>(_ name: String, by command: String, row: String, _ columns: [Column<Row>]) {
      self.name = name
      self.command = command
      self.row = row
      self.columns = columns.map(\.entry)
    }
  }

  private static let runs: [DocumentedFile] = {
    let run = "`poolsim run` and `poolsim compare` with `--output DIR`"
    return [
      DocumentedFile(
        "replications.csv", by: run + "; without a folder it is what they print as CSV",
        row: "a variant and replication, and one for each of its pools where pools have names",
        ReplicationTable.columns(namesPools: true)),
      DocumentedFile(
        "summary.csv", by: run, row: "a variant and metric, over the replications to which the metric applies",
        SummaryTable.columns(namesPools: true, predicts: true)),
      DocumentedFile(
        "comparison.csv", by: run, row: "two variants and a metric, paired on the same random circumstances",
        ComparisonTable.columns(namesPools: true)),
      DocumentedFile(
        "resizes.csv", by: run, row: "a resize operation, in the order of requests",
        ResizeTable.columns(namesPools: true)),
      DocumentedFile(
        "nodes.csv", by: run + " and `--nodes`", row: "a node; a later resize that asks again makes another one",
        DetailTables.nodeColumns(namesPools: true)),
      DocumentedFile(
        "timeline.csv", by: run + " and `--timeline`", row: "a change in how many nodes are in a state",
        DetailTables.timelineColumns(namesPools: true)),
      DocumentedFile(
        "jobs.csv", by: run + ", where a scenario has work", row: "a job and replication",
        WorkTables.jobColumns(namesPools: true)),
      DocumentedFile(
        "tasks.csv", by: run + " and `--tasks`", row: "a task and replication",
        WorkTables.taskColumns(namesPools: true)),
      DocumentedFile(
        "evaluations.csv", by: run + ", where a pool scales by a formula and the run has a duration",
        row: "an evaluation of a pool's formula", EvaluationsTable.columns(namesPools: true)),
      DocumentedFile(
        "ledger.csv", by: run + ", where a scenario has work, formulas or spot nodes",
        row: "a variant, replication, pool and kind of node; the parts add up to the time of these nodes",
        LedgerTable.columns),
      DocumentedFile(
        "cost.csv", by: run + ", where a scenario has prices", row: "a variant, replication and term of its bill",
        CostTable.columns(namesPools: true)),
      DocumentedFile(
        "sensitivity.csv", by: "`poolsim run --sensitivity --output DIR`",
        row: "a variant as it is, or with one value of its profile at an end of its range",
        ScenarioSensitivityTable.columns),
      DocumentedFile(
        "accounts of time", by: "`poolsim why`",
        row: "something that a node, or a pool until it was steady, waited for",
        WhyReport.columns),
      DocumentedFile(
        "fingerprints", by: "`poolsim fingerprint`", row: "a variant and replication", FingerprintTable.columns),
    ]
  }()

  private static let sweeps: [DocumentedFile] = [
    DocumentedFile(
      "merged sweep", by: "`poolsim sweep merge`, behind a column for every axis",
      row: "a cell, variant and replication", SweepTable.columns),
    DocumentedFile(
      "summary of a sweep", by: "`poolsim sweep merge --summary`, behind a column for every axis",
      row: "a cell and variant", SweepSummaryTable.columns),
    DocumentedFile(
      "cells of a sweep", by: "`poolsim sweep plan --format csv`, before a column for every axis", row: "a cell",
      [SweepPlanTable.number]),
  ]

  private static let checks: [DocumentedFile] = [
    DocumentedFile(
      "findings of a check", by: "`poolsim check --format csv`", row: "a metric of a variant, or a file",
      CheckReport.columns),
    DocumentedFile(
      "evaluations of a formula", by: "`poolsim formula eval` with `--from`, `--to` and `--every`",
      row: "an evaluation", EvaluationTable.columns),
    DocumentedFile("rules", by: "`poolsim rules --format csv`", row: "a rule of the service", RuleTables.columns),
  ]

  private static let claims: [DocumentedFile] = {
    let reproduce = "`poolsim reproduce --output DIR`"
    return [
      DocumentedFile(
        "claims.csv", by: reproduce + " or `--format csv`", row: "a figure that a published claim is judged by",
        ClaimTables.claimColumns),
      DocumentedFile(
        "timeouts.csv", by: reproduce, row: "a resizeTimeout and size, for a managed image",
        ClaimTables.timeoutColumns),
      DocumentedFile(
        "surface.csv", by: reproduce, row: "a size and number of replicas, gallery beside managed image",
        ClaimTables.surfaceColumns),
      DocumentedFile(
        "sensitivity.csv of the claims", by: reproduce + " with `--sensitivity`",
        row: "a parameter of the profile at a place in its range", SensitivityTables.axisColumns),
      DocumentedFile(
        "sobol.csv", by: reproduce + " with `--sensitivity`", row: "a figure and parameter",
        SensitivityTables.indexColumns),
    ]
  }()

  /// The page, in Markdown.
  package static func page() -> String {
    let files = runs + sweeps + checks + claims
    return """
      # Columns

      Every column of every table that poolsim writes. This page is made from the columns themselves; a test compares
      the two.

      All files are CSV (RFC 4180 with LF, UTF-8). Times are simulated: seconds since the beginning of the run. An empty
      cell means that the figure does not apply, and never 0; JSON has `null` for it. A number is the shortest text that
      reads back to the same binary value.


      """ + files.map(section).joined(separator: "\n")
  }

  private static func section(_ file: DocumentedFile) -> String {
    let isFile = file.name.hasSuffix(".csv")
    let columns: [Column<ColumnEntry>] = [
      Column(texts: "column") { "`\($0.name)`" },
      Column(texts: "unit") { $0.unit ?? "" },
      Column(texts: "meaning") { $0.documentation },
    ]
    return """
      ## \(isFile ? "`\(file.name)`" : file.name.prefix(1).uppercased() + file.name.dropFirst())

      Written by \(file.command). A row is \(file.row).

      \(Table(file.columns, columns).markdown())
      """
  }
}
