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
}
