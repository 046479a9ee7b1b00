// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
package import Files
internal import Interchange
internal import Experiments
internal import Scenarios

/// A result as one JSON document: for every scenario its variants with their replications and summaries, and the
/// comparisons.
///
/// Names are those of the CSV files. A figure that does not apply is `null`. `steady_state_shares` says what the time to
/// steady went into, over all replications that reached their target; it is empty where none did. Where there is work, `deadlines_met` says in
/// which share of the replications every job with a deadline met it.
package enum JSONReport {
  /// Writes the document.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package static func write(_ report: RunReport, to writer: ByteWriter) throws(Failure) {
    var json = JSONWriter(to: writer)
    try json.object { json throws(Failure) in
      try json.key("scenarios")
      try json.array { json throws(Failure) in
        for result in report.results { try write(result, to: &json) }
      }
      try json.key("comparisons")
      try json.array { json throws(Failure) in
        for comparison in report.comparisons { try write(comparison, to: &json) }
      }
    }
    try json.finish()
  }

  private static func write(_ result: ExperimentResult, to json: inout JSONWriter) throws(Failure) {
    try json.object { json throws(Failure) in
      try json.members(of: result.scenario)
      try json.key("variants")
      try json.array { json throws(Failure) in
        for variant in result.variants { try write(variant, to: &json) }
      }
    }
  }

  private static func write(
    _ variant: ExperimentResult.VariantResult, to json: inout JSONWriter
  ) throws(Failure) {
    try json.object { json throws(Failure) in
      try json.key("variant")
      try json.value(variant.variant.name)
      try json.key("replications")
      try json.array { json throws(Failure) in
        for outcome in variant.outcomes {
          try json.object { json throws(Failure) in
            try json.members(of: Metric.Source(outcome), ReplicationTable.metrics)
          }
        }
      }
      try json.key("steady_state_shares")
      try json.object { json throws(Failure) in
        guard let account = variant.steadyAccount else { return }
        for part in account.parts {
          try json.key(part.name)
          try json.value(account.share(part))
        }
      }
      if WorkAnswer.hasWork(variant) {
        try json.key(Metric.deadlinesMet.name)
        try json.object { json throws(Failure) in
          try json.members(of: MetricSummary(.deadlinesMet, of: variant).estimate, SummaryTable.figures)
        }
      }
      try json.key("summary")
      try json.object { json throws(Failure) in
        for summary in MetricSummary.all(of: variant) {
          try json.key(summary.metric.name)
          try json.object { json throws(Failure) in
            try json.members(of: summary.estimate, SummaryTable.figures)
            if let prediction = variant.prediction(summary.metric) {
              try json.members(of: prediction, PredictionTable.figures)
            }
          }
        }
      }
    }
  }

  private static func write(_ comparison: Comparison, to json: inout JSONWriter) throws(Failure) {
    try json.object { json throws(Failure) in
      try json.key("scenario")
      try json.value(comparison.scenario)
      try json.key("baseline")
      try json.value(comparison.baseline.name)
      try json.key("candidate")
      try json.value(comparison.candidate.name)
      try json.key("metrics")
      try json.object { json throws(Failure) in
        for row in comparison.metrics() {
          try json.key(row.metric.name)
          try json.object { json throws(Failure) in
            try json.members(of: row, ComparisonTable.figures + [verdict])
          }
        }
      }
    }
  }

  /// In JSON a comparison says in words what its interval allows to say.
  private static let verdict = Column<MetricComparison>("verdict", "What the interval of the difference allows to say.")
  {
    $0.verdict.rawValue
  }
}

extension JSONWriter {
  /// Writes the members that tell which scenario a result is of: its name, its identity and its seed.
  mutating func members(of scenario: Scenario) throws(Failure) {
    try key("scenario")
    try value(scenario.name)
    try key("identity")
    try value(scenario.identity)
    try key("seed")
    try value(scenario.seed)
  }
}
