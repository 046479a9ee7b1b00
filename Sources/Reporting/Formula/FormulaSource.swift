// SPDX-License-Identifier: GPL-3.0-or-later

package import AutoscaleFormula
package import Diagnostics

/// The text of a formula, where it stands in its file, and what the file says of the pool.
package struct FormulaSource: Sendable {
  /// Where the characters of the formula stand.
  package enum Places: Sendable {
    /// The formula is the file.
    case file
    /// At these bytes of the file, the end included.
    case characters(offsets: [Int], bytes: [UInt8])
    /// Something here makes the formula: an expression, or an option.
    case one(SourcePlace)
  }

  /// What the file is called in messages, with the pool where a file has several.
  package let name: String
  /// The formula.
  package let text: String
  /// Task slots of a node, as the file has them [slots]; nil when it does not say.
  package var slots: Int?
  /// The time between evaluations, as the file has it; nil when it does not say.
  package var interval: FormulaInterval?
  /// How the service behaves, as the file has it; nil when it does not say.
  package var dialect: FormulaDialect?
  /// The file's own name.
  private let path: String
  private let places: Places
  /// Where the formula begins.
  private let begin: SourcePlace

  /// Takes a text for a formula.
  ///
  /// - Parameters:
  ///   - text: The formula.
  ///   - path: The file that it stands in.
  ///   - pool: Its pool; empty where the name of the file says enough.
  ///   - places: Where its characters stand.
  package init(_ text: String, path: String, pool: String = "", places: Places = .file) {
    name = pool.isEmpty ? path : "\(path) (\(PrintableText.short(pool)))"
    self.text = text
    self.path = path
    self.places = places
    switch places {
    case .file: begin = SourcePlace(file: path, line: 1, column: 1)
    case .one(let own): begin = own
    case .characters(let offsets, let bytes):
      let stand = TextPlace(of: offsets.first ?? 0, in: bytes)
      begin = SourcePlace(file: path, line: stand.line, column: stand.column)
    }
  }

  /// A place of the formula as a place of the file.
  func place(_ place: FormulaPlace) -> SourcePlace {
    guard place != .endOfEvaluation else {
      if case .one(let own) = places { return own }
      return SourcePlace(file: path)
    }
    switch places {
    case .one(let own): return own
    case .file: return SourcePlace(file: path, line: place.line, column: place.column)
    case .characters(let offsets, let bytes):
      // Counted from the beginning of the formula: from that of the file it takes long for the last of many pools.
      let index = min(place.index(in: text), offsets.count - 1)
      guard let first = offsets.first, let last = offsets.last, first <= last, last <= bytes.count else { return begin }
      let stand = TextPlace(of: offsets[index] - first, in: Array(bytes[first..<last]))
      guard stand.line == 1 else {
        return SourcePlace(file: path, line: (begin.line ?? 1) + stand.line - 1, column: stand.column)
      }
      return SourcePlace(file: path, line: begin.line ?? 1, column: (begin.column ?? 1) + stand.column - 1)
    }
  }

  /// The line of the formula that a place is in, and a caret below it; empty for a place outside of the text,
  /// or in a line without text.
  func excerpt(_ place: FormulaPlace) -> String {
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
