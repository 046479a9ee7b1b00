// SPDX-License-Identifier: GPL-3.0-or-later

extension ModelProvenance {
  /// What is known about a number that some variants share.
  ///
  /// - Parameters:
  ///   - key: The key, as under `model:`.
  ///   - variants: The variants.
  /// - Returns: The comment; nil when nothing is known.
  static func comment(on key: String, _ variants: [Scenario.Variant]) -> String? {
    if variants.contains(where: { $0.provenance.ownKeys.contains(key) }) { return "set by the scenario" }
    guard let value = variants.first?.provenance.values.first(where: { $0.key == key }) else { return nil }
    var comment = value.status.title
    if let ends = value.rangeTexts { comment += ", \(ends.low) to \(ends.high)" }
    if let ends = value.spreadTexts { comment += ", sigma \(ends.low) to \(ends.high)" }
    return comment
  }
}
