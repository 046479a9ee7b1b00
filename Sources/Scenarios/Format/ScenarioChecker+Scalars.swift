// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Quantities

/// Values without keys.
extension ScenarioChecker {
  private mutating func cannotBe(_ text: String, at place: SourcePlace, _ code: DiagnosticCode, _ expected: String) {
    problems.add(code, at: place, "\(keyName) cannot be \(PrintableText.quoted(text)); expected \(expected)")
  }

  mutating func text(_ node: SourceNode, _ kind: ValueKind) -> String? {
    if let text = node.text { return text }
    _ = refuse(node, kind)
    return nil
  }

  mutating func name(_ node: SourceNode) -> CheckedValue? {
    guard let text = text(node, .name) else { return nil }
    guard ScenarioName.isValid(text) else {
      problems.add(
        .badName, at: node.place,
        "\(PrintableText.quoted(text)) cannot be a name: 1 to 100 characters, none of them invisible, a comma, quote, slash or #, the first none of = + - @, and not . or .."
      )
      return nil
    }
    return CheckedValue(.text(text), at: node.place)
  }

  /// Whether a value stands in quotes, and so is a text and not a number or a truth value, as in JSON.
  private mutating func isQuoted(_ node: SourceNode, _ kind: ValueKind) -> Bool {
    guard case .scalar(_, isPlain: false) = node.content else { return false }
    _ = refuse(node, kind)
    return true
  }

  mutating func seed(_ node: SourceNode) -> CheckedValue? {
    guard !isQuoted(node, .seed) else { return nil }
    guard let text = text(node, .seed) else { return nil }
    guard let seed = UInt64(text) else {
      cannotBe(text, at: node.place, .outOfRange, "a whole number from 0 to \(UInt64.max)")
      return nil
    }
    return CheckedValue(.seed(seed), at: node.place)
  }

  mutating func choice(_ node: SourceNode, _ words: [String], inAnyCase: Bool) -> String? {
    guard let text = text(node, .choice(words, inAnyCase: inAnyCase)) else { return nil }
    if let word = words.first(where: { inAnyCase ? $0.lowercased() == text.lowercased() : $0 == text }) { return word }
    if let word = Suggestion.nearest(to: text, among: words) {
      problems.add(
        .unknownValue, at: node.place,
        "\(keyName) cannot be \(PrintableText.quoted(text)); did you mean '\(word)'? (\(words.listed))")
    } else {
      cannotBe(text, at: node.place, .unknownValue, words.listed)
    }
    return nil
  }

  mutating func integer(_ node: SourceNode, _ range: ClosedRange<Int>) -> Int? {
    guard !isQuoted(node, .integer(range)) else { return nil }
    guard let text = text(node, .integer(range)) else { return nil }
    let bounds =
      range.lowerBound == range.upperBound
      ? "\(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard let integer = Int(text) else {
      let isNumber = Double(text)?.isFinite ?? false
      let hasSeparators = text.contains { $0 == "," || $0 == "_" }
      cannotBe(
        text, at: node.place, isNumber ? .outOfRange : .notANumber,
        bounds + (hasSeparators ? ", without separators" : ""))
      return nil
    }
    guard range.contains(integer) else {
      problems.add(.outOfRange, at: node.place, "\(keyName) is \(integer), out of range; expected \(bounds)")
      return nil
    }
    return integer
  }

  mutating func boolean(_ node: SourceNode) -> Bool? {
    guard !isQuoted(node, .boolean) else { return nil }
    return choice(node, ["true", "false"], inAnyCase: false).map { $0 == "true" }
  }

  /// A number without a unit.
  mutating func number(_ node: SourceNode) -> Double? {
    guard !isQuoted(node, .number) else { return nil }
    guard let text = node.text, let number = Double(text), number.isFinite else {
      problems.add(
        .notANumber, at: node.place, "\(keyName) cannot be \(node.kindName); expected a number without a unit")
      return nil
    }
    return number
  }

  mutating func quantity(_ node: SourceNode, _ dimension: Dimension, _ range: ClosedRange<Double>) -> Double? {
    let kind = ValueKind.quantity(dimension, range)
    if dimension.allowsPlainNumbers, let text = node.text, Double(text) != nil, isQuoted(node, kind) { return nil }
    guard let text = text(node, kind) else { return nil }
    let number: Double
    do throws(WrittenQuantity.Fault) {
      number = try WrittenQuantity.read(text, as: dimension)
    } catch {
      add(error, of: text, at: node.place, dimension, range)
      return nil
    }
    guard range.contains(number) else {
      problems.add(
        .outOfRange, at: node.place,
        "\(keyName) is \(PrintableText.short(text)), out of range; expected \(dimension.text(range.lowerBound)) to \(dimension.text(range.upperBound))"
      )
      return nil
    }
    return number
  }

  private mutating func add(
    _ fault: WrittenQuantity.Fault, of text: String, at place: SourcePlace, _ dimension: Dimension,
    _ range: ClosedRange<Double>
  ) {
    let expected = ValueKind.quantity(dimension, range).noun
    let shown = PrintableText.quoted(text)
    switch fault {
    case .noNumber:
      problems.add(
        .notANumber, at: place, "\(shown) is not a number; expected \(expected)\(dimension.ending(forAzure: text))")
    case .missingUnit(let value):
      let choices = dimension.units.filter { range.contains(value * $0.factor) }.prefix(3).map { "\(text) \($0.name)" }
      problems.add(
        .missingUnit, at: place,
        "\(shown) has no unit; expected \(expected)"
          + (choices.isEmpty ? "" : "; did you mean \(choices.listed)?"))
    case .wrongUnit(let unit): addUnknownUnit(unit, of: text, at: place, dimension)
    }
  }

  /// Adds an error for a unit that a dimension does not have.
  mutating func addUnknownUnit(_ unit: String, of text: String, at place: SourcePlace, _ dimension: Dimension) {
    guard !dimension.units.isEmpty else {
      problems.add(
        .wrongUnit, at: place,
        "\(PrintableText.quoted(text)) has a unit, and \(keyName) has none; expected \(dimension.noun) such as \(dimension.example)"
      )
      return
    }
    problems.add(
      .wrongUnit, at: place,
      "\(PrintableText.quoted(unit)) is not a unit of \(dimension.noun); expected one of "
        + dimension.units.map(\.name).joined(separator: ", ") + ending(forUnit: unit, of: text, dimension))
  }

  /// What an unknown unit may stand for.
  private func ending(forUnit unit: String, of text: String, _ dimension: Dimension) -> String {
    if let meant = dimension.unit(meantBy: unit) { return "; did you mean \(meant)?" }
    let written = dimension.ending(forAzure: text)
    return written.isEmpty ? Suggestion.ending(for: unit, among: dimension.units.map(\.name)) : written
  }

  mutating func measure(_ node: SourceNode) -> CheckedValue? {
    guard let text = text(node, .measure) else { return nil }
    guard let measure = Measure(text) else {
      problems.add(.notANumber, at: node.place, "\(PrintableText.quoted(text)) is not \(ValueKind.measure.noun)")
      return nil
    }
    return CheckedValue(.measure(measure), at: node.place)
  }
}

extension Measure {
  /// Reads a number with the unit of any dimension, or without one; nil when the text is anything else.
  init?(_ text: String) {
    guard let read = try? WrittenQuantity.number(atStartOf: text) else { return nil }
    let (number, rest) = read
    let unit = String(rest.drop { $0 == " " })
    guard let factor = unit.isEmpty ? 1 : Dimension.factor(ofUnit: unit) else { return nil }
    self.init(number: number, unit: unit, factor: factor)
  }
}
