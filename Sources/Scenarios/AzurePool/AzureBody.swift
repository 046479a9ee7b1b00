// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of a body with its path; members are found without regard to case, as the service finds them.
struct AzureBody {
  let value: PositionedJSON
  let path: String
  private let template: AzureTemplate?

  init(_ value: PositionedJSON, path: String, template: AzureTemplate? = nil) {
    self.value = template?.resolved(value) ?? value
    self.path = path
    self.template = template
  }

  /// The same value with what a template says about its parameters.
  func within(_ template: AzureTemplate) -> AzureBody {
    AzureBody(value, path: path, template: template)
  }

  var name: String { path.split(separator: ".").last.map(String.init) ?? "the body" }

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

  /// The text of an expression of a template that could not be resolved; nil for everything else.
  var expression: String? {
    text.flatMap { AzureTemplate.isExpression($0) ? $0 : nil }
  }

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
