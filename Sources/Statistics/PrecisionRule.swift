// SPDX-License-Identifier: GPL-3.0-or-later

/// How many replications a wanted precision takes: sampling in stages.
///
/// Stopping at the first interval that looks narrow enough favours samples whose variance came out too small, and the
/// intervals then cover less often than they say (Chow and Robbins 1965, doi:10.1214/aoms/1177700156, holds only in
/// the limit). This rule looks rarely: after a first stage that is large enough to know the variance, it computes from
/// the variance so far how many replications the precision takes, goes there with a margin, and looks again.
///
/// Nor does it stop before a branch that no run took is rare enough: its share may be as large as the upper end of
/// Wilson's interval, and counts times its jump, see ``BranchedTally``.
public struct PrecisionRule: Hashable, Sendable {
  /// Replications of the first stage: the fewest that there are.
  package static let firstStage = BranchedTally.fewestRuns

  /// The distance of the ends from the mean that is wanted, as a share of the mean; above 0.
  public let relative: Double
  /// The most replications.
  public let limit: Int

  /// Makes a rule.
  ///
  /// - Parameters:
  ///   - relative: The distance of the ends from the mean that is wanted, as a share of the mean.
  ///   - limit: The most replications.
  /// - Precondition: `relative` is above 0 and finite, `limit` at least 1.
  public init(relative: Double, limit: Int) {
    precondition(relative > 0 && relative.isFinite, "a precision of \(relative)")
    precondition(limit >= 1, "at most \(limit) replications")
    self.relative = relative
    self.limit = limit
  }

  /// How far the farther end of the 95 % interval is from the mean, as a share of the mean.
  ///
  /// - Parameters:
  ///   - tally: The sample.
  ///   - count: For so many runs of the same kind; nil for these.
  /// - Returns: A share; nil when it is not known, for fewer runs than ``BranchedTally/fewestRuns``.
  public static func relativeHalfWidth(of tally: BranchedTally, runs count: Int? = nil) -> Double? {
    guard tally.total.count >= BranchedTally.fewestRuns, let interval = tally.interval(of: count) else { return nil }
    let mean = tally.total.mean
    let reach = max(interval.high - mean, mean - interval.low)
    if reach == 0 { return 0 }
    return mean == 0 ? nil : reach / mean.magnitude
  }

  /// Whether a sample is as precise as wanted.
  public func isMet(by tally: BranchedTally) -> Bool {
    Self.relativeHalfWidth(of: tally).map { $0 <= relative } ?? false
  }

  /// How many replications there should be before the next look.
  ///
  /// - Parameters:
  ///   - done: Replications so far.
  ///   - figures: The figures that must be precise, each over the replications to which it applies.
  /// - Returns: The number of replications to reach; `done` when nothing more is to be done.
  /// - Complexity: O(n) for n figures.
  public func next(after done: Int, figures: [BranchedTally]) -> Int {
    if done == 0 { return min(Self.firstStage, limit) }
    guard done < limit else { return done }
    var wanted = done
    for figure in figures where !isMet(by: figure) {
      guard Self.relativeHalfWidth(of: figure) != nil else {
        wanted = max(wanted, 2 * done)
        continue
      }
      wanted = max(wanted, done + 8, Int((Double(done) * growth(of: figure)).rounded(.up)))
    }
    return min(wanted, limit)
  }

  /// How many times as many runs of the same kind are precise enough, with a margin; at most 16 times.
  private func growth(of figure: BranchedTally) -> Double {
    let count = figure.total.count
    var (few, many) = (count, 16 * count)
    while few + 1 < many {
      let middle = few + (many - few) / 2
      if Self.relativeHalfWidth(of: figure, runs: middle).map({ $0 <= relative }) ?? false {
        many = middle
      } else {
        few = middle
      }
    }
    return min(1.05 * Double(many) / Double(count), 16)
  }
}
