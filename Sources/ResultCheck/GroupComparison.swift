// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import Quantities
internal import Statistics

/// The metrics of one variant, or one pool of it, on both sides of a check.
struct GroupComparison {
  let baseline: ResultTable.Group
  let candidate: ResultTable.Group
  /// Whether the replications of the same number met the same random circumstances.
  let isPaired: Bool
  /// Whether they were computed by the same version besides, so that they are the same unless something changed.
  let isDeterministic: Bool
  let settings: CheckSettings

  /// The rows of each replication that both sides have, in the order of the baseline.
  private let commonRows: [(baseline: Int, candidate: Int)]
  private let hasSameReplications: Bool

  init(
    baseline: ResultTable.Group, candidate: ResultTable.Group, isPaired: Bool, isSameVersion: Bool,
    settings: CheckSettings
  ) {
    self.baseline = baseline
    self.candidate = candidate
    self.isPaired = isPaired && !baseline.replications.isEmpty && !candidate.replications.isEmpty
    isDeterministic = self.isPaired && isSameVersion
    self.settings = settings
    let positions = Dictionary(candidate.replications.enumerated().map { ($1, $0) }) { first, _ in first }
    let common = baseline.replications.enumerated().compactMap { row, replication in
      positions[replication].map { (baseline: row, candidate: $0) }
    }
    commonRows = common
    hasSameReplications =
      common.count == baseline.replications.count && common.count == candidate.replications.count
  }

  /// A finding for every metric that either side has; one alone where the sides are not about the same pool.
  ///
  /// - Complexity: O(n log n) for n cells.
  func drafts() -> [RegressionCheck.Draft] {
    let target = CheckSettings.target
    if !settings.isExact, let left = baseline.series(of: target), let right = candidate.series(of: target) {
      let (first, second) = (Self.values(left), Self.values(right))
      if first != second {
        let reason =
          "they want different numbers of nodes (\(Self.list(first)) and \(Self.list(second))), so that a difference "
          + "says nothing about the rest"
        var finding = CheckFinding(baseline.key, target, .cannotTell, reason: reason)
        finding.baselineMean = left.tally.count > 0 ? left.tally.mean : nil
        finding.candidateMean = right.tally.count > 0 ? right.tally.mean : nil
        return [RegressionCheck.Draft(finding)]
      }
    }
    let others = candidate.metrics.filter { !baseline.metrics.contains($0) }
    return (baseline.metrics + others).map(draft)
  }

  private func draft(_ metric: String) -> RegressionCheck.Draft {
    var draft = decided(metric)
    // What is missing or is not a number is damage, in whatever column.
    draft.finding.isInformational =
      CheckSettings.informational.contains(metric) && !settings.isExact && draft.finding.outcome != .cannotTell
    return draft
  }

  private func decided(_ metric: String) -> RegressionCheck.Draft {
    let key = baseline.key
    guard let left = baseline.series(of: metric), let right = candidate.series(of: metric) else {
      let side = candidate.metrics.contains(metric) ? "baseline" : "candidate"
      return .init(CheckFinding(key, metric, .cannotTell, reason: "different columns: the \(side) has no \(metric)"))
    }
    var finding = CheckFinding(key, metric, .equal)
    let isSameText = isSame(left.texts, right.texts)
    let pairs = isPaired ? pairs(left, right) : nil
    let first = pairs.map { Tally($0.lazy.map(\.baseline)) } ?? left.tally
    let second = pairs.map { Tally($0.lazy.map(\.candidate)) } ?? right.tally
    finding.baselineCount = first.count
    finding.candidateCount = second.count
    finding.baselineMean = first.count > 0 ? first.mean : nil
    finding.candidateMean = second.count > 0 ? second.mean : nil
    if isSameText { return .init(finding) }
    if settings.isExact {
      finding.outcome = .different
      finding.reason = differingText(left, right)
      return .init(finding)
    }
    if metric == CheckSettings.target, !isDeterministic {
      finding.reason = "the same number of nodes"
      return .init(finding)
    }
    if isSameNumbers(left, right) {
      finding.reason = "the same numbers, written differently"
      return .init(finding)
    }
    if isDeterministic, let pairs { return .init(changed(finding, left, right, pairs)) }
    if let reason = missingValues(metric, left, right) {
      finding.outcome = .cannotTell
      finding.reason = reason
      return .init(finding)
    }
    return tested(finding, left, right, pairs, (first, second))
  }

  /// What tests say of two sides that differ.
  private func tested(
    _ finding: CheckFinding, _ left: ResultTable.Series, _ right: ResultTable.Series,
    _ pairs: [(baseline: Double, candidate: Double)]?, _ tallies: (baseline: Tally, candidate: Tally)
  ) -> RegressionCheck.Draft {
    var finding = finding
    guard let baselineMean = finding.baselineMean, finding.candidateMean != nil else {
      return .init(inapplicable(finding, left.tally.count, right.tally.count))
    }
    let test =
      if let pairs {
        SampleTest(pairs, confidence: 1 - settings.level)
      } else {
        SampleTest(
          tallies.baseline, tallies.candidate, numbers: numbers(left, right), confidence: 1 - settings.level)
      }
    guard let difference = finding.difference, test?.isFinite != false else {
      finding.outcome = .cannotTell
      finding.reason = "the numbers are too large to be compared"
      return .init(finding.withoutInfinities)
    }
    finding.method = test?.method
    finding.probability = test?.probability
    finding.differenceInterval = Self.finite(test?.interval)
    if isTolerated(difference, beside: baselineMean, of: finding.metric) {
      finding.outcome = .withinTolerance
      return .init(finding, test: test, isDecided: true)
    }
    guard let test else {
      finding.outcome = .cannotTell
      let count = min(tallies.baseline.count, tallies.candidate.count)
      finding.reason = "too few runs: \(count), and \(settings.leastReplications) are needed"
      return .init(finding)
    }
    return .init(finding, test: test)
  }

