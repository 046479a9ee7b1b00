// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import BatchPool
import Diagnostics
import Experiments
import Files
import Foundation
import Reporting
import Scenarios

/// How the results of `run` and `compare` are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case csv
  case markdown
}

/// A precision such as `5%`: half the width of an interval as a share of its mean.
struct PrecisionArgument: ExpressibleByArgument {
  let relative: Double

  init?(argument: String) {
    guard argument.hasSuffix("%"), let percent = Double(argument.dropLast().trimmingCharacters(in: .whitespaces)),
      percent / 100 > 0, percent < 100
    else { return nil }
    relative = percent / 100
  }

  var defaultValueDescription: String { "5%" }

  /// Reads what an option was given.
  ///
  /// - Parameter text: The text.
  /// - Returns: The precision.
  /// - Throws: `ValidationError` with what is missing.
  static func parsed(_ text: String) throws -> PrecisionArgument {
    if let precision = PrecisionArgument(argument: text) { return precision }
    let isNumber = PrecisionArgument(argument: text + "%") != nil
    throw ValidationError("expected a percentage such as \(isNumber ? "\(text)%" : "5%")")
  }
}

/// Options that make a command say less; every command takes them.
struct SilenceOptions: ParsableArguments {
  @Flag(name: .long, help: "Show no progress line.")
  var noProgress = false

  @Flag(name: .long, help: "Print only results and errors.")
  var quiet = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Read and write nothing outside of this folder, for scenarios of strangers (default: POOLSIM_SANDBOX).",
      valueName: "dir"))
  var sandbox: String?

  func validate() throws {
    guard let sandbox else { return }
    do throws(Failure) { try Sandbox.enter(sandbox) } catch { throw ValidationError(error.description) }
  }

  /// Says something that a user may do without.
  func tell(_ message: String) {
    if !quiet { Terminal.tell(message) }
  }
}

/// Options that set values of a scenario as it is loaded.
struct SettingOptions: ParsableArguments {
  @Option(
    name: .long, parsing: .unconditional, help: ArgumentHelp("The seed of the random numbers.", valueName: "s"))
  var seed: UInt64?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Set a value as in the file, such as pool.targetDedicatedNodes=500; may repeat.", valueName: "path=value"))
  var overrides: [String] = []

  /// Everything that the options set, as `--set` takes it.
  var all: [String] { overrides + (seed.map { ["seed=\($0)"] } ?? []) }
}

/// Options that change a scenario as it is loaded.
struct ScenarioOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Replications of every variant.", valueName: "n"))
  var replications: Int?

  @OptionGroup var settings: SettingOptions

  func validate() throws {
    if let replications, replications < 1 {
      throw ValidationError("--replications must be at least 1, not \(replications)")
    }
  }

  /// Everything that the options set, as `--set` takes it.
  var allOverrides: [String] { settings.all + (replications.map { ["replications=\($0)"] } ?? []) }

  /// Loads a scenario with the options applied.
  ///
  /// - Throws: `Failure`.
  func load(_ path: String) throws -> Scenario {
    try ScenarioFile.load(path: path, overrides: allOverrides)
  }
}

/// Options of the commands that run replications.
struct RunOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Replicate until the 95 % intervals of steady state and idle latency are within this share of their means, but at most --replications times (10,000 unless given).",
      valueName: "percent"), transform: PrecisionArgument.parsed)
  var precision: PrecisionArgument?

  @Option(
    name: .long, help: ArgumentHelp("Replications that run at the same time (default: all cores).", valueName: "j"))
  var jobs: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write the result files into this folder; - writes the main CSV to standard output.", valueName: "dir"))
  var output: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What to print (default: text on a terminal or with --output DIR, else csv).",
      valueName: "format"))
  var format: OutputFormat?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write the first replication of every variant as a Chrome/Perfetto trace in simulated time.", valueName: "file"))
  var trace: String?

  @Flag(name: .long, help: "Write nodes.csv: one row a node and replication (needs --output DIR).")
  var nodes = false

  @Flag(name: .long, help: "Write timeline.csv: nodes in each state over time (needs --output DIR).")
  var timeline = false

  @Flag(name: .long, help: "Write tasks.csv: one row a task and replication (needs --output DIR).")
  var tasks = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1, not \(jobs)") }
    let details = [(nodes, "--nodes"), (timeline, "--timeline"), (tasks, "--tasks")]
    if let option = details.first(where: \.0)?.1, output == nil || output == "-" {
      throw ValidationError("\(option) writes a file of a result folder: add --output DIR")
    }
    if trace == "-", output == "-" || format != nil {
      throw ValidationError("--trace - and the results cannot both go to standard output")
    }
  }

  /// What is printed on standard output; nil for nothing.
  ///
  /// - Parameter quiet: Whether only requested results are printed.
  /// - Returns: The format.
  func printedFormat(quiet: Bool) -> OutputFormat? {
    if let format { return format }
    if output == "-" { return .csv }
    if trace == "-" { return nil }
    if output != nil { return quiet ? nil : .text }
    return Terminal.outputIsTerminal ? .text : .csv
  }

  /// What every replication records.
  var recording: Recording {
    var recording: Recording = []
    if nodes { recording.insert(.nodes) }
    if timeline { recording.insert(.timeline) }
    if tasks { recording.insert(.tasks) }
    if output != nil { recording.insert(.evaluations) }
    return recording
  }
}
