// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange
internal import Quantities

/// Walks through a document; whatever has a formula is a pool, named by the id or name around it.
struct AzureFormulaFinder {
  /// A formula.
  struct Found {
    let pool: String
    var text = ""
    /// Where its value stands.
    let offset: Int
    /// Why it cannot be read.
    var problem: TextProblem?
    /// In seconds.
    let evaluationInterval: Double?
    let taskSlotsPerNode: Int?
  }

  /// What is known on the way down.
  private struct Surroundings {
    var pool = ""
    var taskSlotsPerNode: Int?
    var depth = 0
  }

  private(set) var found: [Found] = []
  var problems: [TextProblem] = []
  /// Objects and arrays that may still be looked into: variables of a template stand for many with few words.
  private var remaining = 100_000
  private var known: Set<String> = []

  /// Nobody nests pools deeper.
  private static let deepest = 64
  /// Passes of a loop that are looked at.
  private static let mostPasses = 1_000
  /// Accounts have at most hundreds of pools.
  private static let mostFound = 2_000

  /// Finds the formulas of a document.
  mutating func read(_ document: PositionedJSON, _ parameters: AzureParameters?) {
    let root = AzureBody(document, path: "")
    let isPool = root["vmSize"] != nil || root["properties"] != nil
    let parts = isPool ? [] : ["resources", "pool"].compactMap { root[$0] }
    guard let first = parts.first, first.isObject || first.elements != nil || first.unknown != nil else {
      if parameters != nil {
        problems.append(
          TextProblem(.templateParameters, at: document.offset, "this is not a template, and has no parameters to give")
        )
      }
      return look(in: root, Surroundings())
    }
    let template = AzureTemplate(root, given: parameters?.bindings ?? [:])
    for part in parts { look(in: part.within(template), Surroundings()) }
  }

  private mutating func look(in body: AzureBody, _ surroundings: Surroundings) {
    remaining -= 1
    guard remaining > 0, surroundings.depth < Self.deepest, body.unknown == nil else { return }
    var inner = surroundings
    inner.depth += 1
    if let elements = body.elements {
      for element in elements { look(in: element, inner) }
      return
    }
    guard body.isObject else { return }
    if body["type"] != nil, body["condition"]?.truth == false || body["existing"]?.truth == true { return }
    guard let loop = body.given("copy"), body.isLooped, case .number(let digits)? = loop["count"]?.value.kind,
      let passes = Int(digits), passes > 0
    else { return lookAtMembers(of: body, inner) }
    for pass in 0..<min(passes, Self.mostPasses) { lookAtMembers(of: body.pass(pass), inner) }
  }

  private mutating func lookAtMembers(of body: AzureBody, _ surroundings: Surroundings) {
    var inner = surroundings
    if let name = AzurePoolReader.name(of: body) ?? Self.lastPart(of: body["id"]) { inner.pool = name }
    inner.taskSlotsPerNode = Self.slots(of: body) ?? inner.taskSlotsPerNode
    if let nested = body["template"], let resources = nested["resources"] {
      let template = nested.nestedTemplate(properties: body)
      return look(in: AzureBody(resources.value, path: resources.path, template: template), inner)
    }
    for (member, value) in zip(body.members, body.children ?? []) {
      switch member.name.lowercased() {
      case "autoscaleformula": take(value, body.given("autoScaleEvaluationInterval"), inner)
      case "autoscale" where value.isObject:
        if let formula = value["formula"] { take(formula, value.given("evaluationInterval"), inner) }
      default: look(in: value, inner)
      }
    }
  }

  private mutating func take(_ formula: AzureBody, _ interval: AzureBody?, _ surroundings: Surroundings) {
    guard found.count < Self.mostFound, !formula.value.isNull || formula.unknown != nil else { return }
    var one = Found(
      pool: surroundings.pool, offset: formula.value.offset, evaluationInterval: Self.seconds(interval),
      taskSlotsPerNode: surroundings.taskSlotsPerNode)
    if let unknown = formula.unknown {
      one.problem = TextProblem(
        unknown.code, at: formula.value.offset,
        "\(formula.name) is the expression \(PrintableText.short(formula.text ?? "")); \(unknown.explanation(expected: "a formula"))"
      )
    } else if let text = formula.text {
      one.text = text
    } else {
      one.problem = TextProblem(
        .wrongMemberType, at: formula.value.offset,
        "the formula is \(formula.value.description); expected a text")
    }
    // A loop, and a request beside its answer, have the same formula often.
    if known.insert("\(one.pool)\n\(one.text)").inserted { found.append(one) }
  }

  // MARK: - Values

  private static func lastPart(of value: AzureBody?) -> String? {
    value?.knownText?.split(separator: "/").last.map(String.init)
  }

  private static func slots(of body: AzureBody) -> Int? {
    for name in ["taskSlotsPerNode", "maxTasksPerNode"] {
      guard case .number(let digits)? = body[name]?.value.kind, let slots = Int(digits), (1...256).contains(slots)
      else {
        continue
      }
      return slots
    }
    return nil
  }

  private static func seconds(_ interval: AzureBody?) -> Double? {
    guard let text = interval?.knownText, let duration = try? AzureDuration(text) else { return nil }
    return Double(duration.nanoseconds) / 1e9
  }
}
