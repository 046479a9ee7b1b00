// SPDX-License-Identifier: GPL-3.0-or-later

package import Statistics
internal import Experiments

/// What a figure must be for its claim to be met.
///
/// The figure itself is judged, not its interval; but where the interval reaches across the border of the target, too
/// little was run to judge a figure outside it, and to judge anything when it is wider than ``widestInterval``.
package struct ClaimTarget: Hashable, Sendable {
  /// What a figure says about its claim.
  package enum Verdict: String, Hashable, Sendable {
    /// The figure is within the target.
    case met
    /// The figure is outside the target.
    case missed
    /// There are too few replications to say.
    case cannotTell = "cannot tell"
  }

  /// The least figure that meets the target; nil for no limit.
  package let low: Double?
  /// The largest figure that meets the target; nil for no limit.
  package let high: Double?
  /// Whether ``low`` itself misses the target.
  package let excludesLow: Bool
  /// The largest value that the lower end of the figure's interval may have; nil for no limit.
  package let highestLowerEnd: Double?
  /// The widest interval that reaches across the border of the target and still allows a verdict, in the figure's unit.
  package let widestInterval: Double

  init(
    low: Double? = nil, high: Double? = nil, excludesLow: Bool = false, highestLowerEnd: Double? = nil,
    widestInterval: Double
  ) {
    self.low = low
    self.high = high
    self.excludesLow = excludesLow
    self.highestLowerEnd = highestLowerEnd
    self.widestInterval = widestInterval
  }

  /// Judges a figure.
  ///
  /// - Parameters:
  ///   - mean: The figure; nil when no replication has one.
  ///   - interval: Its 95 % interval; nil when there is none.
  /// - Returns: The verdict.
  package func verdict(mean: Double?, interval: ConfidenceInterval?) -> Verdict {
    guard let mean, let interval else { return .cannotTell }
    let crosses = contains(interval.low) != contains(interval.high) || contains(mean) != contains(interval.low)
    if crosses, interval.high - interval.low > widestInterval { return .cannotTell }
    if let highestLowerEnd, interval.low > highestLowerEnd { return .missed }
    return contains(mean) ? .met : crosses ? .cannotTell : .missed
  }

  /// How far a figure lies outside the target, in its unit; 0 within it.
  package func shortfall(_ figure: Double) -> Double {
    max(0, (low ?? -.infinity) - figure, figure - (high ?? .infinity))
  }

  private func contains(_ figure: Double) -> Bool {
    if let low, figure < low || excludesLow && figure == low { return false }
    if let high, figure > high { return false }
    return true
  }
}

extension ClaimTarget {
  /// C1: 25 % within 2 points.
  static let steadyGain = ClaimTarget(low: 23, high: 27, widestInterval: 2)
  /// C2: 30 % within 2 points, and the lower end of the interval not above 30 %.
  package static let idleGain = ClaimTarget(low: 28, high: 32, highestLowerEnd: 30, widestInterval: 2)
  /// C3, C5, C6: one resize is enough in at least 95 % of runs.
  package static let oneResize = ClaimTarget(low: 0.95, widestInterval: 0.1)
  /// C3 at 350 nodes: one resize is enough in at most 70 % of runs.
  static let oneResizeAt350 = ClaimTarget(high: 0.7, widestInterval: 0.1)
  /// C3 at 400 nodes: one resize is enough in at most 15 % of runs.
  static let oneResizeAt400 = ClaimTarget(high: 0.15, widestInterval: 0.1)
  /// C3 at 1,000 nodes: about 3 resizes, which is read as a mean that rounds to 3.
  static let aboutThree = ClaimTarget(low: 2.5, high: 3.5, widestInterval: 0.5)
  /// C3 and C4: something grows, however little.
  package static let growing = ClaimTarget(low: 0, excludesLow: true, widestInterval: 0)
  /// C4: every run reaches its target in the end.
  static let always = ClaimTarget(low: 1, widestInterval: 0.1)
}
