// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Experiments
internal import Quantities
internal import Scenarios
internal import Statistics

/// What a run says of the work of a variant: whether it is done in time, when it is done, and what it costs.
enum WorkAnswer {
  /// The figures that lead the table where there is work.
  static let figures: [Metric] = [.deadlinesMet, .jobsOnTime, .makespan, .taskWaitMean, .taskWaitP95]

  /// The metrics that lead the table of a result; none without work.
  ///
  /// Those are left out that apply to no replication.
  static func metrics(_ result: ExperimentResult) -> [Metric] {
    guard result.variants.contains(where: hasWork) else { return [] }
    let all = figures + [Metric.cost]
    return all.filter { metric in
      result.variants.contains { variant in variant.outcomes.contains { metric.value(ofTotal: $0) != nil } }
    }
  }

  static func hasWork(_ variant: ExperimentResult.VariantResult) -> Bool {
    !variant.variant.configuration.work.isEmpty
  }

  /// The answer in a sentence or more, with the cost where there are prices; nil without work and prices.
  static func sentence(_ variant: ExperimentResult.VariantResult) -> String? {
    let parts = [onTime(variant), done(variant), unfinished(variant), cost(variant)].compactMap(\.self)
    return parts.isEmpty ? nil : "\(variant.variant.name): \(parts.joined(separator: " "))"
  }

  /// How surely every deadline is met.
  private static func onTime(_ variant: ExperimentResult.VariantResult) -> String? {
    let estimate = MetricSummary(.deadlinesMet, of: variant).estimate
    guard let share = estimate.mean else { return nil }
    let interval =
      estimate.interval.map {
        " (95 % interval \(NumberText.percent($0.low)) to \(NumberText.percent($0.high)))"
      } ?? ""
    return
      "in \(NumberText.percent(share)) of \(NumberText.count(estimate.count, "replication")) every job is done by its deadline\(interval)."
  }

  /// How long the work takes.
  private static func done(_ variant: ExperimentResult.VariantResult) -> String? {
    guard hasWork(variant) else { return nil }
    let makespan = MetricSummary(.makespan, of: variant).estimate
    let wait = MetricSummary(.taskWaitMean, of: variant).estimate
    guard let mean = makespan.mean else { return nil }
    // Of fewer replications the 95th percentile is their largest.
    let late =
      makespan.count < 20
      ? "" : makespan.p95.map { ", and in 95 % of replications no longer than \(duration($0))" } ?? ""
    let waits = wait.mean.map { " A task waits \(duration($0)) on average." } ?? ""
    return "The work takes \(duration(mean)) on average\(late).\(waits)"
  }

  /// Where work is left at the end of the run.
  private static func unfinished(_ variant: ExperimentResult.VariantResult) -> String? {
    guard hasWork(variant), !variant.outcomes.isEmpty else { return nil }
    let left = variant.outcomes.filter { $0.total.work.map { $0.makespan == nil && $0.tasks > 0 } ?? false }
    guard !left.isEmpty else { return nil }
    let tasks = left.reduce(0) { sum, outcome in
      sum + (outcome.total.work.map { $0.tasks - $0.tasksCompleted - $0.tasksFailed } ?? 0)
    }
    return
      "At the end of \(left.count) of \(NumberText.count(variant.outcomes.count, "replication")) tasks are not over: "
      + "\(NumberText.brief(Double(tasks) / Double(left.count))) on average."
  }

  /// What it costs.
  private static func cost(_ variant: ExperimentResult.VariantResult) -> String? {
    guard let currency = variant.variant.prices?.currency else { return nil }
    let costs = variant.outcomes.compactMap(\.total.cost).sorted()
    guard !costs.isEmpty else { return nil }
    let mean = costs.reduce(0, +) / Double(costs.count)
    let ninth = costs[min(costs.count - 1, (costs.count * 9 + 9) / 10 - 1)]
    return
      "It costs \(NumberText.fixed(mean, 2)) \(currency) on average; 9 in 10 replications at most \(NumberText.fixed(ninth, 2)) \(currency)."
  }

  /// How to have a cost, where there is work without prices.
  static func priceNote(_ result: ExperimentResult) -> String? {
    guard result.variants.contains(where: hasWork), result.variants.allSatisfy({ $0.variant.prices == nil }) else {
      return nil
    }
    return
      "Without prices results are in node hours; prices: { currency: EUR, dedicatedNodeHour: 0.19 } in the scenario gives a cost."
  }

  /// A duration as people say it: `42 s`, `12.5 min`, `3.2 h`.
  private static func duration(_ seconds: Double) -> String {
    if seconds < 120 { return "\(NumberText.fixed(seconds, 0)) s" }
    if seconds < 7_200 { return "\(NumberText.fixed(seconds / 60, 1)) min" }
    return "\(NumberText.fixed(seconds / 3_600, 1)) h"
  }
}
