// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// The scopes of a document's templates, and what its expressions have come to.
///
/// A class, so that a variable is evaluated once and all expressions together have one limit; scopes refer to each other
/// by their numbers.
final class AzureScopes {
  /// What a parameter stands for.
  enum Binding: Sendable {
    case value(PositionedJSON, scope: Int?)
    case unknown(AzureUnknown.Reason)
  }

  /// A function of a template's own ("User-defined functions in ARM templates").
  struct Function: Sendable {
    /// The names of its parameters, in lower case.
    let parameters: [String]
    /// What it gives: a value, or the expression of one.
    let output: PositionedJSON
    /// The scope of its template, whose functions it may call.
    let owner: Int
  }

  private struct Scope {
    var parameters: [String: Binding] = [:]
    var functions: [String: Function] = [:]
    var variables: [String: PositionedJSON] = [:]
    var outer: Int?
    var isInner = true
    /// The pass of a loop, in which everything else is as outside.
    var pass: Int?
  }

  /// How deep variables may refer to each other and calls nest, together.
  private static let deepest = 128
  /// How much all expressions together may do: one for each call, one for each 100 bytes of text, and one for each 100
  /// values in what a name stands for, which whoever uses the name looks through.
  private static let mostSteps = 1_000_000
  /// The longest text that expressions may make [bytes].
  private static let longestText = 131_072

  private var scopes: [Scope] = []
  private var known: [String: Result<AzureValue, AzureUnknown>] = [:]
  private var weights: [String: Int] = [:]
  private var underway: Set<String> = []
  private var depth = 0
  private var steps = 0

  /// Whether texts may have expressions inside, as in templates of the Batch tools.
  private let isOfTools: Bool

  init(isOfTools: Bool) {
    self.isOfTools = isOfTools
  }

  // MARK: - Scopes

  /// Adds a template with the parameters that it is given.
  ///
  /// - Returns: The number of its scope.
  func add(_ template: AzureBody, given: [String: Binding], outer: Int? = nil, isInner: Bool = true) -> Int {
    var scope = Scope(outer: outer, isInner: isInner)
    let own = scopes.count
    for member in template["parameters"]?.members ?? [] {
      let name = member.name.lowercased()
      let declaration = AzureBody(member.value, path: "")
      scope.parameters[name] =
        if let binding = given[name] {
          binding
        } else if let value = declaration["defaultValue"]?.value {
          .value(value, scope: own)
        } else if declaration["nullable"]?.truth == true {
          .value(PositionedJSON(kind: .null, offset: member.value.offset), scope: nil)
        } else {
          .unknown(.parameter(member.name))
        }
    }
    for member in template["variables"]?.members ?? [] { scope.variables[member.name.lowercased()] = member.value }
    for space in template["functions"]?.elements ?? [] {
      guard let prefix = space["namespace"]?.text?.lowercased() else { continue }
      for member in space["members"]?.members ?? [] {
        let declaration = AzureBody(member.value, path: "")
        guard let output = declaration["output"]?["value"]?.value else { continue }
        let names = (declaration["parameters"]?.elements ?? []).map { $0["name"]?.text?.lowercased() ?? "" }
        scope.functions["\(prefix).\(member.name.lowercased())"] = Function(
          parameters: names, output: output, owner: own)
      }
    }
    scopes.append(scope)
    return own
  }

  /// A function of the template's own; nil where it has none of that name.
  func function(_ name: String, in scope: Int) -> Function? {
    let key = name.lowercased()
    return owner(of: scope) { scopes[$0].functions[key] != nil }.flatMap { scopes[$0].functions[key] }
  }

