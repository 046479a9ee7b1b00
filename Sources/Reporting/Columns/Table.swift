// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// A small table for people, from columns and rows: aligned for a terminal, or Markdown.
///
/// Columns without a heading are for files alone and are left out.
package struct Table<Row> {
  private let headings: [String]
  private let areTexts: [Bool]
  private let cells: [[String]]

  /// Fills in a table.
  ///
  /// - Parameters:
  ///   - rows: The rows, from the top.
  ///   - columns: The columns, from left to right.
  /// - Complexity: O(cells).
  package init(_ rows: [Row], _ columns: [Column<Row>]) {
    let shown = columns.filter { $0.heading != nil }
    headings = shown.map { $0.heading ?? $0.name }
    areTexts = shown.map(\.isText)
    cells = rows.map { row in shown.map { PrintableText.escaped($0.cell(row).words) } }
  }

  /// The table for a terminal: two spaces between columns, no trailing spaces, a line break at the end.
  ///
  /// - Complexity: O(cells).
  package func text() -> String {
    let widths = headings.indices.map { column in
      cells.reduce(headings[column].count) { max($0, $1[column].count) }
    }
    return ([headings] + cells).map { row in
      let padded = row.indices.map { index in
        let padding = String(repeating: " ", count: widths[index] - row[index].count)
        return areTexts[index] ? row[index] + padding : padding + row[index]
      }
      var line = padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// The table in GitHub's Markdown, with a line break at the end.
  ///
  /// - Complexity: O(cells).
  package func markdown() -> String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { MarkdownText.cell($0) }.joined(separator: " | ") + " |\n"
    }
    let rule = "|" + areTexts.map { $0 ? "---|" : "---:|" }.joined() + "\n"
    return line(headings) + rule + cells.map(line).joined()
  }
}
