// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange

/// A piece of JSON, with its members in order.
indirect enum SchemaValue {
  case text(String)
  case raw(String)
  case array([SchemaValue])
  case object([Member])

  struct Member {
    let name: String
    let value: SchemaValue

    init(_ name: String, _ value: SchemaValue) {
      self.name = name
      self.value = value
    }
  }

  func indented(_ indentation: String) -> String {
    let inner = indentation + "  "
    switch self {
    case .text(let text): return JSONText.quoted(text)
    case .raw(let text): return text
    case .array(let list):
      return list.isEmpty ? "[]" : "[\(list.map { $0.indented(inner) }.joined(separator: ", "))]"
    case .object(let members):
      let lines = members.map { "\(inner)\(JSONText.quoted($0.name)): \($0.value.indented(inner))" }
      return lines.isEmpty ? "{}" : "{\n\(lines.joined(separator: ",\n"))\n\(indentation)}"
    }
  }
}
