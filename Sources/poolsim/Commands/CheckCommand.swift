// SPDX-License-Identifier: GPL-3.0-or-later

import Files
import ResultCheck
import ArgumentParser
internal import Diagnostics
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
    commandName: "check", abstract: "Check for regressions: compare a result with a baseline.",
    discussion: """
      Each side is a result folder, a file like its replications.csv or summary.csv, or what sweep merge wrote. Every metric of every variant \
      is equal, within its tolerance, statistically equal, different, or undecided. Results of the same seed are \
      compared replication by replication; where the version is the same too, a replication that differs has changed. \
      The column events is compared for information only. Exits 0 when all is equal in one of these ways, 1 when \
      anything is different or a share is below its minimum, and 2 when anything is undecided: too few runs for a test, \
      replications, values, variants or metrics that are missing, or pools of other sizes.
      """)

  @Argument(help: ArgumentHelp("The result to compare with.", valueName: "baseline"))
  var baseline: String

  @Argument(help: ArgumentHelp("The result to check.", valueName: "candidate"))
  var candidate: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How much a mean may change: 1% for every metric, METRIC=5% or METRIC=3 (in its unit) for one; may repeat.",
      valueName: "tolerance"))
  var tolerance: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The probability of a false alarm where nothing changed (default: 5%).", valueName: "percent"),
    transform: PrecisionArgument.parsed)
  var level: PrecisionArgument?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Fail unless the metric holds in at least this share of the candidate's replications, such as reached_target=95%, by the lower end of the interval; may repeat.",
      valueName: "metric=percent"))
  var minimumShare: [String] = []

  @Flag(name: .long, help: "Require the same bytes in every CSV file.")
  var exact = false

  @Flag(
    name: .long,
    help: "Compare two files of poolsim fingerprint: whether every replication processed the same events.")
  var fingerprint = false

  @Option(name: .long, help: ArgumentHelp("What to write.", valueName: "format"))
  var format: Format = .text

  @Option(
    name: .long,
    help: ArgumentHelp("Write the report to this file, and only its conclusion to standard output.", valueName: "file"))
  var output: String?

  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    do throws(Failure) {
      _ = try CheckTolerances(tolerance)
      _ = try CheckSettings.shares(minimumShare)
    } catch {
      throw ValidationError(error.description)
    }
    if fingerprint, exact || !tolerance.isEmpty || !minimumShare.isEmpty || format != .text || output != nil {
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
    settings.minimumShares = try CheckSettings.shares(minimumShare)
    let before = try ResultTable(contentsOf: baseline)
    let after = try ResultTable(contentsOf: candidate)
    try expectMetrics(settings.tolerances.named.keys.sorted(), in: [before, after], of: "--tolerance")
    try expectMetrics(settings.minimumShares.keys.sorted(), in: [before, after], of: "--minimum-share")
    let files = exact ? try FileComparison.findings(baseline: baseline, candidate: candidate) : []
    let check = RegressionCheck(baseline: before, candidate: after, settings: settings, files: files)
    let report = CheckReport(check, baseline: baseline, candidate: candidate)
    try Terminal.whileRead { try write(report) }
    switch check.verdict {
    case .equal, .withinTolerance, .statisticallyEqual, .aboveMinimum: break
    case .different, .belowMinimum: throw ExitCode(ExitStatus.checkFailed.rawValue)
    case .cannotTell: throw ExitCode(ExitStatus.undecided.rawValue)
    }
  }

  private func checkFingerprints() throws {
    func read(_ path: String) throws -> (bytes: [UInt8], path: String) { (try TextFile.bytes(path), path) }
    let comparison = try FingerprintComparison(baseline: read(baseline), candidate: read(candidate))
    if !silence.quiet { try Terminal.whileRead { try Terminal.print(FingerprintReport(comparison).text()) } }
    switch comparison.verdict {
    case .equal: break
    case .different: throw ExitCode(ExitStatus.checkFailed.rawValue)
    case .cannotTell: throw ExitCode(ExitStatus.undecided.rawValue)
    }
  }

  /// A tolerance of an unknown metric would be ignored in silence.
  private func expectMetrics(_ names: [String], in tables: [ResultTable], of option: String) throws {
    let first = tables[0].metrics
    let known = first + tables.dropFirst().flatMap(\.metrics).filter { !first.contains($0) }
    for name in names where !known.contains(name) {
      throw Failure(
        .usage, .tolerance, at: SourcePlace(file: option),
        "neither result has a metric \(PrintableText.quoted(name)); expected "
          + Suggestion.listed(for: name, among: known) + Suggestion.ending(for: name, among: known))
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
