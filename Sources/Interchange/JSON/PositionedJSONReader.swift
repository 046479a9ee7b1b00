// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics

/// Reads JSON strictly as RFC 8259 has it, within limits: what a text can make it do is bounded before it is read.
///
/// Descends into objects and arrays by calling itself, at most ``deepest`` times. Stops at the first place that is not
/// JSON, since what follows such a place can mean anything; names that stand twice in an object are all listed.
package struct PositionedJSONReader {
  /// How deep objects and arrays may nest; a pool body needs about ten levels.
  package static let deepest = 128
  /// The largest text that is read: 8 MiB, twice what Azure Resource Manager takes as a template.
  package static let mostBytes = 8 << 20
  /// The largest text whose list is read one element after the other [bytes].
  package static let mostListBytes = 256 << 20
  package let bytes: [UInt8]
  package var place = 0
  /// Takes the elements of the list that the text is, or that is its member `value`, with their paths; nil where the list
  /// is kept whole.
  private var sink: ((PositionedJSON, String) -> Void)?
  /// Where the last element ends that was handed on: nothing before it is held any more.
  private var freedOffset = 0
  /// Where the objects and arrays begin that are open, from the outermost in.
  private var openOffsets: [Int] = []
  private var duplicates: [TextProblem] = []

  /// Reads a whole text.
  ///
  /// - Parameter bytes: The text in UTF-8.
  /// - Returns: The value, and a problem for every name that its object has already.
  /// - Throws: The first thing that is not JSON, or the limit that the text exceeds.
  /// - Complexity: O(`bytes.count`).
  package static func read(_ bytes: [UInt8]) throws(TextProblem) -> (
    value: PositionedJSON, duplicates: [TextProblem]
  ) {
    var reader = PositionedJSONReader(bytes: bytes)
    return (try reader.wholeText(), reader.duplicates)
  }

  /// Reads a whole text and hands on the elements of its list one after the other, so that only one of them is held.
  ///
  /// A list is an array, or what an object has as `value`: so answers of the service are written. What is handed on is missing
  /// in the value that is returned. Nothing else than a list may be longer than ``mostBytes``.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8, of ``mostListBytes`` at most.
  ///   - sink: Takes an element and its path, such as `value[3]`.
  /// - Returns: The value, and a problem for every name that its object has already.
  /// - Throws: The first thing that is not JSON, or the limit that the text exceeds; elements before it were handed on.
  /// - Complexity: O(`bytes.count`).
  package static func read(
    _ bytes: [UInt8], elements sink: @escaping (PositionedJSON, String) -> Void
  ) throws(TextProblem) -> (value: PositionedJSON, duplicates: [TextProblem]) {
    var reader = PositionedJSONReader(bytes: bytes)
    reader.sink = sink
    return (try reader.wholeText(), reader.duplicates)
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func wholeText() throws(TextProblem) -> PositionedJSON {
    let most = sink == nil ? Self.mostBytes : Self.mostListBytes
    guard bytes.count <= most else {
      throw TextProblem(
        .bodyTooLarge, at: 0, "the text has more than \(most) bytes; at most so many (\(most >> 20) MiB) are read")
    }
    // ASCII in UTF-16 has a zero byte in every pair; without a byte order mark it passes for UTF-8.
    guard !bytes.prefix(4).contains(0) else {
      throw TextProblem(.bodyEncoding, at: 0, "the text holds zero bytes, as UTF-16 does; save it in UTF-8")
    }
    if bytes.starts(with: TextPlace.byteOrderMark) { place = TextPlace.byteOrderMark.count }
    skipSpace()
    guard place < bytes.count else {
      throw TextProblem(.endsEarly, at: 0, "the text is empty; the JSON body of a pool was expected")
    }
    let value = sink == nil ? try value() : try list("")
    skipSpace()
    guard place == bytes.count else { throw unexpected("the end of the text, after one JSON value,") }
    return value
  }

  private mutating func value() throws(TextProblem) -> PositionedJSON {
    let start = place
    guard start < bytes.count else { throw endsEarly("a value") }
    let kind: PositionedJSON.Kind
    switch bytes[start] {
    case UInt8(ascii: "{"): kind = .object(try nested { reader throws(TextProblem) in try reader.members() })
    case UInt8(ascii: "["): kind = .array(try nested { reader throws(TextProblem) in try reader.elements() })
    case UInt8(ascii: "\""): kind = .text(try text())
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
      kind = .number(try number())
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): kind = try word()
    default: throw unexpected("a value")
    }
    return PositionedJSON(kind: kind, offset: start)
  }

  private mutating func nested<Content>(
    _ content: (inout PositionedJSONReader) throws(TextProblem) -> Content
  ) throws(TextProblem) -> Content {
    guard openOffsets.count < Self.deepest else {
      throw TextProblem(.bodyTooLarge, at: place, "objects and arrays nest deeper than \(Self.deepest) levels")
    }
    openOffsets.append(place)
    place += 1
    skipSpace()
    let result = try content(&self)
    openOffsets.removeLast()
    return result
  }

  private mutating func members() throws(TextProblem) -> [PositionedJSON.Member] {
    var members: [PositionedJSON.Member] = []
    // Names are compared as bytes: RFC 8259 knows nothing of Unicode's equivalences.
    var firstOffsets: [[UInt8]: Int] = [:]
    if take("}") { return members }
    while true {
      let nameOffset = place
      guard nameOffset < bytes.count else { throw endsEarly("a name in double quotes") }
      guard bytes[nameOffset] == UInt8(ascii: "\"") else { throw unexpected("a name in double quotes") }
      let name = try text()
      // The service finds names without regard to case: two that differ in it are one.
      let key = Array(name.lowercased().utf8)
      if let first = firstOffsets.updateValue(nameOffset, forKey: key) {
        firstOffsets[key] = first
        noteDuplicate(name, at: nameOffset, first: first)
      }
      skipSpace()
      guard take(":") else { throw expected("':' after the name \"\(PrintableText.short(name))\"") }
      skipSpace()
      let isList = sink != nil && openOffsets.count == 1 && name.lowercased() == "value"
      members.append(
        PositionedJSON.Member(name: name, nameOffset: nameOffset, value: isList ? try list("value") : try value()))
      try checkHeld()
      skipSpace()
      if take("}") { return members }
      guard take(",") else { throw expected("',' or '}'") }
      try refuseEmptyPlace(before: "}")
    }
  }

  /// Reads a value whose elements are handed on, if it is an array.
  private mutating func list(_ path: String) throws(TextProblem) -> PositionedJSON {
    guard let sink, place < bytes.count, bytes[place] == UInt8(ascii: "[") else { return try value() }
    let start = place
    let kept = try nested { reader throws(TextProblem) in
      try reader.elements { element, index in sink(element, "\(path)[\(index)]") }
    }
    return PositionedJSON(kind: .array(kept), offset: start)
  }

  /// A text may be longer than a value may, if it is handed on piece by piece.
  private func checkHeld() throws(TextProblem) {
    guard place - freedOffset > Self.mostBytes else { return }
    throw TextProblem(
      .bodyTooLarge, at: freedOffset,
      "more than \(Self.mostBytes) bytes belong together here; at most so many (8 MiB) are read of one body or template"
    )
  }

  private mutating func elements(
    _ sink: ((PositionedJSON, Int) -> Void)? = nil
  ) throws(TextProblem) -> [PositionedJSON] {
    var elements: [PositionedJSON] = []
    var count = 0
    if take("]") { return elements }
    while true {
      let element = try value()
      try checkHeld()
      if let sink {
        sink(element, count)
        freedOffset = place
      } else {
        elements.append(element)
      }
      count += 1
      skipSpace()
      if take("]") { return elements }
      guard take(",") else { throw expected("',' or ']'") }
      try refuseEmptyPlace(before: "]")
    }
  }

  private mutating func refuseEmptyPlace(before bracket: Unicode.Scalar) throws(TextProblem) {
    let comma = place - 1
    skipSpace()
    if place < bytes.count, bytes[place] == UInt8(ascii: bracket) {
      throw TextProblem(.notJSON, at: comma, "nothing follows this comma; remove it")
    }
  }

  private mutating func noteDuplicate(_ name: String, at offset: Int, first: Int) {
    guard duplicates.count < DiagnosticList.mostTold else { return }
    let line = TextPlace(of: first, in: bytes).line
    duplicates.append(
      TextProblem(
        .duplicateMember, at: offset,
        "the name \"\(PrintableText.short(name))\" stands in line \(line) already; keep one"))
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): place += 1
      default: return
      }
    }
  }

  // MARK: - What is wrong

  private func expected(_ what: String) -> TextProblem {
    place < bytes.count ? unexpected(what) : endsEarly(what)
  }

  package func endsEarly(_ what: String) -> TextProblem {
    var message = "the text ends where \(what) was expected"
    if let open = openOffsets.last {
      let opening = TextPlace(of: open, in: bytes)
      let kind = bytes[open] == UInt8(ascii: "{") ? "object" : "array"
      message += "; the \(kind) of line \(opening.line), column \(opening.column) is not closed"
    }
    return TextProblem(.endsEarly, at: bytes.count, message)
  }

  private func unexpected(_ what: String) -> TextProblem {
    switch bytes[place] {
    case UInt8(ascii: "/"), UInt8(ascii: "#"):
      TextProblem(.notJSON, at: place, "\(what) was expected; if this is a comment, remove it: JSON has none")
    case UInt8(ascii: "'"):
      TextProblem(.notJSON, at: place, "\(what) was expected; JSON has double quotes only, not ''")
    default:
      TextProblem(.notJSON, at: place, "\(what) was expected, not \(character(at: place))")
    }
  }

  /// The character at an offset as a message names it.
  package func character(at offset: Int) -> String {
    let tail = bytes[offset..<min(offset + 4, bytes.count)]
    guard let scalar = String(decoding: tail, as: UTF8.self).unicodeScalars.first else { return "the end" }
    return scalar == "'" ? "\"'\"" : "'\(PrintableText.escaped(String(scalar)))'"
  }
}