  /// Adds the scope of a call, in which a function has its own parameters, and nothing else of the template but its
  /// functions.
  ///
  /// - Returns: The number of the scope, which no later call has: what a parameter stands for is kept by it.
  /// - Throws: That all expressions together are too much: a call counts for 100.
  func add(call function: Function, _ values: [PositionedJSON], expression: String) throws(AzureUnknown) -> Int {
    try spend(100, expression)
    var scope = Scope()
    scope.functions = scopes[function.owner].functions
    for (name, value) in zip(function.parameters, values) { scope.parameters[name] = .value(value, scope: nil) }
    scopes.append(scope)
    return scopes.count - 1
  }

  /// Adds a pass of a loop.
  ///
  /// - Returns: The number of its scope.
  func add(pass: Int, of outer: Int) -> Int {
    scopes.append(Scope(outer: outer, isInner: false, pass: pass))
    return scopes.count - 1
  }

  /// The number of the pass of the loop around a scope; nil outside of loops.
  func pass(in scope: Int) -> Int? {
    scopes[scope].pass
  }

  // MARK: - Names

  /// What a parameter is.
  ///
  /// - Throws: Why that is unknown.
  func parameter(_ name: String, in scope: Int, expression: String) throws(AzureUnknown) -> AzureValue {
    let key = name.lowercased()
    guard let owner = owner(of: scope, { scopes[$0].parameters[key] != nil }),
      let binding = scopes[owner].parameters[key]
    else {
      throw AzureUnknown(
        .malformed("the template declares no parameter '\(PrintableText.short(name))'"), in: expression)
    }
    switch binding {
    case .unknown(let reason): throw AzureUnknown(reason, in: expression)
    case .value(let value, let valueScope):
      return try once("parameter '\(PrintableText.short(name))'", key: "\(owner)p\(key)", expression) {
        () throws(AzureUnknown) in try evaluate(value, scope: valueScope)
      }
    }
  }

  /// What a variable is.
  ///
  /// - Throws: Why that is unknown.
  func variable(_ name: String, in scope: Int, expression: String) throws(AzureUnknown) -> AzureValue {
    let key = name.lowercased()
    guard let owner = owner(of: scope, { scopes[$0].variables[key] != nil }), let value = scopes[owner].variables[key]
    else {
      if let value = try loopVariable(key, in: scope, expression: expression) { return value }
      throw AzureUnknown(.malformed("the template has no variable '\(PrintableText.short(name))'"), in: expression)
    }
    return try once("variable '\(PrintableText.short(name))'", key: "\(owner)v\(key)", expression) {
      () throws(AzureUnknown) in try evaluate(value, scope: owner)
    }
  }

  /// A variable that a loop makes: one element for every pass; nil where no loop has that name.
  private func loopVariable(
    _ key: String, in scope: Int, expression: String
  ) throws(AzureUnknown) -> AzureValue? {
    guard let owner = owner(of: scope, { loop(key, in: $0) != nil }), let loop = loop(key, in: owner) else {
      return nil
    }
    return try once("variable '\(PrintableText.short(key))'", key: "\(owner)l\(key)", expression) {
      () throws(AzureUnknown) in
      guard let count = loop["count"], let input = loop["input"],
        case .json(let number, _) = try evaluate(count.value, scope: owner), case .number(let digits) = number.kind,
        let passes = Int(digits), (0...Self.mostPasses).contains(passes)
      else {
        throw AzureUnknown(
          .malformed(
            "the loop of the variable '\(PrintableText.short(key))' has no count of 0 to \(Self.mostPasses), or no input"
          ),
          in: expression)
      }
      var elements: [PositionedJSON] = []
      for pass in 0..<passes {
        let inner = add(pass: pass, of: owner)
        let evaluator = AzureEvaluator(scopes: self, scope: inner, text: expression, offset: input.value.offset)
        elements.append(try evaluator.whole(input.value, scope: inner))
      }
      return .json(PositionedJSON(kind: .array(elements), offset: loop.value.offset), scope: nil)
    }
  }

  /// The passes of a loop: a deployment takes at most 800.
  private static let mostPasses = 800

