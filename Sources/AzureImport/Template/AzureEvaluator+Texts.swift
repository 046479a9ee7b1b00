// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Foundation
internal import Interchange

/// The functions of texts ("String functions for ARM templates").
extension AzureEvaluator {
  /// A function of texts; nil where a name is none.
  ///
  /// - Throws: Why the result is unknown.
  func texts(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue? {
    switch name.lowercased() {
    case "trim":
      try check(arguments, 1...1, name)
      return known(.text(try key(arguments[0]).trimmingCharacters(in: .whitespacesAndNewlines)))
    case "replace":
      try check(arguments, 3...3, name)
      let (old, new) = (try key(arguments[1]), try key(arguments[2]))
      return try known(try part(arguments[0]).map { old.isEmpty ? $0 : $0.replacing(old, with: new) })
    case "startswith", "endswith":
      try check(arguments, 2...2, name)
      let (text, end) = (try key(arguments[0]).lowercased(), try key(arguments[1]).lowercased())
      return known(.truth(name.lowercased() == "startswith" ? text.hasPrefix(end) : text.hasSuffix(end)))
    case "substring":
      try check(arguments, 2...3, name)
      let text = Array(try key(arguments[0]).utf16)
      let start = try count(arguments[1])
      let length = try arguments.count > 2 ? count(arguments[2]) : text.count - start
      guard start >= 0, length >= 0, start <= text.count, length <= text.count - start else {
        throw malformed("substring from \(start) of \(length) characters is beyond the \(text.count) that there are")
      }
      return known(.text(String(decoding: text[start..<start + length], as: UTF16.self)))
    case "padleft":
      try check(arguments, 2...3, name)
      let text = try part(arguments[0]).filled { _ in "" }
      let length = try count(arguments[1])
      let filling = try arguments.count > 2 ? key(arguments[2]) : " "
      guard (0...1_000).contains(length), filling.utf16.count == 1 else {
        throw malformed("padLeft takes a length of at most 1000 and one character")
      }
      return known(.text(String(repeating: filling, count: max(0, length - text.utf16.count)) + text))
    case "split":
      try check(arguments, 2...2, name)
      return known(.array(try split(try key(arguments[0]), arguments[1]).map { element(.text($0)) }))
    case "join":
      try check(arguments, 2...2, name)
      let separator = try key(arguments[1])
      let parts = try array(arguments[0]).map { Self.plain($0) }
      return try known(AzureText(parts.joined(separator: separator)))
    case "fail":
      try check(arguments, 1...1, name)
      throw malformed("the template fails: \(PrintableText.short(try key(arguments[0])))")
    default: return nil
    }
  }

  /// The same value as an element of a list.
  func element(_ kind: PositionedJSON.Kind) -> PositionedJSON { PositionedJSON(kind: kind, offset: offset) }

  /// A value inside of a text: texts without quotes.
  static func plain(_ value: PositionedJSON) -> String {
    switch value.kind {
    case .text(let text): text
    case .truth(let truth): truth ? "True" : "False"
    case .null: ""
    default: compact(value)
    }
  }

  private func split(_ text: String, _ separators: AzureExpression) throws(AzureUnknown) -> [String] {
    let given = try whole(separators)
    var texts: [String] = []
    if case .array(let elements) = given.kind {
      texts = elements.map { Self.plain($0) }
    } else {
      texts = [Self.plain(given)]
    }
    texts.removeAll { $0.isEmpty }
    guard !texts.isEmpty else { return [text] }
    var parts: [String] = []
    var current = ""
    var rest = text[...]
    while !rest.isEmpty {
      if let separator = texts.first(where: { rest.hasPrefix($0) }) {
        parts.append(current)
        current = ""
        rest = rest.dropFirst(separator.count)
      } else {
        current.append(rest.removeFirst())
      }
    }
    try scopes.spend(text.utf8.count / 100, self.text)
    return parts + [current]
  }

  /// A value in the form that braces of `format` ask for, such as `{0:D3}`, `{0:X2}`, `{0:000}` or `{0,5}`; nil for
  /// another form, or a value of which something is unknown.
  static func formatted(_ value: AzureText, _ place: Substring) -> AzureText? {
    guard value.unknown == nil else { return nil }
    var text = value.filled { _ in "" }
    let rest = place.drop { $0.isASCII && $0.isNumber }
    let sides = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if sides.count == 2 {
      guard let form = formatted(text, as: String(sides[1])) else { return nil }
      text = form
    }
    if let width = sides.first?.dropFirst(), !width.isEmpty {
      guard let count = Int(width), (-1_000...1_000).contains(count) else { return nil }
      let filling = String(repeating: " ", count: max(0, abs(count) - text.utf16.count))
      text = count < 0 ? text + filling : filling + text
    }
    return AzureText(text)
  }

  private static func formatted(_ text: String, as form: String) -> String? {
    guard let number = Int(text), let kind = form.first else { return nil }
    let count = Int(form.dropFirst()) ?? 0
    guard (0...100).contains(count) else { return nil }
    func padded(_ digits: String, _ count: Int) -> String {
      String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
    let sign = number < 0 ? "-" : ""
    switch kind {
    case "D", "d": return sign + padded(String(number.magnitude), count)
    case "X" where number >= 0: return padded(String(number, radix: 16, uppercase: true), count)
    case "x" where number >= 0: return padded(String(number, radix: 16), count)
    case "0" where form.allSatisfy { $0 == "0" }: return sign + padded(String(number.magnitude), form.count)
    default: return nil
    }
  }

  // MARK: - Encodings

  /// A function of encodings; nil where a name is none.
  ///
  /// - Throws: Why the result is unknown.
  func encodings(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue? {
    switch name.lowercased() {
    case "base64", "datauri":
      try check(arguments, 1...1, name)
      let encoded = Data(try key(arguments[0]).utf8).base64EncodedString()
      return try known(
        AzureText(name.lowercased() == "base64" ? encoded : "data:text/plain;charset=utf8;base64,\(encoded)"))
    case "base64tostring", "base64tojson", "datauritostring":
      try check(arguments, 1...1, name)
      var encoded = try key(arguments[0])
      if name.lowercased() == "datauritostring" { encoded = encoded.split(separator: ",").last.map(String.init) ?? "" }
      guard let data = Data(base64Encoded: encoded), let text = String(data: data, encoding: .utf8) else {
        throw malformed("\(shown(arguments[0])) is not a text in base64")
      }
      return try name.lowercased() == "base64tojson" ? parsed(text) : known(AzureText(text))
    case "uricomponent":
      try check(arguments, 1...1, name)
      let allowed = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
      return try known(AzureText(try key(arguments[0]).addingPercentEncoding(withAllowedCharacters: allowed) ?? ""))
    case "uricomponenttostring":
      try check(arguments, 1...1, name)
      return try known(AzureText(try key(arguments[0]).removingPercentEncoding ?? ""))
    case "uri":
      try check(arguments, 2...2, name)
      let (base, relative) = (try key(arguments[0]), try key(arguments[1]))
      guard let url = URL(string: relative, relativeTo: URL(string: base)) else {
        throw malformed("\(shown(arguments[0])) is not an address")
      }
      return try known(AzureText(url.absoluteString))
    case "json":
      try check(arguments, 1...1, name)
      return try parsed(try key(arguments[0]))
    default: return nil
    }
  }

  private func parsed(_ text: String) throws(AzureUnknown) -> AzureValue {
    try scopes.spend(text.utf8.count / 100, self.text)
    do throws(TextProblem) {
      let value = try PositionedJSONReader.read(Array(text.utf8)).value
      // The places inside of the text are none of the document.
      return known(placed(value).kind)
    } catch {
      throw malformed("the text is not JSON: \(error.message)")
    }
  }

  private func placed(_ value: PositionedJSON) -> PositionedJSON {
    switch value.kind {
    case .null, .truth, .number, .text: element(value.kind)
    case .array(let elements): element(.array(elements.map(placed)))
    case .object(let members):
      element(
        .object(
          members.map { PositionedJSON.Member(name: $0.name, nameOffset: offset, value: placed($0.value)) }))
    }
  }
}
