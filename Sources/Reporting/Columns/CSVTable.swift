// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Files
internal import Interchange

/// Writes rows as comma-separated values as RFC 4180 describes them, with LF instead of CR LF, in UTF-8.
///
///     let table = try CSVTable([Column("nodes", "Nodes wanted.") { $0.nodes }], to: writer)
///     for row in rows { try table.append(row) }
///
/// A cell without a value is empty: it does not apply, and is never 0. Cells are written in place: no text is made for
/// a number that is a whole one or a time.
///
/// It stands in this module, as columns do, so that the compiler makes it for each type of row: a table of nodes has
/// millions of them.
package struct CSVTable<Row> {
  /// What takes a cell from a row. Bare closures in an array would each be called through one more function.
  private struct Taker {
    let cell: @Sendable (Row) -> CellValue
  }

  private let writer: ByteWriter
  private let takers: [Taker]

  /// Begins a table with its header row.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package init(_ columns: [Column<Row>], to writer: ByteWriter) throws(Failure) {
    self.writer = writer
    takers = columns.map { Taker(cell: $0.cell) }
    for (index, column) in columns.enumerated() {
      try writer.append(.text(CellText(column.name)), follows: index > 0)
    }
    try writer.append(UInt8(ascii: "\n"))
  }

  /// Writes a row.
  ///
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(columns).
  package func append(_ row: Row) throws(Failure) {
    var follows = false
    for taker in takers {
      try writer.append(taker.cell(row), follows: follows)
      follows = true
    }
    try writer.append(UInt8(ascii: "\n"))
  }

  /// Writes a whole table.
  ///
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(cells).
  package static func write(
    _ rows: some Sequence<Row>, _ columns: [Column<Row>], to writer: ByteWriter
  ) throws(Failure) {
    let table = try CSVTable(columns, to: writer)
    for row in rows { try table.append(row) }
  }
}
