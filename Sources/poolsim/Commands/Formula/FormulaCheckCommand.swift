// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import AutoscaleFormula
import Files
import Reporting

struct FormulaCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Tell what is wrong or risky in a formula.",
    discussion: """
      What the service would refuse or fail at is an error; what has hurt others, and how the formula behaves on \
      synthetic pools, is a warning. A comment // poolsim: allow F113 silences a warning for its statement. poolsim explain F113 \
      tells more. Exits 0, or 1 when there is an error, with --strict also for a warning.
      """)

  @Argument(help: "Formulas, pool bodies, templates or scenarios (FILE#VARIANT); - is standard input.")
  var files: [String]

  @Option(name: .long, help: ArgumentHelp("Task slots of a node (default: those of the file, or 1).", valueName: "n"))
  var slots: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("The time between evaluations (default: that of the file, or 15 min).", valueName: "time"))
  var interval: String?

  @Flag(name: .long, help: "Exit 1 also for a warning.")
  var strict = false

  @Option(name: .long, help: ArgumentHelp("Warnings that are not wanted, such as F113,F130.", valueName: "codes"))
  var allow: String?

  @Option(name: .long, help: "What to print: text or json.")
  var format = FormulaFormat.text

  @OptionGroup var input: FormulaInputOptions
  @OptionGroup var silence: SilenceOptions

  func validate() throws {
    if let slots, !(1...256).contains(slots) { throw ValidationError("--slots is \(slots); a node has 1 to 256") }
    _ = try interval.map { try FormulaArgument.interval($0, of: "--interval") }
    _ = try input.makeDialect()
    for code in allowed where FormulaCode(rawValue: code) == nil {
      throw ValidationError("--allow names \(code), which is not a code of a formula, such as F113")
    }
  }

  private var allowed: Set<String> {
    Set((allow ?? "").split(separator: ",").map { $0.filter { $0 != " " }.uppercased() })
  }

  func run() throws {
    var checks: [FormulaCheck] = []
    for file in files {
      for source in try input.sources(file) { checks.append(try check(source)) }
    }
    try show(checks)
    let findings = checks.flatMap(\.findings)
    let isBad = findings.contains { $0.severity == .error || (strict && $0.severity == .warning) }
    if isBad { throw ExitCode(ExitStatus.checkFailed.rawValue) }
  }

  private func check(_ source: FormulaSource) throws -> FormulaCheck {
    var options = FormulaCheckOptions(now: FormulaArgument.now)
    options.slots = slots ?? source.slots ?? 1
    options.evaluationInterval = try FormulaArgument.interval(interval, of: source)
    options.dialect = try input.makeDialect(source)
    options.allowed = allowed
    do throws(FormulaError) {
      return FormulaCheck(source, try Formula(parsing: source.text).check(options))
    } catch {
      return FormulaCheck(source, error)
    }
  }

  private func show(_ checks: [FormulaCheck]) throws {
    if format == .json {
      let writer = ByteWriter.standardOutput()
      try FormulaReportJSON.write(checks, to: writer)
      return try writer.flush()
    }
    for check in checks {
      for finding in check.findings where !silence.quiet || finding.severity != .note {
        Terminal.tell(FormulaReportText.line(finding, in: check.source))
      }
      for difference in check.differences where !silence.quiet {
        Terminal.tell("\(check.source.name): if the service is otherwise than assumed: \(difference)")
      }
      if !silence.quiet {
        try Terminal.print(FormulaReportText.summary(check.findings, of: check.source) + "\n")
      }
    }
  }
}
