// SPDX-License-Identifier: GPL-3.0-or-later

extension ValueKind {
  /// What stands under a key, or at a place of a list; nil when the format does not say.
  func kind(under key: String) -> ValueKind? {
    switch self {
    case .map(let format), .nameOr(let format): format.key(key)?.kind
    case .named(let inner, _), .list(let inner, _): inner
    case .event(let format):
      format.common.key(key)?.kind ?? format.form(key)?.kind
        ?? format.forms.lazy.flatMap(\.keys).first { $0.name == key }?.kind
    case .name, .text, .integer, .seed, .number, .quantity, .distribution, .choice, .synonyms, .boolean,
      .allOrName, .measure, .anything:
      nil
    }
  }

  /// The first value without keys that a path goes through, and how many keys lead to it; nil when there is none.
  func scalar(on path: [String]) -> (noun: String, depth: Int)? {
    var kind = self
    for (depth, key) in path.enumerated() {
      if let noun = kind.scalarNoun { return (noun, depth) }
      guard let next = kind.kind(under: key) else { return nil }
      kind = next
    }
    return nil
  }
}
