// SPDX-License-Identifier: GPL-3.0-or-later

internal import Foundation

/// Why a result could not be written.
///
/// It arises before the simulation where it can be known then, and otherwise when the result is written. Nothing is
/// left under the result's final name.
package struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  package enum Kind: Hashable, Sendable {
    /// The file or folder cannot be made: something else is there, its parent is missing or cannot be written.
    case cannotCreate
    /// Writing failed half-way: the disk is full, say.
    case writeFailed
    /// The reader of a pipe has gone: it wants no more.
    case readerGone
    /// There is nothing to go on from: the folder of a campaign is missing.
    case notFound
  }

  /// What went wrong.
  package let kind: Kind
  /// The file or folder.
  package let path: String
  /// What is wrong and what would help.
  package let message: String

  /// Makes an error.
  package init(_ kind: Kind, path: String, message: String) {
    self.kind = kind
    self.path = path
    self.message = message
  }

  /// The path and what is wrong with it.
  package var description: String { "\(path): error: \(message)" }

  /// An error with the system's own words for its cause.
  package init(_ kind: Kind, path: String, doing action: String, errno code: Int32) {
    self.init(kind, path: path, message: "\(action): \(String(cString: strerror(code)))")
  }
}
