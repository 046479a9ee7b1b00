// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Quantities

/// Reads expressions by precedence climbing (Pratt 1973, doi:10.1145/512927.512931).
struct SweepExpressionParser {
  /// How deep brackets and signs may nest.
  private static let deepest = 100
  /// How many operators an expression may have: a chain of them is a tree as deep as it is long.
  private static let mostOperators = 1_000

  /// Units that a number may carry: those of the scenario format, the longest first.
  private static let units = Dimension.all.flatMap(\.units).map { Array($0.name) }
    .sorted { $0.count > $1.count }

  private let source: String
  private let characters: [Character]
  private let names: [String]
  private var place = 0
  private var depth = 0
  private var operators = 0

  init(_ source: String, names: [String]) throws(SweepExpressionError) {
    self.source = source
    characters = Array(source)
    self.names = names
  }

  mutating func wholeExpression() throws(SweepExpressionError) -> SweepExpressionNode {
    let node = try expression(strength: 1)
    skipSpaces()
    guard place == characters.count else {
      throw failure(place, "an operator was expected, not '\(characters[place])'")
    }
    return node
  }

  private mutating func expression(strength: Int) throws(SweepExpressionError) -> SweepExpressionNode {
    var left = try operand()
    while let operation = peekOperator(), operation.strength >= strength {
      let start = place
      operators += 1
      guard operators <= Self.mostOperators else {
        throw failure(start, "an expression has at most \(Self.mostOperators) operators")
      }
      place += operation.rawValue.count
      let right = try expression(strength: operation.strength + 1)
      if operation.strength == 3, case .binary(let inner, _, _) = left.kind, inner.strength == 3 {
        throw failure(start, "comparisons cannot be chained; join two of them with &&")
      }
      left = SweepExpressionNode(kind: .binary(operation, left, right), offset: start)
    }
    return left
  }

