// SPDX-License-Identifier: GPL-3.0-or-later

import Files
import ResultCheck
import ArgumentParser
import Experiments
import Reporting

struct CheckCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case markdown
    case junit
    case csv
  }

  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check that a result is still what it was: a gate for regressions.",
    discussion: """
      Each side is a result folder, a file like its replications.csv or summary.csv, or what sweep merge wrote. Every metric of every variant \
      is equal, within its tolerance, statistically equal, different, or cannot be told. Results of the same seed are \
      compared replication by replication. The column events is compared for information only. Exits 0 when all is \
      equal in one of these ways, 1 when anything is different, and 2 when anything cannot be told: too few runs, \
      a variant or metric that only one side has, or pools of other sizes.
      """)

  @Argument(help: ArgumentHelp("What was right.", valueName: "baseline"))
  var baseline: String

  @Argument(help: ArgumentHelp("What is checked.", valueName: "candidate"))
  var candidate: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How far a mean may move: 1% for every metric, METRIC=5% or METRIC=3 (in its unit) for one; may repeat.",
      valueName: "tolerance"))
  var tolerance: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The chance that a check without any difference finds one (default: 5%).", valueName: "percent"),
    transform: PrecisionArgument.parsed)
  var level: PrecisionArgument?

  @Flag(name: .long, help: "Demand the same bytes in every CSV file.")
  var exact = false

  @Flag(
    name: .long,
    help: "Compare two files of poolsim fingerprint: whether every replication processed the same events.")
  var fingerprint = false

  @Option(name: .long, help: ArgumentHelp("What to write: text, markdown, junit, csv.", valueName: "format"))
  var format: Format = .text

  @Option(
    name: .long,
    help: ArgumentHelp("Write it into this file, and only the answer to standard output.", valueName: "file"))
  var output: String?

  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    do {
      _ = try CheckTolerances(tolerance)
    } catch {
      throw ValidationError("--tolerance: \(error)")
    }
    if fingerprint, exact || !tolerance.isEmpty || format != .text || output != nil {
      throw ValidationError("--fingerprint demands equal fingerprints; it takes no other option of check")
    }
    if exact, !tolerance.isEmpty { throw ValidationError("--exact and --tolerance contradict each other") }
  }

  func run() throws {
    if fingerprint { return try checkFingerprints() }
    var settings = CheckSettings()
    settings.tolerances = try CheckTolerances(tolerance)
    settings.level = level?.relative ?? settings.level
    settings.isExact = exact
    let before = try ResultTable(contentsOf: baseline)
    let after = try ResultTable(contentsOf: candidate)
    try expectMetrics(settings.tolerances.named.keys.sorted(), in: [before, after])
    let files = exact ? try FileComparison.findings(baseline: baseline, candidate: candidate) : []
    let check = RegressionCheck(baseline: before, candidate: after, settings: settings, files: files)
    let report = CheckReport(check, baseline: baseline, candidate: candidate)
    try write(report)
    switch check.verdict {
    case .equal, .withinTolerance, .statisticallyEqual: break
    case .different: throw ExitCode(ExitStatus.answerIsNo.rawValue)
    case .cannotTell: throw ExitCode(ExitStatus.cannotTell.rawValue)
    }
  }

  private func checkFingerprints() throws {
    func read(_ path: String) throws -> (bytes: [UInt8], path: String) { (Array(try InputFile.text(path).utf8), path) }
    let comparison = try FingerprintComparison(baseline: read(baseline), candidate: read(candidate))
    if !silence.quiet { try Terminal.print(FingerprintReport(comparison).text()) }
    switch comparison.verdict {
    case .equal: break
    case .different: throw ExitCode(ExitStatus.answerIsNo.rawValue)
    case .cannotTell: throw ExitCode(ExitStatus.cannotTell.rawValue)
    }
  }

  /// A tolerance of a metric that is nowhere would be passed over in silence.
  private func expectMetrics(_ names: [String], in tables: [ResultTable]) throws {
    let known = tables.flatMap(\.metrics)
    for name in names where !known.contains(name) {
      throw ValidationError(
        "--tolerance names \(name), which neither result has; they have \(tables[0].metrics.joined(separator: ", "))")
    }
  }

  private func write(_ report: CheckReport) throws {
    if silence.quiet, output == nil, format == .text { return }
    let file = try OutputFile(path: output ?? "-")
    Interruption.shared.register { file.discard() }
    let writer = file.writer()
    switch format {
    case .text: try writer.append(report.rendered(.text))
    case .markdown: try writer.append(report.rendered(.markdown))
    case .junit: try writer.append(report.junit())
    case .csv: try report.writeCSV(to: writer)
    }
    try writer.close()
    try file.publish()
    if let output, output != "-", !silence.quiet {
      try Terminal.print((report.problems + [report.conclusion]).map { $0 + "\n" }.joined())
    }
  }
}
