// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Interchange

/// Looks at every member of a body: what bears on the time until nodes are idle gets a note.
extension AzurePoolReader {
  /// Sorts the members of an object by what becomes of them.
  mutating func sort(_ body: AzureBody?, _ place: AzureMembers.Place) {
    guard let body else { return }
    for member in body.members where !member.value.isNull {
      let path = body.path.isEmpty ? member.name : "\(body.path).\(member.name)"
      switch AzureMembers.mark(of: member.name, in: place) {
      case .modelled, .rule, .answer: break
      case .older(let current):
        asides.tell(
          "\(AzureMembers.use(ofOlder: member.name)) of \(current)\(body.given(current) == nil ? "" : ", which counts")",
          of: path)
      case .told(let text): if !Self.isNothing(member.value) { asides.tell(text, of: path) }
      case .noEffect: asides.addWithoutEffect(path)
      case nil:
        asides.addUnknown(
          path, meant: Suggestion.nearest(to: member.name, among: AzureMembers.names(in: place)))
      }
    }
  }

  /// Whether a member asks for nothing: an empty list, object or text, or false.
  private static func isNothing(_ value: PositionedJSON) -> Bool {
    switch value.kind {
    case .null: true
    case .truth(let truth): !truth
    case .text(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .object(let members): members.allSatisfy { isNothing($0.value) }
    case .number: false
    }
  }

  /// A member under its name, or under one that it had before or has elsewhere.
  func member(_ name: String, of body: AzureBody?, _ place: AzureMembers.Place = .pool) -> AzureBody? {
    if let value = body?.given(name) { return value }
    return AzureMembers.olderNames(of: name, in: place).lazy.compactMap { body?.given($0) }.first
  }

  /// The digits of a whole number, which tools write as a text too; nil for anything else.
  mutating func digits(_ value: AzureBody) -> String? {
    guard value.unknown == nil else { return nil }
    switch value.value.kind {
    case .number(let digits): return digits
    case .text(let text) where Int(text) != nil:
      asides.addQuoted(value.path)
      return text
    default: return nil
    }
  }
}
