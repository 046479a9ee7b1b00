// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Randomness

/// A piece of a scenario as it was written, with the place of everything.
struct SourceNode: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// A text; a plain one was written without quotes and may be a number.
    case scalar(String, isPlain: Bool)
    case map([Entry])
    case list([SourceNode])
    /// Nothing, `~` or `null`.
    case null
  }

  struct Entry: Hashable, Sendable {
    var key: String
    var keyPlace: SourcePlace
    var value: SourceNode
  }

  var content: Content
  var place: SourcePlace

  init(_ content: Content, at place: SourcePlace) {
    self.content = content
    self.place = place
  }

  /// The entries of a map; none when it is not one.
  var entries: [Entry] {
    if case .map(let entries) = content { entries } else { [] }
  }

  /// The text of a scalar.
  var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  var isNull: Bool {
    if case .null = content { true } else { false }
  }

  /// What was found, for a message.
  var kindName: String {
    switch content {
    case .scalar(let text, _): "the text \(PrintableText.quoted(text))"
    case .map: "a map"
    case .list: "a list"
    case .null: "nothing"
    }
  }

  subscript(key: String) -> SourceNode? {
    entries.first { $0.key == key }?.value
  }
}

extension SourceNode {
  /// This node with another laid over it: maps are merged key by key, everything else is replaced; nothing (`~`) takes a
  /// key away.
  ///
  /// A distribution is replaced whole, and so is an image whose kind the other names: their keys belong together.
  func overlaid(by other: SourceNode) -> SourceNode {
    guard case .map(let entries) = content, case .map(let others) = other.content, !other.replacesWhole else {
      return other
    }
    var merged = entries
    // Of keys of which one alone may be there, the later one takes the place of the earlier.
    for group in Self.alternatives where others.contains(where: { group.contains($0.key) && !$0.value.isNull }) {
      merged.removeAll { entry in group.contains(entry.key) && !others.contains { $0.key == entry.key } }
    }
    for entry in others {
      guard let index = merged.firstIndex(where: { $0.key == entry.key }) else {
        if !entry.value.isNull { merged.append(entry) }
        continue
      }
      if entry.value.isNull {
        merged.remove(at: index)
      } else {
        merged[index].value = merged[index].value.overlaid(by: entry.value)
        merged[index].keyPlace = entry.keyPlace
      }
    }
    // The place of the map stays its own: that is where a missing key belongs.
    return SourceNode(.map(merged), at: place)
  }

  /// Whether the keys that this node does not name stay those of the node that it is laid over.
  var isKeptBesideBase: Bool {
    if case .map = content { !replacesWhole } else { false }
  }

  private var replacesWhole: Bool {
    entries.contains { $0.key == "kind" || Self.families.contains($0.key) }
  }

  /// Sources of work, and ways in which jobs arrive.
  private static let alternatives: [Set<String>] = [
    ["generate", "tasks", "swf"], ["at", "every", "poisson", "hourly", "weekly"],
  ]

  private static let families = Set(Distribution.families.map(\.name))

  /// This node without some keys.
  func without(_ keys: Set<String>) -> SourceNode {
    SourceNode(.map(entries.filter { !keys.contains($0.key) }), at: place)
  }

  /// The node with one place for everything: what an option gave has no lines.
  func placed(at place: SourcePlace) -> SourceNode {
    switch content {
    case .map(let entries):
      SourceNode(
        .map(entries.map { Entry(key: $0.key, keyPlace: place, value: $0.value.placed(at: place)) }), at: place)
    case .list(let list): SourceNode(.list(list.map { $0.placed(at: place) }), at: place)
    case .scalar, .null: SourceNode(content, at: place)
    }
  }

  /// What is at a path; nil when there is nothing.
  func node(at path: ArraySlice<String>) -> SourceNode? {
    guard let key = path.first else { return self }
    if case .list(let list) = content {
      guard let index = Int(key), list.indices.contains(index) else { return nil }
      return list[index].node(at: path.dropFirst())
    }
    return self[key]?.node(at: path.dropFirst())
  }

  /// Why a value cannot be set at a path: what is in the way, and after how many of the keys.
  struct Obstacle: Error {
    let node: SourceNode
    let depth: Int
  }

  /// This node with the value at a path replaced or added; maps on the way are made when they are missing.
  ///
  /// - Throws: ``Obstacle`` when a text is in the way, or a list without such an element.
  func setting(_ path: [String], to value: SourceNode) throws(Obstacle) -> SourceNode {
    try setting(path[...], to: value)
  }

  private func setting(_ path: ArraySlice<String>, to value: SourceNode) throws(Obstacle) -> SourceNode {
    guard let key = path.first else { return value }
    let rest = path.dropFirst()
    switch content {
    case .list(var list):
      guard let index = Int(key), list.indices.contains(index) else {
        throw Obstacle(node: self, depth: path.startIndex)
      }
      list[index] = try list[index].setting(rest, to: value)
      return SourceNode(.list(list), at: place)
    case .map(var entries):
      let empty = SourceNode(.map([]), at: value.place)
      if let index = entries.firstIndex(where: { $0.key == key }) {
        let old = rest.isEmpty || entries[index].value.isNull ? empty : entries[index].value
        entries[index].value = try old.setting(rest, to: value)
        entries[index].keyPlace = value.place
      } else {
        entries.append(Entry(key: key, keyPlace: value.place, value: try empty.setting(rest, to: value)))
      }
      return SourceNode(.map(entries), at: place)
    case .scalar, .null:
      throw Obstacle(node: self, depth: path.startIndex)
    }
  }
}
