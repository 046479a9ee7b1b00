// SPDX-License-Identifier: GPL-3.0-or-later

/// How many replications a wanted precision takes: sampling in stages.
///
/// Stopping at the first interval that looks narrow enough favours samples whose variance came out too small, and the
/// intervals then cover less often than they say (Chow and Robbins 1965, doi:10.1214/aoms/1177700156, holds only in
/// the limit). This rule looks rarely: after a first stage that is large enough to know the variance, it computes from
/// the variance so far how many replications the precision takes, goes there with a margin, and looks again.
public struct PrecisionRule: Hashable, Sendable {
  /// Replications of the first stage: the fewest that there are.
  package static let firstStage = 32

  /// Half the width of the interval that is wanted, as a share of the mean; above 0.
  public let relative: Double
  /// The most replications.
  public let limit: Int

  /// Makes a rule.
  ///
  /// - Parameters:
  ///   - relative: Half the width of the interval that is wanted, as a share of the mean.
  ///   - limit: The most replications.
  /// - Precondition: `relative` is above 0 and finite, `limit` at least 1.
  public init(relative: Double, limit: Int) {
    precondition(relative > 0 && relative.isFinite, "a precision of \(relative)")
    precondition(limit >= 1, "at most \(limit) replications")
    self.relative = relative
    self.limit = limit
  }

  /// Half the width of the 95 % interval of the mean as a share of the mean; nil when it is not known.
  public static func relativeHalfWidth(of tally: Tally) -> Double? {
    guard let interval = ConfidenceInterval.mean(of: tally) else { return nil }
    if interval.halfWidth == 0 { return 0 }
    return tally.mean == 0 ? nil : interval.halfWidth / tally.mean.magnitude
  }

  /// Whether a sample is as precise as wanted.
  public func isMet(by tally: Tally) -> Bool {
    Self.relativeHalfWidth(of: tally).map { $0 <= relative } ?? false
  }

  /// How many replications there should be before the next look.
  ///
  /// - Parameters:
  ///   - done: Replications so far.
  ///   - figures: The figures that must be precise, each over the replications to which it applies.
  /// - Returns: The number of replications to reach; `done` when nothing more is to be done.
  /// - Complexity: O(n) for n figures.
  public func next(after done: Int, figures: [Tally]) -> Int {
    if done == 0 { return min(Self.firstStage, limit) }
    guard done < limit else { return done }
    var wanted = done
    for figure in figures where !isMet(by: figure) {
      guard let width = Self.relativeHalfWidth(of: figure) else {
        wanted = max(wanted, 2 * done)
        continue
      }
      let growth = min((width / relative) * (width / relative) * 1.05, 16)
      wanted = max(wanted, done + 8, Int((Double(done) * growth).rounded(.up)))
    }
    return min(wanted, limit)
  }
}
