// SPDX-License-Identifier: GPL-3.0-or-later

/// Texts as words of a command line.
enum ShellText {
  /// A word of bash. What would end a line of a comment is written as an escape.
  static func quoted(_ text: String) -> String {
    if text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) { return escaped(text) }
    let isPlain =
      !text.isEmpty
      && text.allSatisfy {
        ($0.isASCII && ($0.isLetter || $0.isNumber)) || "_-./=:,%+".contains($0) || $0 == "#" && text.first != "#"
      }
    return isPlain
      ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// A word in the quotes of bash that know escapes: `$'...'`.
  private static func escaped(_ text: String) -> String {
    var result = "$'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 32 || scalar.value == 127:
        let digits = String(scalar.value, radix: 8)
        result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}
