// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import ServiceRules
import ArgumentParser
import Scenarios

/// A day such as `2026-03-31`.
struct DateArgument: ExpressibleByArgument {
  let date: CalendarDate

  init?(argument: String) {
    guard let date = CalendarDate(argument) else { return nil }
    self.date = date
  }
}

/// The day on which the pools of a scenario are created: rules have dates.
struct DateOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Creation date of the pools; the rules of that day apply (default: today).", valueName: "YYYY-MM-DD"))
  var date: DateArgument?

  /// The day; today unless one is given.
  var day: CalendarDate { date?.date ?? .today }
}

/// What a run says beforehand about what its scenario leaves unused, and about the service's own rules: only what applies on
/// the day, and in short.
struct PreflightNotes {
  /// Findings that are listed before a run, which is about something else; validate lists all of them.
  private static let mostTold = 10

  private let lines: [String]

  /// Checks a scenario against the rules.
  ///
  /// - Parameters:
  ///   - scenario: The scenario.
  ///   - file: What it is called.
  ///   - date: The creation date of the pools.
  ///   - variants: The variants that are run, by name; all of them unless given.
  init(_ scenario: Scenario, file: String, on date: CalendarDate, variants: [String]? = nil) {
    let findings = Preflight.findings(of: scenario, on: date).filter { finding in
      finding.isInForce && finding.severity != .advice
        && (variants.flatMap { variants in finding.variant.map(variants.contains) } ?? true)
    }
    var lines = scenario.idleParts.map { "\($0)" }
    lines += findings.prefix(Self.mostTold).map { $0.located(in: file) }
    if findings.count > Self.mostTold {
      lines.append("\(file): \(findings.count - Self.mostTold) more; poolsim validate lists them")
    }
    self.lines = lines
  }

  func tell(_ silence: SilenceOptions) {
    for line in lines { silence.tell(line) }
  }
}
