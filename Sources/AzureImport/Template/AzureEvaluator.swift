// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// Evaluates one expression of a template.
///
/// Pure functions only, by "ARM template functions": what a deployment alone can know is unknown here and not an error;
/// texts around it keep what is known of them, so that an image whose subscription is unknown is still an image.
struct AzureEvaluator {
  let scopes: AzureScopes
  let scope: Int
  /// The whole text, for messages.
  let text: String
  /// Where it stands.
  let offset: Int
  /// What the variables of lambdas around are, by their names in lower case.
  var lambdaVariables: [String: AzureValue] = [:]

  /// What an expression comes to.
  ///
  /// - Throws: Why that is unknown.
  func value(of expression: AzureExpression) throws(AzureUnknown) -> AzureValue {
    try scopes.descend(text)
    defer { scopes.ascend() }
    switch expression {
    case .text(let text): return known(.text(text))
    case .number(let digits): return known(.number(digits))
    case .call(let name, let arguments, let source): return try call(name, arguments, source)
    case .access(let head, let accessors, let source): return try access(head, accessors, source)
    }
  }

  // MARK: - Results

  func known(_ kind: PositionedJSON.Kind) -> AzureValue {
    .json(PositionedJSON(kind: kind, offset: offset), scope: nil)
  }

  func known(_ text: AzureText) throws(AzureUnknown) -> AzureValue {
    try scopes.check(text, self.text)
    return text.unknown == nil ? known(.text(text.filled { _ in "" })) : .partial(text)
  }

  func unknown(_ reason: AzureUnknown.Reason) -> AzureUnknown { AzureUnknown(reason, in: text) }

  func malformed(_ fault: String) -> AzureUnknown { unknown(.malformed(fault)) }

  // MARK: - Arguments

  /// A value of which everything is known.
  func json(_ expression: AzureExpression) throws(AzureUnknown) -> (value: PositionedJSON, scope: Int?) {
    switch try value(of: expression) {
    case .json(let value, let scope): return (value, scope)
    case .partial(let text): throw text.unknown ?? unknown(.notEvaluated(text.shown))
    }
  }

  /// A text, a number or a truth as a text, with the parts that are unknown.
  func part(_ expression: AzureExpression) throws(AzureUnknown) -> AzureText {
    let result: AzureValue
    do throws(AzureUnknown) {
      result = try value(of: expression)
    } catch  where !error.isMistake {
      return AzureText(error)
    }
    return try part(of: result)
  }

  /// A value as a text: objects and arrays as JSON without spaces.
  func part(of result: AzureValue) throws(AzureUnknown) -> AzureText {
    switch result {
    case .partial(let text): return text
    case .json(let value, let valueScope):
      switch value.kind {
      case .text(let text), .number(let text): return AzureText(text)
      case .truth(let truth): return AzureText(truth ? "True" : "False")
      case .null: return AzureText("")
      case .array, .object: return AzureText(Self.compact(try whole(value, scope: valueScope)))
      }
    }
  }

  /// A value of which everything is known, with no expressions inside any more.
  ///
  /// - Complexity: O(size of the value), which counts as work.
  func whole(_ expression: AzureExpression) throws(AzureUnknown) -> PositionedJSON {
    let (value, scope) = try json(expression)
    return try whole(value, scope: scope)
  }

  /// The same of a value in its scope.
  func whole(_ value: PositionedJSON, scope: Int?) throws(AzureUnknown) -> PositionedJSON {
    try scopes.spend(1, text)
    let own: PositionedJSON
    let ownScope: Int?
    switch try scopes.evaluate(value, scope: scope) {
    case .json(let json, let scope): (own, ownScope) = (json, scope)
    case .partial(let partial): throw partial.unknown ?? unknown(.notEvaluated(partial.shown))
    }
    switch own.kind {
    case .null, .truth, .number, .text: return PositionedJSON(kind: own.kind, offset: own.offset)
    case .array(let elements):
      var all: [PositionedJSON] = []
      for element in elements { all.append(try whole(element, scope: ownScope)) }
      return PositionedJSON(kind: .array(all), offset: own.offset)
    case .object(let members):
      var all: [PositionedJSON.Member] = []
      for member in members {
        let value = try whole(member.value, scope: ownScope)
        all.append(PositionedJSON.Member(name: member.name, nameOffset: member.nameOffset, value: value))
      }
      return PositionedJSON(kind: .object(all), offset: own.offset)
    }
  }

