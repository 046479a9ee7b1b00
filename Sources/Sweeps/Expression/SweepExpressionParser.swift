// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads expressions by precedence climbing (Pratt 1973, doi:10.1145/512927.512931).
struct SweepExpressionParser {
  /// How deep brackets and signs may nest.
  private static let deepest = 100

  /// Units that a number may carry, and what they scale it by.
  static let units: [String: Double] = [
    "ms": 0.001, "s": 1, "min": 60, "h": 3_600, "d": 86_400, "B": 1, "KiB": 1_024, "MiB": 1_048_576,
    "GiB": 1_073_741_824, "KiB/s": 1_024, "MiB/s": 1_048_576, "GiB/s": 1_073_741_824,
  ]

  private let source: String
  private let characters: [Character]
  private let names: [String]
  private var place = 0
  private var depth = 0

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
    let unit = word(allowing: "/")
    guard !unit.isEmpty else {
      place = end
      return SweepExpressionNode(kind: .constant(.number(number)), offset: start)
    }
    guard let factor = Self.units[unit] else {
      throw failure(
        place - unit.count, "'\(unit)' is not a unit; there are \(Self.units.keys.sorted().joined(separator: ", "))")
    }
    return SweepExpressionNode(kind: .quantity(number * factor), offset: start)
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
        throw failure(start, "there is no axis \(name); \(known)")
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
