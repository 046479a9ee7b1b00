// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// A value of a body with its path; members are found without regard to case, as the service finds them.
struct AzureBody {
  let value: PositionedJSON
  let path: String
  /// Why the value is an expression as it is written, and not what it stands for.
  let unknown: AzureUnknown?
  /// What is known of a text in spite of that.
  let partial: AzureText?
  private let template: AzureTemplate?

  init(_ value: PositionedJSON, path: String, template: AzureTemplate? = nil) {
    self.path = path
    guard let template else {
      self.value = value
      self.template = nil
      partial = nil
      if case .text(let text) = value.kind, AzureTemplate.isExpression(text) {
        unknown = AzureUnknown(.noTemplate, in: text)
      } else {
        unknown = nil
      }
      return
    }
    let resolution = template.resolved(value)
    self.value = resolution.value
    self.template = resolution.template
    unknown = resolution.unknown
    partial = resolution.partial
  }

  /// The same value with what a template says about its parameters.
  func within(_ template: AzureTemplate) -> AzureBody {
    AzureBody(value, path: path, template: template)
  }

  /// The same value in one pass of a loop.
  func pass(_ index: Int) -> AzureBody {
    AzureBody(value, path: path, template: template?.pass(index))
  }

  /// Whether the value differs between the passes of a loop.
  var isLooped: Bool { AzureTemplate.isLooped(value) }

  /// What this value, a template inside of another, says of its own parameters.
  ///
  /// - Parameter properties: Those of the deployment that it belongs to.
  /// - Returns: The template, with what the deployment gives it.
  func nestedTemplate(properties: AzureBody) -> AzureTemplate {
    template?.nested(self, properties: properties) ?? AzureTemplate(self)
  }

  var name: String { PrintableText.short(path.split(separator: ".").last.map(String.init) ?? "the body") }

  var isObject: Bool {
    if case .object = value.kind { true } else { false }
  }

  var members: [PositionedJSON.Member] {
    if case .object(let members) = value.kind { members } else { [] }
  }

  var elements: [AzureBody]? {
    guard case .array(let elements) = value.kind else { return nil }
    return elements.enumerated().map { AzureBody($1, path: "\(path)[\($0)]", template: template) }
  }

  /// The values of an object, or the elements of an array: templates list resources either way.
  var children: [AzureBody]? {
    if let elements { return elements }
    guard isObject else { return nil }
    return members.map { AzureBody($0.value, path: "\(path).\($0.name)", template: template) }
  }

  var text: String? {
    if case .text(let text) = value.kind { text } else { nil }
  }

  var truth: Bool? {
    if case .truth(let truth) = value.kind { truth } else { nil }
  }

  /// The text, unless it is an expression that could not be resolved.
  var knownText: String? { unknown == nil ? text : nil }

  subscript(name: String) -> AzureBody? {
    let lowered = name.lowercased()
    let exact = members.first { $0.name == name } ?? members.first { $0.name.lowercased() == lowered }
    return exact.map {
      AzureBody($0.value, path: path.isEmpty ? $0.name : "\(path).\($0.name)", template: template)
    }
  }

  /// A member that is there and not null.
  func given(_ name: String) -> AzureBody? {
    self[name].flatMap { $0.value.isNull ? nil : $0 }
  }
}
