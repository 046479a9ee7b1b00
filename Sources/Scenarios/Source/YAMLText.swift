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
