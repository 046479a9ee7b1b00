// SPDX-License-Identifier: GPL-3.0-or-later

extension Lexer {
  /// Reads digits, a fraction and an exponent; a number that runs into letters, or whose fraction or exponent is
  /// missing, is malformed as a whole.
  ///
  /// A number beyond the range of a double is infinite, as arithmetic would make it.
  mutating func number(at place: FormulaPlace) -> Token.Kind {
    let start = offset
    _ = skipDigits()
    var isWhole = true
    if peek() == ".", peek(1).map(Self.isDigit) == true {
      advance()
      _ = skipDigits()
    } else if peek() == ".", !(peek(1).map(Self.isLetter) ?? false) {
      // `1.` has no fraction; `1.name` is a member of 1, which the evaluation refuses.
      advance()
      isWhole = false
    }
    if isWhole, peek() == "e" || peek() == "E" {
      advance()
      if peek() == "+" || peek() == "-" { advance() }
      isWhole = skipDigits() > 0
    }
    let runsOn = peek().map { Self.isLetter($0) || Self.isDigit($0) } ?? false
    let hasSecondPoint = peek() == "." && peek(1).map(Self.isDigit) == true
    guard isWhole, !runsOn, !hasSecondPoint, let value = Double(string(start..<offset)) else {
      while let scalar = peek(), Self.isLetter(scalar) || Self.isDigit(scalar) || scalar == "." { advance() }
      let text = string(start..<offset)
      return .fault(FormulaError(.malformedNumber, at: place, Self.complaint(about: text)))
    }
    return .number(value)
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while let scalar = peek(), Self.isDigit(scalar) { advance() }
    return offset - start
  }

  private static func complaint(about text: String) -> String {
    let hint =
      text.lowercased().hasPrefix("0x")
      ? "hexadecimal numbers do not exist here" : "write digits, a point and digits, an exponent, such as 0.7 or 1e3"
    return "'\(FormulaWording.cut(text))' is not a number; \(hint)"
  }
}
