// SPDX-License-Identifier: GPL-3.0-or-later

package import AutoscaleFormula
package import Diagnostics
internal import Files

extension PoolFormula {
  /// The formula in its file.
  package struct Written: Sendable {
    /// The file in UTF-8.
    package let bytes: [UInt8]
    /// The byte at which each character of the formula stands, and its end.
    package let offsets: [Int]
  }

  /// The formula in its file; nil when an option gave it, or the file has changed.
  ///
  /// - Complexity: O(n) in the length of the file, which is read again.
  package var written: Written? {
    guard let file = try? TextFile.read(place.file) else { return nil }
    guard let line = place.line, let column = place.column else {
      var offsets: [Int] = []
      var offset = 0
      for scalar in file.unicodeScalars {
        offsets.append(offset)
        offset += UTF8.width(scalar)
      }
      return file == text ? Written(bytes: Array(file.utf8), offsets: offsets + [offset]) : nil
    }
    return ScalarPlaces.offsets(of: text, writtenAt: line, column: column, in: file).map {
      Written(bytes: Array(file.utf8), offsets: $0)
    }
  }

  /// A place of the formula as a place of its file; where the formula begins when that is not known.
  ///
  /// - Complexity: O(n) in the length of the file, which is read again.
  package func place(of place: FormulaPlace) -> SourcePlace {
    guard place != .endOfEvaluation, let written else { return self.place }
    let index = min(place.index(in: text), written.offsets.count - 1)
    let stand = TextPlace(of: written.offsets[index], in: written.bytes)
    return SourcePlace(file: self.place.file, line: stand.line, column: stand.column)
  }
}