  /// A value as JSON without spaces, as `string` writes it.
  static func compact(_ value: PositionedJSON) -> String {
    switch value.kind {
    case .null: "null"
    case .truth(let truth): "\(truth)"
    case .number(let digits): digits
    case .text(let text): JSONText.quoted(text)
    case .array(let elements): "[\(elements.map(compact).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(JSONText.quoted($0.name)):\(compact($0.value))" }.joined(separator: ","))}"
    }
  }

  /// Whether two values are the same; texts with regard to case, names of members without, as deployments compare them.
  static func areSame(_ left: PositionedJSON, _ right: PositionedJSON) -> Bool {
    switch (left.kind, right.kind) {
    case (.null, .null): return true
    case (.truth(let left), .truth(let right)): return left == right
    case (.text(let left), .text(let right)): return left == right
    case (.number(let left), .number(let right)):
      guard let first = Double(left), let second = Double(right) else { return left == right }
      return first == second
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { areSame($0, $1) }
    case (.object(let left), .object(let right)):
      guard left.count == right.count else { return false }
      let others = Dictionary(right.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
      return left.allSatisfy { member in others[member.name.lowercased()].map { areSame(member.value, $0) } ?? false }
    default: return false
    }
  }

  func number(_ expression: AzureExpression) throws(AzureUnknown) -> Int {
    let value = try json(expression).value
    guard case .number(let digits) = value.kind, let number = Int(digits) else {
      throw malformed("\(shown(expression)) is \(value.description), not a whole number")
    }
    return number
  }

  /// A whole number that counts or places characters or elements: deployments take 32 bits there.
  func count(_ expression: AzureExpression) throws(AzureUnknown) -> Int {
    let number = try number(expression)
    guard Int32(exactly: number) != nil else {
      throw malformed("\(shown(expression)) is beyond 32 bits")
    }
    return number
  }

  func truth(_ expression: AzureExpression) throws(AzureUnknown) -> Bool {
    let value = try json(expression).value
    guard case .truth(let truth) = value.kind else {
      throw malformed("\(shown(expression)) is \(value.description), not true or false")
    }
    return truth
  }

  /// An argument as a message names it.
  func shown(_ expression: AzureExpression) -> String {
    switch expression {
    case .text(let text): "'\(PrintableText.short(text))'"
    case .number(let digits): digits
    case .call(_, _, let source), .access(_, _, let source): PrintableText.short(source)
    }
  }

  func check(_ arguments: [AzureExpression], _ counts: ClosedRange<Int>, _ name: String) throws(AzureUnknown) {
    guard !counts.contains(arguments.count) else { return }
    let expected =
      counts.count == 1
      ? "\(counts.lowerBound)" : counts.upperBound == .max ? "\(counts.lowerBound) or more" : "\(counts)"
    throw malformed("\(name) has \(arguments.count) arguments; it takes \(expected)")
  }

  // MARK: - Members and elements

  private func access(
    _ head: AzureExpression, _ accessors: [AzureExpression.Accessor], _ source: String
  ) throws(AzureUnknown) -> AzureValue {
    if let identifier = try deploymentIdentifier(head, accessors) { return identifier }
    var result: AzureValue
    do throws(AzureUnknown) {
      result = try value(of: head)
    } catch {
      if case .deployment = error.reason { throw unknown(.deployment(source)) }
      throw error
    }
    for accessor in accessors {
      guard case .json(let owner, let ownerScope) = result else {
        throw malformed("\(shown(head)) is a text, which has no members")
      }
      try scopes.spend(1, text)
      guard let next = try find(accessor, in: owner, shown(head)) else { return known(.null) }
      result = try scopes.evaluate(next, scope: ownerScope)
    }
    return result
  }

  /// A member or an element; nil where an optional member is not there.
  private func find(
    _ accessor: AzureExpression.Accessor, in owner: PositionedJSON, _ name: String
  ) throws(AzureUnknown) -> PositionedJSON? {
    switch (accessor, owner.kind) {
    case (.member(let member), .object(let members)), (.optionalMember(let member), .object(let members)):
      let lowered = member.lowercased()
      if let found = members.first(where: { $0.name.lowercased() == lowered }) { return found.value }
      if case .optionalMember = accessor { return nil }
      throw malformed("\(name) has no member '\(PrintableText.short(member))'")
    case (.optionalMember, .null): return nil
    case (.element(let expression), .object):
      let key = try json(expression).value
      guard case .text(let member) = key.kind else {
        throw malformed("\(name) is an object, whose members have names; [\(key.description)] is none")
      }
      return try find(.member(member), in: owner, name)
    case (.element(let expression), .array(let elements)):
      let index = try number(expression)
      guard elements.indices.contains(index) else {
        throw malformed("\(name) has \(elements.count) elements; there is none at \(index)")
      }
      return elements[index]
    default:
      throw malformed("\(name) is \(owner.description), which has no such member")
    }
  }

  /// The resource ids of the subscription and of the resource group, of which only the names are unknown.
  private func deploymentIdentifier(
    _ head: AzureExpression, _ accessors: [AzureExpression.Accessor]
  ) throws(AzureUnknown) -> AzureValue? {
    guard case .call(let name, let arguments, _) = head, arguments.isEmpty, accessors.count == 1,
      case .member(let member)? = accessors.first, member.lowercased() == "id"
    else { return nil }
    switch name.lowercased() {
    case "subscription": return .partial(subscription)
    case "resourcegroup":
      var text = subscription
      text.append(AzureText("/resourceGroups/"))
      text.append(AzureText(unknown(.deployment("resourceGroup().name"))))
      return .partial(text)
    default: return nil
    }
  }

  var subscription: AzureText {
    var text = AzureText("/subscriptions/")
    text.append(AzureText(unknown(.deployment("subscription().subscriptionId"))))
    return text
  }
}
