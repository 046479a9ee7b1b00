// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Statistics
internal import ResultCheck
package import Files
internal import Interchange
internal import Experiments

extension CheckReport {
  /// What a finding says, as CSV has it.
  static let columns: [Column<CheckFinding>] = [
    Column("scenario", "The name of the scenario; for a sweep the values of its axes.") { $0.key?.scenario },
    Column("variant", "The name of the variant.") { $0.key?.variant },
    Column("pool", "The name of the pool; empty for all pools together.") { $0.key?.pool },
    Column("metric", "The metric; of a file as a whole its name; empty where the whole variant is meant.") {
      $0.metric
    },
    Column(
      "verdict",
      "`equal`, `within tolerance`, `statistically equal`, `different` or `cannot tell`; of a share that must not be too small, `above the minimum` or `below the minimum`."
    ) { $0.outcome.rawValue },
    Column("decides", "1 if the finding decides the check, 0 if it is for information only.") {
      $0.isInformational ? 0 : 1
    },
    Column(
      "test",
      "The test of the two sides; `same seed` where what differs has changed without a test; empty where none was needed or possible."
    ) { $0.method?.rawValue },
    Column("baseline_n", "Replications of the baseline to which the metric applies; with pairs, their number.") {
      $0.baselineCount
    },
    Column("candidate_n", "Replications of the candidate to which the metric applies; with pairs, their number.") {
      $0.candidateCount
    },
    Column("baseline_mean", unit: unit, "The baseline's mean.") { $0.baselineMean },
    Column("candidate_mean", unit: unit, "The candidate's mean.") { $0.candidateMean },
    Column("difference", unit: unit, "Candidate less baseline.") { $0.difference },
    Column("difference_ci_low", unit: unit, "The lower end of the interval of the difference, at 1 less the level.") {
      $0.differenceInterval?.low
    },
    Column("difference_ci_high", unit: unit, "The upper end of that interval.") { $0.differenceInterval?.high },
    Column("difference_percent", unit: "%", "The difference as a share of the baseline.") { $0.differencePercent },
    Column("difference_percent_ci_low", unit: "%", "The lower end of its interval.") { $0.percentInterval?.low },
    Column("difference_percent_ci_high", unit: "%", "The upper end of its interval.") { $0.percentInterval?.high },
    Column("p", "The probability of such a difference where there is none, for this comparison alone.") {
      $0.probability
    },
    Column("p_adjusted", "That probability corrected for the number of comparisons (Holm).") {
      $0.adjustedProbability
    },
    Column(
      "least_detectable_difference", unit: unit, "The difference that would be found with probability 0.8."
    ) { $0.leastDetectableDifference },
    Column("reason", "Why there is nothing better to say; empty where figures say it.") { $0.reason },
    Column(
      "changed_replications",
      "Replications of the same number that differ, where both sides have the same seed and version; empty otherwise."
    ) { $0.changedReplications },
  ]
  private static let unit = "that of the metric"

  /// Writes a row a finding. Of a file as a whole, only the metric, which is its name, is filled in.
  ///
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(findings).
  package func writeCSV(to writer: ByteWriter) throws(Failure) {
    try CSVTable.write(check.findings, Self.columns, to: writer)
  }
}
