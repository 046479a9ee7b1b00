// SPDX-License-Identifier: GPL-3.0-or-later

package import Statistics

/// What a figure must be for its claim to be met.
///
/// One rule for all: the claim is met where the whole 95 % interval of the figure lies within the target, missed where the
/// whole interval lies outside, and there are too few replications to tell where it reaches across the border.
package struct ClaimTarget: Hashable, Sendable {
  /// What a figure says about its claim.
  package enum Verdict: String, Hashable, Sendable {
    /// The interval is within the target.
    case met
    /// The interval is outside the target.
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

  init(low: Double? = nil, high: Double? = nil, excludesLow: Bool = false) {
    self.low = low
    self.high = high
    self.excludesLow = excludesLow
  }

  /// A published figure, give or take a tolerance.
  init(_ figure: Double, within tolerance: Double) {
    self.init(low: figure - tolerance, high: figure + tolerance)
  }

  /// Judges a figure.
  ///
  /// - Parameter interval: Its 95 % interval; nil when there is none.
  /// - Returns: The verdict.
  package func verdict(_ interval: ConfidenceInterval?) -> Verdict {
    guard let interval else { return .cannotTell }
    if contains(interval.low) && contains(interval.high) { return .met }
    let isBelow = low.map { interval.high < $0 || excludesLow && interval.high == $0 } ?? false
    let isAbove = high.map { interval.low > $0 } ?? false
    return isBelow || isAbove ? .missed : .cannotTell
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
  /// C1: 25 % within a point.
  static let steadyGain = ClaimTarget(25, within: 1)
  /// C2: 30 % within a point.
  package static let idleGain = ClaimTarget(30, within: 1)
  /// C3, C5, C6, C6b: one resize is enough in at least 95 % of runs.
  package static let oneResize = ClaimTarget(low: 0.95)
  /// C3 at 350 nodes: one resize is enough in at most 70 % of runs.
  static let oneResizeAt350 = ClaimTarget(high: 0.7)
  /// C3 at 400 nodes: one resize is enough in at most 15 % of runs.
  static let oneResizeAt400 = ClaimTarget(high: 0.15)
  /// C5: by a rule that was given up, one resize is enough in at most half of the runs.
  static let givenUp = ClaimTarget(high: 0.5)
  /// C3 and C4: something grows, however little.
  package static let growing = ClaimTarget(low: 0, excludesLow: true)
  /// C4: at least 99 % of runs reach their target in the end.
  static let always = ClaimTarget(low: 0.99)
  /// A recording lies within the central 95 % of runs.
  static let central = ClaimTarget(low: 0.025, high: 0.975)
}
