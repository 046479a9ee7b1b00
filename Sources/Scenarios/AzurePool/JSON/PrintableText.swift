// SPDX-License-Identifier: GPL-3.0-or-later

/// Shows a text of unknown origin in a message or a comment: no line breaks, nothing invisible, no endless lines.
enum PrintableText {
  /// What is quoted of a long text.
  private static let longest = 60

  /// The text with every character that has no shape of its own written as its number.
  static func escaped(_ text: String) -> String {
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

  /// The same, cut after some characters.
  static func short(_ text: String, atMost longest: Int = longest) -> String {
    let head = text.unicodeScalars.prefix(longest)
    return escaped(String(head)) + (head.endIndex < text.unicodeScalars.endIndex ? "..." : "")
  }
}
