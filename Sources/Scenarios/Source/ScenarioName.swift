// SPDX-License-Identifier: GPL-3.0-or-later

/// What may be the name of a scenario, variant, pool or image.
package enum ScenarioName {
  /// Whether a text can be a name: names are cells of CSV files, ends of `FILE#VARIANT`, and parts of paths.
  package static func isValid(_ text: String) -> Bool {
    (1...100).contains(text.count) && text != "." && text != ".."
      && !text.unicodeScalars.contains { isInvisible($0) || ",\"/#".unicodeScalars.contains($0) }
      && text.first != " " && text.last != " " && !"=+-@".contains(text.first ?? "=")
  }

  /// Whether a character has no shape of its own: it moves the cursor of a terminal, turns the direction of writing, or
  /// makes two names look the same.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    // Most characters: their properties take long to look up.
    if (0x20..<0x7F).contains(scalar.value) { return false }
    return switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: true
    default: scalar.properties.isVariationSelector || scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// Whether a text can name an axis of a sweep: expressions use it.
  static func isValidAxis(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0) }
      && !(text.first?.isNumber ?? true)
  }
}
