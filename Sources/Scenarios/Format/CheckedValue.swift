// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Randomness

/// A value of a scenario that has passed its checks, with its place. Who reads it does so through a ``Section``, which
/// knows the types.
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
    case measure(Measure)
    case source(SourceNode)
  }

  struct Entry: Sendable {
    let key: String
    let value: CheckedValue
    /// Whether the scenario says it: else it is a default.
    let isWritten: Bool

    init(key: String, value: CheckedValue, isWritten: Bool = true) {
      self.key = key
      self.value = value
      self.isWritten = isWritten
    }
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

  func entry(_ key: String) -> Entry? {
    entries.first { $0.key == key }
  }
}

/// A number as it was written, with the unit of any dimension or without one.
struct Measure: Hashable, Sendable {
  /// The number, in ``unit``.
  let number: Double
  /// The unit; empty without one.
  let unit: String
  /// What one unit is in base units; 1 without one.
  let factor: Double
}
