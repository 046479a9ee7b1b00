// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics

extension PositionedJSONReader {
  /// Reads a text in double quotes.
  package mutating func text() throws(TextProblem) -> String {
    let start = place
    place += 1
    var content: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        content += try escape().utf8
      case 0..<0x20:
        let hint = byte == 0x0A || byte == 0x0D ? "; is a double quote missing before it" : ""
        throw TextProblem(
          .notJSON, at: place,
          "a text holds the control character \(character(at: place)), which JSON writes as an escape\(hint)")
      default:
        content.append(byte)
        place += 1
      }
    }
    throw TextProblem(.endsEarly, at: start, "this text has no closing double quote")
  }

  private mutating func escape() throws(TextProblem) -> String {
    let start = place
    place += 2
    guard start + 1 < bytes.count else { throw endsEarly("the rest of an escape") }
    switch bytes[start + 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return String(try escapedScalar(start: start))
    default:
      throw TextProblem(
        .notJSON, at: start, "JSON has no escape \\ with \(character(at: start + 1)); a backslash is written \\\\")
    }
  }

  /// Reads what follows `\u`: one code unit of UTF-16, or a pair of them.
  private mutating func escapedScalar(start: Int) throws(TextProblem) -> Unicode.Scalar {
    let unit = try codeUnit(start: start)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if unit < 0xDC00, place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
      bytes[place + 1] == UInt8(ascii: "u")
    {
      let secondStart = place
      place += 2
      let second = try codeUnit(start: secondStart)
      if (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + UInt32(second) - 0xDC00)
      {
        return scalar
      }
    }
    throw TextProblem(.notJSON, at: start, "this escape is half of a surrogate pair and names no character")
  }

  private mutating func codeUnit(start: Int) throws(TextProblem) -> UInt16 {
    guard place + 4 <= bytes.count else {
      place = bytes.count
      throw endsEarly("the rest of an escape")
    }
    var unit: UInt16 = 0
    for byte in bytes[place..<place + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw TextProblem(.notJSON, at: start, "an escape \\u has four hexadecimal digits, as in \\u00E9")
      }
      unit = unit << 4 | UInt16(digit)
    }
    place += 4
    return unit
  }

  /// Reads a number and keeps it as it is written.
  package mutating func number() throws(TextProblem) -> String {
    let start = place
    while place < bytes.count, isWordByte(bytes[place]) { place += 1 }
    let word = bytes[start..<place]
    guard let fault = Self.fault(ofNumber: word) else { return String(decoding: word, as: UTF8.self) }
    let shown = PrintableText.short(String(decoding: word, as: UTF8.self))
    // Behind a number that is cut off, digits may have been lost.
    if place == bytes.count, Self.fault(ofNumber: word + [UInt8(ascii: "0")]) == nil {
      throw endsEarly("the rest of the number \(shown)")
    }
    throw TextProblem(.notJSON, at: start, "\(shown) is not a number of JSON: \(fault)")
  }

  /// What is wrong with a number; nil when nothing is.
  private static func fault(ofNumber word: ArraySlice<UInt8>) -> String? {
    var rest = word
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    if rest.first == UInt8(ascii: "+") { return "it has no leading +" }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    guard isDigit(rest.first) else { return "a digit comes first" }
    let isZero = rest.first == UInt8(ascii: "0")
    let wholeDigits = rest.prefix { isDigit($0) }.count
    if isZero, wholeDigits > 1 { return "it has no leading zeros" }
    rest = rest.dropFirst(wholeDigits)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard isDigit(rest.first) else { return "a digit follows the point" }
      rest = rest.drop { isDigit($0) }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
      guard isDigit(rest.first) else { return "a digit follows the e" }
      rest = rest.drop { isDigit($0) }
    }
    return rest.isEmpty ? nil : "it has digits, one point and one exponent at most"
  }

  /// Reads `true`, `false` or `null`.
  package mutating func word() throws(TextProblem) -> PositionedJSON.Kind {
    let start = place
    while place < bytes.count, isWordByte(bytes[place]) { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    switch word {
    case "true": return .truth(true)
    case "false": return .truth(false)
    case "null": return .null
    default: break
    }
    if place == bytes.count, ["true", "false", "null"].contains(where: { $0.hasPrefix(word) }) {
      throw endsEarly("the rest of the word \(word)")
    }
    let shown = PrintableText.short(word)
    let hint =
      switch word.lowercased() {
      case "true", "false", "null": "JSON writes it \(word.lowercased())"
      case "nan", "infinity", "inf": "a number of JSON is finite"
      case "none", "undefined", "nil": "JSON writes it null"
      default: "a text stands in double quotes"
      }
    throw TextProblem(.notJSON, at: start, "\(shown) is not JSON: \(hint)")
  }

  /// What belongs to a number or a word, right or wrong.
  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
