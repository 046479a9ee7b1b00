// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics

/// A key of the format: its row of the table, with the type of its value.
///
///     let resizeTimeout = Key<SimulationDuration>("resizeTimeout", .duration(...), default: "15 min", "How long ...")
struct Key<Value: Sendable>: Sendable, TableRow {
  let format: KeyFormat
  private let read: @Sendable (CheckedValue) -> Value?
  /// What an absent key stands for; nil for a required one.
  private let standard: Value?

  var name: String { format.name }

  /// A key that must be there.
  init(_ name: String, _ type: ValueType<Value>, _ meaning: String) {
    format = KeyFormat(name, type.kind, .required, meaning)
    read = type.read
    standard = nil
  }

  /// A key that the profile has a value for.
  init(profile name: String, _ type: ValueType<Value>, _ meaning: String) {
    format = KeyFormat(name, type.kind, .profile, meaning)
    read = type.read
    standard = nil
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
    read = type.read
    standard = Self.decoded(text, type)
  }

  /// A key without which a value is assumed that the normalised text does not show.
  init(_ name: String, _ type: ValueType<Value>, unstated text: String, _ meaning: String) {
    format = KeyFormat(name, type.kind, .unstated(text), meaning)
    read = type.read
    standard = Self.decoded(text, type)
  }

  /// A key that may be absent.
  init<Wrapped>(
    _ name: String, optional type: ValueType<Wrapped>, _ meaning: String, exclusions: [String: String] = [:]
  ) where Value == Wrapped? {
    format = KeyFormat(name, type.kind, .optional, meaning, exclusions: exclusions)
    read = { .some(type.read($0)) }
    standard = .some(nil)
  }

  /// A default has to pass the checks of its own key.
  private static func decoded(_ text: String, _ type: ValueType<Value>) -> Value? {
    var checker = ScenarioChecker()
    let node = SourceNode(.scalar(text, isPlain: true), at: SourcePlace(file: "the format"))
    return checker.check(node, type.kind).flatMap(type.read)
  }

  /// The value of the key in a map that has passed its checks.
  ///
  /// - Precondition: A required key is there: the checks say so.
  func value(in map: CheckedValue) -> Value {
    guard let value = map.entry(name).map({ read($0.value) }) ?? standard else {
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
}

extension KeySet {
  /// The rows of the properties, in their order: a key is written once, and cannot be forgotten in a list.
  var rows: [KeyFormat] {
    Mirror(reflecting: self).children.compactMap { ($0.value as? any TableRow)?.format }
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

  subscript<Value>(dynamicMember key: KeyPath<Keys, Key<Value>>) -> Value {
    Keys.keys[keyPath: key].value(in: checked)
  }

  /// Whether the scenario says it: else the value is a default, or absent.
  func wrote<Value>(_ key: KeyPath<Keys, Key<Value>>) -> Bool {
    checked.entry(Keys.keys[keyPath: key].name)?.isWritten ?? false
  }

  /// The place of a value; that of the map when it is absent.
  func place<Value>(of key: KeyPath<Keys, Key<Value>>) -> SourcePlace {
    checked.entry(Keys.keys[keyPath: key].name)?.value.place ?? checked.place
  }
}
