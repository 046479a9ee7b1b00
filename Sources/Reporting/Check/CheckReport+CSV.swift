// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics
internal import ResultCheck
package import Files
internal import Interchange
internal import Experiments

extension CheckReport {
  /// The columns of the findings as CSV.
  package static let columns = [
    "scenario", "variant", "pool", "metric", "verdict", "decides", "test", "baseline_n", "candidate_n",
    "baseline_mean", "candidate_mean", "difference", "difference_ci_low", "difference_ci_high", "difference_percent",
    "difference_percent_ci_low", "difference_percent_ci_high", "p", "p_adjusted", "least_detectable_difference",
    "reason",
  ]

  /// Writes a row a finding. Of a file as a whole, only the metric, which is its name, is filled in.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  /// - Complexity: O(findings).
  package func writeCSV(to writer: ByteWriter) throws(OutputError) {
    var csv = try CSVWriter(to: writer, header: Self.columns)
    for finding in check.findings {
      try csv.cell(finding.key?.scenario ?? "")
      try csv.cell(finding.key?.variant ?? "")
      try csv.cell(finding.key?.pool ?? "")
      try csv.cell(finding.metric ?? "")
      try csv.cell(finding.outcome.rawValue)
      try csv.cell(finding.isInformational ? 0 : 1)
      try csv.cell(finding.method?.rawValue ?? "")
      try csv.cell(finding.baselineCount)
      try csv.cell(finding.candidateCount)
      try csv.cell(finding.baselineMean)
      try csv.cell(finding.candidateMean)
      try csv.cell(finding.difference)
      try csv.cell(finding.differenceInterval?.low)
      try csv.cell(finding.differenceInterval?.high)
      try csv.cell(finding.differencePercent)
      try csv.cell(finding.percentInterval?.low)
      try csv.cell(finding.percentInterval?.high)
      try csv.cell(finding.probability)
      try csv.cell(finding.adjustedProbability)
      try csv.cell(finding.leastDetectableDifference)
      try csv.cell(finding.reason ?? "")
      try csv.endRow()
    }
  }
}
