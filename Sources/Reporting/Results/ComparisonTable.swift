// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Experiments
package import Files
internal import Interchange
internal import Statistics

/// `comparison.csv`: a row a pair of variants and metric, paired on the same random circumstances.
package enum ComparisonTable {
  struct Row: Sendable {
    let comparison: Comparison
    let pool: Int?
    let figures: MetricComparison
  }

  /// The figures of a comparison: columns of `comparison.csv`, and members of an object in JSON.
  static let figures: [Column<MetricComparison>] = [
    Column("n", "Replications to which the metric applies on both sides.") { $0.pairCount },
    Column("baseline_mean", unit: unit, "The baseline's mean over these pairs.") { $0.baselineMean },
    Column("candidate_mean", unit: unit, "The candidate's mean over these pairs.") { $0.candidateMean },
    Column("difference", unit: unit, "Candidate less baseline.") { $0.difference },
    Column("difference_ci_low", unit: unit, "The lower end of the 95 % interval of the difference.") {
      $0.differenceInterval?.low
    },
    Column("difference_ci_high", unit: unit, "The upper end of that interval.") { $0.differenceInterval?.high },
    Column("reduction_percent", unit: "%", "By how much the candidate is lower, as a share of the baseline.") {
      $0.reductionPercent
    },
    Column("reduction_ci_low", unit: "%", "The lower end of the 95 % interval of the reduction.") {
      $0.reductionInterval?.low
    },
    Column("reduction_ci_high", unit: "%", "The upper end of that interval.") { $0.reductionInterval?.high },
  ]
  private static let unit = "that of the metric"

  static func columns(namesPools: Bool) -> [Column<Row>] {
    [
      Column("scenario", "The name of the scenario, or of the baseline's.") { $0.comparison.scenario },
      Column("baseline", "The variant that the candidate is measured against.") { $0.comparison.baseline.name },
      Column("candidate", "The variant that is measured.") { $0.comparison.candidate.name },
    ]
      + (namesPools
        ? [
          Column(
            "pool",
            "The name of the pool; empty for all pools together. There is such a column only where pools have names."
          ) { row in row.pool.map { row.comparison.pools[$0] } }
        ] : [])
      + [Column("metric", "The metric, as in `summary.csv`.") { $0.figures.metric.name }]
      + figures.map { $0.of(\.figures) }
  }

  /// Writes the table.
  ///
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(n) for n replications, for every row.
  package static func write(
    _ comparisons: [Comparison], namesPools: Bool, to writer: ByteWriter
  ) throws(Failure) {
    let table = try CSVTable(columns(namesPools: namesPools), to: writer)
    for comparison in comparisons {
      for pool in namesPools ? [nil] + comparison.pools.indices.map(Optional.some) : [nil] {
        for figures in comparison.metrics(pool: pool) {
          try table.append(Row(comparison: comparison, pool: pool, figures: figures))
        }
      }
    }
  }
}
