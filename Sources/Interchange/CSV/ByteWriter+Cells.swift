// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import EventEngine
package import Files

extension ByteWriter {
  /// Appends a cell of comma-separated values (RFC 4180).
  ///
  /// It is written in place: no text is made for a number that is a whole one or a time.
  ///
  /// - Parameters:
  ///   - cell: What stands in it.
  ///   - follows: Whether it follows another cell of its row.
  /// - Throws: `Failure` when it cannot be written.
  package func append(_ cell: CellValue, follows: Bool) throws(Failure) {
    if follows { try append(UInt8(ascii: ",")) }
    switch cell {
    case .nothing: break
    case .whole(let value): try append(value)
    case .number(let value): try append(value)
    case .time(let time): try append(time)
    case .text(let text): try append(text.needsQuotes ? text.quoted : text.text)
    }
  }
}
