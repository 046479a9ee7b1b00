// SPDX-License-Identifier: GPL-3.0-or-later

/// A line of a text and a column in it: what a message shows below itself, with a caret.
package struct SourceExcerpt: Hashable, Sendable {
  /// Columns of a terminal that an excerpt takes at most, without its margin.
  package static let widest = 96
  /// What marks the rest of a line that was cut.
  private static let gap = "..."

  /// The line, without its end.
  package let line: String
  /// The column from 1, in Unicode scalars; one past the end is allowed.
  package let column: Int

  /// Makes an excerpt.
  package init(line: String, column: Int) {
    self.line = line
    self.column = column
  }

  /// The line and a caret below the column, both with a margin of two blanks; nil when the line has no such column.
  ///
  /// A long line is cut around the column. A character that a terminal does not show as it is (control characters, those
  /// that change the direction of writing) is shown as `\u{FFFD}`, a tabulator or line break as a blank.
  ///
  /// - Complexity: O(n) for n characters of the line.
  package var text: String? {
    let scalars = Array(line.unicodeScalars)
    guard (1...scalars.count + 1).contains(column), scalars.contains(where: { !$0.properties.isWhitespace }) else {
      return nil
    }
    let shown = scalars.map(Self.shown)
    let widths = shown.map(Self.width)
    let place = column - 1
    var (start, end) = (0, shown.count)
    if widths.reduce(0, +) > Self.widest {
      // Two thirds of the width before the column, and the rest behind it.
      var room = Self.widest * 2 / 3 - Self.gap.count
      start = place
      while start > 0, room >= widths[start - 1] {
        start -= 1
        room -= widths[start]
      }
      room += Self.widest / 3 - Self.gap.count
      end = place
      while end < shown.count, room >= widths[end] {
        room -= widths[end]
        end += 1
      }
    }
    let head = start > 0 ? Self.gap : ""
    var text = String.UnicodeScalarView()
    text.append(contentsOf: shown[start..<end])
    let indent = head.count + widths[start..<place].reduce(0, +)
    return "  \(head)\(String(text))\(end < shown.count ? Self.gap : "")\n  \(String(repeating: " ", count: indent))^"
  }

  private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if ["\t", "\n", "\r"].contains(scalar) { return " " }
    return switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
    default: scalar
    }
  }

  /// Columns that a terminal gives a character: none to marks on the one before, two to those of East Asian scripts and
  /// to pictures (Unicode Standard Annex 11, classes W and F, in coarse ranges).
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}

/// Diagnostics as a terminal shows them.
package enum DiagnosticText {
  /// How many diagnostics show their source: with more, the list itself would be hard to read.
  package static let mostShown = 20

  /// The diagnostics, one after the other, each with the line of its source and a caret below it where that is known.
  ///
  /// - Parameters:
  ///   - diagnostics: What is wrong.
  ///   - excerpt: The line at a place; nil when it cannot be shown.
  /// - Returns: Lines, without an end of line behind the last.
  package static func text(
    of diagnostics: [Diagnostic], excerpt: (Diagnostic) -> SourceExcerpt?
  ) -> String {
    diagnostics.enumerated().map { index, diagnostic in
      guard index < mostShown, let source = (diagnostic.excerpt ?? excerpt(diagnostic))?.text else {
        return "\(diagnostic)"
      }
      return "\(diagnostic)\n\(source)"
    }.joined(separator: "\n")
  }
}
