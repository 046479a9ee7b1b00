// SPDX-License-Identifier: GPL-3.0-or-later

/// A small table for people: aligned columns for a terminal, or Markdown.
package struct TextTable: Sendable {
  /// A column.
  package struct Column: Hashable, Sendable {
    /// Its heading, with the unit in brackets.
    package let title: String
    /// Whether its cells are numbers, which stand at the right.
    package let isNumeric: Bool

    /// Makes a column.
    package init(_ title: String, isNumeric: Bool = true) {
      self.title = title
      self.isNumeric = isNumeric
    }
  }

  /// The columns, from left to right.
  package let columns: [Column]
  /// The rows, each with a cell a column.
  package private(set) var rows: [[String]] = []

  /// Begins a table.
  package init(columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row.
  ///
  /// - Precondition: There is a cell for every column.
  package mutating func append(_ row: [String]) {
    precondition(row.count == columns.count, "a row of \(row.count) cells under \(columns.count) columns")
    rows.append(row)
  }

  /// The table for a terminal: two spaces between columns, no trailing spaces, a line break at the end.
  ///
  /// - Complexity: O(cells).
  package func text() -> String {
    let widths = columns.indices.map { column in
      rows.reduce(columns[column].title.count) { max($0, $1[column].count) }
    }
    return ([columns.map(\.title)] + rows).map { row in
      let cells = row.indices.map { index in
        let padding = String(repeating: " ", count: widths[index] - row[index].count)
        return columns[index].isNumeric ? padding + row[index] : row[index] + padding
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// The table in GitHub's Markdown, with a line break at the end.
  ///
  /// - Complexity: O(cells).
  package func markdown() -> String {
    func line(_ cells: [String]) -> String {
      let escaped = cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
      return "| " + escaped.joined(separator: " | ") + " |\n"
    }
    let rule = "|" + columns.map { $0.isNumeric ? "---:|" : "---|" }.joined() + "\n"
    return line(columns.map(\.title)) + rule + rows.map(line).joined()
  }
}
