// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange

/// What an expression of a template comes to.
enum AzureValue: Sendable {
  /// A value; expressions inside of an object or array belong to a scope, or are none where there is no scope.
  case json(PositionedJSON, scope: Int?)
  /// A text with parts that are unknown, one at least.
  case partial(AzureText)
}

/// A scope of expressions, as far as it can be known without a deployment: the parameters and variables of a template.
struct AzureTemplate {
  /// Why a member is not what its text says, and what is known of it all the same.
  struct Resolution {
    let value: PositionedJSON
    let template: AzureTemplate
    var unknown: AzureUnknown?
    var partial: AzureText?
  }

  let scopes: AzureScopes
  /// nil where texts are what they are: in values that are known.
  let scope: Int?

  /// Reads the parameters and variables of a template as a whole.
  ///
  /// - Parameters:
  ///   - document: The template.
  ///   - given: What parameters are given instead of their defaults, by their names in lower case.
  ///   - isOfTools: Whether it is a template of the Batch tools, in which texts may have expressions inside.
  init(_ document: AzureBody, given: [String: AzureScopes.Binding] = [:], isOfTools: Bool = false) {
    scopes = AzureScopes(isOfTools: isOfTools)
    scope = scopes.add(document, given: given)
  }

  private init(scopes: AzureScopes, scope: Int?) {
    self.scopes = scopes
    self.scope = scope
  }

  /// The scope of a template inside this one: its own where the deployment says so, or else this one.
  ///
  /// - Parameters:
  ///   - template: The template.
  ///   - properties: Those of the deployment ("Microsoft.Resources/deployments").
  /// - Returns: The scope.
  func nested(_ template: AzureBody, properties: AzureBody) -> AzureTemplate {
    let isInner = properties["expressionEvaluationOptions"]?["scope"]?.text?.lowercased() == "inner"
    var given: [String: AzureScopes.Binding] = [:]
    for member in properties["parameters"]?.members ?? [] {
      guard case .object(let members) = member.value.kind,
        let value = members.first(where: { $0.name.lowercased() == "value" })?.value
      else { continue }
      given[member.name.lowercased()] = .value(value, scope: scope)
    }
    return AzureTemplate(
      scopes: scopes, scope: scopes.add(template, given: given, outer: scope, isInner: isInner))
  }

  /// The scope of one pass of a loop.
  func pass(_ index: Int) -> AzureTemplate {
    AzureTemplate(scopes: scopes, scope: scope.map { scopes.add(pass: index, of: $0) })
  }

  /// What a value stands for; the value as it is written where nothing tells.
  func resolved(_ value: PositionedJSON) -> Resolution {
    do throws(AzureUnknown) {
      switch try scopes.evaluate(value, scope: scope) {
      case .json(let json, let scope):
        return Resolution(value: json, template: AzureTemplate(scopes: scopes, scope: scope))
      case .partial(let text):
        return Resolution(value: value, template: self, unknown: text.unknown, partial: text)
      }
    } catch {
      return Resolution(value: value, template: self, unknown: error)
    }
  }

  static func isExpression(_ text: String) -> Bool {
    text.hasPrefix("[") && text.hasSuffix("]") && !text.hasPrefix("[[")
  }

  /// Whether a value or something in it depends on the pass of a loop.
  static func isLooped(_ value: PositionedJSON) -> Bool {
    switch value.kind {
    case .text(let text): isExpression(text) && text.lowercased().contains("copyindex(")
    case .array(let elements): elements.contains { isLooped($0) }
    case .object(let members): members.contains { isLooped($0.value) }
    case .null, .truth, .number: false
    }
  }
}
