// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Files
internal import Quantities
internal import EventEngine

/// Writes JSON (RFC 8259) piece by piece, keys in the order given, two spaces a level.
///
/// Numbers are as in the CSV files: the shortest text that reads back to the same binary value.
package struct JSONWriter: ~Copyable {
  private let writer: ByteWriter
  /// Whether each open object or array already has an element, from the outermost in.
  private var hasElements: [Bool] = []
  private var followsKey = false

  /// Begins a document.
  package init(to writer: ByteWriter) {
    self.writer = writer
  }

  /// Writes an object.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package mutating func object(_ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
    try nest("{", "}", body)
  }

  /// Writes an array.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package mutating func array(_ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
    try nest("[", "]", body)
  }

  /// Writes the key of the value that comes next.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package mutating func key(_ name: String) throws(Failure) {
    try separate()
    try writer.append(JSONText.quoted(name))
    try writer.append(": ")
    followsKey = true
  }

  /// Writes a text.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package mutating func value(_ text: String) throws(Failure) {
    try raw(JSONText.quoted(text))
  }

  /// Writes a number; null where it does not apply.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package mutating func value(_ number: Double?) throws(Failure) {
    try raw(number.map(NumberText.text) ?? "null")
  }

  /// Writes a whole number.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package mutating func value(_ number: some BinaryInteger) throws(Failure) {
    try raw(String(number))
  }

  /// Writes `true` or `false`.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package mutating func value(_ flag: Bool) throws(Failure) {
    try raw(flag ? "true" : "false")
  }

  /// Writes what stands in a cell; null where there is nothing.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package mutating func value(_ cell: CellValue) throws(Failure) {
    switch cell {
    case .nothing: try raw("null")
    case .whole(let number): try value(number)
    case .number(let number): try value(number)
    case .time(let time): try value(time.seconds)
    case .text(let text): try value(text.text)
    }
  }

  /// Writes a text that is JSON already.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package mutating func raw(_ json: String) throws(Failure) {
    try separate()
    try writer.append(json)
  }

  /// Ends the document with a line break.
  ///
  /// - Precondition: Every object and array is closed.
  /// - Throws: `Failure` when it cannot be written.
  package consuming func finish() throws(Failure) {
    precondition(hasElements.isEmpty, "an object or array is still open")
    try writer.append("\n")
  }

  private mutating func nest(
    _ open: String, _ close: String, _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try raw(open)
    hasElements.append(false)
    try body(&self)
    if hasElements.removeLast() { try breakLine() }
    try writer.append(close)
  }

  private mutating func separate() throws(Failure) {
    if followsKey {
      followsKey = false
      return
    }
    guard let hasElement = hasElements.last else { return }
    if hasElement { try writer.append(",") }
    hasElements[hasElements.count - 1] = true
    try breakLine()
  }

  private func breakLine() throws(Failure) {
    try writer.append("\n" + String(repeating: "  ", count: hasElements.count))
  }
}
