// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities

/// The JSON Schema of the scenario format (draft 2020-12), made from the table that decoding uses.
public enum ScenarioSchema {
  /// The schema, as indented JSON.
  public static func json() -> String {
    var root = map(ScenarioFormat.root, isPartial: false)
    root.insert(Member("$schema", .text("https://json-schema.org/draft/2020-12/schema")), at: 0)
    root.insert(Member("title", .text("poolsim scenario")), at: 1)
    root.append(Member("$defs", .object(definitions)))
    return SchemaValue.object(root).indented("") + "\n"
  }

  /// What stands in several places.
  private static var definitions: [Member] {
    let images = [Member(name(of: ImageKeys.format, isPartial: true), .object(map(ImageKeys.format, isPartial: true)))]
    let distributions = [Dimension.duration, .data, .count].map { dimension in
      Member(name(of: dimension), .object([Member("oneOf", .array(distribution(dimension)))]))
    }
    let works = [
      Member(name(of: WorkKeys.format, isPartial: true), .object(map(WorkKeys.format, isPartial: true)))
    ]
    let unions = [ActionVerb.union, FaultVerb.union].map { union in
      Member(union.noun, .object([Member("oneOf", .array(Self.events(union)))]))
    }
    return images + distributions + works + unions
  }

  private static func reference(_ name: String) -> [Member] { [Member("$ref", .text("#/$defs/\(name)"))] }

  private static func name(of dimension: Dimension) -> String {
    "distribution of \(dimension.noun)".replacing(" ", with: "-")
  }

  private static func name(of format: MapFormat, isPartial: Bool) -> String {
    "\(format.noun ?? "map")\(isPartial ? "-part" : "")"
  }

  /// A map, by its definition where it has one.
  private static func mapOrReference(_ format: MapFormat, isPartial: Bool) -> [Member] {
    format.noun == nil ? map(format, isPartial: isPartial) : reference(name(of: format, isPartial: isPartial))
  }

  typealias Value = SchemaValue
  typealias Member = SchemaValue.Member

  /// The schema of a map; in a partial one required keys may be missing, because something else supplies them.
  static func map(_ format: MapFormat, isPartial: Bool) -> [Member] {
    switch format.forms {
    case .one: object(format, isPartial: isPartial)
    case .tagged(let tag, let forms): tagged(format, by: tag, forms, isPartial: isPartial)
    case .shaped(let forms): shaped(format, forms, isPartial: isPartial)
    }
  }

  /// A form for each set of keys that makes one; in a partial map what is laid over may have the keys that make it.
  private static func shaped(_ format: MapFormat, _ forms: [MapFormat.Form], isPartial: Bool) -> [Member] {
    var alternatives = forms.map { form in
      let names = form.required + form.optional
      let keys = format.keys.filter { names.contains($0.name) }
      return alternative(
        form.name, form.meaning, object(MapFormat(keys), required: form.required, isPartial: isPartial))
    }
    if isPartial {
      let leading = Set(forms.flatMap(\.required))
      let rest = format.keys.filter { !leading.contains($0.name) }
      alternatives.append(.object(object(MapFormat(rest), required: [], isPartial: true)))
    }
    return [Member("oneOf", .array(alternatives))]
  }

  private static func object(_ format: MapFormat, isPartial: Bool) -> [Member] {
    let required = format.keys.filter { if case .required = $0.presence { true } else { false } }.map(\.name)
    return object(format, required: isPartial ? [] : required, isPartial: isPartial)
  }

  private static func object(_ format: MapFormat, required: [String], isPartial: Bool = false) -> [Member] {
    var members = closed(format.keys.map { Member($0.name, .object(property($0, isPartial: isPartial))) }, required)
    if !format.leastOneOf.isEmpty, !isPartial {
      let either = format.leastOneOf.map { Value.object([Member("required", .array([.text($0)]))]) }
      members.append(Member("anyOf", .array(either)))
    }
    return members
  }

  /// A map with these keys alone.
  static func closed(_ properties: [Member], _ required: [String]) -> [Member] {
    var members = [
      Member("type", .text("object")), Member("additionalProperties", .raw("false")),
      Member("properties", .object(properties)),
    ]
    if !required.isEmpty { members.append(Member("required", .array(required.map(Value.text)))) }
    return members
  }

