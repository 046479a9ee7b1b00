// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics
package import Files
internal import Interchange
internal import BatchPool
internal import EventEngine
package import Experiments
internal import Scenarios

/// The CSV files of a result: which columns each has, and how its rows come about.
///
/// Rows are sorted by scenario, variant, replication and pool, in the order of the scenario file. With named pools
/// every table has a column `pool`; the row with an empty `pool` stands for all pools together and comes first.
package enum ResultTables {
  /// Every file that a result folder may hold.
  package static let fileNames: Set<String> = [
    "replications.csv", "summary.csv", "comparison.csv", "resizes.csv", "nodes.csv", "timeline.csv",
    "sensitivity.csv", OutputDirectory.manifestName,
  ]

  /// The first columns of a table about replications.
  private static func key(_ namesPools: Bool, _ rest: [String]) -> [String] {
    ["scenario", "variant"] + (namesPools ? ["pool"] : []) + rest
  }

  /// The rows that a replication has: one for all pools, and one for each where pools are named.
  private static func pools(_ scenario: Scenario, _ variant: ExperimentResult.VariantResult) -> [Int?] {
    guard scenario.namesPools else { return [nil] }
    return [nil] + variant.variant.configuration.pools.indices.map(Optional.some)
  }

  /// Writes `replications.csv`: one row a variant and replication.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  /// - Complexity: O(rows).
  package static func writeReplications(
    _ results: [ExperimentResult], namesPools: Bool, to writer: ByteWriter
  ) throws(OutputError) {
    let metrics = Metric.all.filter(\.isReplicationColumn)
    var csv = try CSVWriter(to: writer, header: key(namesPools, ["replication"] + metrics.map(\.name)))
    for result in results {
      let scenario = CSVText(result.scenario.name)
      for variant in result.variants {
        let name = CSVText(variant.variant.name)
        let pools = pools(result.scenario, variant)
        for (replication, outcome) in variant.outcomes.enumerated() {
          for pool in pools {
            try csv.cell(scenario)
            try csv.cell(name)
            if namesPools { try csv.cell(pool.map { variant.variant.configuration.pools[$0].name } ?? "") }
            try csv.cell(replication)
            for metric in metrics { try csv.cell(metric.value(of: outcome, pool: pool)) }
            try csv.endRow()
          }
        }
      }
    }
  }

  /// Writes `summary.csv`: one row a variant and metric.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  /// - Complexity: O(n log n) for n replications, for every row.
  package static func writeSummary(
    _ results: [ExperimentResult], namesPools: Bool, to writer: ByteWriter
  ) throws(OutputError) {
    let columns = ["metric", "n", "mean", "stddev", "ci_low", "ci_high", "p05", "p50", "p95", "min", "max"]
    var csv = try CSVWriter(to: writer, header: key(namesPools, columns))
    for result in results {
      let scenario = CSVText(result.scenario.name)
      for variant in result.variants {
        for pool in pools(result.scenario, variant) {
          for summary in MetricSummary.all(of: variant.outcomes, pool: pool) {
            let estimate = summary.estimate
            try csv.cell(scenario)
            try csv.cell(variant.variant.name)
            if namesPools { try csv.cell(pool.map { variant.variant.configuration.pools[$0].name } ?? "") }
            try csv.cell(summary.metric.name)
            try csv.cell(estimate.count)
            try csv.cell(estimate.mean)
            try csv.cell(estimate.standardDeviation)
            try csv.cell(estimate.interval?.low)
            try csv.cell(estimate.interval?.high)
            try csv.cell(estimate.p05)
            try csv.cell(estimate.p50)
            try csv.cell(estimate.p95)
            try csv.cell(estimate.minimum)
            try csv.cell(estimate.maximum)
            try csv.endRow()
          }
        }
      }
    }
  }

  /// Writes `comparison.csv`: one row a pair of variants and metric.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  /// - Complexity: O(n) for n replications, for every row.
  package static func writeComparisons(
    _ comparisons: [Comparison], namesPools: Bool, to writer: ByteWriter
  ) throws(OutputError) {
    let columns = [
      "metric", "n", "baseline_mean", "candidate_mean", "difference", "difference_ci_low", "difference_ci_high",
      "reduction_percent", "reduction_ci_low", "reduction_ci_high",
    ]
    var csv = try CSVWriter(
      to: writer, header: ["scenario", "baseline", "candidate"] + (namesPools ? ["pool"] : []) + columns)
    for comparison in comparisons {
      let pools = namesPools ? [nil] + comparison.pools.indices.map(Optional.some) : [nil]
      for pool in pools {
        for row in comparison.metrics(pool: pool) {
          try csv.cell(comparison.scenario)
          try csv.cell(comparison.baseline.name)
          try csv.cell(comparison.candidate.name)
          if namesPools { try csv.cell(pool.map { comparison.pools[$0] } ?? "") }
          try csv.cell(row.metric.name)
          try csv.cell(row.pairCount)
          try csv.cell(row.baselineMean)
          try csv.cell(row.candidateMean)
          try csv.cell(row.difference)
          try csv.cell(row.differenceInterval?.low)
          try csv.cell(row.differenceInterval?.high)
          try csv.cell(row.reductionPercent)
          try csv.cell(row.reductionInterval?.low)
          try csv.cell(row.reductionInterval?.high)
          try csv.endRow()
        }
      }
    }
  }

  /// Writes `resizes.csv`: one row a resize operation, in the order of requests.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  /// - Complexity: O(rows).
  package static func writeResizes(
    _ results: [ExperimentResult], namesPools: Bool, to writer: ByteWriter
  ) throws(OutputError) {
    let columns = [
      "replication", "resize", "requested_at_s", "ended_at_s", "target_nodes", "nodes_before", "nodes_after", "outcome",
      "error_code", "error_message",
    ]
    var csv = try CSVWriter(to: writer, header: key(namesPools, columns))
    for result in results {
      let scenario = CSVText(result.scenario.name)
      for variant in result.variants {
        let name = CSVText(variant.variant.name)
        for (replication, outcome) in variant.outcomes.enumerated() {
          for resize in outcome.resizes {
            try csv.cell(scenario)
            try csv.cell(name)
            if namesPools { try csv.cell(variant.variant.configuration.pools[resize.pool].name) }
            try csv.cell(replication)
            try csv.cell(resize.resize)
            try csv.cell(resize.requestedAt)
            try csv.cell(resize.endedAt)
            try csv.cell(resize.targetNodes)
            try csv.cell(resize.nodesBefore)
            try csv.cell(resize.nodesAfter)
            try csv.cell(resize.outcome.rawValue)
            try csv.cell(resize.error?.code ?? "")
            try csv.cell(resize.errorMessage ?? "")
            try csv.endRow()
          }
        }
      }
    }
  }

  /// The header of `nodes.csv`.
  static func nodeColumns(namesPools: Bool) -> [String] {
    key(
      namesPools,
      [
        "replication", "node", "resize", "replica", "creating_at_s", "read_started_at_s", "read_ended_at_s",
        "provisioned_at_s", "starting_at_s", "idle_at_s", "outcome",
      ])
  }

  /// The header of `timeline.csv`.
  static func timelineColumns(namesPools: Bool) -> [String] {
    key(namesPools, ["replication", "time_s", "state", "nodes"])
  }
}
