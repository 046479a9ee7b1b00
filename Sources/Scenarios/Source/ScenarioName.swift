// SPDX-License-Identifier: GPL-3.0-or-later

/// What may be the name of a scenario, variant, pool or image.
package enum ScenarioName {
  /// Whether a text can be a name: names are cells of CSV files, ends of `FILE#VARIANT`, and parts of paths.
  package static func isValid(_ text: String) -> Bool {
    (1...100).contains(text.count) && text != "." && text != ".."
      && !text.unicodeScalars.contains {
        $0.value < 32 || $0.value == 127 || ",\"/#\u{2028}\u{2029}".unicodeScalars.contains($0)
      }
      && text.first != " " && text.last != " "
  }

  /// Whether a text can name an axis of a sweep: expressions use it.
  static func isValidAxis(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0) }
      && !(text.first?.isNumber ?? true)
  }
}
