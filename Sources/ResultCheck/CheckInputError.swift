// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a result could not be read back.
package struct CheckInputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  package enum Kind: Hashable, Sendable {
    /// There is no such file or folder.
    case notFound
    /// It is there but cannot be read.
    case unreadable
    /// It can be read but is not a result.
    case notAResult
  }

  /// What went wrong.
  package let kind: Kind
  /// The file or folder.
  package let path: String
  /// The line, from 1; nil where the whole file is meant.
  package let line: Int?
  /// What was found and what was expected.
  package let message: String

  /// Makes an error.
  package init(_ kind: Kind, path: String, line: Int? = nil, _ message: String) {
    self.kind = kind
    self.path = path
    self.line = line
    self.message = message
  }

  /// The file, the line, and what is wrong there.
  package var description: String {
    "\(path)\(line.map { ":\($0)" } ?? ""): error: \(message)"
  }
}
