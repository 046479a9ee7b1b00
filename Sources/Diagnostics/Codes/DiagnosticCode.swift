// SPDX-License-Identifier: GPL-3.0-or-later

/// The code of a diagnostic, with what `poolsim explain` says of it. A code keeps its meaning for ever; one that is no
/// longer used is not given again.
///
/// Each is declared beside those of its series: `DiagnosticCode+Scenarios.swift` and so on.
public struct DiagnosticCode: Sendable, CustomStringConvertible {
  /// The code as messages show it, such as `E0103`.
  public let rawValue: String
  /// What is wrong, in a few words.
  package let title: String
  /// What it means.
  package let meaning: String
  /// What to do about it.
  package let cure: String
  /// A line that causes it and what to write instead.
  package let example: String

  /// Makes a code; it also has to be in the list of its series.
  init(_ rawValue: String, _ title: String, _ meaning: String, cure: String, example: String) {
    self.rawValue = rawValue
    self.title = title
    self.meaning = meaning
    self.cure = cure
    self.example = example
  }

  /// Every code, ascending.
  package static let all: [DiagnosticCode] = files + scenarios + bodies + results + sweeps + outputs

  /// The code of a text such as `E0103`; nil when there is no such code.
  package static func named(_ text: String) -> DiagnosticCode? {
    all.first { $0.rawValue == text }
  }

  /// The code as messages show it.
  public var description: String { rawValue }
}

extension DiagnosticCode: Hashable {
  /// Whether two codes are the same.
  public static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.rawValue == right.rawValue }

  /// Hashes the code.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
