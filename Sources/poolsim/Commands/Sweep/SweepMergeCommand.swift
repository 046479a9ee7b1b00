// SPDX-License-Identifier: GPL-3.0-or-later

import Files
import Sweeps
import ArgumentParser
import Experiments
import Foundation
import Reporting
import Scenarios

struct SweepMergeCommand: AsyncParsableCommand {
  /// How the summary is written; the rows of all replications are CSV.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case csv
    case markdown
  }

  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Write the results of a sweep as one CSV file with a column for every axis.",
    discussion: """
      Rows are sorted by cell, variant and replication: the bytes do not depend on who ran what, or when. What is missing \
      is an error, unless --partial. With --summary a row is a cell and variant over its replications: the share of them \
      in which one resize was enough, with its 95 % interval, and the means with half the widths of theirs.
      """)

  @OptionGroup var options: SweepOptions
  @OptionGroup var jobs: JobsOption

  @Option(name: .long, help: ArgumentHelp("Write to this file; - is standard output.", valueName: "file"))
  var output: String = "-"

  @Flag(name: .long, help: "Write the results so far, including those of incomplete shards.")
  var partial = false

  @Flag(name: .long, help: "Write one row for each cell and variant instead of one for each replication.")
  var summary = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How to write the summary (default: text on a terminal, else csv).", valueName: "format"))
  var format: Format?

  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    guard let format else { return }
    if !summary, format != .csv {
      throw ValidationError("only --summary can be written as \(format.rawValue); rows are CSV")
    }
  }

  func run() async throws {
    let loaded = try options.load()
    let target = try OutputFile(path: output)
    Interruption.shared.register { target.discard() }
    let writer = target.writer()
    let merge = SweepMerge(
      loaded.definition, campaign: loaded.campaign, filter: loaded.filter, jobs: jobs.count)
    let status =
      summary
      ? try await writeSummary(merge, axes: loaded.definition.plan.axes, to: writer)
      : try await writeRows(merge, axes: loaded.definition.plan.axes, to: writer)
    try writer.close()
    try target.publish()
    if !status.isComplete {
      silence.tell("\(status.replications) of \(status.wantedReplications) runs are done")
    }
    if !status.failures.isEmpty {
      silence.tell(
        "\(status.failures.count) cells cannot be run and are left out; poolsim sweep status names the reasons")
    }
  }

  private func writeRows(
    _ merge: SweepMerge, axes: [SweepAxis], to writer: ByteWriter
  ) async throws -> SweepMerge.Status {
    let table = try SweepTable(axes: axes.map(\.name), to: writer)
    return try await merge.rows(allowingGaps: partial) { try table.append($0) }
  }

  private func writeSummary(
    _ merge: SweepMerge, axes: [SweepAxis], to writer: ByteWriter
  ) async throws -> SweepMerge.Status {
    let format = format ?? (output == "-" && Terminal.outputIsTerminal ? .text : .csv)
    guard format != .csv else {
      let table = try SweepSummaryTable(axes: axes, to: writer)
      return try await merge.summaries(allowingGaps: partial) { try table.append($0) }
    }
    var report = SweepSummaryReport(axes: axes)
    let status = try await merge.summaries(allowingGaps: partial) { report.append($0) }
    try writer.append(report.rendered(format == .text ? .text : .markdown))
    return status
  }
}