  private func loop(_ key: String, in scope: Int) -> AzureBody? {
    guard let copies = scopes[scope].variables["copy"] else { return nil }
    return AzureBody(copies, path: "variables.copy").elements?.first { $0["name"]?.text?.lowercased() == key }
  }

  /// The scope in which a name is found: the innermost of an inner template, the outermost otherwise.
  private func owner(of scope: Int, _ has: (Int) -> Bool) -> Int? {
    let own = scopes[scope]
    if !own.isInner, let outer = own.outer, let found = owner(of: outer, has) { return found }
    return has(scope) ? scope : nil
  }

  /// Evaluates what has a name once, and refuses what refers to itself.
  private func once(
    _ name: String, key: String, _ expression: String, _ body: () throws(AzureUnknown) -> AzureValue
  ) throws(AzureUnknown) -> AzureValue {
    if let result = known[key] {
      try spend((weights[key] ?? 0) / 100, expression)
      return try result.get()
    }
    guard underway.insert(key).inserted else {
      throw AzureUnknown(.malformed("the \(name) refers to itself"), in: expression)
    }
    defer { underway.remove(key) }
    do throws(AzureUnknown) {
      let value = try body()
      known[key] = .success(value)
      if case .json(let json, _) = value { weights[key] = json.weight }
      return value
    } catch {
      // What is too deep from here may not be from elsewhere.
      if case .tooMuch = error.reason {} else { known[key] = .failure(error) }
      throw error
    }
  }

  // MARK: - Evaluating

  /// What a value is: itself, or what its expression comes to.
  ///
  /// - Throws: Why that is unknown.
  func evaluate(_ value: PositionedJSON, scope: Int?) throws(AzureUnknown) -> AzureValue {
    guard let scope, case .text(let text) = value.kind else { return .json(value, scope: scope) }
    if isOfTools, let result = try interpolated(text, at: value.offset, scope: scope) { return result }
    guard text.hasPrefix("["), text.hasSuffix("]") else { return .json(value, scope: scope) }
    if text.hasPrefix("[[") {
      return .json(PositionedJSON(kind: .text(String(text.dropFirst())), offset: value.offset), scope: nil)
    }
    let expression: AzureExpression
    try spend(text.utf8.count / 100, text)
    do throws(AzureExpressionParser.Fault) {
      expression = try AzureExpressionParser.parse(text.dropFirst().dropLast())
    } catch {
      throw AzureUnknown(error.isLimit ? .tooMuch(error.message) : .malformed(error.message), in: text)
    }
    return try AzureEvaluator(scopes: self, scope: scope, text: text, offset: value.offset).value(of: expression)
  }

  /// Goes one level down.
  ///
  /// - Throws: That it is too deep, or all expressions together too much.
  func descend(_ expression: String) throws(AzureUnknown) {
    guard depth < Self.deepest else {
      throw AzureUnknown(.tooMuch("expressions refer to each other deeper than \(Self.deepest) levels"), in: expression)
    }
    try spend(1, expression)
    depth += 1
  }

  func ascend() {
    depth -= 1
  }

  /// Checks a text that an expression made.
  ///
  /// - Throws: That it is too long, or all expressions together too much.
  func check(_ text: AzureText, _ expression: String) throws(AzureUnknown) {
    let length = text.filled { _ in "" }.utf8.count
    guard length <= Self.longestText, text.parts.count <= 1_000 else {
      throw AzureUnknown(.tooMuch("its text becomes longer than \(Self.longestText) bytes"), in: expression)
    }
    try spend(length / 100, expression)
  }

  /// Counts work.
  ///
  /// - Throws: That all expressions together are too much.
  func spend(_ count: Int, _ expression: String) throws(AzureUnknown) {
    steps += count
    guard steps <= Self.mostSteps else {
      throw AzureUnknown(
        .tooMuch("the expressions of the template need more than \(Self.mostSteps) steps"), in: expression)
    }
  }
}
