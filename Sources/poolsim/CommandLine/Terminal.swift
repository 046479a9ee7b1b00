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

  /// Writes to standard output.
  ///
  /// - Throws: `Failure` when it cannot be written.
  static func print(_ text: String) throws(Failure) {
    let writer = ByteWriter.standardOutput()
    try writer.append(text)
    try writer.flush()
  }

  /// Reports what is wrong on standard error, with the lines that are wrong.
  static func tell(_ failure: Failure) {
    tell(DiagnosticText.text(of: failure.diagnostics, excerpt: TextFile.excerpt))
  }

  /// Says something on standard error, on a line of its own. Nothing can be done when that fails.
  static func tell(_ message: String) {
    ProgressLine.shared.clear()
    try? FileHandle.standardError.write(contentsOf: Data((message + "\n").utf8))
  }
}
