// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Quantities

/// Checks nodes against the format, and finds everything that is wrong with them.
struct ScenarioChecker {
  var problems = DiagnosticList()
  /// Whether required keys may be missing: a base that its variants complete.
  var allowsMissingKeys = false
  /// The key whose value is being checked, for messages.
  private var keyName = ""

  /// Checks a node; nil when it is wrong.
  mutating func check(_ node: SourceNode, _ kind: ValueKind) -> CheckedValue? {
    let place = node.place
    switch kind {
    case .name:
      guard let text = text(node, kind) else { return nil }
      guard ScenarioName.isValid(text) else {
        problems.add(
          .badName, at: place,
          "\(PrintableText.quoted(text)) cannot be a name: 1 to 100 characters, none of them a line break, comma, quote, slash or #, and not . or .."
        )
        return nil
      }
      return CheckedValue(.text(text), at: place)
    case .text:
      return text(node, kind).map { CheckedValue(.text($0), at: place) }
    case .integer(let range):
      return integer(node, range).map { CheckedValue(.integer($0), at: place) }
    case .seed:
      guard let text = text(node, kind) else { return nil }
      guard let seed = UInt64(text) else {
        problems.add(
          .outOfRange, at: place,
          "\(PrintableText.quoted(text)) is no seed; expected a whole number from 0 to \(UInt64.max)")
        return nil
      }
      return CheckedValue(.seed(seed), at: place)
    case .quantity(let dimension, let range):
      return quantity(node, dimension, range).map { CheckedValue(.quantity($0), at: place) }
    case .distribution(let dimension):
      return distribution(node, dimension).map { CheckedValue(.distribution($0), at: place) }
    case .choice(let words):
      guard let text = text(node, kind) else { return nil }
      guard let word = word(text, among: words) else {
        problems.add(
          .unknownValue, at: place,
          "\(PrintableText.quoted(text)) is not possible here; expected \(kind.noun)"
            + Suggestion.ending(for: text, among: words))
        return nil
      }
      return CheckedValue(.text(word), at: place)
    case .boolean:
      guard let text = text(node, kind) else { return nil }
      guard ["true", "false"].contains(text) else {
        problems.add(
          .unknownValue, at: place, "\(PrintableText.quoted(text)) is not possible here; expected true or false")
        return nil
      }
      return CheckedValue(.boolean(text == "true"), at: place)
    case .map(let format):
      return map(node, format)
    case .named(let inner):
      return named(node, inner, kind)
    case .list(let inner):
      guard case .list(let elements) = node.content else { return refuse(node, kind) }
      let checked = elements.compactMap { check($0, inner) }
      return checked.count == elements.count ? CheckedValue(.list(checked), at: place) : nil
    case .nameOr(let format):
      if node.text != nil { return check(node, .name) }
      guard case .map = node.content else { return refuse(node, kind) }
      return map(node, format)
    case .allOrName:
      return check(node, .name)
    case .sweep:
      return CheckedValue(.map([]), at: place)
    }
  }

  /// Keys whose words are the service's own, which it writes in other cases here and there (`TaskCompletion`).
  private static let keysWithoutCase: Set<String> = ["nodeDeallocationOption", "poolAllocationMode"]

  /// The word that a text is; for the service's own words in any case.
  private func word(_ text: String, among words: [String]) -> String? {
    guard Self.keysWithoutCase.contains(keyName) else { return words.first { $0 == text } }
    return words.first { $0.lowercased() == text.lowercased() }
  }

  private mutating func refuse(_ node: SourceNode, _ kind: ValueKind) -> CheckedValue? {
    problems.add(.wrongKind, at: node.place, "\(node.kindName) stands where \(kind.noun) was expected")
    return nil
  }

  private mutating func text(_ node: SourceNode, _ kind: ValueKind) -> String? {
    if let text = node.text { return text }
    _ = refuse(node, kind)
    return nil
  }

  private mutating func named(_ node: SourceNode, _ inner: ValueKind, _ kind: ValueKind) -> CheckedValue? {
    guard case .map(let entries) = node.content else { return refuse(node, kind) }
    guard !entries.isEmpty else {
      problems.add(.wrongKind, at: node.place, "an empty map stands where \(kind.noun) was expected")
      return nil
    }
    var checked: [CheckedValue.Entry] = []
    for entry in entries {
      if !ScenarioName.isValid(entry.key) {
        problems.add(
          .badName, at: entry.keyPlace, "\(PrintableText.quoted(entry.key)) cannot be a name")
      }
      if let value = check(entry.value, inner) { checked.append(CheckedValue.Entry(key: entry.key, value: value)) }
    }
    return checked.count == entries.count ? CheckedValue(.map(checked), at: node.place) : nil
  }

