// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// The functions of templates that need no deployment.
extension AzureEvaluator {
  /// What a call comes to.
  ///
  /// - Throws: Why that is unknown.
  func call(_ name: String, _ arguments: [AzureExpression], _ source: String) throws(AzureUnknown) -> AzureValue {
    switch name.lowercased() {
    case "parameters":
      try check(arguments, 1...1, name)
      return try scopes.parameter(try key(arguments[0]), in: scope, expression: text)
    case "variables":
      try check(arguments, 1...1, name)
      return try scopes.variable(try key(arguments[0]), in: scope, expression: text)
    case "concat": return try concat(arguments)
    case "format": return try format(arguments, source)
    case "string":
      try check(arguments, 1...1, name)
      return try known(try part(arguments[0]))
    case "tolower", "toupper":
      try check(arguments, 1...1, name)
      let isLower = name.lowercased() == "tolower"
      return try known(try part(arguments[0]).map { isLower ? $0.lowercased() : $0.uppercased() })
    case "resourceid": return try resourceIdentifier(arguments, source)
    case "if":
      try check(arguments, 3...3, name)
      return try value(of: try truth(arguments[0]) ? arguments[1] : arguments[2])
    case "coalesce":
      for argument in arguments {
        let result = try value(of: argument)
        if case .json(let value, _) = result, value.isNull { continue }
        return result
      }
      return known(.null)
    case "createobject": return try object(arguments, source)
    case "resourcegroup", "subscription", "reference", "references", "uniquestring", "guid", "newguid", "utcnow",
      "deployment", "environment", "tenant", "managementgroup", "deployer", "pickzones", "providers", "tologicalzone",
      "tologicalzones", "tophysicalzone", "tophysicalzones", "externalinput":
      throw unknown(.deployment(source))
    case let lowered where lowered.hasPrefix("list") && !lowered.contains("."):
      throw unknown(.deployment(source))
    default:
      if let result = try logic(name, arguments) { return result }
      if let result = try arithmetic(name, arguments) { return result }
      if let result = try texts(name, arguments) { return result }
      if let result = try encodings(name, arguments) { return result }
      if let result = try lists(name, arguments) { return result }
      if let result = try objects(name, arguments) { return result }
      if let result = try lambdas(name, arguments) { return result }
      if let result = try dates(name, arguments) { return result }
      if let result = try networks(name, arguments) { return result }
      if let result = try own(name, arguments) { return result }
      throw unknown(.notEvaluated("the function \(name)"))
    }
  }

  func key(_ expression: AzureExpression) throws(AzureUnknown) -> String {
    let value = try json(expression).value
    guard case .text(let key) = value.kind else {
      throw malformed("\(shown(expression)) is \(value.description), not a name")
    }
    return key
  }

  // MARK: - Texts

