// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Files
import Foundation

/// Standard output and standard error. No colours are used anywhere, whatever NO_COLOR says.
enum Terminal {
  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether a line that overwrites itself can be shown.
  static var showsProgress: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Makes sure that no file of a result gets the number of a standard stream that the caller has closed: what is written
  /// to the stream would go into the file.
  ///
  /// Reading and writing such a stream fails as before: it is opened for the other direction.
  static func occupyStandardDescriptors() {
    for (descriptor, direction) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest number that is free is this one.
      _ = open("/dev/null", direction)
    }
  }

  /// Writes to standard output.
  ///
  /// - Throws: `Failure` when it cannot be written.
  static func print(_ text: String) throws(Failure) {
    let writer = ByteWriter.standardOutput()
    try writer.append(text)
    try writer.flush()
  }

  /// Writes something beside an answer that the exit code gives: a reader that has gone does not change the answer.
  ///
  /// - Parameter body: Writes.
  /// - Throws: What `body` throws for any other reason.
  static func whileRead(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let failure as Failure where failure.kind == .readerGone {}
  }

  /// Reports what is wrong on standard error, with the lines that are wrong.
  static func tell(_ failure: Failure) {
    tell(DiagnosticText.text(of: failure.diagnostics, excerpt: TextFile.excerpt))
  }

  /// Says something on standard error, on a line of its own. Nothing can be done when that fails.
  static func tell(_ message: String) {
    ProgressLine.shared.clear()
    writeToErrors(PrintableText.lines(message) + "\n")
  }

  /// Writes a text to standard error as far as it can be written: a full disk, a reader that has gone or a descriptor
  /// that is closed changes neither what the program does nor how it ends.
  static func writeToErrors(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      var patience = 100
      while !rest.isEmpty {
        let count = write(STDERR_FILENO, rest.baseAddress, rest.count)
        if count > 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        } else if count < 0, errno == EINTR {
          continue
        } else if count < 0, errno == EAGAIN || errno == EWOULDBLOCK, patience > 0 {
          // A pipe that does not block is full: its reader gets ten seconds.
          var waiting = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
          _ = poll(&waiting, 1, 100)
          patience -= 1
        } else {
          return
        }
      }
    }
  }
}
