// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Files

/// A file of a result that is written row by row while replications finish, or is not wanted.
struct StreamedTable<Row> {
  private let file: ByteWriter?
  private let table: CSVTable<Row>?

  /// Begins the file if it is wanted.
  ///
  /// - Parameters:
  ///   - columns: The columns of the table.
  ///   - file: The file; nil where it is not wanted.
  /// - Throws: `Failure` when it cannot be written.
  init(_ columns: [Column<Row>], to file: ByteWriter?) throws(Failure) {
    self.file = file
    if let file {
      table = try CSVTable(columns, to: file)
    } else {
      table = nil
    }
  }

  /// Whether the file is wanted.
  var isWanted: Bool { table != nil }

  /// Writes a row; does nothing where the file is not wanted.
  ///
  /// - Throws: `Failure` when it cannot be written.
  func append(_ row: Row) throws(Failure) {
    try table?.append(row)
  }

  /// Closes the file.
  ///
  /// - Throws: `Failure` when it cannot be written.
  func close() throws(Failure) {
    try file?.close()
  }
}
