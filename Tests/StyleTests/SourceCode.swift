// SPDX-License-Identifier: GPL-3.0-or-later

/// A Swift source as the rules look at it: its words, without comments and the texts of literals.
///
/// It is read as bytes and once: the tree has some 50,000 lines.
struct SourceCode: Sendable {
  /// A declaration: what kind, its name, where, and how many lines its body has.
  struct Declaration: Sendable {
    let keyword: String
    let name: String
    let line: Int
    let isPublic: Bool
    /// How deep it is inside of braces.
    let depth: Int
    /// Lines from the opening to the closing brace; 0 without a body.
    var bodyLines = 0
    /// Whether the body is a single table: a `switch` or a literal and nothing beside it.
    var isTable = false
  }

  let path: String
  let words: Set<String>
  let declarations: [Declaration]
  /// The types that the file extends.
  let extended: Set<String>

  private static let keywords: Set<String> = [
    "func", "var", "let", "init", "subscript", "struct", "enum", "class", "protocol", "actor", "typealias", "case",
  ]

  init(_ file: Tree.File) {
    path = file.path
    let tokens = Self.tokens(of: Array(file.text.utf8))
    words = Set(tokens.compactMap { $0.isWord ? $0.text : nil })
    var declarations: [Declaration] = []
    var extended: Set<String> = []
    var depth = 0
    /// The functions whose bodies are open: index and depth of each.
    var open: [(index: Int, depth: Int, line: Int, token: Int)] = []
    var pending: Int?
    var isPublic = false
    var brackets = 0
    for (index, token) in tokens.enumerated() {
      switch token.text {
      case "public": isPublic = true
      case "(", "[": brackets += 1
      case ")", "]": brackets -= 1
      case "extension" where depth == 0:
        if index + 1 < tokens.count { extended.insert(tokens[index + 1].text) }
        isPublic = false
      case "{":
        if brackets == 0, let declaration = pending {
          open.append((declaration, depth, token.line, index))
          pending = nil
        }
        depth += 1
      case "}":
        depth -= 1
        if let last = open.last, last.depth == depth {
          open.removeLast()
          declarations[last.index].bodyLines = token.line - last.line
          declarations[last.index].isTable = Self.isTable(tokens[(last.token + 1)..<index])
        }
      case let word where Self.keywords.contains(word) && token.isWord && brackets == 0:
        guard index + 1 < tokens.count else { break }
        let named = tokens[index + 1]
        // `class func`, `.init`, `for case let`, and a key path's `self.case` declare nothing.
        let isMember = index > 0 && tokens[index - 1].text == "."
        guard !isMember, word == "init" || word == "subscript" || named.isWord, !Self.keywords.contains(named.text)
        else { break }
        let name = word == "init" || word == "subscript" ? word : named.text
        declarations.append(
          Declaration(keyword: word, name: name, line: token.line, isPublic: isPublic, depth: depth))
        pending = ["func", "init", "subscript"].contains(word) ? declarations.count - 1 : nil
        isPublic = false
      default: break
      }
    }
    self.declarations = declarations
    self.extended = extended
  }

  /// The types that the file declares outside of any other.
  var types: Set<String> {
    Set(
      declarations.filter {
        $0.depth == 0 && ["struct", "enum", "class", "protocol", "actor", "typealias"].contains($0.keyword)
      }.map(\.name))
  }

  private struct Token {
    let text: String
    let line: Int
    let isWord: Bool
  }

  /// Whether a body is one `switch`, or one literal, from its first to its last token.
  private static func isTable(_ body: ArraySlice<Token>) -> Bool {
    guard let first = body.first, first.text == "switch" || first.text == "[" else { return false }
    var depth = 0
    for (offset, token) in body.enumerated() {
      if token.text == "{" || token.text == "[" { depth += 1 }
      if token.text == "}" || token.text == "]" {
        depth -= 1
        if depth == 0 { return offset == body.count - 1 }
      }
    }
    return false
  }

  /// Words and the marks that nest, outside of comments and texts.
  private static func tokens(of bytes: [UInt8]) -> [Token] {
    var scanner = TokenScanner(bytes: bytes)
    var tokens: [Token] = []
    while let (range, line) = scanner.next() {
      let isWord = range.count > 1 || TokenScanner.isWord(bytes[range.lowerBound])
      tokens.append(Token(text: String(decoding: bytes[range], as: UTF8.self), line: line, isWord: isWord))
    }
    return tokens
  }
}

/// Finds words and marks in bytes of Swift, and passes over comments and the texts of literals, but not over what they
/// interpolate.
struct TokenScanner {
  let bytes: [UInt8]
  private var position = 0
  private var line = 1
  /// For every open interpolation: how many brackets are open inside of it, and what ends the text around it.
  private var interpolations: [(brackets: Int, isMultiline: Bool)] = []

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private func byte(_ offset: Int = 0) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  mutating func next() -> (range: Range<Int>, line: Int)? {
    while position < bytes.count {
      let current = byte()
      if Self.isWord(current) {
        let start = position
        while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
        return (start..<position, line)
      }
      switch current {
      case UInt8(ascii: "\n"):
        line += 1
        position += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      case UInt8(ascii: "\""):
        let isMultiline = byte(1) == UInt8(ascii: "\"") && byte(2) == UInt8(ascii: "\"")
        position += isMultiline ? 3 : 1
        skipText(isMultiline: isMultiline)
      case UInt8(ascii: "("), UInt8(ascii: ")"):
        position += 1
        if let last = interpolations.indices.last {
          interpolations[last].brackets += current == UInt8(ascii: "(") ? 1 : -1
          if interpolations[last].brackets == 0 {
            let ended = interpolations.removeLast()
            skipText(isMultiline: ended.isMultiline)
            continue
          }
        }
        return (position - 1..<position, line)
      case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "."):
        position += 1
        return (position - 1..<position, line)
      default: position += 1
      }
    }
    return nil
  }

  /// Passes over a text up to its end, or into what it interpolates.
  private mutating func skipText(isMultiline: Bool) {
    while position < bytes.count {
      switch byte() {
      case UInt8(ascii: "\\") where byte(1) == UInt8(ascii: "("):
        position += 2
        interpolations.append((1, isMultiline))
        return
      case UInt8(ascii: "\\"): position += 2
      case UInt8(ascii: "\""):
        if !isMultiline {
          position += 1
          return
        }
        if byte(1) == UInt8(ascii: "\""), byte(2) == UInt8(ascii: "\"") {
          position += 3
          return
        }
        position += 1
      case UInt8(ascii: "\n"):
        line += 1
        position += 1
      default: position += 1
      }
    }
  }
}
