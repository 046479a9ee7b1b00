// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of the language.
public enum FormulaValue: Hashable, Sendable {
  /// A double; truth is any number but zero, so that NaN is true.
  case number(Double)
  /// A doubleVec.
  case vector([Double])
  /// A timestamp.
  case instant(FormulaInstant)
  /// A timeinterval.
  case interval(FormulaInterval)
  /// A string.
  case text(String)
  /// A deallocation option.
  case option(FormulaDeallocationOption)

  /// What it is.
  var type: FormulaType {
    switch self {
    case .number: .number
    case .vector: .vector
    case .instant: .instant
    case .interval: .interval
    case .text: .text
    case .option: .option
    }
  }
}

/// A type of the language, by the vendor's name of it.
enum FormulaType: String {
  case number = "double"
  case vector = "doubleVec"
  case instant = "timestamp"
  case interval = "timeinterval"
  case text = "string"
  case option = "deallocation option"
}
