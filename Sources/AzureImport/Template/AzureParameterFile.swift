// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// The values of a template's parameters, as a file gives them to a deployment.
///
/// Two shapes: that of Azure Resource Manager, `{ "parameters": { "nodes": { "value": 300 } } }`, and that of the Batch
/// tools, `{ "nodes": { "value": 300 } }`.
package struct AzureParameterFile: Hashable, Sendable {
  /// The text.
  package let json: String
  /// What the file is called in diagnostics.
  package let file: String

  /// Makes the values of parameters from a text and its name.
  package init(json: String, file: String) {
    self.json = json
    self.file = file
  }
}

/// What stands in a file of parameters.
struct AzureParameters {
  /// A value and the place of its name.
  struct Given {
    let name: String
    let offset: Int
    let binding: AzureScopes.Binding
  }

  private(set) var given: [Given] = []

  var bindings: [String: AzureScopes.Binding] {
    Dictionary(given.map { ($0.name.lowercased(), $0.binding) }) { first, _ in first }
  }

  /// Reads the values.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - problems: Takes what is not a parameter.
  init(_ document: PositionedJSON, problems: inout [TextProblem]) {
    guard case .object(let members) = document.kind else {
      problems.append(
        TextProblem(
          .templateParameters, at: document.offset,
          "\(document.description) stands where parameters were expected: { \"parameters\": { \"NAME\": { \"value\": ... } } }"
        ))
      return
    }
    let inner = members.first { $0.name.lowercased() == "parameters" }?.value.kind
    var entries = members.filter { !["$schema", "contentversion"].contains($0.name.lowercased()) }
    if case .object(let parameters)? = inner, !parameters.contains(where: { $0.name.lowercased() == "value" }) {
      entries = parameters
    }
    for entry in entries { read(entry, &problems) }
  }

  private mutating func read(_ entry: PositionedJSON.Member, _ problems: inout [TextProblem]) {
    var binding = AzureScopes.Binding.value(entry.value, scope: nil)
    if case .object(let members) = entry.value.kind {
      if let value = members.first(where: { $0.name.lowercased() == "value" })?.value {
        binding = .value(value, scope: nil)
      } else if members.contains(where: { $0.name.lowercased() == "reference" }) {
        binding = .unknown(.deployment("the secret that the parameter '\(entry.name)' refers to"))
      } else {
        problems.append(
          TextProblem(
            .templateParameters, at: entry.value.offset,
            "the parameter '\(PrintableText.short(entry.name))' has no value; expected { \"value\": ... }"))
        return
      }
    }
    given.append(Given(name: entry.name, offset: entry.nameOffset, binding: binding))
  }
}
