// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Randomness

/// A value of a scenario that has passed its checks, with its place.
struct CheckedValue: Sendable {
  indirect enum Content: Sendable {
    case text(String)
    case integer(Int)
    case seed(UInt64)
    /// In base units.
    case quantity(Double)
    case distribution(Distribution)
    case boolean(Bool)
    case map([Entry])
    case list([CheckedValue])
  }

  struct Entry: Sendable {
    let key: String
    let value: CheckedValue
  }

  let content: Content
  let place: SourcePlace

  init(_ content: Content, at place: SourcePlace) {
    self.content = content
    self.place = place
  }

  var entries: [Entry] {
    if case .map(let entries) = content { entries } else { [] }
  }

  var list: [CheckedValue] {
    if case .list(let list) = content { list } else { [] }
  }

  subscript(key: String) -> CheckedValue? {
    entries.first { $0.key == key }?.value
  }

  var text: String? {
    if case .text(let text) = content { text } else { nil }
  }

  var integer: Int? {
    if case .integer(let integer) = content { integer } else { nil }
  }

  var seed: UInt64? {
    if case .seed(let seed) = content { seed } else { nil }
  }

  var quantity: Double? {
    if case .quantity(let quantity) = content { quantity } else { nil }
  }

  var distribution: Distribution? {
    if case .distribution(let distribution) = content { distribution } else { nil }
  }

  var boolean: Bool? {
    if case .boolean(let boolean) = content { boolean } else { nil }
  }
}
