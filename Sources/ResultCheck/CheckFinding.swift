// SPDX-License-Identifier: GPL-3.0-or-later

package import Statistics
internal import Experiments

/// What a check says about a metric, or about everything.
package enum CheckOutcome: String, Hashable, Sendable, CaseIterable {
  /// The same text, or the same numbers, in every replication.
  case equal
  /// The means differ by no more than the tolerance.
  case withinTolerance = "within tolerance"
  /// No test finds a difference, though one could have been found.
  case statisticallyEqual = "statistically equal"
  /// The interval of a share lies above the share that is wanted.
  case aboveMinimum = "above the minimum"
  /// The interval of a share reaches below the share that is wanted.
  case belowMinimum = "below the minimum"
  /// It changed.
  case different
  /// There is too little to go by, or what there is cannot be compared.
  case cannotTell = "cannot tell"

  /// Whether nothing has to be done about it.
  package var isGood: Bool {
    switch self {
    case .equal, .withinTolerance, .statisticallyEqual, .aboveMinimum: true
    case .different, .belowMinimum, .cannotTell: false
    }
  }
}

/// What a check found about one metric of one variant.
package struct CheckFinding: Sendable {
  /// The variant, or one pool of it; nil where a whole file is meant.
  package let key: ResultKey?
  /// The metric or, without a key, the file; nil where the whole variant is meant.
  package let metric: String?
  /// What the check says about it.
  package internal(set) var outcome: CheckOutcome
  /// Why there is nothing better to say; nil where figures say it.
  package internal(set) var reason: String?
  /// Whether it is reported for information only, and does not decide anything.
  package internal(set) var isInformational = false
  /// Replications of the baseline to which the metric applies; with pairs, their number.
  package internal(set) var baselineCount = 0
  /// Replications of the candidate to which the metric applies; with pairs, their number.
  package internal(set) var candidateCount = 0
  /// The baseline's mean; nil where the metric does not apply.
  package internal(set) var baselineMean: Double?
  /// The candidate's mean; nil where the metric does not apply.
  package internal(set) var candidateMean: Double?
  /// How both sides were tested; nil where no test was needed or possible.
  package internal(set) var method: SampleTest.Method?
  /// The interval of the difference of means at 1 less the level, for this comparison alone.
  package internal(set) var differenceInterval: ConfidenceInterval?
  /// The probability of such a difference where there is none, for this comparison alone.
  package internal(set) var probability: Double?
  /// ``probability`` corrected for the number of comparisons (Holm).
  package internal(set) var adjustedProbability: Double?
  /// The difference of means that would be found with probability 0.8, in the unit of the metric.
  package internal(set) var leastDetectableDifference: Double?

  init(_ key: ResultKey?, _ metric: String?, _ outcome: CheckOutcome, reason: String? = nil) {
    self.key = key
    self.metric = metric
    self.outcome = outcome
    self.reason = reason
  }

  /// Replications of the same number that differ, where both sides met the same random numbers with the same version;
  /// nil otherwise.
  package internal(set) var changedReplications: Int?

  /// Candidate less baseline; nil where one side has no mean, or the difference is beyond every number.
  package var difference: Double? {
    guard let baselineMean, let candidateMean else { return nil }
    let difference = candidateMean - baselineMean
    return difference.isFinite ? difference : nil
  }

  /// ``difference`` as a share of the baseline's mean [%]; nil where that is 0.
  package var differencePercent: Double? {
    difference.flatMap(percent)
  }

  /// ``differenceInterval`` as shares of the baseline's mean [%]; nil where that is 0.
  package var percentInterval: ConfidenceInterval? {
    guard let differenceInterval, let low = percent(differenceInterval.low), let high = percent(differenceInterval.high)
    else { return nil }
    return ConfidenceInterval(low: low, high: high)
  }

  /// The same without means that are beyond every number.
  var withoutInfinities: CheckFinding {
    var finding = self
    if baselineMean?.isFinite == false { finding.baselineMean = nil }
    if candidateMean?.isFinite == false { finding.candidateMean = nil }
    return finding
  }

  private func percent(_ difference: Double) -> Double? {
    guard let baselineMean, baselineMean != 0 else { return nil }
    let share = 100 * (difference / baselineMean.magnitude)
    return share.isFinite ? share : nil
  }
}
