// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// A key of the format: its row of the table, with the type of its value.
///
///     let resizeTimeout = Key<SimulationDuration>("resizeTimeout", .duration(...), default: "15 min", "How long ...")
struct Key<Value: Sendable>: Sendable, TableRow {
  let format: KeyFormat
  /// The value of what is written, or of an absent key; nil where the key is required and absent. The default is part
  /// of the closure: a key is then as large whatever its type, and is copied without looking that type up.
  private let read: @Sendable (CheckedValue?) -> Value?

  var name: String { format.name }

  /// A key that must be there.
  init(_ name: String, _ type: ValueType<Value>, _ meaning: String) {
    format = KeyFormat(name, type.kind, .required, meaning)
    read = { $0.flatMap(type.read) }
  }

  /// A key that the profile has a value for.
  init(profile name: String, _ type: ValueType<Value>, _ meaning: String) {
    format = KeyFormat(name, type.kind, .profile, meaning)
    read = { $0.flatMap(type.read) }
  }

  /// A key without which a value is assumed.
  ///
  /// - Parameters:
  ///   - name: The key.
  ///   - type: What stands there.
  ///   - text: What is assumed, as a scenario writes it.
  ///   - other: A key that must be there for it; nil when the value is assumed in any case.
  ///   - meaning: What it means.
  ///   - exclusions: The words of the map's tag that the key does not go with, and what to say then.
  ///   - numberBeside: The number that it may have nevertheless.
  ///   - unlessThere: A key beside which nothing is assumed.
  init(
    _ name: String, _ type: ValueType<Value>, default text: String, beside other: String? = nil, _ meaning: String,
    exclusions: [String: String] = [:], numberBeside: Int? = nil, unlessThere: String? = nil
  ) {
    format = KeyFormat(
      name, type.kind, other.map { .defaultsBeside($0, to: text) } ?? .defaults(to: text), meaning,
      exclusions: exclusions, numberBeside: numberBeside, unlessThere: unlessThere)
    read = Self.reading(type, default: text)
  }

  /// A key without which a value is assumed that the normalised text does not show.
  init(_ name: String, _ type: ValueType<Value>, unstated text: String, _ meaning: String) {
    format = KeyFormat(name, type.kind, .unstated(text), meaning)
    read = Self.reading(type, default: text)
  }

  /// A key that may be absent.
  init<Wrapped>(
    _ name: String, optional type: ValueType<Wrapped>, _ meaning: String, exclusions: [String: String] = [:]
  ) where Value == Wrapped? {
    format = KeyFormat(name, type.kind, .optional, meaning, exclusions: exclusions)
    read = { .some($0.flatMap(type.read)) }
  }

  /// Reads a value, or takes the default, which has to pass the checks of its own key.
  private static func reading(
    _ type: ValueType<Value>, default text: String
  ) -> @Sendable (CheckedValue?) -> Value? {
    var checker = ScenarioChecker()
    let node = SourceNode(.scalar(text, isPlain: true), at: SourcePlace(file: "the format"))
    let standard = checker.check(node, type.kind).flatMap(type.read)
    return { checked in
      guard let checked else { return standard }
      return type.read(checked)
    }
  }

  /// The value of the key in a map that has passed its checks.
  ///
  /// - Precondition: A required key is there: the checks say so.
  func value(in map: CheckedValue) -> Value {
    guard let value = read(map.entry(name)?.value) else {
      preconditionFailure("\(name) has passed its checks without a value")
    }
    return value
  }
}

/// A row of the table of keys, whatever its type.
protocol TableRow {
  var format: KeyFormat { get }
}

/// The keys of one section: a value of the type has one ``Key`` a property.
protocol KeySet: Sendable {
  /// The keys.
  static var keys: Self { get }
  /// The same as data, in the order of the properties.
  static var format: MapFormat { get }
  /// The rows of all properties, in their order. The list is written out, because reflection over the types of some
  /// hundred keys takes longer than a small simulation; debug builds compare it with the properties.
  var rows: [KeyFormat] { get }
}

extension KeySet {
  /// Whether ``rows`` has every key once, in the order of the properties: found by reflection.
  fileprivate var listsEveryKey: Bool {
    Mirror(reflecting: self).children.compactMap { ($0.value as? any TableRow)?.format.name } == rows.map(\.name)
  }
}

extension MapFormat {
  /// The map that has the keys of a section.
  init(_ keys: some KeySet, noun: String? = nil, leastOneOf: [String] = [], forms: Forms = .one) {
    assert(keys.listsEveryKey, "the rows of \(type(of: keys)) are not its keys in the order of the properties")
    self.init(keys.rows, noun: noun, leastOneOf: leastOneOf, forms: forms)
  }
}

/// A map that has passed its checks, seen through the table of its keys: `pool.resizeTimeout` is a duration.
@dynamicMemberLookup
struct Section<Keys: KeySet>: Sendable {
  let checked: CheckedValue

  init(_ checked: CheckedValue) {
    self.checked = checked
  }

  /// The place of the map.
  var place: SourcePlace { checked.place }

  // Inlined, so that a key path that is written out becomes a plain access to the property.
  @inline(__always)
  subscript<Value>(dynamicMember key: KeyPath<Keys, Key<Value>>) -> Value {
    Keys.keys[keyPath: key].value(in: checked)
  }

  /// Whether the scenario says it: else the value is a default, or absent.
  @inline(__always)
  func wrote<Value>(_ key: KeyPath<Keys, Key<Value>>) -> Bool {
    checked.entry(Keys.keys[keyPath: key].name)?.isWritten ?? false
  }

  /// The place of a value; that of the map when it is absent.
  @inline(__always)
  func place<Value>(of key: KeyPath<Keys, Key<Value>>) -> SourcePlace {
    checked.entry(Keys.keys[keyPath: key].name)?.value.place ?? checked.place
  }
}
