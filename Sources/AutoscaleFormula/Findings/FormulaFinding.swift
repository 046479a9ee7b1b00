// SPDX-License-Identifier: GPL-3.0-or-later

/// Something to know about a formula or an evaluation.
public struct FormulaFinding: Hashable, Sendable, CustomStringConvertible {
  /// What kind of thing it is.
  public let code: FormulaCode
  /// Where it is.
  public let place: FormulaPlace
  /// What was found and what to do, in one line.
  public let message: String

  init(_ code: FormulaCode, at place: FormulaPlace, _ message: String) {
    self.code = code
    self.place = place
    self.message = message
  }

  /// An error as a finding.
  public init(_ error: FormulaError) {
    self.init(error.code, at: error.place, error.message)
  }

  /// How much it weighs.
  public var severity: FormulaCode.Severity { code.severity }

  /// `LINE:COLUMN: warning[CODE]: message`.
  public var description: String { "\(place): \(code.severity.rawValue)[\(code.rawValue)]: \(message)" }
}

/// Findings, each code once a place.
struct FormulaFindingList {
  private struct Key: Hashable {
    let code: FormulaCode
    let place: FormulaPlace
  }

  private var seen: Set<Key> = []
  private(set) var all: [FormulaFinding] = []

  mutating func add(_ finding: FormulaFinding) {
    if seen.insert(Key(code: finding.code, place: finding.place)).inserted { all.append(finding) }
  }

  /// By place, and at one place as they were found.
  var sorted: [FormulaFinding] {
    all.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
  }
}
