// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers of runs that go one of several ways: most go the usual one, a few another one, which changes the number much.
///
/// The time until a pool has its nodes is of that kind: a run that needs a second resize takes longer by a jump. From 50
/// runs of which 2 % take it, the spread of the sample tells little of the mean: one sample in three has none of them. So
/// what is known is taken apart, usual branch `u`, branches above and below it `a` and `b`:
///
///     mean = mean(u) + share(a) (mean(a) - mean(u)) + share(b) (mean(b) - mean(u))
///
/// Each share has Wilson's interval, the spread inside of the branches Student's; ``interval(confidence:of:)`` joins them.
public struct BranchedTally: Hashable, Sendable {
  /// A branch that no run has taken, and that some may take nonetheless.
  public struct Unseen: Hashable, Sendable {
    /// How far it lies from the mean of the usual branch, in the unit of the numbers; not negative.
    public let jump: Double
    /// The largest share of runs that can take it for a reason other than their number, from 0 to 1.
    public let shareLimit: Double
    /// Whether ``shareLimit`` is about the share itself, known otherwise than from these runs: then what the branch adds to
    /// the mean is not a matter of chance, and widens the interval in full.
    let isKnown: Bool

    /// Describes such a branch.
    ///
    /// - Precondition: `jump` is not negative, `shareLimit` a share.
    public init(jump: Double, shareLimit: Double = 1) {
      self.init(jump: jump, shareLimit: shareLimit, isKnown: false)
    }

    /// Describes a branch whose share may be known.
    ///
    /// - Precondition: `jump` is not negative, `shareLimit` a share.
    package init(jump: Double, shareLimit: Double, isKnown: Bool) {
      precondition(jump >= 0 && (0...1).contains(shareLimit), "a jump of \(jump), a share of \(shareLimit)")
      self.jump = jump
      self.shareLimit = shareLimit
      self.isKnown = isKnown
    }
  }

  /// Runs below which no interval of a mean is shown: with fewer, some cover less than they say (docs/validation.md).
  public static let fewestRuns = 50

  /// All numbers together.
  public private(set) var total = Tally()
  /// What lies above the highest branch that was seen, if anything does.
  public var unseenAbove: Unseen?
  /// What lies below the lowest branch that was seen, if anything does.
  public var unseenBelow: Unseen?
  /// The branches that were seen, ascending, with a tally each.
  private var branches: [Int] = []
  private var tallies: [Tally] = []

  /// Makes an empty tally.
  public init() {}

  /// Makes the tally of numbers of one branch.
  ///
  /// - Complexity: O(n).
  public init(_ numbers: some Sequence<Double>) {
    for number in numbers { add(number) }
  }

  /// Counts a number in.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - branch: The branch that its run took: of two, the larger one is called the upper one.
  /// - Complexity: O(branches).
  public mutating func add(_ number: Double, branch: Int = 0) {
    total.add(number)
    let place = branches.firstIndex { $0 >= branch } ?? branches.count
    if place == branches.count || branches[place] != branch {
      branches.insert(branch, at: place)
      tallies.insert(Tally(), at: place)
    }
    tallies[place].add(number)
  }

  /// The branch that most runs took, the lowest of several; nil without numbers.
  ///
  /// - Complexity: O(branches).
  public var usualBranch: Int? { usualPlace.map { branches[$0] } }

  /// The numbers of the usual branch.
  ///
  /// - Complexity: O(branches).
  public var usual: Tally { usualPlace.map { tallies[$0] } ?? Tally() }

  private var usualPlace: Int? {
    tallies.indices.max { (tallies[$0].count, $1) < (tallies[$1].count, $0) }
  }

