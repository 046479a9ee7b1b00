// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import AutoscaleFormula
import Diagnostics
import Files
import Foundation
import Quantities
import Reporting

/// Which formulas of a file are meant, and in which dialect.
struct FormulaInputOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Of several pools in a file, only the one of this id.", valueName: "id"))
  var pool: String?

  @Option(
    name: .long, parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "How the service behaves where that is uncertain: defaultSamplePercent=N or preemptedNodeCount=actual|zero.",
      valueName: "key=value"))
  var dialect: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("The values of a template's parameters, as a deployment takes them.", valueName: "file"))
  var parameters: String?

  /// The formulas of a file.
  ///
  /// - Throws: `Failure`, or `ValidationError` for options that the file has no use for.
  func sources(_ file: String) throws -> [FormulaSource] {
    try FormulaFile(file).sources(pool: pool, parameters: parameters)
  }

  /// The dialect, beginning with that of the file.
  ///
  /// - Throws: `ValidationError`.
  func makeDialect(_ source: FormulaSource? = nil) throws -> FormulaDialect {
    var made = source?.dialect ?? FormulaDialect()
    for setting in dialect {
      let (key, value) = try FormulaArgument.pair(setting, of: "--dialect")
      if let problem = made.set(key, to: value) { throw ValidationError("--dialect: \(problem)") }
    }
    return made
  }
}

/// Reads what options of formulas were given.
enum FormulaArgument {
  /// A key and a value on both sides of `=`.
  ///
  /// - Throws: `ValidationError`.
  static func pair(_ text: String, of option: String) throws -> (key: String, value: String) {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      throw ValidationError("\(option) is '\(text)'; expected NAME=VALUE")
    }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }

  /// An instant such as `2026-03-02T12:00:00Z`.
  ///
  /// - Throws: `ValidationError`.
  static func instant(_ text: String, of option: String) throws -> FormulaInstant {
    guard let instant = FormulaInstant(text: text) else {
      throw ValidationError("\(option) is '\(text)'; expected a time such as 2026-03-02T12:00:00Z")
    }
    return instant
  }

  /// A length of time such as `5m`, `15 min` or `1 h`, of a second to a year.
  ///
  /// - Throws: `ValidationError`.
  static func interval(_ text: String, of option: String) throws -> FormulaInterval {
    let (number, rest) = (try? WrittenQuantity.number(atStartOf: text)) ?? (.nan, "")
    let word = rest.filter { $0 != " " }
    let name = Dimension.duration.unit(meantBy: word) ?? word
    let factor = Dimension.duration.units.first { $0.name == name }?.factor ?? .nan
    guard let interval = interval(seconds: number * factor) else {
      throw ValidationError("\(option) is '\(text)'; expected a time from 1 s to 365 d, such as 5 min")
    }
    return interval
  }

  /// A length of time in seconds; nil for less than a second and more than a year.
  static func interval(seconds: Double) -> FormulaInterval? {
    guard (1...31_536_000).contains(seconds) else { return nil }
    return FormulaInterval(ticks: Int64((seconds * Double(FormulaInterval.ticksPerSecond)).rounded()))
  }

  /// The time between evaluations that counts: the option, else the file, else the service's 15 minutes.
  ///
  /// - Throws: `ValidationError`.
  static func interval(_ option: String?, of source: FormulaSource) throws -> FormulaInterval {
    try option.map { try interval($0, of: "--interval") } ?? source.interval ?? usualInterval
  }

  /// The service's default (Azure Batch REST reference, "Pool - Enable Auto Scale").
  private static let usualInterval = FormulaInterval(ticks: 900 * FormulaInterval.ticksPerSecond)

  /// The time of day.
  static var now: FormulaInstant {
    FormulaInstant(secondsSince1970: Int64(Date().timeIntervalSince1970)) ?? .epoch
  }
}
