// SPDX-License-Identifier: GPL-3.0-or-later

extension Lexer {
  /// What is wrong with a character that begins nothing, with what its writer may have meant.
  func unexpected(_ scalar: Unicode.Scalar, at place: FormulaPlace) -> FormulaError {
    if let template = template(from: scalar) {
      return FormulaError(.unfilledTemplate, at: place, template)
    }
    let shown = FormulaWording.isVisible(scalar) ? "'\(scalar)'" : FormulaWording.number(of: scalar)
    return FormulaError(
      .unexpectedCharacter, at: place, "unexpected character \(shown)\(Self.hint(on: scalar, next: peek(1)))")
  }

  /// The complaint about text that a template engine should have replaced; nil where there is none.
  private func template(from scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "$" where peek(1) == "{":
      "'${' is a placeholder that was not filled in; multi-line strings of Bicep do not interpolate: use format() or "
        + "replace()"
    case "$" where peek(1) == "(":
      "'$(' is a placeholder that was not filled in; the pipeline or shell that should replace it did not run"
    case "{" where peek(1) == "{":
      "'{{' is a placeholder that was not filled in; render the template before the formula is sent"
    case "{" where closesName(from: 1):
      "'{...}' is a placeholder that was not filled in; format the text (an f-string or format()) before it is sent"
    case "%" where isFormatSpecifier:
      "'%\(peek(1).map { String($0) } ?? "")' is a placeholder that was not filled in; format the text before it is sent"
    default: nil
    }
  }

  /// Whether a name, or a number of a position, and a closing brace follow.
  private func closesName(from distance: Int) -> Bool {
    var distance = distance
    while let scalar = peek(distance), Self.isLetter(scalar) || Self.isDigit(scalar) || scalar == "." { distance += 1 }
    return peek(distance) == "}"
  }

  /// Whether `%s` or the like stands where an operand is expected: behind an operand, `%` is the remainder of other
  /// languages.
  private var isFormatSpecifier: Bool {
    guard let letter = peek(1), ["s", "d", "i", "f", "g", "@"].contains(letter) else { return false }
    if let after = peek(2), Self.isLetter(after) || Self.isDigit(after) { return false }
    guard let last = tokens.last else { return true }
    switch last.kind {
    case .symbol(let symbol): return symbol != .close
    case .number, .text, .name, .end, .fault: return false
    }
  }

  private static func hint(on scalar: Unicode.Scalar, next: Unicode.Scalar?) -> String {
    switch scalar {
    case "'", "`": "; strings need double quotes"
    case "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{201E}", "\u{AB}", "\u{BB}":
      "; a word processor has changed the quotes: write the straight double quote"
    case "\\": "; the formula is still escaped: write it as it was before it became a JSON or shell string"
    case "%": "; there is no remainder operator"
    case "^": "; there is no power operator"
    case "\u{A0}", "\u{2007}", "\u{202F}": "; it is a no-break space: replace it by a plain one"
    case "\u{2013}", "\u{2014}", "\u{2212}": "; a minus sign is written -"
    case "&":
      "; 'and' is written &&" + (next == "a" || next == "l" || next == "g" ? ", and the text may be escaped" : "")
    case "|": "; 'or' is written ||"
    case "{", "}": "; there are no blocks: choose with condition ? a : b"
    case "[", "]": "; vectors come from GetSample, and elements from val(vector, index)"
    case "#": "; comments begin with //"
    case "$": "; a name must follow directly"
    default: ""
    }
  }
}
