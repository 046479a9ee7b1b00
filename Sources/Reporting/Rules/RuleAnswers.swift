// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics
package import Quantities
internal import ServiceRules
internal import BatchPool
package import Experiments
internal import Scenarios

/// The model's own answer beside published rules: where they conflict, and where they warn of what a run shows.
package enum RuleAnswers {
  /// A sentence for every variant and question; nothing for variants that keep all of these rules.
  ///
  /// - Parameters:
  ///   - result: What was run.
  ///   - date: The day on which the pools are to be made; nil for everything that was ever published, so that a report
  ///     is the same on every day.
  /// - Returns: The sentences, by variant.
  package static func sentences(_ result: ExperimentResult, on date: CalendarDate? = nil) -> [String] {
    let standings = Preflight.standings(of: result.scenario, on: date)
    return result.variants.flatMap { variant in
      standings.filter { $0.variant == variant.variant.name }.map { standing in
        let rules =
          "\(standing.variant): against \(list(standing.broken))"
          + (standing.kept.isEmpty ? "" : ", but not \(list(standing.kept)) (published rules conflict)")
        switch standing.answer {
        case .noLimit: return "\(rules); the model has no such limit."
        case .resizes: return "\(rules); in the model \(figures(variant.outcomes))."
        }
      }
    }
  }

  private static func list(_ codes: [String]) -> String {
    guard codes.count > 1, let last = codes.last else { return codes.joined() }
    return "\(codes.dropLast().joined(separator: ", ")) and \(last)"
  }

  private static func figures(_ outcomes: [RunOutcome]) -> String {
    let single = MetricSummary(.singleResize, of: outcomes).estimate
    let reached = MetricSummary(.reachedTarget, of: outcomes).estimate
    let runs = NumberText.count(outcomes.count, "replication")
    return
      "one resize is enough in \(share(single)) of \(runs)\(interval(single)), the target is reached in \(share(reached))"
  }

  private static func share(_ estimate: Estimate) -> String {
    estimate.mean.map(NumberText.percent) ?? "none"
  }

  private static func interval(_ estimate: Estimate) -> String {
    guard let interval = estimate.interval else { return "" }
    return " (95 % interval \(NumberText.percent(interval.low)) to \(NumberText.percent(interval.high)))"
  }
}
