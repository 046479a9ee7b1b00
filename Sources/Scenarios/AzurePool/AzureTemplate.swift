// SPDX-License-Identifier: GPL-3.0-or-later

/// What an ARM template says of its parameters and variables, as far as it can be known without a deployment.
struct AzureTemplate: Sendable {
  /// A variable may name another; a chain of them ends somewhere.
  private static let longestChain = 16

  private var values: [String: PositionedJSON] = [:]

  /// Reads the defaults of parameters, and the variables.
  init(_ document: AzureBody) {
    for member in document["parameters"]?.members ?? [] {
      guard let value = AzureBody(member.value, path: "")["defaultValue"]?.value else { continue }
      values["parameters:" + member.name.lowercased()] = value
    }
    for member in document["variables"]?.members ?? [] {
      values["variables:" + member.name.lowercased()] = member.value
    }
  }

  /// The value that an expression such as `[parameters('nodes')]` stands for; the expression itself where nothing tells.
  func resolved(_ value: PositionedJSON) -> PositionedJSON {
    var value = value
    for _ in 0..<Self.longestChain {
      guard case .text(let text) = value.kind, let name = Self.reference(in: text), let next = values[name] else {
        break
      }
      value = next
    }
    return value
  }

  static func isExpression(_ text: String) -> Bool {
    text.hasPrefix("[") && text.hasSuffix("]") && !text.hasPrefix("[[")
  }

  /// `parameters:NAME` for `[parameters('NAME')]`, and the like for variables; nil for every other text.
  private static func reference(in text: String) -> String? {
    guard isExpression(text) else { return nil }
    let inner = text.dropFirst().dropLast()
    for function in ["parameters", "variables"] where inner.lowercased().hasPrefix(function + "('") {
      let rest = inner.dropFirst(function.count + 2)
      guard rest.hasSuffix("')") else { return nil }
      let name = rest.dropLast(2)
      return name.contains("'") ? nil : "\(function):\(name.lowercased())"
    }
    return nil
  }

  /// The last name in an expression such as `[concat(variables('account'), '/pool1')]`; nil where it ends in none.
  static func lastName(in expression: String) -> String? {
    guard expression.hasSuffix("')]") else { return nil }
    let literal = expression.dropLast(3)
    guard let quote = literal.lastIndex(of: "'") else { return nil }
    let parts = literal[literal.index(after: quote)...].split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 1, let name = parts.last, !name.isEmpty, !name.contains("{") else { return nil }
    return String(name)
  }
}
