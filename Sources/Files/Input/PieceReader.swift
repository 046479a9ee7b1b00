// SPDX-License-Identifier: GPL-3.0-or-later

internal import CZlib
package import Diagnostics
internal import Foundation

/// Reads a file piece by piece, so that none of any size has to fit in memory; what gzip compressed (RFC 1952) is unpacked
/// on the way.
package final class PieceReader {
  private static let pieceBytes = 1 << 16

  private let path: String
  private let descriptor: Int32
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let output: UnsafeMutableBufferPointer<UInt8>
  /// Bytes of ``input`` that came from the file.
  private var inputCount = 0
  /// The state of unpacking; nil for a file that is not compressed.
  private var stream: UnsafeMutablePointer<z_stream>?
  /// Whether ``input`` was not looked at yet.
  private var isFresh = true
  /// Whether everything that was begun to be unpacked came to its end.
  private var isWhole = true

  /// Opens a file.
  ///
  /// - Parameter path: The file.
  /// - Throws: `Failure` when it does not exist, cannot be read or lies outside of the sandbox.
  package init(_ path: String) throws(Failure) {
    self.path = path
    descriptor = try TextFile.open(path)
    input = .allocate(capacity: Self.pieceBytes)
    output = .allocate(capacity: Self.pieceBytes)
    // A pipe may give one byte at a time.
    while inputCount < 2, try fill() {}
    if inputCount >= 2, input[0] == 0x1F, input[1] == 0x8B {
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      guard poolsim_inflate_init_gzip(stream) == Z_OK else { preconditionFailure("zlib has no memory for its state") }
      self.stream = stream
    }
  }

  deinit {
    if let stream {
      inflateEnd(stream)
      stream.deallocate()
    }
    input.deallocate()
    output.deallocate()
    _ = close(descriptor)
  }

  /// The next bytes; nil at the end.
  ///
  /// - Returns: At least one byte; they can be read until the next call.
  /// - Throws: `Failure` when the file cannot be read, or what gzip compressed is damaged or cut off.
  /// - Complexity: O(bytes that are returned).
  package func next() throws(Failure) -> UnsafeBufferPointer<UInt8>? {
    guard let stream else { return try nextPlain() }
    while true {
      if isFresh {
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(inputCount)
        isFresh = false
      } else if stream.pointee.avail_in == 0 {
        inputCount = 0
        guard try fill() else {
          guard isWhole else { throw fault("the compressed file is cut off: its end is missing") }
          return nil
        }
        isFresh = true
        continue
      }
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = UInt32(output.count)
      isWhole = false
      let status = inflate(stream, Z_NO_FLUSH)
      switch status {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END:
        // One compressed file may follow another.
        isWhole = true
        inflateReset(stream)
      default: throw fault("the compressed file is damaged, or something else follows it")
      }
      let count = output.count - Int(stream.pointee.avail_out)
      if count > 0 { return UnsafeBufferPointer(rebasing: output[..<count]) }
    }
  }

  private func nextPlain() throws(Failure) -> UnsafeBufferPointer<UInt8>? {
    if !isFresh {
      inputCount = 0
      _ = try fill()
    }
    isFresh = false
    return inputCount == 0 ? nil : UnsafeBufferPointer(rebasing: input[..<inputCount])
  }

  /// Reads more behind what is in ``input``; false at the end of the file.
  private func fill() throws(Failure) -> Bool {
    while true {
      let count = Foundation.read(descriptor, input.baseAddress?.advanced(by: inputCount), input.count - inputCount)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Failure(
          .unreadable, .fileUnreadable, at: SourcePlace(file: path),
          "the file cannot be read: \(String(cString: strerror(errno)))")
      }
      inputCount += count
      return count > 0
    }
  }

  private func fault(_ message: String) -> Failure {
    Failure(.invalid, .trace, at: SourcePlace(file: path), message)
  }
}
