// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// Holds the values of a template's parameters against what their declarations allow.
///
/// Source: "Parameters in ARM templates" (Azure Resource Manager): minValue and maxValue of whole numbers, minLength and
/// maxLength of texts and arrays, allowedValues of every type; an array may hold some of the values that are allowed.
extension AzurePoolReader {
  /// Adds a problem for every value that its declaration does not allow.
  ///
  /// - Parameters:
  ///   - root: The template.
  ///   - parameters: What its parameters are given.
  ///   - template: The template, for defaults that are expressions.
  mutating func readLimits(of root: AzureBody, _ parameters: AzureParameters?, _ template: AzureTemplate) {
    let bindings = parameters?.bindings ?? [:]
    for member in root["parameters"]?.members ?? [] {
      let declaration = AzureBody(member.value, path: member.name)
      let binding = bindings[member.name.lowercased()]
      var given = declaration["defaultValue"]?.value
      if case .value(let value, _)? = binding { given = value }
      if case .unknown? = binding { continue }
      guard let given else { continue }
      // An expression of a default has its own place; what is given is not an expression.
      var value = given
      if binding == nil {
        let resolution = template.resolved(given)
        guard resolution.unknown == nil else { continue }
        value = resolution.value
      }
      guard !value.isNull, let expected = Self.limit(of: declaration, brokenBy: value) else { continue }
      let isSecret = declaration["type"]?.text?.lowercased().hasPrefix("secure") == true
      add(
        .parameterLimit, at: given,
        "the parameter '\(PrintableText.short(member.name))' is \(isSecret ? "another secret" : value.description); expected \(expected)"
      )
    }
  }

  /// What a declaration expects that a value is not; nil when the value is allowed.
  private static func limit(of declaration: AzureBody, brokenBy value: PositionedJSON) -> String? {
    func bound(_ name: String) -> Int? {
      guard case .number(let digits)? = declaration[name]?.value.kind else { return nil }
      return Int(digits)
    }
    switch value.kind {
    case .number(let digits):
      guard let number = Int(digits) else { break }
      if let least = bound("minValue"), number < least { return "at least \(least), its minValue" }
      if let most = bound("maxValue"), number > most { return "at most \(most), its maxValue" }
    case .text(let text):
      // Lengths are in UTF-16, as .NET counts them.
      let length = text.utf16.count
      if let least = bound("minLength"), length < least { return "at least \(least) characters, its minLength" }
      if let most = bound("maxLength"), length > most { return "at most \(most) characters, its maxLength" }
    case .array(let elements):
      if let least = bound("minLength"), elements.count < least { return "at least \(least) elements, its minLength" }
      if let most = bound("maxLength"), elements.count > most { return "at most \(most) elements, its maxLength" }
    case .null, .truth, .object: break
    }
    guard case .array(let allowed)? = declaration["allowedValues"]?.value.kind else { return nil }
    let isAllowed =
      if case .array(let elements) = value.kind, !allowed.contains(where: { isSame($0, value) }) {
        elements.allSatisfy { element in allowed.contains { isSame($0, element) } }
      } else {
        allowed.contains { isSame($0, value) }
      }
    guard !isAllowed else { return nil }
    let listed = allowed.prefix(10).map(\.description).joined(separator: ", ")
    return "one of its allowedValues: \(listed)\(allowed.count > 10 ? ", and \(allowed.count - 10) more" : "")"
  }

  /// Whether two values are the same; texts without regard to case, and objects are not looked into.
  private static func isSame(_ left: PositionedJSON, _ right: PositionedJSON) -> Bool {
    switch (left.kind, right.kind) {
    case (.null, .null), (.object, .object): true
    case (.truth(let left), .truth(let right)): left == right
    case (.number(let left), .number(let right)): left == right || Double(left) == Double(right)
    case (.text(let left), .text(let right)): left.lowercased() == right.lowercased()
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
    default: false
    }
  }
}
