// SPDX-License-Identifier: GPL-3.0-or-later

/// Two figures of the same replications: their difference, their ratio, and what pairing was worth.
///
/// Replications of both sides that met the same random circumstances (common random numbers) rise and fall together,
/// so that the difference varies less than either: Law and Kelton, Simulation Modeling and Analysis, section 11.2.
public struct PairedSample: Hashable, Sendable {
  /// The baseline's figures.
  public let baseline: Tally
  /// The candidate's figures.
  public let candidate: Tally
  /// Candidate less baseline, pair by pair.
  public let differences: Tally

  /// Makes a sample of pairs.
  ///
  /// - Parameter pairs: One pair a replication, both figures in one unit.
  /// - Complexity: O(n).
  public init(_ pairs: [(baseline: Double, candidate: Double)]) {
    baseline = Tally(pairs.lazy.map(\.baseline))
    candidate = Tally(pairs.lazy.map(\.candidate))
    differences = Tally(pairs.lazy.map { $0.candidate - $0.baseline })
  }

  /// The covariance of baseline and candidate, in the unit of the figures squared; nil for fewer than two pairs.
  public var covariance: Double? {
    guard let a = baseline.variance, let b = candidate.variance, let d = differences.variance else { return nil }
    return (a + b - d) / 2
  }

  /// How many times the variance of the difference would be larger with independent samples; nil when unknown.
  public var varianceReduction: Double? {
    guard let a = baseline.variance, let b = candidate.variance, let d = differences.variance, d > 0 else { return nil }
    return (a + b) / d
  }

  /// The interval of the mean difference (paired t), in the unit of the figures.
  ///
  /// - Parameter confidence: How sure the interval shall be, above 0 and below 1.
  /// - Returns: The interval; nil for fewer than two pairs.
  public func differenceInterval(confidence: Double = ConfidenceInterval.usualConfidence) -> ConfidenceInterval? {
    ConfidenceInterval.mean(of: differences, confidence: confidence)
  }

  /// 1 less candidate mean over baseline mean: by which share the candidate is lower; nil where the baseline is 0.
  public var reduction: Double? {
    baseline.mean == 0 || baseline.count == 0 ? nil : 1 - candidate.mean / baseline.mean
  }

  /// The interval of ``reduction`` (Fieller 1954, doi:10.1111/j.2517-6161.1954.tb00159.x).
  ///
  /// It treats both means as uncertain and uses their covariance. Where the baseline's mean cannot be told from 0 no
  /// bounded interval exists.
  ///
  /// - Parameter confidence: How sure the interval shall be, above 0 and below 1.
  /// - Returns: The interval, of a share; nil when there is none, or for fewer than two pairs.
  public func reductionInterval(confidence: Double = ConfidenceInterval.usualConfidence) -> ConfidenceInterval? {
    guard baseline.count > 1, baseline.mean != 0, let a = baseline.variance, let b = candidate.variance,
      let covariance
    else { return nil }
    let n = Double(baseline.count)
    let t = StudentDistribution.quantile(0.5 + confidence / 2, degreesOfFreedom: n - 1)
    let (x, y) = (baseline.mean, candidate.mean)
    let square = t * t / n
    // Ratios r with (y - r x)^2 <= t^2 var(y - r x): a quadratic inequality in r.
    let leading = x * x - square * a
    guard leading > 0 else { return nil }
    let middle = x * y - square * covariance
    let root = max(0, middle * middle - leading * (y * y - square * b)).squareRoot()
    return ConfidenceInterval(low: 1 - (middle + root) / leading, high: 1 - (middle - root) / leading)
  }
}
