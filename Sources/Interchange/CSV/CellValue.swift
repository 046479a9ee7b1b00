// SPDX-License-Identifier: GPL-3.0-or-later

package import EventEngine
internal import Quantities

/// What stands in one cell of a table.
///
/// It is a plain value, so that a table of millions of rows is written without an allocation a cell.
package enum CellValue: Hashable, Sendable {
  /// Nothing: the figure does not apply, which is never 0.
  case nothing
  /// A whole number.
  case whole(Int)
  /// A number.
  case number(Double)
  /// A time, written in seconds.
  case time(SimulationTime)
  /// A text.
  case text(CellText)

  /// A whole number, or nothing.
  package init(_ value: Int?) {
    self = value.map(CellValue.whole) ?? .nothing
  }

  /// A time, or nothing.
  package init(_ value: SimulationTime?) {
    self = value.map(CellValue.time) ?? .nothing
  }

  /// The value as people read it: empty where there is nothing.
  package var words: String {
    switch self {
    case .nothing: ""
    case .whole(let value): String(value)
    case .number(let value): NumberText.text(value)
    case .time(let time): NumberText.text(time.seconds)
    case .text(let text): text.text
    }
  }
}

/// A text for cells: examined once, written often.
package struct CellText: Hashable, Sendable {
  /// The text itself.
  package let text: String
  /// Whether CSV needs quotes around it: it holds a comma, a quote or a line break, begins or ends with a space, or would
  /// be taken for a formula.
  let needsQuotes: Bool

  /// Examines a text.
  ///
  /// - Complexity: O(length).
  package init(_ text: String) {
    self.text = text
    needsQuotes =
      text.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }
      || text.first == " " || text.last == " " || Self.isFormula(text)
  }

  /// Whether a spreadsheet would work a text out instead of showing it: one that begins like a formula and is not a number.
  /// (OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection, November 2026.)
  private static func isFormula(_ text: String) -> Bool {
    guard let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) else { return false }
    return Double(text) == nil
  }

  /// The text in quotes, its own quotes doubled, as RFC 4180 asks; behind an apostrophe where it would be a formula.
  var quoted: String {
    (Self.isFormula(text) ? "\"'" : "\"")
      + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

/// A type whose values can stand in a cell.
package protocol CellConvertible: Sendable {
  /// Whether its cells are texts, which stand at the left of a column.
  static var isText: Bool { get }
  /// The value in a cell.
  var cell: CellValue { get }
}

extension CellConvertible {
  package static var isText: Bool { false }
}

extension Int: CellConvertible {
  package var cell: CellValue { .whole(self) }
}

extension Double: CellConvertible {
  package var cell: CellValue { .number(self) }
}

extension SimulationTime: CellConvertible {
  package var cell: CellValue { .time(self) }
}

extension CellText: CellConvertible {
  package static var isText: Bool { true }
  package var cell: CellValue { .text(self) }
}

extension String: CellConvertible {
  package static var isText: Bool { true }
  package var cell: CellValue { .text(CellText(self)) }
}

extension Optional: CellConvertible where Wrapped: CellConvertible {
  package static var isText: Bool { Wrapped.isText }
  package var cell: CellValue { self?.cell ?? .nothing }
}
