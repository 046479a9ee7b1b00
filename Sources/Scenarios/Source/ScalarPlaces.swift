// SPDX-License-Identifier: GPL-3.0-or-later

/// Where the characters of a text of a scenario stand in its file: of a block with its indentation, a text in quotes with
/// its escapes, a plain text on several lines.
package enum ScalarPlaces {
  /// The byte at which each character of a text stands, and its end.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - line: The line in which its value begins, from 1: that of the `|` of a block.
  ///   - column: The column, from 1.
  ///   - file: The text of the file.
  /// - Returns: One byte more than the text has characters; nil when the text does not stand there.
  /// - Complexity: O(n) in the length of the file.
  package static func offsets(of text: String, writtenAt line: Int, column: Int, in file: String) -> [Int]? {
    var reader = ScalarReader(file)
    guard reader.begin(line, column) else { return nil }
    var offsets: [Int] = []
    for scalar in text.unicodeScalars {
      guard let offset = reader.place(of: scalar) else { return nil }
      offsets.append(offset)
    }
    return offsets + [reader.offset]
  }
}

/// Goes through the file beside the text.
private struct ScalarReader {
  private enum Style {
    case bare
    case single
    case double
  }

  private let scalars: [Unicode.Scalar]
  private let bytes: [Int]
  private var index = 0
  private var style = Style.bare

  /// What YAML 1.1 takes for a line break.
  private static let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]

  init(_ file: String) {
    scalars = Array(file.unicodeScalars)
    var bytes: [Int] = []
    bytes.reserveCapacity(scalars.count + 1)
    var sum = 0
    for scalar in scalars {
      bytes.append(sum)
      sum += UTF8.width(scalar)
    }
    self.bytes = bytes + [sum]
  }

  /// The byte that is reached.
  var offset: Int { bytes[min(index, scalars.count)] }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  /// Goes to where a value begins, behind what only says how it is written.
  mutating func begin(_ line: Int, _ column: Int) -> Bool {
    if next == "\u{FEFF}" { index += 1 }
    var current = 1
    while current < line, let scalar = next {
      index += 1
      let isPair = scalar == "\r" && next == "\n"
      if Self.breaks.contains(scalar), !isPair { current += 1 }
    }
    index += max(0, column - 1)
    // A tag or an anchor before the value.
    while let first = next, first == "!" || first == "&" {
      while let scalar = next, !isSpace(scalar) { index += 1 }
      skipSpaces()
    }
    switch next {
    case nil: return false
    case "|", ">":
      while let scalar = next, !Self.breaks.contains(scalar) { index += 1 }
      skipBreak()
    case "\"":
      style = .double
      index += 1
    case "'":
      style = .single
      index += 1
    default: break
    }
    return true
  }

  /// The byte at which the next character stands; nil when there is another.
  mutating func place(of scalar: Unicode.Scalar) -> Int? {
    if isSpace(scalar) {
      let place = offset
      if style == .double, next == "\\", let (meant, length) = escape(), meant == scalar {
        index += length
      } else if next == scalar {
        index += 1
      } else if scalar == "\n" {
        skipBreak()
      }
      return place
    }
    skipSpaces()
    let place = offset
    if style == .double, next == "\\" {
      guard let (meant, length) = escape(), meant == scalar else { return nil }
      index += length
      return place
    }
    guard next == scalar else { return nil }
    index += 1
    // A quote in single quotes is written twice.
    if style == .single, scalar == "'" {
      guard next == "'" else { return nil }
      index += 1
    }
    return place
  }

  private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || Self.breaks.contains(scalar)
  }

  private mutating func skipBreak() {
    guard let scalar = next, Self.breaks.contains(scalar) else { return }
    index += 1
    if scalar == "\r", next == "\n" { index += 1 }
  }

  private mutating func skipSpaces() {
    while let scalar = next {
      if isSpace(scalar) {
        index += 1
      } else if style == .double, scalar == "\\", index + 1 < scalars.count, Self.breaks.contains(scalars[index + 1]) {
        // A line that goes on.
        index += 2
      } else {
        return
      }
    }
  }

  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "0": "\0", "a": "\u{7}", "b": "\u{8}", "t": "\t", "\t": "\t", "n": "\n", "v": "\u{B}", "f": "\u{C}", "r": "\r",
    "e": "\u{1B}", " ": " ", "\"": "\"", "/": "/", "\\": "\\", "N": "\u{85}", "_": "\u{A0}", "L": "\u{2028}",
    "P": "\u{2029}",
  ]

  /// The character that an escape in double quotes means, and the length of the escape.
  private func escape() -> (meant: Unicode.Scalar, length: Int)? {
    guard index + 1 < scalars.count else { return nil }
    let letter = scalars[index + 1]
    if let meant = Self.escapes[letter] { return (meant, 2) }
    let lengths: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
    guard let length = lengths[letter], index + 2 + length <= scalars.count else { return nil }
    var digits = String.UnicodeScalarView()
    digits.append(contentsOf: scalars[(index + 2)..<(index + 2 + length)])
    return UInt32(String(digits), radix: 16).flatMap(Unicode.Scalar.init).map { ($0, 2 + length) }
  }
}
