// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Quantities

/// A condition over the axes of a sweep, such as `nodes > 500 && replicas < ceil(nodes / 300)`.
///
/// Operators, from the loosest to the tightest: `||`, `&&`, `== != < <= > >=`, `+ -`, `* / %`, and `!` and `-` in front.
/// Functions: `ceil`, `floor`, `round`, `abs`, `min`, `max`. Texts stand in single or double quotes. A number may carry a
/// unit of the scenario format (`15 min`), which scales it to the base unit, as the values of a dimensioned axis are.
package struct SweepExpression: Hashable, Sendable {
  /// What an axis has in one cell, or what an expression comes to.
  package enum Value: Hashable, Sendable {
    /// A number, in its base unit (seconds, bytes) where it has one.
    case number(Double)
    /// A text.
    case text(String)
    /// A truth.
    case truth(Bool)
  }

  /// The expression as it was written.
  package let source: String
  let root: SweepExpressionNode

  /// Reads an expression.
  ///
  /// - Parameters:
  ///   - source: The text.
  ///   - names: The names of the axes that it may use.
  /// - Throws: ``SweepExpressionError`` with the place of what is wrong.
  /// - Complexity: O(n) for n characters.
  package init(_ source: String, names: [String]) throws(SweepExpressionError) {
    self.source = source
    var parser = try SweepExpressionParser(source, names: names)
    root = try parser.wholeExpression()
  }

  /// The names of the axes that the expression uses, in order of their first use.
  package var usedNames: [String] {
    var names: [String] = []
    root.visitNames { if !names.contains($0) { names.append($0) } }
    return names
  }

  /// Refuses a comparison of an axis that has a unit with a number that has none.
  ///
  /// - Parameter units: The axes that have a unit, each with one that it is written in.
  /// - Throws: ``SweepExpressionError`` with the place of the number.
  func expectUnits(_ units: [String: String]) throws(SweepExpressionError) {
    guard let found = root.comparisonWithoutUnit(of: Set(units.keys)) else { return }
    let unit = units[found.name] ?? ""
    throw SweepExpressionError(
      source, offset: found.offset,
      "\(found.name) needs a unit: write \(NumberText.text(found.number))\(unit.hasPrefix("/") ? "" : " ")\(unit)")
  }

  /// Whether the condition holds in a cell.
  ///
  /// - Parameter value: What each axis has in the cell.
  /// - Returns: Whether it holds.
  /// - Throws: ``SweepExpressionError`` when it is not a condition, or compares what cannot be compared.
  package func holds(_ value: (String) -> Value?) throws(SweepExpressionError) -> Bool {
    let result = try root.evaluate(source, value)
    guard case .truth(let truth) = result else {
      throw SweepExpressionError(
        source, offset: root.offset,
        "it comes to \(result.description), not to true or false; compare it with something")
    }
    return truth
  }
}

extension SweepExpression.Value: CustomStringConvertible {
  /// The value with the kind of thing that it is.
  package var description: String {
    switch self {
    case .number(let number): "the number \(number)"
    case .text(let text): "the text '\(text)'"
    case .truth(let truth): truth ? "true" : "false"
    }
  }
}

/// What is wrong with an expression, and where.
package struct SweepExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The expression.
  package let source: String
  /// The place in it, in characters from 0.
  package let offset: Int
  /// What is wrong.
  package let message: String

  init(_ source: String, offset: Int, _ message: String) {
    self.source = source
    self.offset = offset
    self.message = message
  }

  /// The column and what is wrong there.
  package var description: String { "column \(offset + 1): \(message)" }

  /// The error as a diagnostic that shows the expression.
  ///
  /// - Parameter place: Where the expression stands: in a file, or in an option.
  /// - Returns: The failure.
  package func failure(at place: SourcePlace) -> Failure {
    let column = String(source.prefix(offset)).unicodeScalars.count + 1
    return Failure(
      kind: .invalid,
      diagnostics: [
        Diagnostic(.condition, at: place, "\(self)", excerpt: SourceExcerpt(line: source, column: column))
      ])
  }
}
