// SPDX-License-Identifier: GPL-3.0-or-later

/// What a user may have meant who wrote a name that does not exist.
enum NearestName {
  /// The nearest of some names: the same except for case and a leading `$`, or within a third of its letters by
  /// insertions, deletions and changes; nil when none is near.
  ///
  /// - Complexity: O(letters of `given` x letters of all names).
  static func of(_ given: String, among names: [String]) -> String? {
    let plain = simplified(given)
    guard !plain.isEmpty, plain.count <= 64 else { return nil }
    var best: (name: String, distance: Int)?
    for name in names {
      let other = simplified(name)
      let distance = distance(plain, other)
      guard distance * 3 <= max(plain.count, other.count) else { continue }
      if best.map({ distance < $0.distance }) ?? true { best = (name, distance) }
    }
    return best?.name
  }

  private static func simplified(_ name: String) -> [UInt8] {
    name.lowercased().utf8.filter { $0 != UInt8(ascii: "$") && $0 != UInt8(ascii: "_") }
  }

  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(row[j] + 1, above + 1, diagonal + (letter == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
