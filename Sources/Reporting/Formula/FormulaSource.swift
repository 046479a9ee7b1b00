// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
package import Diagnostics
internal import Interchange

/// The text of a formula, and where it stands in its file.
package struct FormulaSource: Sendable {
  /// What the file is called in messages, with the pool where a file has several.
  package let name: String
  /// The formula.
  package let text: String
  /// The text of the whole file.
  private let file: String
  /// The file's own name.
  private let path: String
  /// For a formula in a JSON string: the byte of the file at which each of its characters stands, and its end.
  private let offsets: [Int]?

  /// The formulas of a file: the file itself, or those of the pools of a JSON document.
  ///
  /// - Parameters:
  ///   - file: The text of the file.
  ///   - path: What it is called in messages.
  ///   - pool: The pool that is wanted; nil for all.
  /// - Returns: At least one.
  /// - Throws: `Failure` for JSON that cannot be read or has no formula.
  package static func all(in file: String, path: String, pool: String?) throws(Failure) -> [FormulaSource] {
    let first = file.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
    if first == "{" || first == "[" { return try FormulaBody.sources(in: file, path: path, pool: pool) }
    if [".yaml", ".yml"].contains(where: path.lowercased().hasSuffix) {
      throw Failure(
        kind: .invalid,
        diagnostics: [
          Diagnostic(
            .noPool, at: SourcePlace(file: path, line: 1, column: 1),
            "this is a scenario; give the formula as a file of its own, or a pool body or template in JSON")
        ])
    }
    return [FormulaSource(name: path, text: file, file: file, path: path, offsets: nil)]
  }

  init(name: String, text: String, file: String, path: String, offsets: [Int]?) {
    self.name = name
    self.text = text
    self.file = file
    self.path = path
    self.offsets = offsets
  }

  /// A place of the formula as a place of the file.
  package func place(_ place: (line: Int, column: Int)) -> SourcePlace {
    guard place.line > 0 else { return SourcePlace(file: path) }
    guard let offsets else { return SourcePlace(file: path, line: place.line, column: place.column) }
    let index = scalarIndex(of: place)
    let stand = TextPlace(of: offsets[min(index, offsets.count - 1)], in: Array(file.utf8))
    return SourcePlace(file: path, line: stand.line, column: stand.column)
  }

  /// How many characters of the formula stand before a place.
  private func scalarIndex(of place: (line: Int, column: Int)) -> Int {
    let scalars = Array(text.unicodeScalars)
    var line = 1
    var column = 1
    for (index, scalar) in scalars.enumerated() {
      if (line, column) == place { return index }
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      if scalar == "\n" || (scalar == "\r" && next != "\n") {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return scalars.count
  }

  /// The line of the formula that a place is in, and a caret below it; empty for a place outside of the text,
  /// or in a line without text.
  package func excerpt(_ place: (line: Int, column: Int)) -> String {
    var lines: [[Unicode.Scalar]] = [[]]
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      if scalar == "\n", previous == "\r" { continue }
      if scalar == "\n" || scalar == "\r" { lines.append([]) } else { lines[lines.count - 1].append(scalar) }
    }
    guard lines.indices.contains(place.line - 1), place.column >= 1 else { return "" }
    let line = lines[place.line - 1]
    guard !line.isEmpty else { return "" }
    // Of a long line, what is around the place.
    let start = max(0, place.column - 70)
    var shown = String.UnicodeScalarView()
    for scalar in line.dropFirst(start).prefix(100) {
      shown.append(PrintableText.escaped(String(scalar)).unicodeScalars.count == 1 ? scalar : " ")
    }
    return "  \(String(shown))\n  \(String(repeating: " ", count: place.column - 1 - start))^"
  }
}
