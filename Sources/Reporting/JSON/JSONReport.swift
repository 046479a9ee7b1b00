// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics
package import Files
internal import Interchange
internal import Experiments
internal import Scenarios

/// A result as one JSON document: for every scenario its variants with their replications and summaries, and the
/// comparisons.
///
/// Names are those of the CSV files. A figure that does not apply is `null`.
package enum JSONReport {
  /// Writes the document.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package static func write(_ report: RunReport, to writer: ByteWriter) throws(OutputError) {
    var json = JSONWriter(to: writer)
    try json.object { json throws(OutputError) in
      try json.key("scenarios")
      try json.array { json throws(OutputError) in
        for result in report.results { try write(result, to: &json) }
      }
      try json.key("comparisons")
      try json.array { json throws(OutputError) in
        for comparison in report.comparisons { try write(comparison, to: &json) }
      }
    }
    try json.finish()
  }

  private static func write(_ result: ExperimentResult, to json: inout JSONWriter) throws(OutputError) {
    try json.object { json throws(OutputError) in
      try json.key("scenario")
      try json.value(result.scenario.name)
      try json.key("identity")
      try json.value(result.scenario.identity)
      try json.key("seed")
      try json.value(result.scenario.seed)
      try json.key("variants")
      try json.array { json throws(OutputError) in
        for variant in result.variants { try write(variant, to: &json) }
      }
    }
  }

  private static func write(
    _ variant: ExperimentResult.VariantResult, to json: inout JSONWriter
  ) throws(OutputError) {
    try json.object { json throws(OutputError) in
      try json.key("variant")
      try json.value(variant.variant.name)
      try json.key("replications")
      try json.array { json throws(OutputError) in
        for outcome in variant.outcomes {
          try json.object { json throws(OutputError) in
            for metric in Metric.all where metric.isReplicationColumn {
              try json.key(metric.name)
              try json.value(metric.value(ofTotal: outcome))
            }
          }
        }
      }
      try json.key("summary")
      try json.object { json throws(OutputError) in
        for summary in MetricSummary.all(of: variant.outcomes) {
          try json.key(summary.metric.name)
          try write(summary.estimate, to: &json)
        }
      }
    }
  }

  private static func write(_ estimate: Estimate, to json: inout JSONWriter) throws(OutputError) {
    try json.object { json throws(OutputError) in
      try json.key("n")
      try json.value(estimate.count)
      let figures: [(String, Double?)] = [
        ("mean", estimate.mean), ("stddev", estimate.standardDeviation), ("ci_low", estimate.interval?.low),
        ("ci_high", estimate.interval?.high), ("p05", estimate.p05), ("p50", estimate.p50), ("p95", estimate.p95),
        ("min", estimate.minimum), ("max", estimate.maximum),
      ]
      for (name, figure) in figures {
        try json.key(name)
        try json.value(figure)
      }
    }
  }

  private static func write(_ comparison: Comparison, to json: inout JSONWriter) throws(OutputError) {
    try json.object { json throws(OutputError) in
      try json.key("scenario")
      try json.value(comparison.scenario)
      try json.key("baseline")
      try json.value(comparison.baseline.name)
      try json.key("candidate")
      try json.value(comparison.candidate.name)
      try json.key("metrics")
      try json.object { json throws(OutputError) in
        for row in comparison.metrics() {
          try json.key(row.metric.name)
          try write(row, to: &json)
        }
      }
    }
  }

  private static func write(_ row: MetricComparison, to json: inout JSONWriter) throws(OutputError) {
    try json.object { json throws(OutputError) in
      try json.key("n")
      try json.value(row.pairCount)
      let figures: [(String, Double?)] = [
        ("baseline_mean", row.baselineMean), ("candidate_mean", row.candidateMean), ("difference", row.difference),
        ("difference_ci_low", row.differenceInterval?.low), ("difference_ci_high", row.differenceInterval?.high),
        ("reduction_percent", row.reductionPercent), ("reduction_ci_low", row.reductionInterval?.low),
        ("reduction_ci_high", row.reductionInterval?.high),
      ]
      for (name, figure) in figures {
        try json.key(name)
        try json.value(figure)
      }
      try json.key("verdict")
      try json.value(row.verdict.rawValue)
    }
  }
}
