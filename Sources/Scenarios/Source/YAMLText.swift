// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange

/// The spelling of texts in YAML.
package enum YAMLText {
  /// A text for YAML: quoted where it could be taken for something else.
  package static func quoted(_ text: String) -> String {
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    let isPlain =
      text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789_-./ ".unicodeScalars.contains($0))
      }
      && text.first.map { $0.isLetter || $0.isNumber } ?? false && text.last != " "
      && !words.contains(text.lowercased()) && !isNumber(text)
    return isPlain ? text : JSONText.quoted(text)
  }

  /// A text of several lines as a literal block.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - indentation: What each of its lines begins with.
  /// - Returns: What stands behind the key, and the lines below it; nil for a text that no such block gives back, and for
  ///   one of a single line.
  package static func block(_ text: String, indentation: String) -> (header: String, lines: [String])? {
    let scalars = text.unicodeScalars
    guard scalars.contains("\n"), let first = scalars.first, first != "\n", first != " ", first != "\t",
      scalars.allSatisfy({ $0 == "\n" || $0 == "\t" || isPrintable($0) })
    else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let ending = lines.reversed().prefix { $0.isEmpty }.count
    // A last line of spaces alone could be taken for none.
    guard ending < lines.count, let last = lines[lines.count - 1 - ending].unicodeScalars.last, last != " ",
      last != "\t"
    else { return nil }
    if ending > 0 { lines.removeLast() }
    let header = ending == 0 ? "|-" : ending == 1 ? "|" : "|+"
    return (header, lines.map { $0.isEmpty ? "" : indentation + $0 })
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD: !["\u{2028}", "\u{2029}", "\u{FEFF}"].contains(scalar)
    case 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// Whether YAML could take a text for a number: a quantity such as 15 min is not one.
  private static func isNumber(_ text: String) -> Bool {
    !text.contains(" ") && !text.contains("/") && text.first?.isNumber ?? false
  }
}

extension SourceNode {
  /// The node on one line, as YAML.
  var flowText: String {
    switch content {
    case .scalar(let text, let isPlain): isPlain ? text : JSONText.quoted(text)
    case .map(let entries):
      "{ \(entries.map { "\(YAMLText.quoted($0.key)): \($0.value.flowText)" }.joined(separator: ", ")) }"
    case .list(let list): "[\(list.map(\.flowText).joined(separator: ", "))]"
    case .null: "null"
    }
  }
}
