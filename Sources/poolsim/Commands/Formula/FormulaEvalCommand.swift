// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import AutoscaleFormula
import Files
import Foundation
import Reporting

struct FormulaEvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Evaluate a formula for given samples, as the service would.",
    discussion: """
      Samples are the rows of a CSV file whose first column is time (2026-03-02T12:00:00Z, or seconds with --epoch) and whose \
      other columns are metrics, or whose columns are time, metric and value. --set gives a number of nodes or slots or a target; \
      of a task metric it makes samples of a day. With --from, --to and --every the formula is \
      evaluated again and again, and its targets become the next evaluation's. Exits 1 when an evaluation ends with an error.
      """)

  @Argument(help: "A formula, pool body, template or scenario (FILE#VARIANT); - is standard input.")
  var file: String

  @Option(name: .long, help: ArgumentHelp("Samples of metrics.", valueName: "csv"))
  var samples: String?

  @Option(name: .long, help: ArgumentHelp("The instant at which seconds in the samples begin.", valueName: "time"))
  var epoch: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The instant of the evaluation (default: 15 s after the last sample, or now).", valueName: "time"))
  var at: String?

  @Option(name: .long, help: ArgumentHelp("The first instant of a replay.", valueName: "time"))
  var from: String?

  @Option(name: .long, help: ArgumentHelp("The last instant of a replay.", valueName: "time"))
  var to: String?

  @Option(name: .long, help: ArgumentHelp("The time between the evaluations of a replay.", valueName: "time"))
  var every: String?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A value such as CurrentDedicatedNodes=4, TargetDedicatedNodes=4 or PendingTasks=10; may repeat.",
      valueName: "name=value"))
  var values: [String] = []

  @Option(name: .long, parsing: .unconditional, help: ArgumentHelp("The seed of rand().", valueName: "s"))
  var seed: UInt64 = 0

  @Flag(name: .long, help: "Show what every expression gave.")
  var trace = false

  @Option(name: .long, help: ArgumentHelp("Write the evaluations of a replay to this file.", valueName: "file"))
  var output: String = "-"

  @Option(name: .long, help: "What to print: text or json.")
  var format = FormulaFormat.text

  @OptionGroup var input: FormulaInputOptions
  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    let isReplay = from != nil || to != nil || every != nil
    if isReplay, from == nil || to == nil || every == nil || samples == nil {
      throw ValidationError("a replay needs --samples, --from, --to and --every")
    }
    if isReplay, at != nil || trace || format == .json {
      throw ValidationError("a replay has no --at, --trace or --format json")
    }
    if file == "-", samples == "-" {
      throw ValidationError("the formula and the samples cannot both come from standard input")
    }
    if !isReplay, output != "-" { throw ValidationError("--output is for replays (--from, --to, --every)") }
    _ = try input.makeDialect()
    _ = try epoch.map { try FormulaArgument.instant($0, of: "--epoch") }
  }

  func run() throws {
    let sources = try input.sources(file)
    guard sources.count == 1, let source = sources.first else {
      throw ValidationError("\(file) has \(sources.count) pools with formulas; name one with --pool")
    }
    let formula: Formula
    do throws(FormulaError) {
      formula = try Formula(parsing: source.text)
    } catch {
      Terminal.tell(FormulaReportText.line(error, in: source))
      throw ExitCode(ExitStatus.badInput.rawValue)
    }
    let epoch = try epoch.map { try FormulaArgument.instant($0, of: "--epoch") }
    var pool = try FormulaPool(samples: samples, epoch: epoch, settings: values, seed: seed)
    pool.usualSlots = source.slots
    if from != nil { return try replay(formula, source, pool) }
    let now = try at.map { try FormulaArgument.instant($0, of: "--at") } ?? pool.defaultInstant ?? FormulaArgument.now
    let snapshot = pool.snapshot(at: now)
    let evaluation = formula.evaluate(in: snapshot, dialect: try input.makeDialect(source), tracing: trace)
    try show(evaluation, snapshot, source)
    if evaluation.error != nil { throw ExitCode(ExitStatus.checkFailed.rawValue) }
  }

  private func show(_ evaluation: Evaluation, _ snapshot: FormulaSnapshot, _ source: FormulaSource) throws {
    if format == .json {
      let writer = ByteWriter.standardOutput()
      try FormulaReportJSON.write(evaluation, at: snapshot.now, to: writer)
      return try writer.flush()
    }
    if trace { try Terminal.print(EvaluationText.trace(of: evaluation) + "\n") }
    let before = (snapshot.targetDedicatedNodes, snapshot.targetLowPriorityNodes)
    try Terminal.print(EvaluationText.text(of: evaluation, before: before))
    for warning in evaluation.warnings where !silence.quiet {
      Terminal.tell(FormulaReportText.line(warning, in: source))
    }
    guard let error = evaluation.error else { return }
    Terminal.tell(FormulaReportText.line(error, in: source))
    let service = error.service
    silence.tell(
      "the service says \(service.code): \(service.message)" + service.values.map { "\n  \($0.value)" }.joined())
  }

  // MARK: - Replay

  private func replay(_ formula: Formula, _ source: FormulaSource, _ pool: FormulaPool) throws {
    let first = try FormulaArgument.instant(from ?? "", of: "--from")
    let last = try FormulaArgument.instant(to ?? "", of: "--to")
    let step = try FormulaArgument.interval(every ?? "", of: "--every")
    guard first <= last else { throw ValidationError("--from is after --to; swap them") }
    guard last.since(first).ticks / step.ticks < 1_000_000 else {
      throw ValidationError("that is more than a million evaluations; take a longer --every")
    }
    let file = try OutputFile(path: output)
    Interruption.shared.register { file.discard() }
    let writer = file.writer()
    let failed = try FormulaReplay(formula: formula, pool: pool, dialect: input.makeDialect(source)).write(
      from: first, through: last, every: step, to: writer)
    try writer.close()
    try file.publish()
    if failed > 0 {
      silence.tell("\(source.name): \(failed) of the evaluations ended with an error")
      throw ExitCode(ExitStatus.checkFailed.rawValue)
    }
  }
}