  private func concat(_ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue {
    try check(arguments, 1...Int.max, "concat")
    var result: AzureText
    do throws(AzureUnknown) {
      let first = try value(of: arguments[0])
      if case .json(let value, let valueScope) = first, case .array = value.kind {
        guard case .array(var elements) = try whole(value, scope: valueScope).kind else { return first }
        for argument in arguments.dropFirst() { elements += try array(argument) }
        return known(.array(elements))
      }
      result = try part(of: first)
    } catch  where !error.isMistake {
      result = AzureText(error)
    }
    for argument in arguments.dropFirst() {
      result.append(try part(argument))
      try scopes.check(result, text)
    }
    return try known(result)
  }

  /// `{0}` in a text stands for the first argument after it, `{{` for a brace.
  private func format(_ arguments: [AzureExpression], _ source: String) throws(AzureUnknown) -> AzureValue {
    try check(arguments, 1...Int.max, "format")
    let pattern = try key(arguments[0])
    let values = arguments.dropFirst()
    var result = AzureText("")
    var rest = pattern[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      result.append(AzureText(String(rest[..<brace])))
      let character = rest[brace]
      rest = rest[rest.index(after: brace)...]
      if rest.first == character {
        result.append(AzureText(String(character)))
        rest = rest.dropFirst()
        continue
      }
      guard character == "{", let end = rest.firstIndex(of: "}") else {
        throw malformed("the format '\(PrintableText.short(pattern))' has a brace that is not closed or not opened")
      }
      let place = rest[..<end]
      rest = rest[rest.index(after: end)...]
      guard let index = Int(place.prefix { $0.isASCII && $0.isNumber }) else {
        throw malformed("the format '\(PrintableText.short(pattern))' has no number in its braces")
      }
      guard (0..<values.count).contains(index) else {
        throw malformed(
          "the format '\(PrintableText.short(pattern))' names {\(index)}, but \(values.count) values follow")
      }
      let argument = values[values.startIndex + index]
      if Int(place) != nil {
        result.append(try part(argument))
      } else if let formatted = Self.formatted(try part(argument), place) {
        result.append(formatted)
      } else {
        result.append(AzureText(unknown(.notEvaluated("{\(place)} of \(source)"))))
      }
      try scopes.check(result, text)
    }
    result.append(AzureText(String(rest)))
    return try known(result)
  }

  /// `resourceId([subscription], [group], 'Microsoft.Compute/images', 'name')`: the id, whose subscription and group are
  /// unknown where they are not given.
  private func resourceIdentifier(_ arguments: [AzureExpression], _ source: String) throws(AzureUnknown) -> AzureValue {
    try check(arguments, 2...Int.max, "resourceId")
    var parts: [AzureText] = []
    for argument in arguments { parts.append(try part(argument)) }
    // The first that has a slash is the type; a subscription and a group have none.
    guard let place = parts.firstIndex(where: { $0.unknown == nil && $0.shown.contains("/") }), place <= 2 else {
      if let unknown = parts.lazy.compactMap(\.unknown).first { throw unknown }
      throw malformed("\(PrintableText.short(source)) names no type such as 'Microsoft.Compute/images'")
    }
    let types = parts[place].shown.split(separator: "/").map(String.init)
    let names = parts[(place + 1)...]
    guard types.count == names.count + 1 else {
      throw malformed(
        "\(PrintableText.short(source)) has \(names.count) names for the type \(PrintableText.short(parts[place].shown)), which needs \(max(types.count - 1, 1))"
      )
    }
    var result = subscription
    if place == 2 {
      result = AzureText("/subscriptions/")
      result.append(parts[0])
    }
    result.append(AzureText("/resourceGroups/"))
    result.append(place > 0 ? parts[place - 1] : AzureText(unknown(.deployment("resourceGroup().name"))))
    result.append(AzureText("/providers/\(types[0])"))
    for (type, name) in zip(types.dropFirst(), names) {
      result.append(AzureText("/\(type)/"))
      result.append(name)
    }
    return try known(result)
  }

  // MARK: - Objects

  private func object(_ arguments: [AzureExpression], _ source: String) throws(AzureUnknown) -> AzureValue {
    guard arguments.count.isMultiple(of: 2) else {
      throw malformed("\(PrintableText.short(source)) has a name without a value")
    }
    var members: [PositionedJSON.Member] = []
    for place in stride(from: 0, to: arguments.count, by: 2) {
      let name = try key(arguments[place])
      members.append(
        PositionedJSON.Member(name: name, nameOffset: offset, value: try whole(arguments[place + 1])))
    }
    return known(.object(members))
  }

  // MARK: - Logic

  private func logic(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue? {
    switch name.lowercased() {
    case "true", "false", "null":
      try check(arguments, 0...0, name)
      return known(name.lowercased() == "null" ? .null : .truth(name.lowercased() == "true"))
    case "not":
      try check(arguments, 1...1, name)
      return known(.truth(!(try truth(arguments[0]))))
    case "and", "or":
      try check(arguments, 2...Int.max, name)
      let decisive = name.lowercased() == "or"
      var unknown: AzureUnknown?
      for argument in arguments {
        do throws(AzureUnknown) {
          if try truth(argument) == decisive { return known(.truth(decisive)) }
        } catch  where !error.isMistake {
          unknown = unknown ?? error
        }
      }
      if let unknown { throw unknown }
      return known(.truth(!decisive))
    case "bool":
      try check(arguments, 1...1, name)
      return known(.truth(try bool(arguments[0])))
    case "equals":
      try check(arguments, 2...2, name)
      return known(.truth(try areEqual(arguments[0], arguments[1])))
    case "empty", "length":
      try check(arguments, 1...1, name)
      let value = try json(arguments[0]).value
      let count =
        switch value.kind {
        case .null: 0
        case .text(let text): text.utf16.count
        case .array(let elements): elements.count
        case .object(let members): members.count
        case .truth, .number: throw malformed("\(shown(arguments[0])) is \(value.description), which has no length")
        }
      return known(name.lowercased() == "empty" ? .truth(count == 0) : .number(String(count)))
    default: return nil
    }
  }

  private func bool(_ expression: AzureExpression) throws(AzureUnknown) -> Bool {
    let value = try json(expression).value
    switch value.kind {
    case .truth(let truth): return truth
    case .number(let digits) where Int(digits) != nil: return Int(digits) != 0
    case .text(let text) where ["true", "1"].contains(text.lowercased()): return true
    case .text(let text) where ["false", "0"].contains(text.lowercased()): return false
    default: throw malformed("\(shown(expression)) is \(value.description), which is neither true nor false")
    }
  }

  private func areEqual(_ left: AzureExpression, _ right: AzureExpression) throws(AzureUnknown) -> Bool {
    Self.areSame(try whole(left), try whole(right))
  }

  // MARK: - Numbers

  private func arithmetic(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue? {
    switch name.lowercased() {
    case "int":
      try check(arguments, 1...1, name)
      let value = try json(arguments[0]).value
      switch value.kind {
      case .number(let text), .text(let text):
        guard let number = Int(text) else { break }
        return known(.number(String(number)))
      default: break
      }
      throw malformed("\(shown(arguments[0])) is \(value.description), not a whole number")
    case "copyindex": return try copyIndex(arguments)
    case "min", "max":
      try check(arguments, 1...Int.max, name)
      var numbers: [Int] = []
      if arguments.count == 1, case .array(let elements) = try whole(arguments[0]).kind {
        for element in elements {
          guard case .number(let digits) = element.kind, let number = Int(digits) else {
            throw malformed("\(shown(arguments[0])) holds \(element.description), not a whole number")
          }
          numbers.append(number)
        }
      } else {
        for argument in arguments { numbers.append(try number(argument)) }
      }
      guard !numbers.isEmpty else { throw malformed("\(name) of an empty array") }
      let result = name.lowercased() == "min" ? numbers.min() : numbers.max()
      return known(.number(String(result ?? 0)))
    case "less", "lessorequals", "greater", "greaterorequals":
      try check(arguments, 2...2, name)
      let (left, right) = try ordered(arguments[0], arguments[1])
      switch name.lowercased() {
      case "less": return known(.truth(left < right))
      case "lessorequals": return known(.truth(left <= right))
      case "greater": return known(.truth(left > right))
      default: return known(.truth(left >= right))
      }
    case "add", "sub", "mul", "div", "mod":
      try check(arguments, 2...2, name)
      return try combined(name, try number(arguments[0]), try number(arguments[1]))
    default: return nil
    }
  }

  /// Two numbers; of two texts, numbers of the same order.
  private func ordered(_ left: AzureExpression, _ right: AzureExpression) throws(AzureUnknown) -> (Int, Int) {
    if case .text(let first) = try json(left).value.kind, case .text(let second) = try json(right).value.kind {
      // Deployments compare texts by their code units.
      if first == second { return (0, 0) }
      return first.utf16.lexicographicallyPrecedes(second.utf16) ? (0, 1) : (1, 0)
    }
    return (try number(left), try number(right))
  }

  private func combined(_ name: String, _ left: Int, _ right: Int) throws(AzureUnknown) -> AzureValue {
    let lowered = name.lowercased()
    if ["div", "mod"].contains(lowered), right == 0 { throw malformed("\(name) of \(left) by 0") }
    let (result, overflows) =
      switch lowered {
      case "add": left.addingReportingOverflow(right)
      case "sub": left.subtractingReportingOverflow(right)
      case "mul": left.multipliedReportingOverflow(by: right)
      case "div": left.dividedReportingOverflow(by: right)
      default: left.remainderReportingOverflow(dividingBy: right)
      }
    guard !overflows else { throw malformed("\(name) of \(left) and \(right) is beyond 64 bits") }
    return known(.number(String(result)))
  }

  /// The number of the pass, with an offset: `copyIndex()`, `copyIndex(1)`, `copyIndex('loop', 1)`.
  private func copyIndex(_ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue {
    try check(arguments, 0...2, "copyIndex")
    guard let pass = scopes.pass(in: scope) else { throw unknown(.notEvaluated("copyIndex outside of the loop")) }
    guard let last = arguments.last else { return known(.number(String(pass))) }
    let value = try json(last).value
    if case .text = value.kind { return known(.number(String(pass))) }
    return try combined("add", pass, try number(last))
  }
}