  /// Checks a map, and fills in what is assumed for absent keys; the result has the order of the format.
  mutating func map(_ node: SourceNode, _ format: MapFormat) -> CheckedValue? {
    guard case .map = node.content else { return refuse(node, .map(format)) }
    problems.addUnknownKeys(of: node, among: format.keys.map(\.name))
    var checked: [CheckedValue.Entry] = []
    var isComplete = true
    func isThere(_ name: String) -> Bool { node[name].map { !$0.isNull } ?? false }
    for key in format.keys {
      let outerName = keyName
      keyName = key.name
      defer { keyName = outerName }
      if let value = node[key.name], !value.isNull {
        if let result = check(value, key.kind) {
          checked.append(CheckedValue.Entry(key: key.name, value: result))
        } else {
          isComplete = false
        }
        continue
      }
      switch key.presence {
      case .optional: break
      case .defaultsBeside(let other, _) where !isThere(other):
        isComplete = allowsMissingKeys && isComplete
        if !allowsMissingKeys {
          problems.add(
            .missingKey, at: node.place,
            "the key \(key.name) is missing; expected \(key.kind.noun), or the key \(other) alone")
        }
      case .required:
        isComplete = allowsMissingKeys && isComplete
        if !allowsMissingKeys {
          problems.add(
            .missingKey, at: node.place, "the key \(key.name) is missing; expected \(key.kind.noun)")
        }
      case .defaults(let text), .defaultsBeside(_, let text):
        if let value = check(SourceNode(.scalar(text, isPlain: true), at: node.place), key.kind) {
          checked.append(CheckedValue.Entry(key: key.name, value: value))
        }
      }
    }
    return isComplete ? CheckedValue(.map(checked), at: node.place) : nil
  }

  private mutating func integer(_ node: SourceNode, _ range: ClosedRange<Int>) -> Int? {
    if case .scalar(_, isPlain: false) = node.content {
      _ = refuse(node, .integer(range))
      return nil
    }
    guard let text = text(node, .integer(range)) else { return nil }
    let bounds = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let integer = Int(text) else {
      let isNumber = Double(text)?.isFinite ?? false
      problems.add(
        isNumber ? .outOfRange : .notANumber, at: node.place,
        "\(PrintableText.quoted(text)) is not possible here; expected \(bounds)"
          + (text.contains { $0 == "," || $0 == "_" } ? ", without separators" : ""))
      return nil
    }
    guard range.contains(integer) else {
      problems.add(.outOfRange, at: node.place, "\(keyName) is \(integer), out of range; expected \(bounds)")
      return nil
    }
    return integer
  }

  /// What a unit that there is not may stand for.
  private func ending(forUnit unit: String, of text: String, _ dimension: Dimension) -> String {
    if let meant = dimension.unit(meantBy: unit) { return "; did you mean \(meant)?" }
    let written = dimension.ending(forAzure: text)
    return written.isEmpty ? Suggestion.ending(for: unit, among: dimension.units.map(\.name)) : written
  }

  /// A number without a unit.
  mutating func number(_ node: SourceNode) -> Double? {
    guard let text = node.text, let number = Double(text), number.isFinite else {
      problems.add(.notANumber, at: node.place, "\(node.kindName) stands where a number without a unit was expected")
      return nil
    }
    return number
  }

  mutating func quantity(_ node: SourceNode, _ dimension: Dimension, _ range: ClosedRange<Double>) -> Double? {
    let kind = ValueKind.quantity(dimension, range)
    guard let text = text(node, kind) else { return nil }
    let units = dimension.units
    let number: Double
    do throws(WrittenQuantity.Fault) {
      number = try WrittenQuantity.read(text, as: dimension)
    } catch {
      switch error {
      case .noNumber:
        problems.add(
          .notANumber, at: node.place,
          "\(PrintableText.quoted(text)) is no number; expected \(kind.noun)\(dimension.ending(forAzure: text))")
      case .missingUnit(let value):
        let choices = units.filter { range.contains(value * $0.factor) }.prefix(3).map { "\(text) \($0.name)" }
        problems.add(
          .missingUnit, at: node.place,
          "\(PrintableText.quoted(text)) has no unit; expected \(kind.noun)"
            + (choices.isEmpty ? "" : "; did you mean \(choices.joined(separator: " or "))?"))
      case .wrongUnit(let unit):
        problems.add(
          .wrongUnit, at: node.place,
          "\(PrintableText.quoted(unit)) is no unit of \(dimension.noun); expected one of \(Self.names(units))"
            + ending(forUnit: unit, of: text, dimension))
      }
      return nil
    }
    guard range.contains(number) else {
      problems.add(
        .outOfRange, at: node.place,
        "\(keyName) is \(text), out of range; expected \(dimension.text(range.lowerBound)) to \(dimension.text(range.upperBound))"
      )
      return nil
    }
    return number
  }
}

extension DiagnosticList {
  /// Adds an error for every key of a map that is none of some names.
  mutating func addUnknownKeys(of node: SourceNode, among names: [String]) {
    for entry in node.entries where !names.contains(entry.key) {
      add(
        .unknownKey, at: entry.keyPlace,
        "the key \(PrintableText.quoted(entry.key)) is not known here; expected one of \(names.joined(separator: ", "))"
          + Suggestion.ending(for: entry.key, among: names))
    }
  }
}