  private mutating func operand() throws(SweepExpressionError) -> SweepExpressionNode {
    skipSpaces()
    let start = place
    guard start < characters.count else { throw failure(start, "the expression ends where a value was expected") }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw failure(start, "brackets nest deeper than \(Self.deepest)") }
    switch characters[start] {
    case "!":
      place += 1
      return SweepExpressionNode(kind: .not(try operand()), offset: start)
    case "-":
      place += 1
      return SweepExpressionNode(kind: .negative(try operand()), offset: start)
    case "(":
      place += 1
      let inner = try expression(strength: 1)
      try expect(")", opened: start)
      return inner
    case "'", "\"":
      return try text(quote: characters[start])
    case let character where character.isASCII && character.isNumber || character == ".":
      return try number()
    case let character where character.isLetter || character == "_":
      return try nameOrCall()
    default:
      throw failure(start, "a value was expected, not '\(characters[start])'")
    }
  }

  private mutating func text(quote: Character) throws(SweepExpressionError) -> SweepExpressionNode {
    let start = place
    place += 1
    var text = ""
    while place < characters.count, characters[place] != quote {
      text.append(characters[place])
      place += 1
    }
    guard place < characters.count else { throw failure(start, "the text has no closing \(quote)") }
    place += 1
    return SweepExpressionNode(kind: .constant(.text(text)), offset: start)
  }

  private mutating func number() throws(SweepExpressionError) -> SweepExpressionNode {
    let start = place
    while place < characters.count {
      let character = characters[place]
      let isSign = (character == "+" || character == "-") && "eE".contains(characters[place - 1])
      guard character.isASCII, character.isNumber || character == "." || "eE".contains(character) || isSign else {
        break
      }
      if place == start, isSign { break }
      place += 1
    }
    let digits = String(characters[start..<place])
    guard let number = Double(digits), number.isFinite else { throw failure(start, "'\(digits)' is not a number") }
    let end = place
    skipSpaces()
    if let unit = unit(), let factor = Dimension.factor(ofUnit: unit) {
      return SweepExpressionNode(kind: .quantity(number * factor), offset: start)
    }
    let other = place
    guard word(allowing: "/").isEmpty else {
      let names = Self.units.map { String($0) }.sorted().joined(separator: ", ")
      throw failure(other, "'\(String(characters[other..<place]))' is not a unit; there are \(names)")
    }
    place = end
    return SweepExpressionNode(kind: .constant(.number(number)), offset: start)
  }

  /// The unit that comes next, if one does: what could be a unit or an operator is an operator where an operand follows
  /// that it would have.
  private mutating func unit() -> String? {
    for unit in Self.units where characters[place...].starts(with: unit) {
      let end = place + unit.count
      if let last = unit.last, last.isLetter, end < characters.count, Self.goesOn(characters[end]) { continue }
      if unit.first == "/", isDivision(by: unit.dropFirst(), end) { continue }
      if unit == ["%"], beginsOperand(after: end) { continue }
      place = end
      return String(unit)
    }
    return nil
  }

  private static func goesOn(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// Whether `/h` divides by an axis, or `/min(` by what a function gives.
  private func isDivision(by word: ArraySlice<Character>, _ end: Int) -> Bool {
    names.contains(String(word)) || firstCharacter(after: end) == "("
  }

  private func beginsOperand(after end: Int) -> Bool {
    guard let next = firstCharacter(after: end) else { return false }
    return Self.goesOn(next) || "(.'\"-".contains(next)
  }

  private func firstCharacter(after end: Int) -> Character? {
    characters[end...].first { !$0.isWhitespace }
  }

  private mutating func nameOrCall() throws(SweepExpressionError) -> SweepExpressionNode {
    let start = place
    let name = word(allowing: ".")
    if name == "true" || name == "false" {
      return SweepExpressionNode(kind: .constant(.truth(name == "true")), offset: start)
    }
    let end = place
    skipSpaces()
    guard place < characters.count, characters[place] == "(" else {
      place = end
      guard names.contains(name) else {
        let known = names.isEmpty ? "there is none" : "there are \(names.joined(separator: ", "))"
        throw failure(start, "there is no axis \(name); \(known)\(Suggestion.ending(for: name, among: names))")
      }
      return SweepExpressionNode(kind: .name(name), offset: start)
    }
    guard let function = SweepExpressionNode.Function(rawValue: name) else {
      let known = SweepExpressionNode.Function.allCases.map(\.rawValue).joined(separator: ", ")
      throw failure(start, "there is no function \(name); there are \(known)")
    }
    let bracket = place
    place += 1
    var arguments = [try expression(strength: 1)]
    skipSpaces()
    while place < characters.count, characters[place] == "," {
      place += 1
      arguments.append(try expression(strength: 1))
      skipSpaces()
    }
    try expect(")", opened: bracket)
    guard arguments.count == 1 || function.takesSeveral else {
      throw failure(start, "\(name) takes one value, not \(arguments.count)")
    }
    return SweepExpressionNode(kind: .call(function, arguments), offset: start)
  }

  private mutating func word(allowing extra: Character) -> String {
    let start = place
    while place < characters.count {
      let character = characters[place]
      guard character.isLetter || character == "_" || place > start && (character.isNumber || character == extra) else {
        break
      }
      place += 1
    }
    return String(characters[start..<place])
  }

  private mutating func expect(_ bracket: Character, opened: Int) throws(SweepExpressionError) {
    skipSpaces()
    guard place < characters.count, characters[place] == bracket else {
      throw failure(opened, "the bracket is not closed")
    }
    place += 1
  }

  /// The operator that comes next, if one does.
  private mutating func peekOperator() -> SweepExpressionNode.BinaryOperator? {
    skipSpaces()
    let rest = String(characters[place..<min(place + 2, characters.count)])
    return SweepExpressionNode.BinaryOperator.allCases.first { rest.hasPrefix($0.rawValue) }
  }

  private mutating func skipSpaces() {
    while place < characters.count, characters[place].isWhitespace { place += 1 }
  }

  private func failure(_ offset: Int, _ message: String) -> SweepExpressionError {
    SweepExpressionError(source, offset: offset, message)
  }
}
