// SPDX-License-Identifier: GPL-3.0-or-later

/// Texts of any origin in Markdown: none of them makes an element, a link or a picture.
enum MarkdownText {
  /// A text in a paragraph or an item.
  ///
  /// Only what would begin something is escaped, so that figures and intervals stay as they are: `<` before a name, and
  /// the bracket between the text of a link and its address.
  ///
  /// - Complexity: O(length).
  static func inline(_ text: String) -> String {
    var result = ""
    var previous: Character?
    var rest = text[...]
    while let character = rest.popFirst() {
      switch (character, rest.first) {
      case ("<", .some(let next)) where next.isLetter || "/!?".contains(next): result += "&lt;"
      case ("(", _) where previous == "]", ("[", _) where previous == "]": result += "\\\(character)"
      case ("&", .some(let next)) where next.isLetter || next == "#": result += "&amp;"
      default: result.append(character)
      }
      previous = character
    }
    return result
  }

  /// A text in a cell of a table: it does not end the cell either.
  ///
  /// - Complexity: O(length).
  static func cell(_ text: String) -> String {
    let escaped = inline(text)
    guard escaped.contains("|") else { return escaped }
    return escaped.map { $0 == "|" ? "\\|" : $0 == "\\" ? "\\\\" : String($0) }.joined()
  }
}
