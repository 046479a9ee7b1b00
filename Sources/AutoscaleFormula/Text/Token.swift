// SPDX-License-Identifier: GPL-3.0-or-later

/// A piece of the text of a formula.
struct Token {
  enum Kind {
    case number(Double)
    case text(String)
    case name(String)
    case symbol(TokenSymbol)
    case end
    /// What cannot be read; nothing follows it.
    case fault(FormulaError)
  }

  let kind: Kind
  /// Where it begins.
  let place: FormulaPlace
  /// The scalars of the text that it covers.
  let range: Range<Int>

  /// Whether this is that operator or mark.
  func isSymbol(_ symbol: TokenSymbol) -> Bool {
    if case .symbol(let own) = kind { own == symbol } else { false }
  }

  /// How a message calls it.
  var wording: String {
    switch kind {
    case .number: "a number"
    case .text: "a string"
    case .name(let name): "'\(FormulaWording.cut(name))'"
    case .symbol(let symbol): "'\(symbol.rawValue)'"
    case .end: "the end of the formula"
    case .fault: "an unreadable character"
    }
  }
}

/// The operators and marks of the language, by their spelling.
enum TokenSymbol: String {
  case or = "||"
  case and = "&&"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case not = "!"
  case question = "?"
  case colon = ":"
  case assign = "="
  case open = "("
  case close = ")"
  case comma = ","
  case dot = "."
  case semicolon = ";"
}
