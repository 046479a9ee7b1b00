// SPDX-License-Identifier: GPL-3.0-or-later

package import Interchange

/// A column of a table: what it is called, in which unit, what it means, and how its value is taken from a row.
///
/// CSV, JSON, tables for a terminal, Markdown and the page that documents the files are all made from it:
///
///     [Column<Row>] + rows -> CSVTable   the header and a line a row
///                          -> JSONWriter the members of an object
///                          -> Table      aligned columns, or Markdown
///                   alone  -> the description of a file
package struct Column<Row>: Sendable {
  /// The name in files, with its unit last; in a table for people the words of its heading.
  package let name: String
  /// The heading for people; nil where the column is for files alone.
  package let heading: String?
  /// The unit of its numbers, such as `s`; nil for texts and plain numbers.
  package let unit: String?
  /// What the column says, in a sentence. Empty in a table that only people read.
  package let documentation: String
  /// Whether its cells are texts, which stand at the left.
  package let isText: Bool
  /// Takes the value from a row.
  package let cell: @Sendable (Row) -> CellValue

  private init(
    _ name: String, heading: String?, unit: String?, documentation: String, isText: Bool,
    cell: @escaping @Sendable (Row) -> CellValue
  ) {
    self.name = name
    self.heading = heading
    self.unit = unit
    self.documentation = documentation
    self.isText = isText
    self.cell = cell
  }

  /// Makes a column of a file.
  ///
  /// - Parameters:
  ///   - name: The name, with its unit last.
  ///   - heading: What people call it, where a table for them has the same values.
  ///   - unit: The unit of its numbers.
  ///   - documentation: What it says.
  ///   - value: Takes the value from a row.
  package init<Value: CellConvertible>(
    _ name: String, heading: String? = nil, unit: String? = nil, _ documentation: String,
    _ value: @escaping @Sendable (Row) -> Value
  ) {
    self.init(name, heading: heading, unit: unit, documentation: documentation, isText: Value.isText) {
      value($0).cell
    }
  }

  /// Makes a column of a file with millions of rows: its closure is called as it is, with nothing around it.
  ///
  /// - Parameters:
  ///   - name: The name, with its unit last.
  ///   - unit: The unit of its numbers.
  ///   - documentation: What it says.
  ///   - cell: Takes the cell from a row.
  package init(
    _ name: String, unit: String? = nil, _ documentation: String, cell: @escaping @Sendable (Row) -> CellValue
  ) {
    self.init(name, heading: nil, unit: unit, documentation: documentation, isText: false, cell: cell)
  }

  /// Makes a column of numbers, or of figures in words, that people read: it stands at the right.
  ///
  /// - Parameters:
  ///   - heading: Its heading, without the unit.
  ///   - unit: The unit, which follows the heading in brackets.
  ///   - words: What stands in the cell of a row.
  package init(figures heading: String, unit: String? = nil, _ words: @escaping @Sendable (Row) -> String) {
    self.init(
      heading, heading: unit.map { "\(heading) [\($0)]" } ?? heading, unit: unit, documentation: "", isText: false
    ) { words($0).cell }
  }

  /// Makes a column of texts that people read: it stands at the left.
  ///
  /// - Parameters:
  ///   - heading: Its heading.
  ///   - words: What stands in the cell of a row.
  package init(texts heading: String, _ words: @escaping @Sendable (Row) -> String) {
    self.init(heading, heading: heading, unit: nil, documentation: "", isText: true) { words($0).cell }
  }

  /// The same column of rows that have such a row as a part.
  ///
  /// - Parameter part: Takes the part from a row.
  /// - Returns: The column.
  package func of<Whole>(_ part: @escaping @Sendable (Whole) -> Row) -> Column<Whole> {
    let cell = self.cell
    return Column<Whole>(name, heading: heading, unit: unit, documentation: documentation, isText: isText) {
      cell(part($0))
    }
  }

  /// The column without its rows: what a page says of it.
  package var entry: ColumnEntry { ColumnEntry(name: name, unit: unit, documentation: documentation) }
}

/// What a page says of a column.
package struct ColumnEntry: Hashable, Sendable {
  /// The name in files.
  package let name: String
  /// The unit of its numbers; nil for texts and plain numbers.
  package let unit: String?
  /// What it says.
  package let documentation: String
}
