// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Quantities

/// Checks nodes against the format, and finds everything that is wrong with them.
struct ScenarioChecker {
  var problems = DiagnosticList()
  /// Whether required keys may be missing: a base that its variants complete.
  var allowsMissingKeys = false
  /// What the outermost map is called in messages.
  var rootName = "the scenario"
  /// What was checked before of the outermost map; nil where everything is checked.
  var sections: CheckedSections?
  /// The keys that lead to what is being checked.
  private var path: [String] = []

  /// The key whose value is being checked, for messages.
  var keyName: String { path.last.map { PrintableText.short($0) } ?? rootName }

  /// What is being checked, for messages: `pool.startTask`.
  var pathName: String { path.isEmpty ? rootName : PrintableText.short(path.joined(separator: ".")) }

  /// Checks a node; nil when it is wrong.
  mutating func check(_ node: SourceNode, _ kind: ValueKind) -> CheckedValue? {
    let place = node.place
    switch kind {
    case .name: return name(node)
    case .text: return text(node, kind).map { CheckedValue(.text($0), at: place) }
    case .integer(let range): return integer(node, range).map { CheckedValue(.integer($0), at: place) }
    case .seed: return seed(node)
    case .number: return number(node).map { CheckedValue(.quantity($0), at: place) }
    case .quantity(let dimension, let range):
      return quantity(node, dimension, range).map { CheckedValue(.quantity($0), at: place) }
    case .distribution(let dimension):
      return distribution(node, dimension).map { CheckedValue(.distribution($0), at: place) }
    case .choice(let words, let inAnyCase):
      return choice(node, words, inAnyCase: inAnyCase).map { CheckedValue(.text($0), at: place) }
    case .synonyms(let words, let others):
      return choice(node, words + others.keys.sorted(), inAnyCase: false)
        .map { CheckedValue(.text(others[$0] ?? $0), at: place) }
    case .boolean:
      return boolean(node).map { CheckedValue(.boolean($0), at: place) }
    case .map(let format): return map(node, format)
    case .named(let inner, let rule): return named(node, inner, rule)
    case .list(let inner, let count): return list(node, inner, atLeast: count)
    case .nameOr(let format):
      if node.text != nil { return name(node) }
      guard case .map = node.content else { return refuse(node, kind) }
      return map(node, format)
    case .allOrName: return name(node)
    case .event(let format): return event(node, format)
    case .measure: return measure(node)
    case .anything: return CheckedValue(.source(node), at: place)
    }
  }

  /// Checks something under a key.
  mutating func within<Result>(_ key: String, _ body: (inout ScenarioChecker) -> Result) -> Result {
    path.append(key)
    defer { path.removeLast() }
    return body(&self)
  }

  mutating func refuse(_ node: SourceNode, _ kind: ValueKind) -> CheckedValue? {
    problems.add(.wrongKind, at: node.place, "\(pathName) cannot be \(node.kindName); expected \(kind.noun)")
    return nil
  }

  /// Checks a map, and fills in what is assumed for absent keys; the result has the order of the format.
  mutating func map(_ node: SourceNode, _ format: MapFormat) -> CheckedValue? {
    guard case .map = node.content else { return refuse(node, .map(format)) }
    problems.addUnknownKeys(of: node, among: format.keys.map(\.name), in: pathName)
    var checked: [CheckedValue.Entry] = []
    var isComplete = true
    func isThere(_ name: String) -> Bool { node[name].map { !$0.isNull } ?? false }
    for key in format.keys {
      if let value = node[key.name], !value.isNull {
        if let result = self.checked(value, at: key) {
          checked.append(CheckedValue.Entry(key: key.name, value: result))
        } else {
          isComplete = false
        }
        continue
      }
      if let other = key.unlessThere, isThere(other) { continue }
      switch key.presence {
      case .optional, .profile: break
      case .defaultsBeside(let other, _) where !isThere(other):
        isComplete = allowsMissingKeys && isComplete
        addMissing(key, at: node.place, ", or the key \(other) alone")
      case .required:
        isComplete = allowsMissingKeys && isComplete
        addMissing(key, at: node.place, "")
      case .defaults(let text), .defaultsBeside(_, let text), .unstated(let text):
        let source = SourceNode(.scalar(text, isPlain: true), at: node.place)
        if let value = self.checked(source, at: key) {
          checked.append(CheckedValue.Entry(key: key.name, value: value, isWritten: false))
        }
      }
    }
    if !format.leastOneOf.isEmpty, !format.leastOneOf.contains(where: isThere) {
      isComplete = allowsMissingKeys && isComplete
      if !allowsMissingKeys, let first = format.leastOneOf.first {
        problems.add(
          .missingKey, at: node.place,
          "the key \(first) is missing; expected \(Array(format.leastOneOf).listed), or several, in \(pathName)")
      }
    }
    let result = CheckedValue(.map(checked), at: node.place)
    return fitsItsTag(result, format) && isComplete ? result : nil
  }

