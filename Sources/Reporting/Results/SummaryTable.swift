// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Experiments
package import Files
internal import Interchange
internal import Scenarios
internal import Statistics

/// `summary.csv`: a row a variant and metric, over the replications to which the metric applies.
package enum SummaryTable {
  struct Row: VariantRow {
    let names: VariantNames
    let pool: Int?
    let summary: MetricSummary
    let prediction: Prediction?
  }

  /// The figures of an estimate: columns of `summary.csv`, and members of an object in JSON.
  static let figures: [Column<Estimate>] = [
    Column("n", "Replications to which the metric applies.") { $0.count },
    Column("mean", unit: unit, "The mean.") { $0.mean },
    Column("stddev", unit: unit, "The standard deviation.") { $0.standardDeviation },
    Column(
      "ci_low", unit: unit,
      "The lower end of the 95 % interval of the mean: Wilson's where the metric is 1 or 0, else Student's, widened by "
        + "what a resize more than any run had could add. Of fewer than 50 replications some cover less than they say."
    ) { $0.interval?.low },
    Column("ci_high", unit: unit, "The upper end of that interval.") { $0.interval?.high },
    Column("p05", unit: unit, "The 5th percentile.") { $0.p05 },
    Column("p50", unit: unit, "The median.") { $0.p50 },
    Column("p95", unit: unit, "The 95th percentile.") { $0.p95 },
    Column("min", unit: unit, "The smallest.") { $0.minimum },
    Column("max", unit: unit, "The largest.") { $0.maximum },
    Column(
      "p05_ci_low", unit: unit,
      "The lower end of the 95 % interval of the 5th percentile, from order statistics; empty below 59 replications."
    ) { $0.p05Interval?.low },
    Column("p05_ci_high", unit: unit, "The upper end of that interval.") { $0.p05Interval?.high },
    Column(
      "p50_ci_low", unit: unit, "The lower end of the interval of the median; empty below 6 replications."
    ) { $0.p50Interval?.low },
    Column("p50_ci_high", unit: unit, "The upper end of that interval.") { $0.p50Interval?.high },
    Column(
      "p95_ci_low", unit: unit, "The lower end of the interval of the 95th percentile; empty below 59 replications."
    ) { $0.p95Interval?.low },
    Column("p95_ci_high", unit: unit, "The upper end of that interval.") { $0.p95Interval?.high },
  ]
  private static let unit = "that of the metric"

  static func columns(namesPools: Bool, predicts: Bool) -> [Column<Row>] {
    Row.nameColumns(namesPools: namesPools)
      + [
        Column(
          "metric", "The metric: a column of `replications.csv`, or `\(Metric.singleResize.name)`."
        ) { $0.summary.metric.name }
      ]
      + figures.map { $0.of(\.summary.estimate) }
      + (predicts ? PredictionTable.figures.map { $0.of(\.prediction) } : [])
  }

  /// Writes the table.
  ///
  /// - Throws: `Failure` when it cannot be written.
  /// - Complexity: O(n log n) for n replications, for every row.
  package static func write(
    _ results: [ExperimentResult], namesPools: Bool, to writer: ByteWriter
  ) throws(Failure) {
    let predicts = results.contains { $0.variants.contains { $0.predictive != nil } }
    let table = try CSVTable(columns(namesPools: namesPools, predicts: predicts), to: writer)
    for result in results {
      for variant in result.variants {
        let names = VariantNames(result.scenario, variant.variant)
        for pool in result.scenario.poolRows(of: variant.variant) {
          for summary in MetricSummary.all(of: variant, pool: pool) {
            let prediction = variant.prediction(summary.metric, pool: pool)
            try table.append(Row(names: names, pool: pool, summary: summary, prediction: prediction))
          }
        }
      }
    }
  }
}
