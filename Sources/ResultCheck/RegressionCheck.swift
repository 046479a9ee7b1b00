// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import Statistics

/// Whether a candidate's result is still that of a baseline: every metric of every variant, one by one.
///
/// Where both results met the same random numbers with the same version, replications that differ are changes: their size
/// decides. Otherwise a metric is equal, or within its tolerance, or no test finds a difference at a level that holds for
/// all comparisons of the check together (Holm). What no test could have found, and what is missing, stays undecided.
package struct RegressionCheck: Sendable {
  /// How strict it was.
  package let settings: CheckSettings
  /// What it found, in the order of the baseline.
  package let findings: [CheckFinding]

  /// Checks a candidate against a baseline.
  ///
  /// - Parameters:
  ///   - baseline: What was right.
  ///   - candidate: What is checked.
  ///   - settings: How strict to be.
  ///   - files: What is known about the bytes of the files, when they must be the same.
  /// - Complexity: O(n log n) for n cells.
  package init(
    baseline: ResultTable, candidate: ResultTable, settings: CheckSettings = CheckSettings(),
    files: [CheckFinding] = []
  ) {
    self.settings = settings
    var drafts: [Draft] = files.map { Draft($0) }
    for group in baseline.groups {
      let key = group.key
      guard let other = candidate.group(key) else { continue }
      let seeds = (baseline.seeds[key.scenario], candidate.seeds[key.scenario])
      let comparison = GroupComparison(
        baseline: group, candidate: other, isPaired: seeds.0 != nil && seeds.0 == seeds.1,
        isSameVersion: baseline.version != nil && baseline.version == candidate.version, settings: settings)
      drafts += comparison.drafts()
    }
    findings =
      Self.missing(baseline, candidate) + Self.incomplete(baseline, candidate) + Self.corrected(drafts, settings)
      + Self.shares(candidate, settings)
  }

  /// The answer: different when anything is, else too small a share, else undecided when anything is undecided, else equal
  /// in some way.
  package var verdict: CheckOutcome {
    let deciding = findings.filter { !$0.isInformational }
    for outcome in [CheckOutcome.different, .belowMinimum, .cannotTell, .statisticallyEqual, .withinTolerance]
    where deciding.contains(where: { $0.outcome == outcome }) {
      return outcome
    }
    return .equal
  }

  /// A finding with its test, as long as it is not corrected for the number of tests.
  struct Draft {
    var finding: CheckFinding
    var test: SampleTest?
    /// Whether something else than the test decided.
    var isDecided: Bool

    init(_ finding: CheckFinding, test: SampleTest? = nil, isDecided: Bool = false) {
      self.finding = finding
      self.test = test
      self.isDecided = isDecided
    }
  }

  /// Decides on what was tested.
  ///
  /// A comparison whose test could not have found anything, whichever side had which number, does not count towards the
  /// correction (Tarone 1990, doi:10.2307/2531456), and is undecided; one within its tolerance counts: that it was is up
  /// to chance.
  private static func corrected(_ drafts: [Draft], _ settings: CheckSettings) -> [CheckFinding] {
    let deciding = drafts.indices.filter { drafts[$0].test != nil && !drafts[$0].finding.isInformational }
    let attainable = TaroneSelection.attainable(
      deciding.map { drafts[$0].test?.leastProbability ?? 1 }, level: settings.level)
    let family = zip(deciding, attainable).filter(\.1).map(\.0)
    let unattainable = Set(zip(deciding, attainable).filter { !$0.1 }.map(\.0))
    let adjusted = HolmCorrection.adjusted(
      family.map { drafts[$0].isDecided ? 1 : drafts[$0].test?.probability ?? 1 })
    var corrected = drafts.map(\.test?.probability)
    for (index, probability) in zip(family, adjusted) { corrected[index] = probability }
    let strictest = settings.level / Double(max(1, family.count))
    return drafts.indices.map { index in
      var finding = drafts[index].finding
      guard let test = drafts[index].test, let probability = corrected[index] else { return finding }
      finding.leastDetectableDifference = test.leastDetectableDifference(level: strictest)
      if drafts[index].isDecided { return finding }
      finding.adjustedProbability = probability
      let count = min(finding.baselineCount, finding.candidateCount)
      if probability <= settings.level, !unattainable.contains(index) {
        finding.outcome = .different
      } else if count < settings.leastReplications {
        finding.outcome = .cannotTell
        finding.reason = "too few runs: \(count), and \(settings.leastReplications) are needed"
      } else if unattainable.contains(index), isSuspicious(test, settings, of: deciding.count) {
        finding.adjustedProbability = nil
        finding.outcome = .cannotTell
        finding.reason =
          "so few replications differ that no test of \(NumberText.count(deciding.count, "comparison")) could tell a change "
          + "from chance; \(remedy)"
      } else if let outliers = test.outliers, !finding.isInformational {
        finding.outcome = .cannotTell
        finding.reason = "\(outliers), too few for a test; \(remedy)"
      } else {
        finding.outcome = .statisticallyEqual
      }
      return finding
    }
  }

  private static let remedy = "use the same seed, run more replications, or allow a difference with --tolerance"

  /// Whether a difference that no test could have found may be a change all the same: pairs of the same random numbers
  /// differ, or it would be found if it were the only comparison, or no difference whatever could be found.
  private static func isSuspicious(_ test: SampleTest, _ settings: CheckSettings, of count: Int) -> Bool {
    test.method == .paired || test.probability <= settings.level
      || test.leastConceivableProbability > settings.level / Double(count)
  }

  /// Scenarios, variants and pools that only one side has.
  private static func missing(_ baseline: ResultTable, _ candidate: ResultTable) -> [CheckFinding] {
    missing(from: candidate, called: "candidate", of: baseline)
      + missing(from: baseline, called: "baseline", of: candidate)
  }

  private static func missing(
    from table: ResultTable, called name: String, of other: ResultTable
  ) -> [CheckFinding] {
    var findings: [CheckFinding] = []
    let scenarios = table.scenarios
    for scenario in other.scenarios where !scenarios.contains(scenario) {
      findings.append(
        CheckFinding(
          ResultKey(scenario: scenario, variant: ""), nil, .cannotTell,
          reason: "different scenarios: the \(name) has no scenario \(scenario), but \(list(scenarios))"))
    }
    for key in other.keys where scenarios.contains(key.scenario) && table.group(key) == nil {
      let variants = table.keys.filter { $0.scenario == key.scenario && $0.pool.isEmpty }.map(\.variant)
      let reason =
        variants.contains(key.variant)
        ? "the \(name) has no pool \(key.pool) in this variant"
        : "the \(name) has no variant \(key.variant), but \(list(variants))"
      findings.append(CheckFinding(key, nil, .cannotTell, reason: reason))
    }
    return findings
  }

  private static func list(_ names: [String]) -> String {
    names.count > 5 ? "\(names.count) others" : names.joined(separator: ", ")
  }
}
