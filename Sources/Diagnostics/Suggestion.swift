// SPDX-License-Identifier: GPL-3.0-or-later

/// What a user may have meant by an unknown word.
package enum Suggestion {
  /// How many candidates a message lists: more are not read.
  package static let mostListed = 5
  /// Longer words are not compared: nobody mistypes them, and comparing takes time that grows with both lengths.
  private static let longestCompared = 100
  /// Parts of words with fewer letters, such as `at`, say too little on their own.
  private static let shortestPart = 3

  /// The nearest of some words, as an ending of a message: `; did you mean replicas?`, or nothing.
  ///
  /// Near is: the same except for case, hyphens and underscores; within a third of its letters by edits and swaps of
  /// neighbours; or made of the same parts, as `dedicatedNodes` is of `targetDedicatedNodes`.
  package static func ending(for given: String, among words: [String]) -> String {
    guard let word = nearest(to: given, among: words) else { return "" }
    return "; did you mean \(word)?"
  }

  /// The nearest of some words; nil when none is near.
  package static func nearest(to given: String, among words: [String]) -> String? {
    ranked(given, words).first.flatMap { $0.nearness.isNear ? $0.word : nil }
  }

  /// At most five of some words, those first that may have been meant; the others keep their order.
  ///
  /// - Complexity: O(`words.count` x `given.count`) for words of a bounded length.
  package static func candidates(for given: String, among words: [String]) -> [String] {
    ranked(given, words).prefix(mostListed).map(\.word)
  }

  /// The candidates as a message lists them: `managed, gallery or marketplace`, or
  /// `vmSize, count, start, image, scaling or 13 others`.
  package static func listed(for given: String, among words: [String]) -> String {
    let shown = candidates(for: given, among: words)
    let rest = words.count - shown.count
    guard rest == 0 else { return "\(shown.joined(separator: ", ")) or \(rest) other\(rest == 1 ? "" : "s")" }
    guard shown.count > 1, let last = shown.last else { return shown.first ?? "" }
    return "\(shown.dropLast().joined(separator: ", ")) or \(last)"
  }

  // MARK: - Nearness

  /// How near a word is to what was given; the lesser the nearer.
  private enum Nearness: Comparable {
    /// So many edits apart, within a third of the letters.
    case edits(Int)
    /// Every part of what was given is a part of the word, some except for a letter; the word has so many letters more.
    case parts(blurred: Int, more: Int)
    /// Every part of the word is a part of what was given, which has so many letters more.
    case isPart(more: Int)
    /// A part is in both, but each has another, too.
    case related
    case other

    /// Whether the word may have been meant.
    var isNear: Bool { self < .related }
  }

  private static func ranked(_ given: String, _ words: [String]) -> [(word: String, nearness: Nearness)] {
    let found = words.map { (word: $0, nearness: nearness(of: $0, to: given)) }
    // A stable sort: words that are equally near keep their order.
    return found.enumerated().sorted {
      ($0.element.nearness, $0.offset) < ($1.element.nearness, $1.offset)
    }.map(\.element)
  }

  private static func nearness(of word: String, to given: String) -> Nearness {
    guard !given.isEmpty, given.count <= longestCompared, word.count <= longestCompared else { return .other }
    let plain = simplified(given)
    let other = simplified(word)
    let edits = distance(plain, other)
    if edits <= max(plain.count, other.count) / 3 || (edits == 1 && other.count > 1) { return .edits(edits) }
    let givenParts = parts(of: given)
    let wordParts = parts(of: word)
    func isIn(_ part: [Character], _ parts: [[Character]]) -> Bool {
      parts.contains { $0 == part || part.count > shortestPart && distance(part, $0) <= part.count / 4 }
    }
    let shared = givenParts.filter { isIn($0, wordParts) }
    guard shared.contains(where: { $0.count >= shortestPart }) else { return .other }
    if shared.count == givenParts.count {
      let blurred = shared.count { !wordParts.contains($0) }
      return .parts(blurred: blurred, more: other.count - plain.count)
    }
    // A short word in a long one is rarely what was meant: half of the letters have to be its own.
    if wordParts.allSatisfy({ isIn($0, givenParts) }), other.count * 2 >= plain.count {
      return .isPart(more: plain.count - other.count)
    }
    return .related
  }

  /// The words within a name, in lower case: `target`, `dedicated` and `nodes` of `targetDedicatedNodes`.
  private static func parts(of name: String) -> [[Character]] {
    var parts: [[Character]] = []
    var current: [Character] = []
    var previousIsUpper = true
    for character in name {
      let isUpper = character.isUppercase
      let isSeparator = !character.isLetter && !character.isNumber
      if isSeparator || (isUpper && !previousIsUpper), !current.isEmpty {
        parts.append(current)
        current = []
      }
      if !isSeparator { current += character.lowercased() }
      previousIsUpper = isUpper
    }
    if !current.isEmpty { parts.append(current) }
    return parts
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
