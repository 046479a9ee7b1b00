// SPDX-License-Identifier: GPL-3.0-or-later

/// The comments and the texts of literals of a Swift source: what people read of it.
struct Prose {
  /// Each text with the line on which it begins; line breaks and runs of blanks are single blanks, and what is
  /// interpolated is a closing bracket.
  private(set) var texts: [(line: Int, text: String)] = []

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1

  init(_ source: String) {
    bytes = Array(source.utf8)
    readCode(untilBracket: false)
  }

  private func begins(_ text: StaticString, at offset: Int = 0) -> Bool {
    let start = index + offset
    guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == text.utf8Start[$0] }
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where index < bytes.count {
      if bytes[index] == UInt8(ascii: "\n") { line += 1 }
      index += 1
    }
  }

  /// Reads code; that of an interpolation ends with its bracket.
  private mutating func readCode(untilBracket: Bool) {
    var depth = 0
    while index < bytes.count {
      if begins("//") {
        readComment()
      } else if begins("\"\"\"") {
        readText(closing: "\"\"\"")
      } else if begins("#\"") {
        advance()
        readText(closing: "\"#", isRaw: true)
      } else if begins("\"") {
        readText(closing: "\"")
      } else {
        let byte = bytes[index]
        advance()
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") {
          if untilBracket, depth == 0 { return }
          depth -= 1
        }
      }
    }
  }

  /// Reads a comment with the lines of comment that follow it.
  private mutating func readComment() {
    let start = line
    var text: [UInt8] = []
    while begins("//") {
      while index < bytes.count, bytes[index] == UInt8(ascii: "/") { advance() }
      while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
        text.append(bytes[index])
        advance()
      }
      text.append(UInt8(ascii: " "))
      while index < bytes.count, [0x20, 0x0A].contains(bytes[index]) { advance() }
    }
    add(text, start)
  }

  /// Reads a literal from its opening quote.
  private mutating func readText(closing: StaticString, isRaw: Bool = false) {
    let start = line
    var text: [UInt8] = []
    advance(isRaw ? 1 : closing.utf8CodeUnitCount)
    while index < bytes.count, !begins(closing) {
      if !isRaw, begins("\\(") {
        advance(2)
        readCode(untilBracket: true)
        text.append(UInt8(ascii: ")"))
      } else if !isRaw, begins("\\") {
        // An escape, or the end of a line that goes on.
        if !begins("\n", at: 1) { text.append(UInt8(ascii: " ")) }
        advance(2)
      } else {
        text.append(bytes[index])
        advance()
      }
    }
    advance(closing.utf8CodeUnitCount)
    add(text, start)
  }

  private mutating func add(_ text: [UInt8], _ line: Int) {
    texts.append((line, Prose.joined(String(decoding: text, as: UTF8.self))))
  }

  /// A text with single blanks for line breaks and runs of blanks.
  static func joined(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\n" || $0 == "\r\n" || $0 == "\t" }.joined(separator: " ")
  }
}