  /// The schema of a key's value. Null takes away what a file that is extended, or the base, has: it is allowed wherever
  /// the key may be missing.
  private static func property(_ key: KeyFormat, isPartial: Bool) -> [Member] {
    let isRequired = if case .required = key.presence { !isPartial } else { false }
    var value = schema(key.kind, isPartial: isPartial)
    if !isRequired { value = nullable(value) }
    value.append(Member("description", .text(key.meaning)))
    switch key.presence {
    case .defaults(let text), .unstated(let text): value.append(Member("default", .text(text)))
    case .required, .optional, .profile, .defaultsBeside: break
    }
    return value
  }

  /// One of several forms, with its name.
  private static func alternative(_ name: String, _ meaning: String, _ members: [Member]) -> Value {
    .object([Member("title", .text(name)), Member("description", .text(meaning))] + members)
  }

  /// A form for each word of the tag, with the keys that go with it.
  private static func tagged(
    _ format: MapFormat, by tag: String, _ forms: [MapFormat.Form], isPartial: Bool
  ) -> [Member] {
    let required = format.keys.filter { if case .required = $0.presence { true } else { false } }.map(\.name)
    var alternatives = forms.map { form in
      let properties = format.keys.compactMap { key -> Member? in
        if key.name == tag { return Member(tag, .object([Member("const", .text(form.name))])) }
        guard key.exclusions[form.name] != nil else {
          return Member(key.name, .object(property(key, isPartial: isPartial)))
        }
        return key.numberBeside.map { Member(key.name, .object([Member("const", .raw("\($0)"))])) }
      }
      return alternative(form.name, form.meaning, closed(properties, isPartial ? [tag] : required))
    }
    if isPartial {
      // What is laid over something that has the word.
      let rest = format.keys.filter { $0.name != tag }
      alternatives.append(
        .object(closed(rest.map { Member($0.name, .object(property($0, isPartial: true))) }, [])))
    }
    return [Member("oneOf", .array(alternatives))]
  }

  static func schema(_ kind: ValueKind, isPartial: Bool) -> [Member] {
    switch kind {
    // YAML takes 2020 and true for a number and a truth value; as a name they are what is written.
    case .name, .text: [Member("type", .array([.text("string"), .text("number"), .text("boolean")]))]
    case .integer(let range):
      [
        Member("type", .text("integer")), Member("minimum", .raw("\(range.lowerBound)")),
        Member("maximum", .raw("\(range.upperBound)")),
      ]
    case .seed:
      [Member("type", .text("integer")), Member("minimum", .raw("0")), Member("maximum", .raw("\(UInt64.max)"))]
    case .number: [Member("type", .text("number"))]
    case .quantity(let dimension, let range): quantity(dimension, range)
    case .distribution(let dimension): reference(name(of: dimension))
    case .choice(let words, _): [Member("enum", .array(words.map(Value.text)))]
    case .synonyms(let words, let others): [Member("enum", .array((words + others.keys.sorted()).map(Value.text)))]
    case .boolean: [Member("type", .text("boolean"))]
    case .map(let format): mapOrReference(format, isPartial: isVariantPart(format) || isPartial)
    case .named(let inner, let rule): named(inner, rule, isPartial: isPartial)
    case .list(let inner, let count):
      [Member("type", .text("array")), Member("items", .object(schema(inner, isPartial: false)))]
        + (count > 0 ? [Member("minItems", .raw("\(count)"))] : [])
    case .nameOr(let format):
      [
        Member(
          "anyOf",
          .array([.object(schema(.name, isPartial: false)), .object(schema(.map(format), isPartial: isPartial))]))
      ]
    case .allOrName: schema(.name, isPartial: false)
    case .event(let format): reference(format.noun)
    case .measure: [Member("type", .array([.text("number"), .text("string")]))]
    case .anything: []
    }
  }

  private static func named(_ inner: ValueKind, _ rule: ValueKind.NameRule, isPartial: Bool) -> [Member] {
    let members: [Member] = [Member("type", .text("object")), Member("minProperties", .raw("1"))]
    let value = schema(inner, isPartial: isPartial)
    switch rule {
    case .scenario: return members + [Member("additionalProperties", .object(nullable(value)))]
    case .axis:
      return members + [
        Member("propertyNames", .object([Member("pattern", .text("^[^0-9]"))])),
        Member("additionalProperties", .object(value)),
      ]
    }
  }

  /// A pool or an image may leave to the variants, or to what the scenario extends, what it must have in the end.
  private static func isVariantPart(_ format: MapFormat) -> Bool {
    format.noun == ImageKeys.format.noun || format.noun == WorkKeys.format.noun
      || format.key(PoolKeys.keys.targetDedicatedNodes.name)?.presence.isShared ?? false
      || format.key(SystemKeys.keys.profile.name) != nil
  }

