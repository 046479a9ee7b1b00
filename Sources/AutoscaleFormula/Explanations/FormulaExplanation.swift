// SPDX-License-Identifier: GPL-3.0-or-later

/// What a code means, how to cure it, and an example.
public struct FormulaExplanation: Hashable, Sendable {
  /// What is wrong, in a few words.
  public let title: String
  /// What it means, and what trouble it has caused.
  public let meaning: String
  /// What to do about it.
  public let cure: String
  /// A line that causes it, and what to write in its place.
  public let example: String

  init(_ title: String, _ meaning: String, cure: String, example: String) {
    self.title = title
    self.meaning = meaning
    self.cure = cure
    self.example = example
  }
}

extension FormulaCode {
  /// What the code means.
  public var explanation: FormulaExplanation {
    Self.refusals[self] ?? Self.endings[self] ?? Self.warnings[self] ?? Self.behaviours[self]
      ?? FormulaExplanation(rawValue, "", cure: "", example: "")
  }
}
