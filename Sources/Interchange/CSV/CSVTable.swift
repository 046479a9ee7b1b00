// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Files
internal import EventEngine

/// Writes rows as comma-separated values as RFC 4180 describes them, with LF instead of CR LF, in UTF-8.
///
///     let table = try CSVTable([Column("nodes", "Nodes wanted.") { $0.nodes }], to: writer)
///     for row in rows { try table.append(row) }
///
/// A cell without a value is empty: it does not apply, and is never 0. Cells are written in place: no text is made for
/// a number that is a whole one or a time.
package struct CSVTable<Row> {
  private let writer: ByteWriter
  private let cells: [@Sendable (Row) -> CellValue]

  /// Begins a table with its header row.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package init(_ columns: [Column<Row>], to writer: ByteWriter) throws(Failure) {
    self.writer = writer
    cells = columns.map(\.cell)
    for (index, column) in columns.enumerated() {
      if index > 0 { try writer.append(UInt8(ascii: ",")) }
      try writer.append(CellText(column.name))
    }
    try writer.append(UInt8(ascii: "\n"))
  }

  /// Writes a row.
  ///
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(columns).
  package func append(_ row: Row) throws(Failure) {
    for index in cells.indices {
      if index > 0 { try writer.append(UInt8(ascii: ",")) }
      switch cells[index](row) {
      case .nothing: break
      case .whole(let value): try writer.append(value)
      case .number(let value): try writer.append(value)
      case .time(let time): try writer.append(time)
      case .text(let text): try writer.append(text)
      }
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

extension ByteWriter {
  /// Appends a text as a cell of CSV.
  fileprivate func append(_ text: CellText) throws(Failure) {
    try append(text.needsQuotes ? text.quoted : text.text)
  }
}
