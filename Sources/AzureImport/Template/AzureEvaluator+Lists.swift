// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// The functions of arrays and objects ("Array functions" and "Object functions for ARM templates").
extension AzureEvaluator {
  /// The elements of an array.
  ///
  /// - Throws: That it is none, or why it is unknown.
  func array(_ expression: AzureExpression) throws(AzureUnknown) -> [PositionedJSON] {
    let value = try whole(expression)
    guard case .array(let elements) = value.kind else {
      throw malformed("\(shown(expression)) is \(value.description), not an array")
    }
    return elements
  }

  func members(_ expression: AzureExpression) throws(AzureUnknown) -> [PositionedJSON.Member] {
    let value = try whole(expression)
    guard case .object(let members) = value.kind else {
      throw malformed("\(shown(expression)) is \(value.description), not an object")
    }
    return members
  }

  /// A function of arrays, some of them of texts too; nil where a name is none.
  ///
  /// - Throws: Why the result is unknown.
  func lists(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue? {
    switch name.lowercased() {
    case "createarray":
      var elements: [PositionedJSON] = []
      for argument in arguments { elements.append(try whole(argument)) }
      return known(.array(elements))
    case "array":
      try check(arguments, 1...1, name)
      let value = try whole(arguments[0])
      if case .array = value.kind { return known(value.kind) }
      return known(.array([value]))
    case "range":
      try check(arguments, 2...2, name)
      let (start, count) = (try count(arguments[0]), try count(arguments[1]))
      guard (0...10_000).contains(count) else {
        throw malformed("range takes a count of 0 to 10000")
      }
      try scopes.spend(count / 10, text)
      return known(.array((start..<start + count).map { element(.number(String($0))) }))
    case "first", "last":
      try check(arguments, 1...1, name)
      let isFirst = name.lowercased() == "first"
      let value = try whole(arguments[0])
      switch value.kind {
      case .array(let elements): return known((isFirst ? elements.first : elements.last)?.kind ?? .null)
      case .text(let text): return known(.text((isFirst ? text.first : text.last).map { String($0) } ?? ""))
      default: throw malformed("\(shown(arguments[0])) is \(value.description), neither an array nor a text")
      }
    case "take", "skip":
      try check(arguments, 2...2, name)
      let count = max(0, try count(arguments[1]))
      let isTaken = name.lowercased() == "take"
      let value = try whole(arguments[0])
      switch value.kind {
      case .array(let elements):
        return known(.array(Array(isTaken ? elements.prefix(count) : elements.dropFirst(count))))
      case .text(let text):
        let units = isTaken ? Array(text.utf16.prefix(count)) : Array(text.utf16.dropFirst(count))
        return known(.text(String(decoding: units, as: UTF16.self)))
      default: throw malformed("\(shown(arguments[0])) is \(value.description), neither an array nor a text")
      }
    case "indexof", "lastindexof": return try index(name, arguments)
    case "contains": return try contains(name, arguments)
    case "union", "intersection": return try combination(name, arguments)
    case "indexfromend", "tryindexfromend":
      try check(arguments, 2...2, name)
      let elements = try array(arguments[0])
      let place = elements.count - (try count(arguments[1]))
      if elements.indices.contains(place) { return known(elements[place].kind) }
      if name.lowercased() == "tryindexfromend" { return known(.null) }
      throw malformed("\(shown(arguments[0])) has \(elements.count) elements; there is none so far from its end")
    default: return nil
    }
  }

  private func index(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue {
    try check(arguments, 2...2, name)
    let isFirst = name.lowercased() == "indexof"
    let (value, wanted) = (try whole(arguments[0]), try whole(arguments[1]))
    var places: [Int] = []
    switch (value.kind, wanted.kind) {
    case (.array(let elements), _):
      places = elements.indices.filter { Self.areSame(elements[$0], wanted) }
    case (.text(let text), .text(let part)):
      let (units, other) = (Array(text.lowercased().utf16), Array(part.lowercased().utf16))
      guard !other.isEmpty else { return known(.number(isFirst ? "0" : String(units.count))) }
      guard units.count >= other.count else { return known(.number("-1")) }
      try scopes.spend(units.count / 100, self.text)
      places = (0...units.count - other.count).filter { units[$0..<$0 + other.count].elementsEqual(other) }
    default: throw malformed("\(shown(arguments[0])) is \(value.description), neither an array nor a text")
    }
    return known(.number(String((isFirst ? places.first : places.last) ?? -1)))
  }

  private func contains(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue {
    try check(arguments, 2...2, name)
    let (value, wanted) = (try whole(arguments[0]), try whole(arguments[1]))
    switch (value.kind, wanted.kind) {
    case (.array(let elements), _): return known(.truth(elements.contains { Self.areSame($0, wanted) }))
    case (.object(let members), .text(let name)):
      return known(.truth(members.contains { $0.name.lowercased() == name.lowercased() }))
    case (.text(let text), .text(let part)): return known(.truth(part.isEmpty || text.contains(part)))
    default:
      throw malformed("\(shown(arguments[0])) is \(value.description), which cannot contain \(wanted.description)")
    }
  }

  /// Arrays without what is there twice, or objects of which later ones count.
  private func combination(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue {
    try check(arguments, 2...Int.max, name)
    let isUnion = name.lowercased() == "union"
    var result = try whole(arguments[0])
    for argument in arguments.dropFirst() {
      let other = try whole(argument)
      switch (result.kind, other.kind) {
      case (.array(let left), .array(let right)):
        try scopes.spend(left.count * right.count / 100, text)
        let kept = isUnion ? left + right : left.filter { element in right.contains { Self.areSame(element, $0) } }
        var single: [PositionedJSON] = []
        for element in kept where !single.contains(where: { Self.areSame($0, element) }) { single.append(element) }
        result = element(.array(single))
      case (.object(let left), .object(let right)):
        result =
          isUnion
          ? merged(left, right, deep: true)
          : element(
            .object(
              left.filter { member in
                right.contains {
                  $0.name.lowercased() == member.name.lowercased() && Self.areSame($0.value, member.value)
                }
              }))
      default:
        throw malformed(
          "\(name) takes arrays only, or objects only; it is given \(result.description) and \(other.description)")
      }
    }
    return known(result.kind)
  }

  private func merged(
    _ left: [PositionedJSON.Member], _ right: [PositionedJSON.Member], deep: Bool
  ) -> PositionedJSON {
    var members = left
    for member in right {
      guard let place = members.firstIndex(where: { $0.name.lowercased() == member.name.lowercased() }) else {
        members.append(member)
        continue
      }
      var value = member.value
      if deep, case .object(let inner) = members[place].value.kind, case .object(let outer) = member.value.kind {
        value = merged(inner, outer, deep: true)
      }
      members[place] = PositionedJSON.Member(name: members[place].name, nameOffset: offset, value: value)
    }
    return element(.object(members))
  }

  // MARK: - Objects

  /// A function of objects, and what is left of comparisons and numbers; nil where a name is none.
  ///
  /// - Throws: Why the result is unknown.
  func objects(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue? {
    switch name.lowercased() {
    case "items":
      try check(arguments, 1...1, name)
      let members = try members(arguments[0]).sorted { $0.name.lowercased() < $1.name.lowercased() }
      return known(.array(members.map { pair($0.name, $0.value) }))
    case "objectkeys":
      try check(arguments, 1...1, name)
      let names = try members(arguments[0]).map(\.name).sorted { $0.lowercased() < $1.lowercased() }
      return known(.array(names.map { element(.text($0)) }))
    case "shallowmerge":
      try check(arguments, 1...1, name)
      var result = element(.object([]))
      for part in try array(arguments[0]) {
        guard case .object(let left) = result.kind, case .object(let right) = part.kind else {
          throw malformed("shallowMerge takes an array of objects; it holds \(part.description)")
        }
        result = merged(left, right, deep: false)
      }
      return known(result.kind)
    case "tryget":
      try check(arguments, 2...Int.max, name)
      var value = try whole(arguments[0])
      for argument in arguments.dropFirst() {
        switch (value.kind, try whole(argument).kind) {
        case (.object(let members), .text(let name)):
          guard let found = members.first(where: { $0.name.lowercased() == name.lowercased() }) else {
            return known(.null)
          }
          value = found.value
        case (.array(let elements), .number(let digits)):
          guard let index = Int(digits), elements.indices.contains(index) else { return known(.null) }
          value = elements[index]
        default: return known(.null)
        }
      }
      return known(value.kind)
    case "float":
      try check(arguments, 1...1, name)
      let text = Self.plain(try whole(arguments[0]))
      guard Double(text)?.isFinite == true else { throw malformed("\(shown(arguments[0])) is not a number") }
      return known(.number(text))
    case "subscriptionresourceid", "tenantresourceid", "managementgroupresourceid", "extensionresourceid":
      var parts: [String] = []
      for argument in arguments { parts.append(try part(argument).shown) }
      throw unknown(.deployment("\(name)(\(PrintableText.short(parts.joined(separator: ", "))))"))
    default: return nil
    }
  }

  private func pair(_ name: String, _ value: PositionedJSON) -> PositionedJSON {
    element(
      .object([
        PositionedJSON.Member(name: "key", nameOffset: offset, value: element(.text(name))),
        PositionedJSON.Member(name: "value", nameOffset: offset, value: value),
      ]))
  }
}
