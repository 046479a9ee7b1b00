// SPDX-License-Identifier: GPL-3.0-or-later

/// The sections of a system that passed their checks last, for the systems that follow: a variant that says nothing of a
/// section has that of the base, which need not be checked a hundred thousand times.
final class CheckedSections {
  private var known: [String: (node: SourceNode, value: CheckedValue)] = [:]
  /// How many sections were checked.
  private(set) var checks = 0

  /// The value of a section, where the last one of its key was the same, places included.
  ///
  /// - Complexity: O(1) where the two share their storage, else O(n) in their size.
  func value(of key: String, from node: SourceNode) -> CheckedValue? {
    guard let last = known[key], last.node == node else { return nil }
    return last.value
  }

  /// Counts a check, and keeps what passed it.
  func note(_ value: CheckedValue?, of key: String, from node: SourceNode) {
    checks += 1
    if let value { known[key] = (node, value) }
  }
}
