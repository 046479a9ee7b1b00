// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Files

extension OutputDirectory {
  /// Writes one file of the folder.
  ///
  /// - Throws: `Failure` when it cannot be written.
  func write(_ name: String, _ body: (ByteWriter) throws(Failure) -> Void) throws(Failure) {
    let writer = try createFile(name)
    try body(writer)
    try writer.close()
  }
}
