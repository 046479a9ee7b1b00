// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Interchange

/// Two lists of fingerprints, as `poolsim fingerprint` prints them: whether the engine processed the same events.
package struct FingerprintComparison: Sendable {
  /// What the lists come to.
  package enum Verdict: Hashable, Sendable {
    /// Every replication has the same fingerprint on both sides.
    case equal
    /// Some replication has another one.
    case different
    /// A replication is on one side only, or there is none.
    case cannotTell
  }

  /// A sentence for every replication that differs or is missing, in the order of the baseline.
  package let findings: [String]
  /// Replications on both sides.
  package let count: Int
  /// What the lists come to: different before anything else.
  package let verdict: Verdict

  /// Compares two texts.
  ///
  /// - Parameters:
  ///   - baseline: What was right, with its name.
  ///   - candidate: What is checked, with its name.
  /// - Throws: `Failure` when one is not a list of fingerprints.
  /// - Complexity: O(n) for n replications.
  package init(
    baseline: (bytes: [UInt8], path: String), candidate: (bytes: [UInt8], path: String)
  ) throws(Failure) {
    let before = try Self.read(baseline.bytes, path: baseline.path)
    let after = try Self.read(candidate.bytes, path: candidate.path)
    let known = Dictionary(after.map { ($0.key, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
    var findings: [String] = []
    var differs = false
    var common = 0
    for entry in before {
      guard let other = known[entry.key] else {
        findings.append("\(entry.key) is missing in \(candidate.path)")
        continue
      }
      common += 1
      if other != entry.fingerprint {
        differs = true
        findings.append("\(entry.key): \(entry.fingerprint) became \(other)")
      }
    }
    let expected = Set(before.map(\.key))
    for entry in after where !expected.contains(entry.key) {
      findings.append("\(entry.key) is missing in \(baseline.path)")
    }
    self.findings = findings
    count = common
    verdict = differs ? .different : findings.isEmpty && common > 0 ? .equal : .cannotTell
  }

  private static let header = ["scenario", "variant", "replication", "fingerprint"]

  private static func read(
    _ bytes: [UInt8], path: String
  ) throws(Failure) -> [(key: String, fingerprint: String)] {
    var reader = CSVReader(bytes, path: path)
    guard let first = try ResultTable.nextRow(&reader), first.cells == header else {
      throw Failure(
        .invalid, .notFingerprints, at: SourcePlace(file: path, line: 1),
        "this is not a list of fingerprints; expected the columns \(header.joined(separator: ",")), as poolsim fingerprint prints them"
      )
    }
    var entries: [(key: String, fingerprint: String)] = []
    while let row = try ResultTable.nextRow(&reader) {
      guard row.cells.count == header.count else {
        throw Failure(
          .invalid, .notFingerprints, at: SourcePlace(file: path, line: row.line),
          "the row has \(row.cells.count) cells; expected \(header.count)")
      }
      entries.append(("\(row.cells[0]), \(row.cells[1]), replication \(row.cells[2])", row.cells[3]))
    }
    return entries
  }
}