  /// Checks the value of a key, unless the outermost map had the same before.
  private mutating func checked(_ value: SourceNode, at key: KeyFormat) -> CheckedValue? {
    guard path.isEmpty, let sections else { return within(key.name) { $0.check(value, key.kind) } }
    if let known = sections.value(of: key.name, from: value) { return known }
    let result = within(key.name) { $0.check(value, key.kind) }
    // A mistake is found again for every system.
    sections.note(problems.isEmpty ? result : nil, of: key.name, from: value)
    return result
  }

  private mutating func addMissing(_ key: KeyFormat, at place: SourcePlace, _ ending: String) {
    guard !allowsMissingKeys else { return }
    problems.add(
      .missingKey, at: place, "the key \(key.name) is missing; expected \(key.kind.noun)\(ending)")
  }

  /// Whether every key goes with the word that says which form a map has.
  private mutating func fitsItsTag(_ map: CheckedValue, _ format: MapFormat) -> Bool {
    guard case .tagged(let tag, _) = format.forms, case .text(let word)? = map.entry(tag)?.value.content else {
      return true
    }
    var fits = true
    for entry in map.entries {
      guard let key = format.key(entry.key), let refusal = key.exclusions[word] else { continue }
      if case .integer(let number) = entry.value.content, number == key.numberBeside { continue }
      problems.add(.outOfRange, at: entry.value.place, refusal)
      fits = false
    }
    return fits
  }

  private mutating func named(
    _ node: SourceNode, _ inner: ValueKind, _ rule: ValueKind.NameRule
  ) -> CheckedValue? {
    let kind = ValueKind.named(inner, rule)
    guard case .map(let entries) = node.content else { return refuse(node, kind) }
    guard !entries.isEmpty else {
      problems.add(.wrongKind, at: node.place, "\(pathName) cannot be an empty map; expected \(kind.noun)")
      return nil
    }
    var checked: [CheckedValue.Entry] = []
    for entry in entries {
      switch rule {
      case .scenario:
        if !ScenarioName.isValid(entry.key) {
          problems.add(.badName, at: entry.keyPlace, "\(PrintableText.quoted(entry.key)) cannot be a name")
        }
      case .axis:
        if !ScenarioName.isValidAxis(entry.key) {
          problems.add(
            .badName, at: entry.keyPlace,
            "\(PrintableText.quoted(entry.key)) cannot name an axis: letters, digits and _ can")
        }
      }
      if let value = within(entry.key, { $0.check(entry.value, inner) }) {
        checked.append(CheckedValue.Entry(key: entry.key, value: value))
      }
    }
    return checked.count == entries.count ? CheckedValue(.map(checked), at: node.place) : nil
  }

  private mutating func list(_ node: SourceNode, _ inner: ValueKind, atLeast count: Int) -> CheckedValue? {
    guard case .list(var elements) = node.content else { return refuse(node, .list(inner, atLeast: count)) }
    guard elements.count >= count else {
      problems.add(
        .wrongKind, at: node.place,
        "\(pathName) has \(elements.count) elements; expected at least \(count)")
      return nil
    }
    if case .event(let format) = inner { elements = elements.flatMap { format.split($0) } }
    var checked: [CheckedValue] = []
    for (index, element) in elements.enumerated() {
      if let value = within("\(index)", { $0.check(element, inner) }) { checked.append(value) }
    }
    return checked.count == elements.count ? CheckedValue(.list(checked), at: node.place) : nil
  }
}

extension DiagnosticList {
  /// Adds an error for every key of a map that is none of some names.
  ///
  /// - Parameters:
  ///   - node: The map.
  ///   - names: The keys that it may have.
  ///   - owner: What the map is called.
  mutating func addUnknownKeys(of node: SourceNode, among names: [String], in owner: String) {
    for (count, entry) in node.entries.lazy.filter({ !names.contains($0.key) }).enumerated() {
      let words = "\(owner) has no key \(PrintableText.quoted(entry.key))"
      // What comes after as many as are listed is only counted; looking for what was meant takes a thousand times longer.
      let hint =
        count >= Self.mostTold
        ? ""
        : "; expected " + Suggestion.listed(for: entry.key, among: names)
          + Suggestion.ending(for: entry.key, among: names)
      add(.unknownKey, at: entry.keyPlace, words + hint)
    }
  }
}
