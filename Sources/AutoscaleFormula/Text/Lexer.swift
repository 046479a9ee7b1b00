// SPDX-License-Identifier: GPL-3.0-or-later

/// Cuts the text of a formula into tokens, up to the first that cannot be read.
///
/// - Complexity: O(n) in the length of the text.
struct Lexer {
  let scalars: [Unicode.Scalar]
  var offset = 0
  var line = 1
  var column = 1
  private(set) var tokens: [Token] = []
  /// The comments that silence diagnostics.
  private(set) var allowances: [Allowance] = []

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// Reads everything.
  static func read(_ text: String) -> (tokens: [Token], allowances: [Allowance], scalars: [Unicode.Scalar]) {
    var lexer = Lexer(text)
    lexer.run()
    return (lexer.tokens, lexer.allowances, lexer.scalars)
  }

  private mutating func run() {
    while true {
      skipSpace()
      let place = place
      let start = offset
      guard let scalar = peek() else {
        tokens.append(Token(kind: .end, place: place, range: start..<start))
        return
      }
      let kind = kind(from: scalar, at: place)
      tokens.append(Token(kind: kind, place: place, range: start..<offset))
      if case .fault = kind { return }
    }
  }

  // MARK: - Walking

  var place: FormulaPlace { FormulaPlace(line: line, column: column) }

  func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    offset + distance < scalars.count ? scalars[offset + distance] : nil
  }

  mutating func advance() {
    let scalar = scalars[offset]
    offset += 1
    // Of CR LF, the line feed ends the line.
    if scalar == "\n" || (scalar == "\r" && peek() != "\n") {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }

  private mutating func skipSpace() {
    while let scalar = peek() {
      switch scalar {
      case " ", "\t", "\r", "\n", "\u{FEFF}": advance()
      case "/" where peek(1) == "/": skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() {
    let place = place
    let start = offset
    while let scalar = peek(), scalar != "\n", scalar != "\r" { advance() }
    if let allowance = Allowance(comment: scalars[start..<offset], place: place) { allowances.append(allowance) }
  }

  // MARK: - Tokens

  private mutating func kind(from scalar: Unicode.Scalar, at place: FormulaPlace) -> Token.Kind {
    if Self.isDigit(scalar) || (scalar == "." && peek(1).map(Self.isDigit) == true) { return number(at: place) }
    if Self.isLetter(scalar) || (scalar == "$" && peek(1).map(Self.isLetter) == true) { return name() }
    if scalar == "\"" { return text(at: place) }
    return symbol(at: place) ?? .fault(unexpected(scalar, at: place))
  }

  private mutating func name() -> Token.Kind {
    let start = offset
    advance()
    while let scalar = peek(), Self.isLetter(scalar) || Self.isDigit(scalar) { advance() }
    return .name(string(start..<offset))
  }

  private mutating func text(at place: FormulaPlace) -> Token.Kind {
    advance()
    let start = offset
    while let scalar = peek(), scalar != "\n", scalar != "\r" {
      if scalar == "\"" {
        let text = string(start..<offset)
        advance()
        return .text(text)
      }
      advance()
    }
    return .fault(
      FormulaError(.openString, at: place, "the string is not closed on its line; end it with a double quote"))
  }

  private mutating func symbol(at place: FormulaPlace) -> Token.Kind? {
    for length in [2, 1] where offset + length <= scalars.count {
      guard let symbol = TokenSymbol(rawValue: string(offset..<offset + length)) else { continue }
      for _ in 0..<length { advance() }
      return .symbol(symbol)
    }
    return nil
  }

  func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
  }
}
