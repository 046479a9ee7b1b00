// SPDX-License-Identifier: GPL-3.0-or-later

/// What is wrong with a formula, or what ended an evaluation.
public struct FormulaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of mistake it is.
  public let code: FormulaCode
  /// Where it is; ``FormulaPlace/endOfEvaluation`` for what shows only then.
  public let place: FormulaPlace
  /// What was found and what was expected, in one line.
  public let message: String
  /// The detail in the service's own words, where they are known, without its `Line L, Col C: `.
  let recordedDetail: String?

  init(_ code: FormulaCode, at place: FormulaPlace, _ message: String, recordedDetail: String? = nil) {
    self.code = code
    self.place = place
    self.message = message
    self.recordedDetail = recordedDetail
  }

  /// `LINE:COLUMN: error[CODE]: message`.
  public var description: String {
    place == .endOfEvaluation ? "error[\(code.rawValue)]: \(message)" : "\(place): error[\(code.rawValue)]: \(message)"
  }
}
