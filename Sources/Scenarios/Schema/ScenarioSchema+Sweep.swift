// SPDX-License-Identifier: GPL-3.0-or-later

extension ScenarioSchema {
  /// The schema of `sweep:`: a file that is laid over another may hold a part of it, so that nothing is required but what
  /// an axis needs.
  static var sweep: [Member] {
    map([
      Member(
        "axes",
        .object([
          Member("type", .text("object")), Member("minProperties", .raw("1")),
          Member("propertyNames", .object([Member("pattern", .text("^[^0-9]"))])),
          Member("additionalProperties", .object(axis)),
          Member("description", .text("Names, which are columns of the results, and what each varies.")),
        ])),
      Member(
        "zip",
        list(of: .object(list(of: string, atLeast: 2)), "Axes that are walked together, in place of every combination.")
      ),
      Member(
        "constraint",
        .object([
          Member("type", .text("string")),
          Member("description", .text("A condition that cells satisfy, such as replicas <= ceil(nodes / 100).")),
        ])),
      Member(
        "design",
        .object(
          map([
            Member("kind", choice(SweepSpecification.Placement.allCases.map(\.rawValue))),
            Member("points", whole("How many cells there are.")),
          ]) + [
            Member("required", .array([.text("kind"), .text("points")])),
            Member("description", .text("Points spread over the ranges of the axes, in place of every combination.")),
          ])),
    ])
  }

  private static var axis: [Member] {
    let number = Value.object([Member("type", .array([.text("number"), .text("string")]))])
    let keys = map([
      Member(
        "path",
        .object([
          Member("type", .text("string")), Member("minLength", .raw("1")),
          Member("description", .text("A place of the scenario as --set takes it, such as pool.targetDedicatedNodes.")),
        ])),
      Member(
        "values",
        .object([
          Member("type", .text("array")), Member("minItems", .raw("1")),
          Member("description", .text("The values, one after the other.")),
        ])),
      Member("from", number), Member("to", number), Member("step", number),
      Member("points", whole("How many values there are, the ends included.")),
      Member("scale", choice(SweepRange.Scale.allCases.map(\.rawValue))),
    ])
    let isList = Value.object([Member("required", .array([.text("values")]))])
    let isRange = Value.object([Member("required", .array([.text("from"), .text("to")]))])
    return keys + [
      Member("required", .array([.text("path")])), Member("anyOf", .array([isList, isRange])),
    ]
  }

  private static var string: Value { .object([Member("type", .text("string"))]) }

  private static func map(_ properties: [Member]) -> [Member] {
    [
      Member("type", .text("object")), Member("additionalProperties", .raw("false")),
      Member("properties", .object(properties)),
    ]
  }

  private static func list(of items: Value, _ meaning: String) -> Value {
    .object([
      Member("type", .text("array")), Member("items", items), Member("description", .text(meaning)),
    ])
  }

  private static func list(of items: Value, atLeast count: Int) -> [Member] {
    [Member("type", .text("array")), Member("items", items), Member("minItems", .raw("\(count)"))]
  }

  private static func choice(_ words: [String]) -> Value {
    .object([Member("enum", .array(words.map(Value.text)))])
  }

  private static func whole(_ meaning: String) -> Value {
    .object([
      Member("type", .text("integer")), Member("minimum", .raw("1")), Member("description", .text(meaning)),
    ])
  }
}
