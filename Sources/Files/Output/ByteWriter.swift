// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Foundation

/// Collects bytes and writes them to a file descriptor in large pieces.
///
/// It belongs to one task: it is neither thread-safe nor `Sendable`.
package final class ByteWriter {
  /// Bytes that are collected before they are written: 256 KiB.
  private static let capacity = 1 << 18

  /// What the writer writes to, for messages.
  package let path: String
  /// Bytes that the writer was given so far.
  @exclusivity(unchecked) package private(set) var count = 0

  private let descriptor: Int32
  private let isStandardStream: Bool
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: ByteWriter.capacity, alignment: 16)
  // A check of every access would cost as much as the writing of a short cell. One task owns the writer, and no access
  // to these two runs code of anybody else.
  @exclusivity(unchecked) private var used = 0
  private var isOpen = true

  /// Takes over an open file descriptor.
  package init(descriptor: Int32, path: String, isStandardStream: Bool = false) {
    self.descriptor = descriptor
    self.path = path
    self.isStandardStream = isStandardStream
  }

  deinit {
    if isOpen, !isStandardStream { _ = Foundation.close(descriptor) }
    buffer.deallocate()
  }

  /// A writer to standard output.
  package static func standardOutput() -> ByteWriter {
    ByteWriter(descriptor: STDOUT_FILENO, path: "standard output", isStandardStream: true)
  }

  /// Appends one byte.
  ///
  /// - Throws: `Failure` when the buffer was full and could not be written.
  package func append(_ byte: UInt8) throws(Failure) {
    if used == Self.capacity { try flush() }
    buffer[used] = byte
    used += 1
    count += 1
  }

  /// Appends bytes.
  ///
  /// - Throws: `Failure` when the buffer was full and could not be written.
  /// - Complexity: O(`bytes.count`).
  package func append(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      if used == Self.capacity { try flush() }
      let piece = rest.prefix(Self.capacity - used)
      UnsafeMutableRawBufferPointer(rebasing: buffer[used...]).copyMemory(from: UnsafeRawBufferPointer(rebasing: piece))
      used += piece.count
      rest = rest.dropFirst(piece.count)
    }
    count += bytes.count
  }

  /// Appends a text in UTF-8.
  ///
  /// - Throws: `Failure` when the buffer was full and could not be written.
  package func append(_ text: String) throws(Failure) {
    var copy = text
    var failure: Failure?
    copy.withUTF8 { bytes in
      do throws(Failure) { try append(UnsafeRawBufferPointer(bytes)) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Writes what is collected.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func flush() throws(Failure) {
    var written = 0
    while written < used {
      let result = write(descriptor, buffer.baseAddress?.advanced(by: written), used - written)
      if result < 0 {
        let code = errno
        if code == EINTR { continue }
        if code == EAGAIN || code == EWOULDBLOCK, waitUntilWritable() { continue }
        // Whatever is left can never be written: forget it, so that closing does not fail again.
        used = 0
        throw Failure(
          code == EPIPE ? .readerGone : .writeFailed, path: path, doing: "cannot write", errno: code)
      }
      written += result
    }
    used = 0
  }

  /// Waits for the reader of a pipe that does not block; false where nothing would come of waiting.
  private func waitUntilWritable() -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&waiting, 1, -1) >= 0 || errno == EINTR
  }

  /// Writes what is collected, makes it durable and closes the file.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func close() throws(Failure) {
    guard isOpen else { return }
    try flush()
    if isStandardStream { return }
    isOpen = false
    // A pipe or a device has nothing to make durable and says EINVAL.
    let synchronised = fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP
    let code = errno
    guard Foundation.close(descriptor) == 0, synchronised else {
      throw Failure(.writeFailed, path: path, doing: "cannot write", errno: synchronised ? errno : code)
    }
  }
}
