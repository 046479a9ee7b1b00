// SPDX-License-Identifier: GPL-3.0-or-later

package import Files
package import EventEngine

/// Writes comma-separated values as RFC 4180 describes them, with LF instead of CR LF, in UTF-8.
///
///     var row = CSVWriter(to: writer, header: ["scenario", "nodes"])
///     try row.cell("large"); try row.cell(300); try row.endRow()
///
/// A cell without a value is empty: it does not apply, and is never 0. Cells are written in place: no text is made for
/// a number that is a whole one or a time.
package struct CSVWriter: ~Copyable {
  private let writer: ByteWriter
  private let columnCount: Int
  private var column = 0

  /// Begins a file with its header row.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package init(to writer: ByteWriter, header: [String]) throws(OutputError) {
    self.writer = writer
    columnCount = header.count
    for name in header { try cell(name) }
    try endRow()
  }

  /// Writes a text, in quotes where it holds a comma, a quote or a line break.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package mutating func cell(_ text: String) throws(OutputError) {
    try cell(CSVText(text))
  }

  /// Writes a text that is already quoted.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package mutating func cell(_ text: CSVText) throws(OutputError) {
    try separate()
    try writer.append(text.quoted)
  }

  /// Writes a whole number, or nothing.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package mutating func cell(_ value: Int?) throws(OutputError) {
    try separate()
    if let value { try writer.append(value) }
  }

  /// Writes a number, or nothing.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package mutating func cell(_ value: Double?) throws(OutputError) {
    try separate()
    if let value { try writer.append(value) }
  }

  /// Writes a time in seconds, or nothing.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package mutating func cell(_ value: SimulationTime?) throws(OutputError) {
    try separate()
    if let value { try writer.append(value) }
  }

  /// Ends a row.
  ///
  /// - Precondition: The row has a cell for every column of the header.
  /// - Throws: `OutputError` when it cannot be written.
  package mutating func endRow() throws(OutputError) {
    precondition(column == columnCount, "a row of \(column) cells under \(columnCount) columns")
    column = 0
    try writer.append(UInt8(ascii: "\n"))
  }

  private mutating func separate() throws(OutputError) {
    if column > 0 { try writer.append(UInt8(ascii: ",")) }
    column += 1
  }
}

/// A text as a cell: quoted once, written often.
package struct CSVText: Hashable, Sendable {
  /// The text, in quotes where RFC 4180 asks for them.
  package let quoted: String

  /// Quotes a text where it holds a comma, a quote or a line break, or begins or ends with a space.
  package init(_ text: String) {
    let needsQuotes =
      text.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }
      || text.first == " " || text.last == " "
    guard needsQuotes else {
      quoted = text
      return
    }
    quoted = "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
