// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange

/// Expressions inside of texts, as templates of the Batch tools have them: `pool-[parameters('name')]-1`.
///
/// Source: "Use Azure Batch CLI templates" (Azure Batch CLI extensions): the tools put the value of every expression in its
/// place in the text, whereas Azure Resource Manager takes only a text that is an expression as a whole.
extension AzureScopes {
  private enum Segment {
    case literal(String)
    case expression(String)
  }

  /// What a text with expressions inside comes to; nil where it has none, or is one as a whole.
  ///
  /// - Throws: Why that is unknown.
  func interpolated(_ text: String, at offset: Int, scope: Int) throws(AzureUnknown) -> AzureValue? {
    guard text.utf8.contains(UInt8(ascii: "[")), !text.hasPrefix("[[") else { return nil }
    let segments = Self.segments(of: text)
    if segments.count <= 1 { return nil }
    let evaluator = AzureEvaluator(scopes: self, scope: scope, text: text, offset: offset)
    var result = AzureText("")
    for segment in segments {
      switch segment {
      case .literal(let text): result.append(AzureText(text))
      case .expression(let source):
        let expression: AzureExpression
        do throws(AzureExpressionParser.Fault) {
          expression = try AzureExpressionParser.parse(source[...])
        } catch {
          throw AzureUnknown(error.isLimit ? .tooMuch(error.message) : .malformed(error.message), in: text)
        }
        result.append(try evaluator.part(expression))
      }
      try check(result, text)
    }
    return try evaluator.known(result)
  }

  private static func segments(of text: String) -> [Segment] {
    var segments: [Segment] = []
    var literal: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "["), let end = end(ofExpressionAt: index, in: bytes) {
        if !literal.isEmpty { segments.append(.literal(String(decoding: literal, as: UTF8.self))) }
        literal = []
        segments.append(.expression(String(decoding: bytes[(index + 1)..<end], as: UTF8.self)))
        index = end + 1
      } else {
        literal.append(bytes[index])
        index += 1
      }
    }
    if !literal.isEmpty { segments.append(.literal(String(decoding: literal, as: UTF8.self))) }
    return segments
  }

  /// The closing bracket of an expression; nil where a bracket begins none: a call follows it.
  private static func end(ofExpressionAt start: Int, in bytes: [UInt8]) -> Int? {
    var index = start + 1
    while index < bytes.count, (0x61...0x7A).contains(bytes[index] | 0x20) { index += 1 }
    guard index > start + 1, index < bytes.count, bytes[index] == UInt8(ascii: "(") else { return nil }
    var depth = 1
    var isQuoted = false
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "'"): isQuoted.toggle()
      case UInt8(ascii: "[") where !isQuoted: depth += 1
      case UInt8(ascii: "]") where !isQuoted:
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return nil
  }
}
