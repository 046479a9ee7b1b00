// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities

/// What may stand in a place of a scenario. The table of these (``ScenarioFormat``) is the format: decoding, messages,
/// suggestions, the normalised text and the JSON Schema all come from it.
indirect enum ValueKind: Sendable {
  /// A text of one line that names something.
  case name
  /// Any text.
  case text
  case integer(ClosedRange<Int>)
  /// A whole number of 64 bits without sign.
  case seed
  case quantity(Dimension, ClosedRange<Double>)
  case distribution(Dimension)
  case choice([String])
  case boolean
  case map(MapFormat)
  /// A map whose keys the user chooses.
  case named(ValueKind)
  case list(ValueKind)
  /// A name of something defined elsewhere, or its definition.
  case nameOr(MapFormat)
  /// `true`, or a name.
  case allOrName
  /// What a sweep varies; ``SweepDecoder`` reads it.
  case sweep

  var noun: String {
    switch self {
    case .name: "a name"
    case .text: "a text"
    case .integer, .seed: "a whole number"
    case .quantity(let dimension, _): "\(dimension.noun) such as \(dimension.example)"
    case .distribution(let dimension):
      "\(dimension.noun) such as \(dimension.example), or a distribution"
    case .choice(let words): words.joined(separator: " or ")
    case .boolean: "true or false"
    case .map(let format): "a map with \(format.keys.prefix(3).map(\.name).joined(separator: ", "))"
    case .named: "a map from names"
    case .list: "a list"
    case .nameOr: "a map, or a name"
    case .allOrName: "true, or a name"
    case .sweep: "a map with axes"
    }
  }
}

/// The keys of a map.
struct MapFormat: Sendable {
  let keys: [KeyFormat]

  init(_ keys: [KeyFormat]) {
    self.keys = keys
  }

  func key(_ name: String) -> KeyFormat? {
    keys.first { $0.name == name }
  }
}

/// One key: what stands there, what is assumed without it, and what it means.
struct KeyFormat: Sendable {
  enum Presence: Sendable {
    case required
    /// Absent, and nothing stands for it.
    case optional
    /// As if this had been written.
    case defaults(to: String)
    /// Required, unless another key is there: then as if this had been written.
    case defaultsBeside(_ other: String, to: String)
  }

  let name: String
  let kind: ValueKind
  let presence: Presence
  /// One or two sentences for the reference.
  let meaning: String

  init(_ name: String, _ kind: ValueKind, _ presence: Presence = .optional, _ meaning: String) {
    self.name = name
    self.kind = kind
    self.presence = presence
    self.meaning = meaning
  }
}
