// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// A JSON value (RFC 8259) that knows where it stands in its text.
///
/// Foundation's reader gives no positions, and YAML's accepts what JSON refuses (NaN, comments, unquoted texts) while it
/// mishandles some of what JSON allows (tabs between tokens, surrogate escapes); both nest as deep as the text tells
/// them to. A message about a request body has to name its line, so the import reads JSON itself.
package struct PositionedJSON: Sendable {
  /// What the value is.
  package enum Kind: Sendable {
    case null
    case truth(Bool)
    /// A number as it is written: nothing is rounded before a caller says what the number is for.
    case number(String)
    case text(String)
    case array([PositionedJSON])
    case object([Member])
  }

  /// A name of an object, and the value that it has.
  package struct Member: Sendable {
    package let name: String
    /// Where the name stands, counted in bytes of UTF-8 from 0.
    package let nameOffset: Int
    package let value: PositionedJSON

    /// Makes one of its parts.
    package init(name: String, nameOffset: Int, value: PositionedJSON) {
      self.name = name
      self.nameOffset = nameOffset
      self.value = value
    }
  }

  package let kind: Kind
  /// Where the value begins, counted in bytes of UTF-8 from 0.
  package let offset: Int

  /// Makes one of its parts.
  package init(kind: Kind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  package var isNull: Bool {
    if case .null = kind { true } else { false }
  }

  /// How many values it is made of.
  ///
  /// - Complexity: O(that many).
  package var weight: Int {
    switch kind {
    case .array(let elements): elements.reduce(1) { $0 + $1.weight }
    case .object(let members): members.reduce(1) { $0 + $1.value.weight }
    case .null, .truth, .number, .text: 1
    }
  }

  /// The same value behind another text.
  ///
  /// - Parameter distance: How long that is [bytes].
  /// - Returns: The value with its places counted from the beginning of both.
  package func moved(by distance: Int) -> PositionedJSON {
    let kind: Kind =
      switch self.kind {
      case .array(let elements): .array(elements.map { $0.moved(by: distance) })
      case .object(let members):
        .object(
          members.map {
            Member(name: $0.name, nameOffset: $0.nameOffset + distance, value: $0.value.moved(by: distance))
          })
      case .null, .truth, .number, .text: self.kind
      }
    return PositionedJSON(kind: kind, offset: offset + distance)
  }

  /// The value as a message names it.
  package var description: String {
    switch kind {
    case .null: "null"
    case .truth(let flag): "\(flag)"
    case .number(let digits): "the number \(PrintableText.short(digits))"
    case .text(let text): "the text \"\(PrintableText.short(text))\""
    case .array: "an array"
    case .object: "an object"
    }
  }
}
