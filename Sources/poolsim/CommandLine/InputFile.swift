// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A text that the command line names.
enum InputFile {
  /// Why a file could not be read.
  struct ReadError: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var isMissing = false
    /// Whether it could be read, and is no text.
    var isNoText = false

    var description: String { "\(path): error: \(reason)" }
  }

  /// Reads a file, or standard input for `-`.
  ///
  /// - Throws: `ReadError`.
  static func text(_ path: String) throws(ReadError) -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else {
      throw ReadError(path: path, reason: "it is not a text in UTF-8; expected JSON or CSV in UTF-8", isNoText: true)
    }
    return text
  }

  /// Reads the bytes of a file, or of standard input for `-`.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: Where reading stops: whoever takes no more can tell from one byte beyond it.
  /// - Returns: The bytes, at most `limit` and a piece.
  /// - Throws: `ReadError`.
  static func bytes(_ path: String, upTo limit: Int = .max) throws(ReadError) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ReadError(path: path, reason: String(cString: strerror(errno)), isMissing: errno == ENOENT)
    }
    defer { if path != "-" { _ = close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw ReadError(path: path, reason: String(cString: strerror(errno)))
      }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    return bytes
  }
}
