// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics

extension GroupComparison {
  /// Why values of a metric are taken for lost; nil where those that are missing may just not apply.
  ///
  /// What a metric applies to is known of the metrics of poolsim. Of any other, one side alone has gaps, or the sides have
  /// shares of gaps that chance does not explain.
  ///
  /// - Parameters:
  ///   - metric: The metric.
  ///   - left: Its figures in the baseline.
  ///   - right: Its figures in the candidate.
  /// - Returns: The reason.
  /// - Complexity: O(n).
  func missingValues(_ metric: String, _ left: ResultTable.Series, _ right: ResultTable.Series) -> String? {
    for (name, group, series) in [("baseline", baseline, left), ("candidate", candidate, right)] {
      guard let lost = Self.lostValues(metric, group, series), lost > 0 else { continue }
      return "the \(name) lacks the value in \(lost) of \(group.replicationCount) replications to which it applies"
    }
    guard CheckSettings.conditions[metric] == nil else { return nil }
    let counts = (left.tally.count, right.tally.count)
    let wholes = (baseline.replicationCount, candidate.replicationCount)
    let gaps = (wholes.0 - counts.0, wholes.1 - counts.1)
    guard gaps.0 != 0 || gaps.1 != 0, counts.0 > 0 || counts.1 > 0 else { return nil }
    if gaps.0 > 0, gaps.1 > 0, isLikely(gaps, wholes) { return nil }
    return "applies to \(counts.0) of \(wholes.0) replications of the baseline and \(counts.1) of \(wholes.1) of the "
      + "candidate"
  }

  /// How many values a group has lost of a metric whose condition another metric states; nil where none does.
  private static func lostValues(
    _ metric: String, _ group: ResultTable.Group, _ series: ResultTable.Series
  ) -> Int? {
    guard let name = CheckSettings.conditions[metric], let condition = group.series(of: name) else { return nil }
    guard let summary = condition.summary else {
      return zip(condition.values, series.values).count { ($0.0 ?? 0) > 0 && $0.1 == nil }
    }
    // Of a summary only a share says how often it holds.
    guard name == "reached_target" else { return nil }
    return Int((summary.mean * Double(summary.count)).rounded()) - series.tally.count
  }

  /// Whether two shares of gaps are as near to each other as chance has them, for each of all metrics together.
  private func isLikely(_ gaps: (Int, Int), _ wholes: (Int, Int)) -> Bool {
    func share(_ gap: Int, _ whole: Int) -> Double { Double(gap) / Double(whole) }
    let pooled = Double(gaps.0 + gaps.1) / Double(wholes.0 + wholes.1)
    let error = (pooled * (1 - pooled) * (1 / Double(wholes.0) + 1 / Double(wholes.1))).squareRoot()
    guard error > 0 else { return true }
    let distance = (share(gaps.0, wholes.0) - share(gaps.1, wholes.1)).magnitude / error
    return NormalDistribution.twoSidedProbability(distance) > settings.level / Double(max(1, baseline.metrics.count))
  }
}
