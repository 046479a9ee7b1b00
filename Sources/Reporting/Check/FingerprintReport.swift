// SPDX-License-Identifier: GPL-3.0-or-later

package import ResultCheck
internal import Experiments

/// What is said about a comparison of fingerprints, for people.
package struct FingerprintReport: Sendable {
  /// Findings that are listed: the first ones show where two runs part, and the last line counts them all.
  private static let mostTold = 20

  private let comparison: FingerprintComparison

  /// Makes a report.
  package init(_ comparison: FingerprintComparison) {
    self.comparison = comparison
  }

  /// The first findings, a line each, then the answer.
  package func text() -> String {
    let findings = comparison.findings
    let shown = findings.prefix(Self.mostTold) + (findings.count > Self.mostTold ? ["..."] : [])
    return (shown + [conclusion]).map { $0 + "\n" }.joined()
  }

  /// The answer in a few words.
  package var conclusion: String {
    switch comparison.verdict {
    case .equal: "equal: \(comparison.count) fingerprints"
    case .different: "different: \(comparison.findings.count) findings among \(comparison.count) fingerprints"
    case .cannotTell: "cannot tell: the files do not hold the same replications"
    }
  }
}
