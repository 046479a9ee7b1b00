// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// An expression of an ARM template, taken apart: `concat(parameters('account'), '/pool')`.
///
/// The language is that of "ARM template functions" and "Syntax and expressions in ARM templates" (Azure Resource
/// Manager): literals, calls, members and elements; there are no operators.
indirect enum AzureExpression: Sendable {
  /// What is taken out of an object or an array.
  enum Accessor: Sendable {
    case member(String)
    /// `.?name`: null where there is no such member.
    case optionalMember(String)
    case element(AzureExpression)
  }

  case text(String)
  case number(String)
  /// A call with its name, its arguments, and its own text for messages.
  case call(name: String, arguments: [AzureExpression], source: String)
  /// Members of members, in their order, and their own text for messages.
  case access(AzureExpression, [Accessor], source: String)

  /// How the expression is written; nil for literals.
  var source: String? {
    switch self {
    case .text, .number: nil
    case .call(_, _, let source), .access(_, _, let source): source
    }
  }
}

/// Reads expressions of ARM templates within limits.
struct AzureExpressionParser {
  /// The longest expression that Azure Resource Manager takes [bytes] ("Template limits").
  static let longest = 24_576
  /// How deep calls may nest; people nest about ten.
  static let deepest = 64

  /// What is wrong with an expression.
  struct Fault: Error, Hashable, Sendable {
    let message: String
    var isLimit = false
  }

  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  /// Reads an expression without the brackets around it.
  ///
  /// - Returns: The expression.
  /// - Throws: `Fault` with the character where it is wrong, or the limit that it exceeds.
  /// - Complexity: O(length).
  static func parse(_ text: Substring) throws(Fault) -> AzureExpression {
    var parser = AzureExpressionParser(bytes: Array(text.utf8))
    guard parser.bytes.count <= longest else {
      throw Fault(message: "it is longer than \(longest) bytes, which a deployment takes", isLimit: true)
    }
    let expression = try parser.expression()
    parser.skipSpace()
    guard parser.place == parser.bytes.count else { throw parser.unexpected("its end") }
    return expression
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func expression() throws(Fault) -> AzureExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw Fault(message: "it nests deeper than \(Self.deepest) levels", isLimit: true)
    }
    skipSpace()
    let start = place
    let head = try operand(start: start)
    var accessors: [AzureExpression.Accessor] = []
    while let accessor = try accessor() { accessors.append(accessor) }
    return accessors.isEmpty ? head : .access(head, accessors, source: source(from: start))
  }

  private mutating func operand(start: Int) throws(Fault) -> AzureExpression {
    guard start < bytes.count else { throw unexpected("a function or a literal") }
    switch bytes[start] {
    case UInt8(ascii: "'"): return .text(try quoted())
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      place += 1
      while place < bytes.count, Self.isNameByte(bytes[place]) { place += 1 }
      let word = source(from: start)
      guard Int(word) != nil else {
        throw Fault(message: "\(PrintableText.short(word)) at character \(start + 2) is not a whole number")
      }
      return .number(word)
    case let byte where Self.isNameByte(byte):
      // A point belongs to the name of a user's own function: `contoso.uniqueName()`.
      while place < bytes.count, Self.isNameByte(bytes[place]) || bytes[place] == UInt8(ascii: ".") { place += 1 }
      let name = source(from: start)
      skipSpace()
      guard take("(") else { throw unexpected("'(' after \(PrintableText.short(name))") }
      return .call(name: name, arguments: try arguments(), source: source(from: start))
    default: throw unexpected("a function or a literal")
    }
  }

  private mutating func arguments() throws(Fault) -> [AzureExpression] {
    var arguments: [AzureExpression] = []
    skipSpace()
    if take(")") { return arguments }
    while true {
      arguments.append(try expression())
      skipSpace()
      if take(")") { return arguments }
      guard take(",") else { throw unexpected("',' or ')'") }
    }
  }

  private mutating func accessor() throws(Fault) -> AzureExpression.Accessor? {
    skipSpace()
    if take("[") {
      let element = try expression()
      skipSpace()
      guard take("]") else { throw unexpected("']'") }
      return .element(element)
    }
    guard take(".") else { return nil }
    let isOptional = take("?")
    skipSpace()
    let start = place
    while place < bytes.count, Self.isNameByte(bytes[place]) { place += 1 }
    guard place > start else { throw unexpected("the name of a member") }
    return isOptional ? .optionalMember(source(from: start)) : .member(source(from: start))
  }

  /// Reads a text in single quotes, in which two of them stand for one.
  private mutating func quoted() throws(Fault) -> String {
    let start = place
    place += 1
    var content: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      guard byte == UInt8(ascii: "'") else {
        content.append(byte)
        continue
      }
      guard take("'") else { return String(decoding: content, as: UTF8.self) }
      content.append(byte)
    }
    throw Fault(message: "the text at character \(start + 2) has no closing quote")
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place += 1 }
  }

  private func source(from start: Int) -> String {
    String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private func unexpected(_ what: String) -> Fault {
    guard place < bytes.count else { return Fault(message: "it ends where \(what) was expected") }
    let tail = String(decoding: bytes[place..<min(place + 4, bytes.count)], as: UTF8.self)
    let found = tail.unicodeScalars.first.map { PrintableText.escaped(String($0)) } ?? ""
    // The bracket before the expression is its first character.
    return Fault(message: "\(what) was expected at character \(place + 2), not \(found)")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
