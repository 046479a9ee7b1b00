// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities

/// What may stand in a place of a scenario, without its type in Swift: what checks, messages, the normalised text, the
/// JSON Schema and the reference go by. ``ValueType`` pairs it with the type.
indirect enum ValueKind: Sendable {
  /// A text of one line that names something.
  case name
  /// Any text.
  case text
  case integer(ClosedRange<Int>)
  /// A whole number of 64 bits without sign.
  case seed
  /// A number without a unit.
  case number
  case quantity(Dimension, ClosedRange<Double>)
  case distribution(Dimension)
  /// One of some words; those of the service are taken in any case, because it writes them in several itself.
  case choice([String], inAnyCase: Bool)
  /// One of some words, the first ones, or another word for one of them.
  case synonyms([String], [String: String])
  case boolean
  case map(MapFormat)
  /// A map whose keys the user chooses.
  case named(ValueKind, NameRule)
  /// A list with at least so many elements.
  case list(ValueKind, atLeast: Int)
  /// A name of something defined elsewhere, or its definition.
  case nameOr(MapFormat)
  /// `true`, or a name.
  case allOrName
  /// One of several things that happen at a time.
  case event(UnionFormat)
  /// A number with the unit of any dimension, or without one.
  case measure
  /// Whatever is written.
  case anything

  /// What may be the keys of a map whose keys the user chooses.
  enum NameRule: Sendable {
    /// Names of pools, images and variants.
    case scenario
    /// Names of axes, which expressions use.
    case axis
  }

  var noun: String {
    switch self {
    case .name: "a name"
    case .text: "a text"
    case .integer, .seed: "a whole number"
    case .number: "a number without a unit"
    case .quantity(let dimension, _): "\(dimension.noun) such as \(dimension.example)"
    case .distribution(let dimension):
      "\(dimension.noun) such as \(dimension.example), or a distribution"
    case .choice(let words, _): words.listed
    case .synonyms(let words, let others): (words + others.keys.sorted()).listed
    case .boolean: "true or false"
    case .map(let format): "a map with \(format.keys.prefix(3).map(\.name).joined(separator: ", "))"
    case .named: "a map from names"
    case .list: "a list"
    case .nameOr: "a map, or a name"
    case .allOrName: "true, or a name"
    case .event(let format): "a map with at and one of \(format.forms.map(\.name).listed)"
    case .measure: "a number, with its unit if it has one"
    case .anything: "a value"
    }
  }

  /// What it is, without an example; nil for what has keys of its own.
  var scalarNoun: String? {
    switch self {
    case .quantity(let dimension, _): dimension.noun
    case .choice, .synonyms: "a word"
    case .boolean: "true or false"
    case .name, .text, .integer, .seed, .number, .allOrName, .measure: noun
    case .distribution, .map, .named, .list, .nameOr, .event, .anything: nil
    }
  }
}

/// The keys of a map.
struct MapFormat: Sendable {
  /// What the map describes, where it stands in several places: the schema has it once.
  let noun: String?
  private(set) var keys: [KeyFormat]
  /// Keys of which at least one must be there.
  let leastOneOf: [String]
  /// The forms that the map may have.
  let forms: Forms

  /// The forms of a map: each has keys of its own.
  enum Forms: Sendable {
    /// All keys may stand beside each other.
    case one
    /// The word under a key says which form it is; ``KeyFormat/exclusions`` say which keys go with which word.
    case tagged(by: String, [Form])
    /// The keys that are there say which form it is.
    case shaped([Form])
  }

  /// One form.
  struct Form: Sendable {
    /// The word of a tag, or a name for the reference.
    let name: String
    let meaning: String
    /// Of a shape: the keys that make it, and those that may stand beside them.
    let required: [String]
    let optional: [String]

    init(_ name: String, _ meaning: String, required: [String] = [], optional: [String] = []) {
      self.name = name
      self.meaning = meaning
      self.required = required
      self.optional = optional
    }
  }

  init(_ keys: [KeyFormat], noun: String? = nil, leastOneOf: [String] = [], forms: Forms = .one) {
    self.noun = noun
    self.keys = keys
    self.leastOneOf = leastOneOf
    self.forms = forms
  }

  func key(_ name: String) -> KeyFormat? {
    keys.first { $0.name == name }
  }

  /// The same map without some keys.
  func without(_ names: Set<String>) -> MapFormat {
    var copy = self
    copy.keys.removeAll { names.contains($0.name) }
    return copy
  }
}

/// One key: what stands there, what is assumed without it, and what it means.
///
/// A class, because tables are made of rows of other tables: a reference is copied for less than a record of this size.
final class KeyFormat: Sendable {
  enum Presence: Sendable {
    case required
    /// Absent, and nothing stands for it.
    case optional
    /// Absent: the profile has a value.
    case profile
    /// As if this had been written.
    case defaults(to: String)
    /// Required, unless another key is there: then as if this had been written.
    case defaultsBeside(_ other: String, to: String)
    /// As if this had been written, which the normalised text does not show.
    case unstated(String)
  }

  let name: String
  let kind: ValueKind
  let presence: Presence
  /// One or two sentences for the reference.
  let meaning: String
  /// The words of the map's tag that the key does not go with, and what to say then.
  let exclusions: [String: String]
  /// The number that the key may have nevertheless, because it is what goes without saying.
  let numberBeside: Int?
  /// A key beside which nothing is assumed for this one.
  let unlessThere: String?

  init(
    _ name: String, _ kind: ValueKind, _ presence: Presence, _ meaning: String, exclusions: [String: String] = [:],
    numberBeside: Int? = nil, unlessThere: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.presence = presence
    self.meaning = meaning
    self.exclusions = exclusions
    self.numberBeside = numberBeside
    self.unlessThere = unlessThere
  }

  /// What is assumed when the key is absent; nil when nothing is.
  var defaultText: String? {
    switch presence {
    case .defaults(let text), .defaultsBeside(_, let text), .unstated(let text): text
    case .required, .optional, .profile: nil
    }
  }
}

/// One of several things that happen at a time: `{ at: 7 min, VERB: ... }`.
struct UnionFormat: Sendable {
  /// What it is called in messages.
  let noun: String
  /// The keys that stand beside every verb.
  let common: MapFormat
  let forms: [Form]
  /// Whether one map may hold several verbs, in the flat spelling of earlier versions; they happen in this order.
  let takesSeveral: Bool

  /// One verb, with what stands under it.
  struct Form: Sendable {
    let name: String
    let kind: ValueKind
    let meaning: String
    /// In the flat spelling the verb's value is that of this key, and the verb's other keys stand beside it.
    let target: String?

    /// The keys under the verb; none where it has a plain value.
    var keys: [KeyFormat] {
      if case .map(let format) = kind { format.keys } else { [] }
    }
  }

  func form(_ name: String) -> Form? {
    forms.first { $0.name == name }
  }

  /// The form other than one that has a key.
  func form(with key: String, besides form: Form) -> Form? {
    forms.first { $0.name != form.name && $0.keys.contains { $0.name == key } }
  }
}

extension [String] {
  /// The words in a sentence: `a, b or c`.
  var listed: String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " or " + last
  }
}
