// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics

/// Reads comma-separated values as RFC 4180 describes them, with LF or CR LF, with or without a byte order mark.
///
/// A cell in quotes may hold commas, line breaks, and quotes written twice. Empty lines are skipped.
package struct CSVReader {
  /// A row of the file.
  package struct Row: Hashable, Sendable {
    /// The line on which it begins, from 1.
    package let line: Int
    /// Its cells, without their quotes.
    package let cells: [String]
  }

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private let bytes: ArraySlice<UInt8>
  private let path: String
  private var position: Int
  private var line: Int

  /// Begins to read a text.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - path: The file's name, for messages.
  ///   - firstLine: The line of the file on which the text begins, from 1.
  package init(_ bytes: [UInt8], path: String, firstLine: Int = 1) {
    line = firstLine
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.bytes = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    self.path = path
    position = self.bytes.startIndex
  }

  /// The next row; nil at the end.
  ///
  /// - Throws: A ``Diagnostic`` for a quote where none may stand, one that never ends, or bytes that are not UTF-8.
  /// - Complexity: O(length of the row).
  package mutating func next() throws(Diagnostic) -> Row? {
    while skipLineBreak() {}
    guard position < bytes.endIndex else { return nil }
    let start = line
    var cells: [String] = []
    while true {
      cells.append(try cell())
      guard position < bytes.endIndex else { break }
      if bytes[position] == Self.comma {
        position += 1
      } else {
        _ = skipLineBreak()
        break
      }
    }
    return Row(line: start, cells: cells)
  }

  /// Reads a cell up to the comma or line break after it.
  private mutating func cell() throws(Diagnostic) -> String {
    guard position < bytes.endIndex, bytes[position] == Self.quote else { return try plainCell() }
    let start = line
    position += 1
    var content: [UInt8] = []
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      if byte == Self.quote {
        guard position < bytes.endIndex, bytes[position] == Self.quote else {
          guard position == bytes.endIndex || bytes[position] == Self.comma || isAtLineBreak else {
            throw fault(at: line, "after a closing quote must come a comma")
          }
          return try text(content[...])
        }
        position += 1
      } else if byte == Self.lineFeed {
        line += 1
      }
      content.append(byte)
    }
    throw fault(at: start, "the quote that opens here is never closed")
  }

  private mutating func plainCell() throws(Diagnostic) -> String {
    let start = position
    while position < bytes.endIndex, bytes[position] != Self.comma, !isAtLineBreak {
      guard bytes[position] != Self.quote else {
        throw fault(at: line, "a quote in the middle of a cell: the whole cell must be in quotes")
      }
      position += 1
    }
    return try text(bytes[start..<position])
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(Diagnostic) -> String {
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw fault(at: line, "it is not a text in UTF-8")
    }
    return text
  }

  private func fault(at line: Int, _ message: String) -> Diagnostic {
    Diagnostic(.notCSV, at: SourcePlace(file: path, line: line, column: 1), message)
  }

  private var isAtLineBreak: Bool {
    guard position < bytes.endIndex else { return false }
    if bytes[position] == Self.lineFeed { return true }
    return bytes[position] == Self.carriageReturn
      && (position + 1 == bytes.endIndex || bytes[position + 1] == Self.lineFeed)
  }

  private mutating func skipLineBreak() -> Bool {
    guard isAtLineBreak else { return false }
    if bytes[position] == Self.carriageReturn { position += 1 }
    if position < bytes.endIndex { position += 1 }
    line += 1
    return true
  }
}
