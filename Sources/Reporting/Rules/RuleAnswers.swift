// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics
package import Quantities
internal import ServiceRules
internal import BatchPool
package import Experiments
internal import Scenarios

/// The model's own answer to published rules: where they contradict each other, and where they warn of what a run shows.
package enum RuleAnswers {
  /// A sentence for every variant and question; nothing for variants that keep all of these rules.
  ///
  /// - Parameters:
  ///   - result: What was run.
  ///   - date: The creation date of the pools; nil for every rule in whose place no other has come, so that a report is the
  ///     same on every day. A rule that has an end is named with it, unless it still applies on that date.
  /// - Returns: The sentences, by variant.
  package static func sentences(_ result: ExperimentResult, on date: CalendarDate? = nil) -> [String] {
    let standings = Preflight.standings(of: result.scenario, on: date)
    return result.variants.flatMap { variant in
      standings.filter { $0.variant == variant.variant.name }.map { standing in
        let broken = "\(standing.variant): breaks \(list(standing.broken, on: date))"
        let rules =
          standing.kept.isEmpty
          ? "\(broken)." : "\(broken), meets \(list(standing.kept, on: date)): published rules contradict each other."
        switch standing.answer {
        case .noLimit: return "\(rules) The model has no such limit."
        case .resizes: return "\(rules) In the model \(figures(variant.outcomes))."
        }
      }
    }
  }

  /// Codes in a sentence, with the last day of those that no longer apply.
  private static func list(_ codes: [String], on date: CalendarDate?) -> String {
    let ends = codes.map { code in
      PreflightRule.named(code)?.retirement.flatMap { end in date.map { $0 <= end.date } == true ? nil : end.date }
    }
    guard Set(ends).count == 1, let end = ends.first else {
      return list(zip(codes, ends).map { code, end in end.map { "\(code) (until \($0))" } ?? code })
    }
    let word = codes.count == 1 ? "" : codes.count == 2 ? "both " : "all "
    return list(codes) + (end.map { " (\(word)until \($0))" } ?? "")
  }

  private static func list(_ items: [String]) -> String {
    guard items.count > 1, let last = items.last else { return items.joined() }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }

  private static func figures(_ outcomes: [RunOutcome]) -> String {
    let single = MetricSummary(.singleResize, of: outcomes).estimate
    let reached = MetricSummary(.reachedTarget, of: outcomes).estimate
    let runs = NumberText.count(outcomes.count, "replication")
    return "one resize was enough in \(share(single, all: "all \(runs)", of: runs))\(interval(single)); "
      + "the target was reached in \(share(reached, all: "all of them", of: "them"))"
  }

  /// A share of replications: all of them, none of them, or a percentage.
  private static func share(_ estimate: Estimate, all: String, of replications: String) -> String {
    switch estimate.mean {
    case 1: all
    case 0, nil: "none of \(replications)"
    case let mean?: "\(NumberText.percent(mean)) of \(replications)"
    }
  }

  private static func interval(_ estimate: Estimate) -> String {
    guard let interval = estimate.interval else { return "" }
    return " (95 % interval \(NumberText.percent(interval.low)) to \(NumberText.percent(interval.high)))"
  }
}
