// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// The functions that take a lambda ("Lambda functions for ARM templates"): `map(array, lambda('x', ...))`.
extension AzureEvaluator {
  /// A function that takes a lambda, or a variable of one; nil where a name is none.
  ///
  /// - Throws: Why the result is unknown.
  func lambdas(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue? {
    switch name.lowercased() {
    case "lambdavariables":
      try check(arguments, 1...1, name)
      let key = try key(arguments[0])
      guard let value = lambdaVariables[key.lowercased()] else {
        throw malformed("no lambda around this declares the variable '\(PrintableText.short(key))'")
      }
      return value
    case "lambda":
      throw malformed("a lambda is an argument of map, filter, reduce, sort, toObject, groupBy or mapValues")
    case "map":
      try check(arguments, 2...2, name)
      var results: [PositionedJSON] = []
      for (index, element) in try array(arguments[0]).enumerated() {
        results.append(try call(arguments[1], [element], index: index))
      }
      return known(.array(results))
    case "filter":
      try check(arguments, 2...2, name)
      var results: [PositionedJSON] = []
      for (index, element) in try array(arguments[0]).enumerated() {
        if try holds(arguments[1], [element], index: index) { results.append(element) }
      }
      return known(.array(results))
    case "reduce":
      try check(arguments, 3...3, name)
      var result = try whole(arguments[1])
      for (index, element) in try array(arguments[0]).enumerated() {
        result = try call(arguments[2], [result, element], index: index)
      }
      return known(result.kind)
    case "sort":
      try check(arguments, 2...2, name)
      return known(.array(try sorted(try array(arguments[0]), by: arguments[1])))
    case "toobject", "groupby": return try grouped(name, arguments)
    case "mapvalues":
      try check(arguments, 2...2, name)
      var results: [PositionedJSON.Member] = []
      for member in try members(arguments[0]) {
        let value = try call(arguments[1], [member.value])
        results.append(PositionedJSON.Member(name: member.name, nameOffset: offset, value: value))
      }
      return known(.object(results))
    default: return nil
    }
  }

  /// Members by a key: the last value of each for `toObject`, the list of all for `groupBy`.
  private func grouped(_ name: String, _ arguments: [AzureExpression]) throws(AzureUnknown) -> AzureValue {
    let isGroup = name.lowercased() == "groupby"
    try check(arguments, isGroup ? 2...2 : 2...3, name)
    var names: [String] = []
    var values: [String: [PositionedJSON]] = [:]
    for element in try array(arguments[0]) {
      guard case .text(let key) = try call(arguments[1], [element]).kind else {
        throw malformed("the lambda of \(name) gives something else than a name")
      }
      let value = try arguments.count > 2 ? call(arguments[2], [element]) : element
      if values[key] == nil { names.append(key) }
      values[key, default: []].append(value)
    }
    return known(
      .object(
        names.map { key in
          let all = values[key] ?? []
          let value = isGroup ? element(.array(all)) : all[all.count - 1]
          return PositionedJSON.Member(name: key, nameOffset: offset, value: value)
        }))
  }

  /// Merge sort, which asks the lambda O(n log n) times and keeps the order of what is alike.
  private func sorted(
    _ elements: [PositionedJSON], by lambda: AzureExpression
  ) throws(AzureUnknown) -> [PositionedJSON] {
    guard elements.count > 1 else { return elements }
    let middle = elements.count / 2
    let left = try sorted(Array(elements[..<middle]), by: lambda)
    let right = try sorted(Array(elements[middle...]), by: lambda)
    var result: [PositionedJSON] = []
    var (first, second) = (0, 0)
    while first < left.count, second < right.count {
      if try holds(lambda, [right[second], left[first]]) {
        result.append(right[second])
        second += 1
      } else {
        result.append(left[first])
        first += 1
      }
    }
    return result + left[first...] + right[second...]
  }

  private func holds(
    _ lambda: AzureExpression, _ values: [PositionedJSON], index: Int? = nil
  ) throws(AzureUnknown) -> Bool {
    let result = try call(lambda, values, index: index)
    guard case .truth(let truth) = result.kind else {
      throw malformed("a lambda gives \(result.description), not true or false")
    }
    return truth
  }

  /// What a lambda gives for values, and for the index of the element where it declares one more variable.
  private func call(
    _ lambda: AzureExpression, _ values: [PositionedJSON], index: Int? = nil
  ) throws(AzureUnknown) -> PositionedJSON {
    guard case .call(let name, let parts, _) = lambda, name.lowercased() == "lambda", let body = parts.last else {
      throw malformed("\(shown(lambda)) stands where a lambda was expected")
    }
    let declared = parts.count - 1
    guard declared == values.count || declared == values.count + 1 && index != nil else {
      throw malformed("a lambda declares \(declared) variables; it is given \(values.count)")
    }
    var inner = self
    let given = values + (index.map { [element(.number(String($0)))] } ?? [])
    for (variable, value) in zip(parts.dropLast(), given) {
      inner.lambdaVariables[try key(variable).lowercased()] = .json(value, scope: nil)
    }
    return try inner.whole(body)
  }
}
