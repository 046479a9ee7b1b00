// SPDX-License-Identifier: GPL-3.0-or-later

internal import Interchange
internal import Quantities
internal import Randomness

/// A value in its canonical spelling: equal values have equal texts, and a text reads back to the same value.
indirect enum NormalNode: Hashable, Sendable {
  /// A number or truth value.
  case raw(String)
  case text(String)
  case map([Entry])
  case list([NormalNode])

  struct Entry: Hashable, Sendable {
    let key: String
    let value: NormalNode
  }

  init(_ value: CheckedValue, _ kind: ValueKind) {
    switch (value.content, kind) {
    case (.map(let entries), .map(let format)), (.map(let entries), .nameOr(let format)):
      self = .map(entries.compactMap { Entry($0, format.key($0.key)) })
    case (.map(let entries), .event(let format)):
      self = .map(
        entries.compactMap { entry in
          if let key = format.common.key(entry.key) { return Entry(entry, key) }
          return format.form(entry.key).map { Entry(key: entry.key, value: NormalNode(entry.value, $0.kind)) }
        })
    case (.map(let entries), .named(let inner, _)):
      self = .map(entries.map { Entry(key: $0.key, value: NormalNode($0.value, inner)) })
    case (.list(let list), .list(let inner, _)):
      self = .list(list.map { NormalNode($0, inner) })
    case (.distribution(let distribution), .distribution(let dimension)):
      self = Self.distribution(distribution, dimension)
    case (.quantity(let number), .quantity(let dimension, _)):
      self = Self.quantity(number, dimension)
    case (.text("true"), .allOrName): self = .raw("true")
    case (.text(let text), _): self = .text(text)
    case (.integer(let integer), _): self = .raw("\(integer)")
    case (.seed(let seed), _): self = .raw("\(seed)")
    case (.boolean(let boolean), _): self = .raw("\(boolean)")
    case (.quantity(let number), _): self = .raw(NumberText.written(number))
    case (.map, _), (.list, _), (.distribution, _), (.measure, _), (.source, _): self = .raw("null")
    }
  }

  private static func quantity(_ number: Double, _ dimension: Dimension) -> NormalNode {
    if dimension.allowsPlainNumbers { return .raw(dimension.text(number)) }
    return .text(dimension.text(number))
  }

  private static func distribution(_ distribution: Distribution, _ dimension: Dimension) -> NormalNode {
    if let values = distribution.values {
      let list = NormalNode.list(values.map { quantity($0, dimension) })
      return .map([
        Entry(key: distribution.name, value: .map([Entry(key: MeasurementKeys.keys.values, value: list)]))
      ])
    }
    let parameters = distribution.parameters
    if distribution.isConstant, let value = parameters.first { return quantity(value.value, dimension) }
    return .map([
      Entry(
        key: distribution.name,
        value: .map(
          parameters.map {
            Entry(
              key: $0.name, value: $0.hasUnit ? quantity($0.value, dimension) : .raw(NumberText.written($0.value)))
          }))
    ])
  }

  /// On one line, as YAML.
  var yaml: String {
    switch self {
    case .raw(let text): text
    case .text(let text): YAMLText.quoted(text)
    case .map(let entries):
      entries.isEmpty
        ? "{}" : "{ \(entries.map { "\(YAMLText.quoted($0.key)): \($0.value.yaml)" }.joined(separator: ", ")) }"
    case .list(let list): "[\(list.map(\.yaml).joined(separator: ", "))]"
    }
  }

  /// On one line, as JSON.
  var json: String {
    switch self {
    case .raw(let text): text
    case .text(let text): JSONText.quoted(text)
    case .map(let entries):
      "{\(entries.map { "\(JSONText.quoted($0.key)):\($0.value.json)" }.joined(separator: ","))}"
    case .list(let list): "[\(list.map(\.json).joined(separator: ","))]"
    }
  }

  /// As a block of YAML: a line for each key down to a depth, and flow below.
  ///
  /// - Parameters:
  ///   - indentation: What its lines begin with.
  ///   - depth: Levels of keys that have lines of their own.
  ///   - path: The keys that lead to it.
  ///   - comment: What to say behind the key at a path, or behind its value where that is on the same line.
  /// - Returns: The block, from behind its own key to a line break.
  func block(
    indentation: String, depth: Int, path: [String], comment: (_ path: [String]) -> String?
  ) -> String {
    if path.count > 2, case .text(let text) = self, let block = YAMLText.block(text, indentation: indentation) {
      return " \(([block.header] + block.lines).joined(separator: "\n"))\n"
    }
    guard case .map(let entries) = self, !entries.isEmpty, depth > 0 || entries.contains(where: \.hasLines) else {
      return " \(yaml)\n"
    }
    let blocks = entries.map { entry in
      let inner = path + [entry.key]
      let value = entry.value.block(indentation: indentation + "  ", depth: depth - 1, path: inner, comment: comment)
      return CommentedBlock("\(indentation)\(YAMLText.quoted(entry.key)):\(value)", comment: comment(inner))
    }
    let column = blocks.reduce(0) { $1.comment == nil ? $0 : max($0, $1.firstLine.count) }
    return "\n" + blocks.map { $0.text(column: column) }.joined()
  }
}

extension NormalNode.Entry {
  /// Whether its value is a text of several lines.
  fileprivate var hasLines: Bool {
    if case .text(let text) = value { text.unicodeScalars.contains("\n") } else { false }
  }

  /// A key with its value; nil for a value that goes without saying.
  fileprivate init?(_ entry: CheckedValue.Entry, _ key: KeyFormat?) {
    guard let key else { return nil }
    let value = NormalNode(entry.value, key.kind)
    if case .unstated(let text) = key.presence {
      if case .text(text) = entry.value.content { return nil }
      if value == .raw(text) || value == .text(text) { return nil }
    }
    self.init(key: entry.key, value: value)
  }
}

extension Distribution {
  /// Whether it is written as a plain quantity: its only parameter is its value.
  fileprivate var isConstant: Bool { parameters.map(\.name) == ["value"] }
}

/// A key with its value, and what to say behind its first line.
private struct CommentedBlock {
  /// Comments stand below each other, but not farther to the right.
  private static let farthestColumn = 60

  let firstLine: Substring
  let rest: Substring
  let comment: String?

  init(_ text: String, comment: String?) {
    let end = text.firstIndex(of: "\n") ?? text.endIndex
    firstLine = text[..<end]
    rest = text[end...]
    self.comment = comment
  }

  func text(column: Int) -> String {
    guard let comment else { return "\(firstLine)\(rest)" }
    let padding = max(0, min(column, Self.farthestColumn) - firstLine.count)
    return "\(firstLine)\(String(repeating: " ", count: padding))  # \(comment)\(rest)"
  }
}

/// The spelling of texts and numbers.
enum NormalText {
  /// A value on one line, as YAML.
  static func yaml(_ value: CheckedValue, _ kind: ValueKind) -> String {
    NormalNode(value, kind).yaml
  }

  /// A bound of a range of a value of some kind.
  static func bound(_ number: Double, _ kind: ValueKind) -> String {
    switch kind {
    case .quantity(let dimension, _), .distribution(let dimension): dimension.text(number)
    default: NumberText.written(number)
    }
  }
}
