// SPDX-License-Identifier: GPL-3.0-or-later

/// Texts as JSON, which are texts of YAML too.
package enum JSONText {
  /// A text in quotes.
  ///
  /// Escaped is what RFC 8259 forbids in a text, and what YAML 1.1 reads as a line break or refuses as not printable, and what
  /// would hide in it.
  ///
  /// - Complexity: O(length).
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 32 || isUnprintable(scalar.value):
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// What YAML 1.1 takes for a line break or refuses, beside the controls below the space, and what has no width or turns
  /// the direction of writing, so that a terminal or a page would show another text.
  private static func isUnprintable(_ value: UInt32) -> Bool {
    switch value {
    case 127...159, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF, 0xFFF9...0xFFFB,
      0xFFFE, 0xFFFF:
      true
    default: false
    }
  }
}
