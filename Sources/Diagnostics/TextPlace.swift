// SPDX-License-Identifier: GPL-3.0-or-later

/// A line and a column of a text, both from 1.
package struct TextPlace: Hashable, Sendable {
  /// The bytes that some editors put before a text in UTF-8.
  package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  package let line: Int
  /// Counted in Unicode scalars.
  package let column: Int

  /// Finds the place of an offset.
  ///
  /// A carriage return, a line feed or both in this order end a line; a byte order mark before the text is not part of it.
  ///
  /// - Parameters:
  ///   - offset: Counted in bytes from 0; one past the end is allowed.
  ///   - text: The text in UTF-8.
  /// - Complexity: O(`offset`).
  package init(of offset: Int, in text: [UInt8]) {
    let end = min(max(offset, 0), text.count)
    var index = text.starts(with: TextPlace.byteOrderMark) ? TextPlace.byteOrderMark.count : 0
    var line = 1
    var column = 1
    while index < end {
      let byte = text[index]
      index += 1
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") && !(index < text.count && text[index] == 0x0A) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.line = line
    self.column = column
  }

  /// A line of a text, without its end; nil when the text has fewer lines.
  ///
  /// - Parameters:
  ///   - number: The line from 1.
  ///   - text: The text in UTF-8.
  /// - Returns: The line.
  /// - Complexity: O(`text.count`).
  package static func line(_ number: Int, of text: [UInt8]) -> String? {
    let rest = text.starts(with: byteOrderMark) ? text.dropFirst(byteOrderMark.count) : text[...]
    var line = 1
    var start = rest.startIndex
    for index in rest.indices where rest[index] == 0x0A || rest[index] == 0x0D {
      // The line feed behind a carriage return ends the same line.
      if rest[index] == 0x0A, index > rest.startIndex, rest[index - 1] == 0x0D {
        start = index + 1
        continue
      }
      if line == number { return String(decoding: rest[start..<index], as: UTF8.self) }
      line += 1
      start = index + 1
    }
    return line == number ? String(decoding: rest[start...], as: UTF8.self) : nil
  }
}
