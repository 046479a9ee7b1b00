// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Foundation
internal import Synchronization

/// Files of text in UTF-8: the only place where an input is read.
package enum TextFile {
  /// The largest scenario that is read: 16 MiB.
  package static let largestBytes = 16 << 20

  /// What came from standard input, once it was read to its end: it cannot be read twice.
  private static let standardInput = Mutex<[UInt8]?>(nil)

  /// A file, however it is named.
  private struct Identity: Hashable {
    let device: UInt64
    let number: UInt64

    init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      number = UInt64(truncatingIfNeeded: status.st_ino)
    }
  }

  /// The files that were read and where, so that no output takes the place of an input.
  private static let inputs = Mutex<[Identity: String]>([:])

  /// Whether a file was read as an input, under whatever name.
  package static func wasRead(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let identity = Identity(status)
    guard let input = inputs.withLock({ $0[identity] }) else { return false }
    // The number of a file that was removed is given to another one.
    return stat(input, &status) == 0 && Identity(status) == identity
  }

  /// Reads a scenario, or another text of at most ``largestBytes``.
  ///
  /// - Parameters:
  ///   - path: The file, or `-` for standard input.
  ///   - place: Where a file names this one; nil where the command line does.
  /// - Returns: The text.
  /// - Throws: `Failure` that names the file and the reason.
  package static func read(_ path: String, at place: SourcePlace? = nil) throws(Failure) -> String {
    do throws(Failure) {
      let bytes = try bytes(path, upTo: largestBytes)
      guard bytes.count <= largestBytes else {
        throw Failure(
          .invalid, .tooLarge, at: SourcePlace(file: path, line: 1, column: 1), "at most 16 MiB are read")
      }
      return try text(bytes, file: path)
    } catch {
      guard let place, let diagnostic = error.diagnostics.first else { throw error }
      let own = diagnostic.code == .notText ? diagnostic.place : SourcePlace(file: path)
      throw Failure(.invalid, diagnostic.code, at: place, "\(own): \(diagnostic.message)")
    }
  }

  /// Takes bytes for a text.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - file: What the file is called in diagnostics.
  ///   - code: The code of bytes that are not UTF-8.
  /// - Returns: The text.
  /// - Throws: `Failure` with the place of the first byte that is not UTF-8.
  /// - Complexity: O(`bytes.count`).
  package static func text(
    _ bytes: [UInt8], file: String, otherwise code: DiagnosticCode = .notText
  ) throws(Failure) -> String {
    guard let fault = EncodingFault.find(in: bytes) else { return String(decoding: bytes, as: UTF8.self) }
    let place = TextPlace(of: fault.offset, in: bytes)
    throw Failure(
      .invalid, code, at: SourcePlace(file: file, line: place.line, column: place.column), fault.message)
  }

  /// Reads the bytes of a file, or of standard input for `-`.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: Where reading stops [bytes]: a caller that takes no more can tell from one byte beyond it.
  ///   - isInput: Whether no output may take the place of the file.
  /// - Returns: The bytes; at most `limit`, and one piece of 64 KiB.
  /// - Throws: `Failure` when the file does not exist or cannot be read.
  package static func bytes(
    _ path: String, upTo limit: Int = .max, remembering isInput: Bool = true
  ) throws(Failure) -> [UInt8] {
    if path == "-", let known = standardInput.withLock({ $0 }) { return known }
    let descriptor = path == "-" ? STDIN_FILENO : try open(path, remembering: isInput)
    defer { if path != "-" { _ = close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = Foundation.read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Failure(
          .unreadable, .fileUnreadable, at: SourcePlace(file: path),
          "the file cannot be read: \(String(cString: strerror(errno)))")
      }
      if count == 0 {
        if path == "-" { standardInput.withLock { [bytes] in $0 = bytes } }
        break
      }
      bytes += piece[..<count]
    }
    return bytes
  }

  /// Opens a file to read it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - isInput: Whether no output may take the place of the file.
  /// - Returns: Its descriptor, which the caller closes.
  /// - Throws: `Failure` when the file does not exist, cannot be read or lies outside of the sandbox.
  static func open(_ path: String, remembering isInput: Bool = true) throws(Failure) -> Int32 {
    try Sandbox.allow(path)
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw errno == ENOENT || errno == ENOTDIR
        ? Failure(.notFound, .fileMissing, at: SourcePlace(file: path), "there is no such file (\(reason))")
        : Failure(.unreadable, .fileUnreadable, at: SourcePlace(file: path), "the file cannot be read: \(reason)")
    }
    var status = stat()
    if isInput, fstat(descriptor, &status) == 0 {
      let identity = Identity(status)
      inputs.withLock { $0[identity] = path }
    }
    return descriptor
  }

  /// The line at the place of a diagnostic, for the caret below it.
  ///
  /// The file is read again, which costs nothing where nothing is wrong; standard input is remembered. What is not a
  /// file any more, or has changed, is not shown.
  ///
  /// - Returns: The line; nil when the place has no column, or its line cannot be read.
  /// - Complexity: O(size of the file).
  package static func excerpt(for diagnostic: Diagnostic) -> SourceExcerpt? {
    let place = diagnostic.place
    guard let line = place.line, let column = place.column, ![.notText, .bodyEncoding].contains(diagnostic.code),
      isRepeatable(place.file), let bytes = try? bytes(place.file, upTo: largestBytes), bytes.count <= largestBytes,
      let text = TextPlace.line(line, of: bytes)
    else { return nil }
    return SourceExcerpt(line: text, column: column)
  }

  /// Whether reading a file again gives the same: it is neither a pipe nor a device.
  private static func isRepeatable(_ path: String) -> Bool {
    if path == "-" { return standardInput.withLock { $0 != nil } }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// A path that a file names: relative to the folder of that file.
  package static func path(_ path: String, besides file: String) -> String {
    guard !path.hasPrefix("/"), file != "-", let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
  }
}
