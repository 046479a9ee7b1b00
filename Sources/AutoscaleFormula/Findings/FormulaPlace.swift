// SPDX-License-Identifier: GPL-3.0-or-later

/// Where something stands in a formula.
///
/// Lines end with a line feed, a carriage return, or both together; a tab is one column.
///
/// Choice: columns count Unicode scalars. Recordings of the service show ASCII formulas only, for which every way of
/// counting agrees.
public struct FormulaPlace: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The line, from 1; 0 for what has no place in the text.
  public let line: Int
  /// The column, from 1; 0 for what has no place in the text.
  public let column: Int

  /// A line and a column, both from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The first character of a text.
  public static let start = FormulaPlace(line: 1, column: 1)

  /// The end of an evaluation, which is not a place in the text.
  public static let endOfEvaluation = FormulaPlace(line: 0, column: 0)

  /// `LINE:COLUMN`.
  public var description: String { "\(line):\(column)" }

  /// How many Unicode scalars of a text stand before the place; all of them for a place outside of it.
  ///
  /// - Complexity: O(n) in the length of the text.
  public func index(in text: String) -> Int {
    let scalars = text.unicodeScalars
    var stand = FormulaPlace.start
    var count = 0
    var index = scalars.startIndex
    while index < scalars.endIndex, stand != self {
      let scalar = scalars[index]
      index = scalars.index(after: index)
      count += 1
      let isPair = scalar == "\r" && index < scalars.endIndex && scalars[index] == "\n"
      let ends = (scalar == "\n" || scalar == "\r") && !isPair
      stand = ends ? Self(line: stand.line + 1, column: 1) : Self(line: stand.line, column: stand.column + 1)
    }
    return count
  }

  /// Whether `left` stands before `right`.
  public static func < (left: FormulaPlace, right: FormulaPlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
