// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import EventEngine
internal import Quantities
internal import Randomness

/// What may stand in a place of a scenario, and the type that it has in Swift.
struct ValueType<Value: Sendable>: Sendable {
  let kind: ValueKind
  /// The value of what has passed the checks of ``kind``.
  let read: @Sendable (CheckedValue) -> Value?
}

/// A value under a name that the user chose.
struct Named<Value: Sendable>: Sendable {
  let name: String
  let value: Value
}

/// A name of something defined elsewhere, or its definition.
enum NameOr<Keys: KeySet>: Sendable {
  case name(String)
  case own(Section<Keys>)
}

/// What an action or a fault is for.
enum EventTarget: Hashable, Sendable {
  /// Every pool, or every image that it can be done to.
  case all
  /// Nothing: `false` switches an event off.
  case none
  case name(String)

  /// The name; nil for all and none.
  var name: String? {
    if case .name(let name) = self { name } else { nil }
  }
}

extension ValueType where Value == String {
  static var name: Self { Self(kind: .name, read: \.asText) }
  static var text: Self { Self(kind: .text, read: \.asText) }
}

extension ValueType where Value == Int {
  static func integer(_ range: ClosedRange<Int>) -> Self { Self(kind: .integer(range), read: \.asInteger) }

  /// One of some numbers.
  static func oneOf(_ numbers: [Int]) -> Self {
    Self(kind: .choice(numbers.map(String.init), inAnyCase: false)) { $0.asText.flatMap { Int($0) } }
  }
}

extension ValueType where Value == UInt64 {
  static var seed: Self {
    Self(kind: .seed) { if case .seed(let seed) = $0.content { seed } else { nil } }
  }
}

extension ValueType where Value == Bool {
  static var boolean: Self {
    Self(kind: .boolean) { if case .boolean(let boolean) = $0.content { boolean } else { nil } }
  }
}

extension ValueType where Value == Double {
  /// In base units.
  static func quantity(_ dimension: Dimension, _ range: ClosedRange<Double>) -> Self {
    Self(kind: .quantity(dimension, range), read: \.asQuantity)
  }
}

extension ValueType where Value == SimulationDuration {
  /// A duration.
  ///
  /// - Parameters:
  ///   - shortest: In seconds.
  ///   - longest: In seconds.
  /// - Returns: The type.
  static func duration(from shortest: Double, to longest: Double = Dimension.duration.limit) -> Self {
    Self(kind: .quantity(.duration, shortest...longest)) { $0.asQuantity.map { SimulationDuration(seconds: $0) } }
  }
}

extension ValueType where Value == SimulationTime {
  /// A time of the run.
  static var time: Self {
    Self(kind: .quantity(.duration, 0...Dimension.duration.limit)) {
      $0.asQuantity.map { SimulationTime(seconds: $0) }
    }
  }
}

extension ValueType where Value == Distribution {
  static func distribution(_ dimension: Dimension) -> Self {
    Self(kind: .distribution(dimension)) {
      if case .distribution(let distribution) = $0.content { distribution } else { nil }
    }
  }
}

extension ValueType where Value: CaseIterable & RawRepresentable<String> {
  /// One of the cases, as their raw values spell them.
  static var choice: Self { choice(inAnyCase: false) }

  /// One of the cases, as their raw values spell them, or another word for one.
  static func choice(synonyms: [String: Value]) -> Self {
    Self(kind: .synonyms(Value.allCases.map(\.rawValue), synonyms.mapValues(\.rawValue))) {
      $0.asText.flatMap { Value(rawValue: $0) }
    }
  }

  /// One of the cases; words of the service are taken in any case.
  static func choice(inAnyCase: Bool) -> Self {
    Self(kind: .choice(Value.allCases.map(\.rawValue), inAnyCase: inAnyCase)) {
      $0.asText.flatMap { Value(rawValue: $0) }
    }
  }
}

extension ValueType where Value == EventTarget {
  static var target: Self {
    Self(kind: .allOrName) { value in
      switch value.asText {
      case "true": .all
      case "false": EventTarget.none
      case .some(let name): .name(name)
      case nil: nil
      }
    }
  }
}

extension ValueType where Value == Measure {
  static var measure: Self {
    Self(kind: .measure) { if case .measure(let measure) = $0.content { measure } else { nil } }
  }
}

extension ValueType where Value == SourceNode {
  static var anything: Self {
    Self(kind: .anything) { if case .source(let node) = $0.content { node } else { nil } }
  }
}

extension ValueType {
  static func map<Keys: KeySet>(_: Keys.Type) -> Self where Value == Section<Keys> {
    map(Keys.format)
  }

  /// A map that has not all of the keys.
  static func map<Keys: KeySet>(_ format: MapFormat) -> Self where Value == Section<Keys> {
    Self(kind: .map(format)) { Section($0) }
  }

  static func nameOr<Keys: KeySet>(_: Keys.Type) -> Self where Value == NameOr<Keys> {
    Self(kind: .nameOr(Keys.format)) { value in value.asText.map { .name($0) } ?? .own(Section(value)) }
  }

  static func named<Element: Sendable>(
    _ type: ValueType<Element>, _ rule: ValueKind.NameRule = .scenario
  ) -> Self where Value == [Named<Element>] {
    Self(kind: .named(type.kind, rule)) { value in
      value.entries.compactMap { entry in type.read(entry.value).map { Named(name: entry.key, value: $0) } }
    }
  }

  static func list<Element: Sendable>(
    _ type: ValueType<Element>, atLeast count: Int = 0
  ) -> Self where Value == [Element] {
    Self(kind: .list(type.kind, atLeast: count)) { value in
      if case .list(let list) = value.content { list.compactMap(type.read) } else { nil }
    }
  }
}

extension CheckedValue {
  var asText: String? {
    if case .text(let text) = content { text } else { nil }
  }

  var asInteger: Int? {
    if case .integer(let integer) = content { integer } else { nil }
  }

  var asQuantity: Double? {
    if case .quantity(let quantity) = content { quantity } else { nil }
  }

  var asDistribution: Distribution? {
    if case .distribution(let distribution) = content { distribution } else { nil }
  }
}
