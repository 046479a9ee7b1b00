// SPDX-License-Identifier: GPL-3.0-or-later

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
  /// - Throws: `OutputError` when it cannot be made.
  package init(path: String) throws(OutputError) {
    self.path = path
    guard path != "-" else {
      target = nil
      temporary = nil
      descriptor = STDOUT_FILENO
      return
    }
    let target = try OutputPath(path)
    self.target = target
    var made: Int32 = -1
    switch target.occupant {
    case .folder:
      throw OutputError(.cannotCreate, path: path, message: "there is a folder of that name; name a file")
    case .special:
      temporary = nil
      made = open(target.resolved, O_WRONLY | O_CLOEXEC)
      guard made >= 0 else { throw OutputError(.cannotCreate, path: path, doing: "cannot open", errno: errno) }
    case .nothing, .regularFile:
      temporary = try target.makeTemporary { name in
        made = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        return made >= 0
      }
    }
    descriptor = made
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
  /// - Throws: `OutputError` when it cannot, or after ``discard()``.
  package func publish() throws(OutputError) {
    let failure: OutputError? = phase.withLock { phase in
      guard case .open = phase else {
        return OutputError(.cannotCreate, path: path, message: "the result was given up")
      }
      if let temporary, let target {
        guard rename(temporary, target.resolved) == 0 else {
          return OutputError(.cannotCreate, path: path, doing: "cannot create the file", errno: errno)
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
