// SPDX-License-Identifier: GPL-3.0-or-later

/// Shows a text of unknown origin in a message or a comment: no line breaks, nothing invisible, no endless lines.
package enum PrintableText {
  /// What is quoted of a long text.
  private static let longest = 60

  /// The text with every character that has no shape of its own written as its number.
  package static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Lines for a terminal: line breaks stay, and every other character that has no shape of its own is written as its
  /// number. A sequence that begins with one would move the cursor or set a title; one that turns the direction of writing
  /// would show another text than there is.
  ///
  /// - Complexity: O(length).
  package static func lines(_ text: String) -> String {
    if text.utf8.allSatisfy({ (32..<127).contains($0) || $0 == 10 }) { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }
      .joined(separator: "\n")
  }

  /// The same, cut after some characters.
  package static func short(_ text: String, atMost longest: Int = longest) -> String {
    let head = text.unicodeScalars.prefix(longest)
    return escaped(String(head)) + (head.endIndex < text.unicodeScalars.endIndex ? "..." : "")
  }

  /// A text in quotes as a message shows it: short and on one line.
  package static func quoted(_ text: String) -> String {
    let head = text.unicodeScalars.prefix(longest + 1)
    let printable = escaped(
      String(String.UnicodeScalarView(head.map { $0.value < 32 || $0.value == 127 ? " " : $0 })))
    return printable.count > longest ? "'\(printable.prefix(longest - 3))...'" : "'\(printable)'"
  }
}
