// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange
internal import Quantities

/// The JSON Schema of the scenario format (draft 2020-12), made from the table that decoding uses.
public enum ScenarioSchema {
  /// The schema, as indented JSON.
  public static func json() -> String {
    var root = object(ScenarioFormat.root, isPartial: false)
    root.insert(Member("$schema", .text("https://json-schema.org/draft/2020-12/schema")), at: 0)
    root.insert(Member("title", .text("poolsim scenario")), at: 1)
    return Value.object(root).indented("") + "\n"
  }

  /// A piece of JSON.
  indirect enum Value {
    case text(String)
    case raw(String)
    case array([Value])
    case object([Member])

    func indented(_ indentation: String) -> String {
      let inner = indentation + "  "
      switch self {
      case .text(let text): return JSONText.quoted(text)
      case .raw(let text): return text
      case .array(let list):
        return list.isEmpty ? "[]" : "[\(list.map { $0.indented(inner) }.joined(separator: ", "))]"
      case .object(let members):
        let lines = members.map { "\(inner)\(JSONText.quoted($0.name)): \($0.value.indented(inner))" }
        return lines.isEmpty ? "{}" : "{\n\(lines.joined(separator: ",\n"))\n\(indentation)}"
      }
    }
  }

  struct Member {
    let name: String
    let value: Value

    init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// The schema of a map; in a partial one required keys may be missing, because something else supplies them.
  private static func object(_ format: MapFormat, isPartial: Bool) -> [Member] {
    var members = [
      Member("type", .text("object")), Member("additionalProperties", .raw("false")),
      Member(
        "properties",
        .object(
          format.keys.map { key in
            var value = schema(key.kind, isPartial: isPartial)
            value.append(Member("description", .text(key.meaning)))
            if case .defaults(let text) = key.presence { value.append(Member("default", .text(text))) }
            return Member(key.name, .object(value))
          })),
    ]
    let required = format.keys.filter { if case .required = $0.presence { true } else { false } }.map(\.name)
    if !required.isEmpty, !isPartial { members.append(Member("required", .array(required.map(Value.text)))) }
    return members
  }

  private static func schema(_ kind: ValueKind, isPartial: Bool) -> [Member] {
    switch kind {
    case .name, .text: [Member("type", .array([.text("string"), .text("number")]))]
    case .integer(let range):
      [
        Member("type", .text("integer")), Member("minimum", .raw("\(range.lowerBound)")),
        Member("maximum", .raw("\(range.upperBound)")),
      ]
    case .seed:
      [Member("type", .text("integer")), Member("minimum", .raw("0")), Member("maximum", .raw("\(UInt64.max)"))]
    case .quantity(let dimension, _): quantity(dimension)
    case .distribution(let dimension): [Member("oneOf", .array(distribution(dimension)))]
    case .choice(let words): [Member("enum", .array(words.map(Value.text)))]
    case .boolean: [Member("type", .text("boolean"))]
    case .map(let format): object(format, isPartial: isVariantPart(format) || isPartial)
    case .named(let inner):
      [
        Member("type", .text("object")), Member("minProperties", .raw("1")),
        Member("additionalProperties", .object(nullable(schema(inner, isPartial: isPartial)))),
      ]
    case .list(let inner):
      [Member("type", .text("array")), Member("items", .object(schema(inner, isPartial: false)))]
    case .nameOr(let format):
      [
        Member(
          "anyOf", .array([.object([Member("type", .text("string"))]), .object(object(format, isPartial: isPartial))]))
      ]
    case .allOrName: [Member("type", .array([.text("string"), .text("boolean")]))]
    case .sweep: sweep
    }
  }

  /// A pool may leave to the variants, or to what the scenario extends, what it must have in the end.
  private static func isVariantPart(_ format: MapFormat) -> Bool {
    format.key("targetDedicatedNodes") != nil || format.key("profile") != nil
  }

  private static func nullable(_ members: [Member]) -> [Member] {
    [Member("anyOf", .array([.object(members), .object([Member("type", .text("null"))])]))]
  }

  private static func quantity(_ dimension: Dimension) -> [Member] {
    let units = dimension.units.map(\.name).joined(separator: "|")
    let text: [Member] = [
      Member("type", .text("string")),
      Member("pattern", .text("^\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)? *(\(units))$")),
    ]
    guard case .share = dimension else { return text }
    return [
      Member(
        "anyOf", .array([.object(text), .object([Member("type", .text("number")), Member("minimum", .raw("0"))])]))
    ]
  }

  private static func distribution(_ dimension: Dimension) -> [Value] {
    let plain = Value.object(quantity(dimension))
    func family(_ name: String, _ body: Value) -> Value {
      .object([
        Member("type", .text("object")), Member("additionalProperties", .raw("false")),
        Member("required", .array([.text(name)])), Member("properties", .object([Member(name, body)])),
      ])
    }
    func map(_ members: [Member]) -> Value {
      .object([
        Member("type", .text("object")), Member("additionalProperties", .raw("false")),
        Member("required", .array(members.map { .text($0.name) })), Member("properties", .object(members)),
      ])
    }
    let text = Value.object([Member("type", .text("string"))])
    var values = [plain, family("constant", plain)]
    values += DistributionFormat.forms.map { form in
      family(
        form.family,
        map(
          form.parameters.map {
            Member($0.name, $0.hasUnit ? plain : .object([Member("type", .text("number"))]))
          }))
    }
    values.append(
      family(
        "empirical",
        .object([
          Member(
            "oneOf",
            .array([
              map([Member("values", .object([Member("type", .text("array")), Member("items", plain)]))]),
              map([Member("file", text), Member("column", text), Member("unit", text)]),
            ]))
        ])))
    return values
  }
}
