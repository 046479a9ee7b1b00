// SPDX-License-Identifier: GPL-3.0-or-later

/// Why something could not be done: what kind of failure it is, and everything that is wrong.
///
/// Every part of the program throws it. The kind decides how the program ends; the diagnostics say what is wrong, where,
/// and with which code.
public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Kind: Hashable, Sendable, CaseIterable {
    /// The command line asks for what does not exist.
    case usage
    /// An input can be read, and is wrong.
    case invalid
    /// An input does not exist.
    case notFound
    /// An input exists and cannot be read.
    case unreadable
    /// An output cannot be made: its place is taken, or its folder is missing or cannot be written.
    case cannotCreate
    /// Writing failed half-way: the disk is full, say.
    case writeFailed
    /// The reader of a pipe has gone: it wants no more.
    case readerGone
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// Everything that is wrong, in the order of the text; at least one.
  public let diagnostics: [Diagnostic]

  /// Makes a failure of several diagnostics.
  public init(kind: Kind, diagnostics: [Diagnostic]) {
    self.kind = kind
    self.diagnostics = diagnostics
  }

  /// Makes a failure of one diagnostic.
  public init(_ kind: Kind, _ code: DiagnosticCode, at place: SourcePlace, _ message: String) {
    self.init(kind: kind, diagnostics: [Diagnostic(code, at: place, message)])
  }

  /// The diagnostics, one on each line.
  public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
