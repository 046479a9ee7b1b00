// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import AutoscaleFormula
import Reporting

struct FormulaExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell in words what a formula does.",
    discussion: """
      It shows what is read, when the first evaluation can succeed, how many nodes are wanted for how many tasks, and how an \
      idle pool shrinks.
      """)

  @Argument(help: "A formula, pool body, template or scenario (FILE#VARIANT); - is standard input.")
  var file: String

  @Option(name: .long, help: ArgumentHelp("Task slots of a node (default: those of the file, or 1).", valueName: "n"))
  var slots: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("The time between evaluations (default: that of the file, or 15 min).", valueName: "time"))
  var interval: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The instant of the evaluations, for formulas that ask for the time.", valueName: "time"))
  var at = "2026-03-02T12:00:00Z"

  @OptionGroup var input: FormulaInputOptions
  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    if let slots, !(1...256).contains(slots) { throw ValidationError("--slots is \(slots); a node has 1 to 256") }
    _ = try interval.map { try FormulaArgument.interval($0, of: "--interval") }
    _ = try FormulaArgument.instant(at, of: "--at")
    _ = try input.makeDialect()
  }

  func run() throws {
    let now = try FormulaArgument.instant(at, of: "--at")
    for source in try input.sources(file) {
      let formula: Formula
      do throws(FormulaError) {
        formula = try Formula(parsing: source.text)
      } catch {
        Terminal.tell(FormulaReportText.line(error, in: source))
        throw ExitCode(ExitStatus.badInput.rawValue)
      }
      let slots = slots ?? source.slots ?? 1
      let interval = try FormulaArgument.interval(interval, of: source)
      let portrait = formula.portrait(slots: slots, at: now, dialect: try input.makeDialect(source))
      try Terminal.print(
        FormulaPortraitText.text(of: portrait, source: source, slots: slots, interval: interval))
    }
  }
}