  /// What is said of a metric that differs although both sides met the same random numbers with the same version.
  ///
  /// Nothing is left to chance then: what differs has changed, and only its size can excuse it.
  private func changed(
    _ finding: CheckFinding, _ left: ResultTable.Series, _ right: ResultTable.Series,
    _ pairs: [(baseline: Double, candidate: Double)]
  ) -> CheckFinding {
    var finding = finding
    let differing = pairs.count { $0.baseline != $0.candidate }
    let lone = commonRows.count { (left.values[$0.baseline] == nil) != (right.values[$0.candidate] == nil) }
    finding.method = .sameSeed
    finding.changedReplications = differing + lone
    var reasons: [String] = []
    if differing + lone > 0 { reasons.append("\(differing + lone) of \(commonRows.count) replications changed") }
    if lone > 0 {
      reasons.append(
        "applies to \(left.tally.count) replications of the baseline and \(right.tally.count) of the candidate")
    }
    finding.reason = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    if pairs.count > 1 {
      finding.differenceInterval = Self.finite(PairedSample(pairs).differenceInterval(confidence: 1 - settings.level))
    }
    let isWithin =
      finding.difference.map { isTolerated($0, beside: finding.baselineMean ?? 0, of: finding.metric) } ?? false
    if differing > 0, !isWithin {
      finding.outcome = .different
    } else if lone > 0 || pairs.isEmpty {
      finding.outcome = .cannotTell
    } else if differing > 0 {
      finding.outcome = .withinTolerance
    }
    return finding.withoutInfinities
  }

  private func isTolerated(_ difference: Double, beside baseline: Double, of metric: String?) -> Bool {
    guard let metric, let tolerance = settings.tolerances.tolerance(of: metric) else { return false }
    return difference.magnitude <= tolerance.allowed(beside: baseline)
  }

  private static func finite(_ interval: ConfidenceInterval?) -> ConfidenceInterval? {
    interval.flatMap { $0.low.isFinite && $0.high.isFinite ? $0 : nil }
  }

  /// A metric that has no mean on one side or both.
  private func inapplicable(_ finding: CheckFinding, _ left: Int, _ right: Int) -> CheckFinding {
    var finding = finding
    if left == 0, right == 0 {
      finding.reason = "applies to no replication of either side"
    } else {
      finding.outcome = .cannotTell
      finding.reason = "applies to \(left) replications of the baseline and \(right) of the candidate; none in common"
      if left == 0 || right == 0 {
        finding.reason = "applies to no replication of the \(left == 0 ? "baseline" : "candidate")"
      }
    }
    return finding
  }

  private func isSame(_ left: [String], _ right: [String]) -> Bool {
    if baseline.replications.isEmpty || candidate.replications.isEmpty {
      return baseline.replications.isEmpty && candidate.replications.isEmpty && left == right
    }
    return hasSameReplications && commonRows.allSatisfy { left[$0.baseline] == right[$0.candidate] }
  }

  private func isSameNumbers(_ left: ResultTable.Series, _ right: ResultTable.Series) -> Bool {
    guard left.summary == nil, right.summary == nil else {
      return left.summary != nil && left.summary == right.summary
    }
    return hasSameReplications && commonRows.allSatisfy { left.values[$0.baseline] == right.values[$0.candidate] }
  }

  private func pairs(
    _ left: ResultTable.Series, _ right: ResultTable.Series
  ) -> [(baseline: Double, candidate: Double)] {
    commonRows.compactMap { row in
      guard let first = left.values[row.baseline], let second = right.values[row.candidate] else { return nil }
      return (first, second)
    }
  }

  private func numbers(
    _ left: ResultTable.Series, _ right: ResultTable.Series
  ) -> (baseline: [Double], candidate: [Double])? {
    guard left.summary == nil, right.summary == nil else { return nil }
    return (left.values.compactMap { $0 }, right.values.compactMap { $0 })
  }

  /// Where the texts differ first.
  private func differingText(_ left: ResultTable.Series, _ right: ResultTable.Series) -> String {
    guard hasSameReplications, !baseline.replications.isEmpty else {
      return baseline.replications.isEmpty ? "the rows are not the same" : "the replications are not the same"
    }
    let rows = commonRows.filter { left.texts[$0.baseline] != right.texts[$0.candidate] }
    guard let row = rows.first else { return "the rows are not the same" }
    return "not the same text in \(rows.count) of \(commonRows.count) replications, first in replication "
      + "\(baseline.replications[row.baseline]): \"\(left.texts[row.baseline])\", now \"\(right.texts[row.candidate])\""
  }

  private static func values(_ series: ResultTable.Series) -> Set<Double> {
    guard let summary = series.summary else { return Set(series.values.compactMap { $0 }) }
    return summary.count > 0 ? [summary.mean] : []
  }

  private static func list(_ values: Set<Double>) -> String {
    let texts = values.sorted().prefix(3).map { NumberText.written($0) }
    return texts.joined(separator: ", ") + (values.count > texts.count ? ", ..." : "")
  }
}
