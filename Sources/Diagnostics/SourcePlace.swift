// SPDX-License-Identifier: GPL-3.0-or-later

/// Where something stands in what the user wrote.
public struct SourcePlace: Hashable, Sendable, CustomStringConvertible {
  /// The file as it was named, `-` for standard input, or the option that set a value.
  public let file: String
  /// The line from 1; nil for an option, or for the file as a whole.
  public let line: Int?
  /// The column from 1, in Unicode scalars; nil for an option, a file as a whole, or a whole line.
  public let column: Int?

  /// A place in a file.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// A whole line of a file.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
    column = nil
  }

  /// A file as a whole, or an option.
  public init(file: String) {
    self.file = file
    line = nil
    column = nil
  }

  /// `FILE:LINE:COLUMN`, without the line or column where they are unknown.
  public var description: String {
    [PrintableText.escaped(file), line.map(String.init), column.map(String.init)]
      .compactMap(\.self).joined(separator: ":")
  }
}

extension SourcePlace: Comparable {
  /// Whether `left` comes first: by line and column of one file.
  public static func < (left: SourcePlace, right: SourcePlace) -> Bool {
    (left.line ?? 0, left.column ?? 0) < (right.line ?? 0, right.column ?? 0)
  }
}
