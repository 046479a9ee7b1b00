// SPDX-License-Identifier: GPL-3.0-or-later

extension Parser {
  /// What is wrong behind a whole statement.
  func afterStatement() -> FormulaError {
    switch token.kind {
    case .fault(let error):
      return error
    case .name(let name) where token.place.line > previous.place.line:
      return FormulaError(
        .missingSemicolon, at: token.place,
        "';' is missing after line \(previous.place.line), before '\(FormulaWording.cut(name))'")
    case .symbol(.assign):
      return FormulaError(
        .unexpectedToken, at: token.place, "unexpected '='; one name must stand before it, and equality is written ==")
    case .symbol(.close):
      return FormulaError(.unexpectedToken, at: token.place, "unexpected ')'; no parenthesis is open")
    case .symbol(.colon):
      return FormulaError(.unexpectedToken, at: token.place, "unexpected ':'; no '?' belongs to it")
    default:
      return FormulaError(
        .unexpectedToken, at: token.place, "unexpected \(token.wording); expected an operator or ';'")
    }
  }

  /// What is wrong where an expression should begin.
  func notAnExpression() -> FormulaError {
    switch token.kind {
    case .fault(let error):
      return error
    case .symbol(.divide),
      .symbol(.times) where previous.isSymbol(.divide):
      return FormulaError(
        .unexpectedToken, at: token.place,
        "unexpected \(token.wording); an operand is missing, and comments begin with //")
    case .symbol(.assign) where previous.isSymbol(.plus) || previous.isSymbol(.minus):
      return FormulaError(
        .unexpectedToken, at: token.place, "unexpected '='; write the variable again, such as x = x + 1")
    case .symbol(.dot):
      return missingName(before: ".")
    default:
      return FormulaError(
        .unexpectedToken, at: token.place, "unexpected \(token.wording); expected a number, a name or '('")
    }
  }

  /// A name has vanished before `=` or `.GetSample`.
  func missingName(before mark: String) -> FormulaError {
    FormulaError(
      .missingName, at: token.place,
      "a name is missing before '\(mark)'; a shell replaces $Name inside double quotes by nothing: use single quotes")
  }

  /// What is wrong where a certain mark should stand.
  func missing(_ symbol: TokenSymbol, _ reason: String) -> FormulaError {
    if case .fault(let error) = token.kind { return error }
    return FormulaError(
      .unexpectedToken, at: token.place, "unexpected \(token.wording); expected '\(symbol.rawValue)' \(reason)")
  }
}