  /// The interval of the mean of all runs that there could be.
  ///
  /// Student's, where all runs took one branch and there is no other. Else the parts of the mean are joined by Zou and
  /// Donner's recovery of variances (2008, doi:10.1002/sim.3095): each end is as far from the estimate as the root of
  /// the summed squares of how far the ends of the parts are, with the correlation of two shares of one sample. A
  /// branch that was not seen counts with the upper end of Wilson's interval of its share, or its own limit, times its
  /// jump; where its share is known from elsewhere, that product is added in full. Such an interval is not symmetric.
  ///
  /// - Parameters:
  ///   - confidence: How sure the interval shall be, above 0 and below 1.
  ///   - count: For so many runs of the same kind; nil for these.
  /// - Returns: The interval, in the unit of the numbers; nil for fewer than two numbers.
  /// - Complexity: O(branches).
  public func interval(
    confidence: Double = ConfidenceInterval.usualConfidence, of count: Int? = nil
  ) -> ConfidenceInterval? {
    guard total.count > 1, let usualPlace else { return nil }
    let runs = count ?? total.count
    let sides = [tallies[..<usualPlace], tallies[(usualPlace + 1)...]].map { $0.reduce(into: Tally()) { $0.merge($1) } }
    let usual = tallies[usualPlace]
    let freedom = total.count - 1 - sides.count { $0.count > 0 }
    guard freedom > 0 else { return ConfidenceInterval.mean(of: total, confidence: confidence) }
    if runs == total.count, tallies.count == 1, unseenAbove == nil, unseenBelow == nil {
      return ConfidenceInterval.mean(of: total, confidence: confidence)
    }
    let squares = sides.reduce(usual.sumOfSquares) { $0 + $1.sumOfSquares }
    let half =
      StudentDistribution.quantile(0.5 + confidence / 2, degreesOfFreedom: Double(freedom + runs - total.count))
      * (squares / Double(freedom) / Double(runs)).squareRoot()
    let parts = [
      Part(sides[0], beside: usual, of: total.count, runs: runs, unseen: unseenBelow, sign: -1, confidence),
      Part(sides[1], beside: usual, of: total.count, runs: runs, unseen: unseenAbove, sign: 1, confidence),
    ]
    let joint = 2 * Part.correlation(parts[0], parts[1])
    func reach(_ end: KeyPath<Part, Double>) -> Double {
      let (below, above) = (parts[0][keyPath: end], parts[1][keyPath: end])
      return max(0, half * half + below * below + above * above + joint * below * above).squareRoot()
    }
    return ConfidenceInterval(
      low: total.mean - reach(\.down) - parts[0].known, high: total.mean + reach(\.up) + parts[1].known)
  }
}

/// What the branches on one side of the usual one add to the mean: their share times their jump.
private struct Part {
  let share: Double
  let jump: Double
  /// How far below and above the estimate the ends of its interval are.
  let down: Double
  let up: Double
  /// How far the part moves the end on its side, because its share is known; not negative.
  let known: Double

  init(
    _ side: Tally, beside usual: Tally, of count: Int, runs: Int, unseen: BranchedTally.Unseen?, sign: Double,
    _ confidence: Double
  ) {
    share = Double(side.count) / Double(count)
    let taken = min(runs, Int((share * Double(runs)).rounded()))
    var interval = ConfidenceInterval.share(successes: taken, trials: runs, confidence: confidence)
    if side.count > 0 {
      jump = side.mean - usual.mean
    } else {
      jump = sign * (unseen?.jump ?? 0)
      interval = ConfidenceInterval(low: 0, high: min(interval.high, unseen?.shareLimit ?? 0))
    }
    let isKnown = side.count == 0 && unseen.map { $0.isKnown && $0.shareLimit <= interval.high } ?? false
    known = isKnown ? jump.magnitude * interval.high : 0
    if isKnown { interval = ConfidenceInterval(low: 0, high: 0) }
    let shareNow = min(max(share, interval.low), interval.high)
    let ends = [jump * (interval.low - shareNow), jump * (interval.high - shareNow)]
    down = -min(ends[0], ends[1])
    up = max(ends[0], ends[1])
  }

  /// The correlation of the two parts: shares of one sample exclude each other.
  static func correlation(_ one: Part, _ other: Part) -> Double {
    guard one.share > 0, other.share > 0 else { return 0 }
    let shares = (one.share * other.share / ((1 - one.share) * (1 - other.share))).squareRoot()
    return one.jump * other.jump > 0 ? -shares : shares
  }
}
