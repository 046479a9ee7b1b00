// SPDX-License-Identifier: GPL-3.0-or-later

/// What somebody may have meant who wrote something unknown.
package enum Suggestion {
  /// The nearest of some words, as an ending of a message: `; did you mean replicas?`, or nothing.
  ///
  /// Near is: the same but for case, hyphens and underscores, or within a third of its letters by edits and swaps of
  /// neighbours.
  package static func ending(for given: String, among words: [String]) -> String {
    guard let word = nearest(to: given, among: words) else { return "" }
    return "; did you mean \(word)?"
  }

  package static func nearest(to given: String, among words: [String]) -> String? {
    guard !given.isEmpty, given.count <= 100 else { return nil }
    let plain = simplified(given)
    var best: (word: String, distance: Int)?
    for word in words {
      let other = simplified(word)
      let distance = distance(plain, other)
      guard distance <= max(plain.count, other.count) / 3 || (distance == 1 && other.count > 1) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (word, distance) }
    }
    return best?.word
  }

  private static func simplified(_ word: String) -> [Character] {
    word.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
  }

  /// Insertions, deletions, changes, and swaps of neighbours (optimal string alignment).
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var rows = [Array(0...b.count)]
    for i in 1..<(a.count + 1) {
      var row = [i]
      for j in 1..<(b.count + 1) {
        var cost = min(row[j - 1] + 1, rows[i - 1][j] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, rows[i - 2][j - 2] + 1) }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