  /// The same, or null.
  private static func nullable(_ members: [Member]) -> [Member] {
    guard !members.isEmpty else { return [] }
    if let index = members.firstIndex(where: { $0.name == "type" }) {
      var members = members
      switch members[index].value {
      case .array(let types): members[index] = Member("type", .array(types + [.text("null")]))
      case let type: members[index] = Member("type", .array([type, .text("null")]))
      }
      return members
    }
    if case .array(let words)? = members.first(where: { $0.name == "enum" })?.value {
      return [Member("enum", .array(words + [.raw("null")]))]
    }
    let null = SchemaValue.object([Member("type", .text("null"))])
    if let index = members.firstIndex(where: { ["oneOf", "anyOf"].contains($0.name) }),
      case .array(let forms) = members[index].value
    {
      var members = members
      members[index] = Member(members[index].name, .array(forms + [null]))
      return members
    }
    return [Member("anyOf", .array([.object(members), null]))]
  }

  private static func quantity(_ dimension: Dimension, _ range: ClosedRange<Double>) -> [Member] {
    let units = dimension.units.map(\.name).joined(separator: "|")
    let text: [Member] = [
      Member("type", .text("string")),
      Member("pattern", .text("^\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)? *(\(units))$")),
    ]
    guard dimension.allowsPlainNumbers else { return text }
    let number = [
      Member("type", .text("number")), Member("minimum", .raw(NumberText.text(range.lowerBound))),
      Member("maximum", .raw(NumberText.text(range.upperBound))),
    ]
    return dimension.units.isEmpty ? number : [Member("anyOf", .array([.object(text), .object(number)]))]
  }

  // MARK: - One of several

  /// The verbs, each with its own keys below it; then the flat spelling of earlier versions.
  private static func events(_ format: UnionFormat) -> [Value] {
    let common = format.common.keys.map { Member($0.name, .object(property($0, isPartial: false))) }
    let head = format.common.keys.map(\.name)
    var values = format.forms.map { form in
      alternative(
        form.name, form.meaning,
        closed(common + [Member(form.name, .object(schema(form.kind, isPartial: false)))], head + [form.name]))
    }
    values += format.forms.compactMap { form in
      guard let target = form.target, case .map(let inner) = form.kind else { return nil }
      let rest = inner.without([target])
      let verb = Member(form.name, .object(schema(.allOrName, isPartial: false)))
      let own = rest.keys.map { Member($0.name, .object(property($0, isPartial: false))) }
      let required = rest.keys.filter { if case .required = $0.presence { true } else { false } }.map(\.name)
      var members = closed(common + [verb] + own, head + [form.name] + required)
      if !rest.leastOneOf.isEmpty {
        let either = rest.leastOneOf.map { Value.object([Member("required", .array([.text($0)]))]) }
        members.append(Member("anyOf", .array(either)))
      }
      return alternative(
        "\(form.name), flat", "The spelling of earlier versions.", [Member("deprecated", .raw("true"))] + members)
    }
    guard format.takesSeveral else { return values }
    let verbs = format.forms.map { Member($0.name, .object(schema($0.kind, isPartial: false))) }
    return values + [
      alternative(
        "several", "The spelling of earlier versions: several at one time.",
        [Member("deprecated", .raw("true")), Member("minProperties", .raw("\(head.count + 2)"))]
          + closed(common + verbs, head))
    ]
  }

  private static func distribution(_ dimension: Dimension) -> [Value] {
    let families = DistributionFormat.families(dimension).flatMap { family -> [Value] in
      switch family.body {
      case .value(let kind):
        [.object(closed([Member(family.name, .object(schema(kind, isPartial: false)))], [family.name]))]
      case .parameters(let forms): forms.map { own(family.name, $0.format) }
      case .measurements(let formats): formats.map { own(family.name, $0) }
      }
    }
    return [.object(quantity(dimension, 0...dimension.limit))] + families
  }

  /// One way to give a family.
  private static func own(_ family: String, _ format: MapFormat) -> Value {
    .object(closed([Member(family, .object(object(format, isPartial: false)))], [family]))
  }
}

extension KeyFormat.Presence {
  /// Whether another key decides if this one must be there.
  fileprivate var isShared: Bool {
    if case .defaultsBeside = self { true } else { false }
  }
}
