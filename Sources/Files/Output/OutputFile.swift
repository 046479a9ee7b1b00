// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Foundation
internal import Synchronization

/// A single file that appears under its name all at once, or not at all.
///
/// `-` is standard output. A device or a pipe is written as it is. An existing file stays whole until the new one
/// takes its place.
package final class OutputFile: Sendable {
  private enum Phase {
    case open
    case published
    case discarded
  }

  /// The file as the caller named it.
  package let path: String
  private let target: OutputPath?
  private let temporary: String?
  private let descriptor: Int32
  private let phase = Mutex(Phase.open)

  /// Begins a file.
  ///
  /// - Throws: `Failure` when it cannot be made.
  package init(path: String) throws(Failure) {
    self.path = path
    guard path != "-" else {
      target = nil
      temporary = nil
      descriptor = STDOUT_FILENO
      return
    }
    let target = try OutputPath(path)
    self.target = target
    try Self.checkReplaceable(target)
    var made: Int32 = -1
    switch target.occupant {
    case .folder:
      throw Failure(
        .cannotCreate, path: path, code: .outputOccupied, message: "there is a folder of that name; name a file")
    case .special:
      temporary = nil
      made = open(target.resolved, O_WRONLY | O_CLOEXEC)
      guard made >= 0 else { throw Failure(.cannotCreate, path: path, doing: "cannot open", errno: errno) }
    case .nothing, .regularFile:
      target.removeTemporariesOfTheDead(names: nil)
      temporary = try target.makeTemporary { name in
        made = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if made >= 0 { _ = flock(made, LOCK_EX | LOCK_NB) }
        return made >= 0
      }
    }
    descriptor = made
  }

  /// Whether a file already is what would be written, so that nothing is left to do.
  ///
  /// - Parameters:
  ///   - text: What would be written.
  ///   - path: The file.
  /// - Returns: Whether it has exactly this content; false where there is no file, or a device or pipe.
  /// - Throws: `Failure` when the file has other content, which writing would lose.
  package static func holds(_ text: String, at path: String) throws(Failure) -> Bool {
    var status = stat()
    // Devices and pipes hold nothing that could be lost.
    guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    if let bytes = try? TextFile.bytes(path, remembering: false), bytes == Array(text.utf8) { return true }
    throw Failure(
      .cannotCreate, path: path, code: .outputOccupied,
      message: "already exists with other content, such as your edits; pass --replace to overwrite it")
  }

  /// What every SQLite file begins with.
  private static let databaseMark = Array("SQLite format 3\0".utf8)

  /// Refuses to take the place of what the command has read, or of a database.
  private static func checkReplaceable(_ target: OutputPath) throws(Failure) {
    guard target.occupant == .regularFile else { return }
    if TextFile.wasRead(target.resolved) {
      throw Failure(
        .cannotCreate, path: target.given, code: .outputOccupied,
        message: "this is an input of the command; name another file")
    }
    if let bytes = try? TextFile.bytes(target.resolved, upTo: databaseMark.count, remembering: false),
      bytes.starts(with: databaseMark)
    {
      throw Failure(
        .cannotCreate, path: target.given, code: .outputOccupied, message: "this is a database; name another file")
    }
  }

  /// The writer of the file.
  ///
  /// - Precondition: It is called once.
  package func writer() -> ByteWriter {
    ByteWriter(descriptor: descriptor, path: path == "-" ? "standard output" : path, isStandardStream: path == "-")
  }

  /// Lets the file take its name.
  ///
  /// - Precondition: The writer was closed.
  /// - Throws: `Failure` when it cannot, or after ``discard()``.
  package func publish() throws(Failure) {
    let failure: Failure? = phase.withLock { phase in
      guard case .open = phase else {
        return Failure(.cannotCreate, path: path, message: "the result was given up")
      }
      if let temporary, let target {
        do throws(Failure) { try Self.checkReplaceable(target) } catch { return error }
        guard rename(temporary, target.resolved) == 0 else {
          return Failure(.cannotCreate, path: path, doing: "cannot create the file", errno: errno)
        }
        target.synchroniseParent()
      }
      phase = .published
      return nil
    }
    if let failure { throw failure }
  }

  /// Removes what was written; does nothing after ``publish()``.
  package func discard() {
    phase.withLock { phase in
      guard case .open = phase else { return }
      if let temporary { _ = unlink(temporary) }
      phase = .discarded
    }
  }
}
