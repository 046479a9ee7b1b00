// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import Statistics

extension RegressionCheck {
  /// Whether shares of the candidate are surely as large as they must be, for every variant.
  ///
  /// What decides is the lower end of Wilson's interval of the share: few replications show little, so that a share of 1
  /// out of 10 replications does not show 95 %.
  ///
  /// - Parameters:
  ///   - candidate: What is checked.
  ///   - settings: The shares, and the level of the intervals.
  /// - Returns: A finding a share and variant.
  /// - Complexity: O(rows).
  static func shares(_ candidate: ResultTable, _ settings: CheckSettings) -> [CheckFinding] {
    settings.minimumShares.sorted { $0.key < $1.key }.flatMap { metric, minimum in
      candidate.groups.map { share(of: metric, in: $0, minimum, settings) }
    }
  }

  private static func share(
    of metric: String, in group: ResultTable.Group, _ minimum: Double, _ settings: CheckSettings
  ) -> CheckFinding {
    let title = "\(metric) at least \(percent(minimum)) %"
    func undecided(_ reason: String) -> CheckFinding { CheckFinding(group.key, title, .cannotTell, reason: reason) }
    guard let series = group.series(of: metric) else { return undecided("the candidate has no \(metric)") }
    let tally = series.tally
    let sum = tally.mean * Double(tally.count)
    guard tally.count > 0 else { return undecided("it applies to no replication") }
    guard tally.count == group.replicationCount else {
      return undecided("it applies to \(tally.count) of \(group.replicationCount) replications")
    }
    let isShare =
      series.summary == nil
      ? series.values.allSatisfy { $0 == 0 || $0 == 1 }
      : (sum - sum.rounded()).magnitude < 1e-6 * max(1, sum.magnitude) && (0...1).contains(tally.mean)
    guard isShare else { return undecided("it is not a share: it has other values than 0 and 1") }
    let successes = min(tally.count, Int(sum.rounded()))
    let interval = ConfidenceInterval.share(
      successes: successes, trials: tally.count, confidence: 1 - settings.level)
    var finding = CheckFinding(group.key, title, interval.low >= minimum ? .aboveMinimum : .belowMinimum)
    finding.candidateCount = tally.count
    finding.candidateMean = tally.mean
    finding.reason =
      "\(successes) of \(tally.count) replications; the \(percent(1 - settings.level)) % interval of the share is "
      + "\(percent(interval.low)) to \(percent(interval.high)) %"
    if interval.low < minimum, interval.high >= minimum {
      finding.reason? += "; more replications would tell whether it is surely below or above"
    }
    return finding
  }

  private static func percent(_ share: Double) -> String { NumberText.significant(100 * share, 4) }
}
