// SPDX-License-Identifier: GPL-3.0-or-later

@testable import Statistics
import TestSupport
import Testing

/// Figures of SciPy 1.17, and definitions followed to the letter: an operator that is another one shows here.
@Suite("Reference figures")
struct ReferenceFigureTests {
  static let first = [12.1, 9.8, 11.5, 10.2, 13.7, 9.9, 10.8]
  static let second = [11.0, 12.9, 14.2, 13.3, 12.2, 15.1]

  @Test("Welch's interval and degrees of freedom are SciPy's, however small the numbers")
  func welch() throws {
    for scale in [1, 1e-100, 1e100] {
      let (a, b) = (Tally(Self.first.map { $0 * scale }), Tally(Self.second.map { $0 * scale }))
      let test = try #require(WelchTest(a, b))
      expectClose(test.degreesOfFreedom, 10.59371923003509, relative: 1e-9)
      expectClose(test.interval().low, 0.21237151884955097 * scale, relative: 1e-8)
      expectClose(test.interval().high, 3.735247528769495 * scale, relative: 1e-9)
    }
    #expect(WelchTest(Tally([1, 1]), Tally([1, 1])) == nil)
  }

  @Test("probabilities of distances are those of the limit distribution in SciPy")
  func kolmogorovSmirnov() {
    let near = KolmogorovSmirnovTest((0..<30).map { Double($0) + 0.5 }, (0..<40).map { Double($0) * 0.7 + 6 })
    expectClose(near.statistic, 0.20833333333333334, relative: 1e-12)
    expectClose(near.probability, 0.4023042676745634, relative: 1e-9)
    expectClose(KolmogorovSmirnovTest(Self.first, Self.second).probability, 0.047841414607146165, relative: 1e-9)
  }

  @Test("Fieller's interval has the ratios that a t test of y - r x does not refuse")
  func fieller() throws {
    let pairs = zip([10.0, 12, 9, 11, 13, 10.5], [8.0, 9.5, 8, 9, 10, 7.9]).map { (baseline: $0, candidate: $1) }
    let interval = try #require(PairedSample(pairs).reductionInterval())
    expectClose(interval.low, 0.1500433996572189, relative: 1e-9)
    expectClose(interval.high, 0.24147951793427158, relative: 1e-9)
  }

  @Test("an interval holds its ends, and nothing beyond them")
  func ends() {
    let interval = ConfidenceInterval(low: 1, high: 2)
    #expect([1, 1.5, 2].allSatisfy(interval.contains))
    #expect(![0.999, 2.001].contains(where: interval.contains))
  }

  @Test(
    "ends of quantiles' intervals are the order statistics that the binomial distribution gives",
    arguments: [
      // SciPy's binom.cdf, looked through one by one; nil where 0.95 ^ n is above 5 %.
      (0.05, 59, [1, 10]), (0.95, 59, [50, 59]), (0.05, 58, nil), (0.95, 58, nil), (0.95, 100, [90, 100]),
      (0.05, 100, [1, 11]), (0.05, 70, [1, 9]), (0.95, 70, [62, 70]), (0.5, 1, nil),
    ])
  func orderStatistics(probability: Double, count: Int, ranks: [Double]?) {
    let sample = (1...count).map(Double.init)
    let interval = Quantiles.interval(forQuantile: probability, ofSorted: sample)
    #expect(interval.map { [$0.low, $0.high] } == ranks)
    #expect(Quantiles.interval(forQuantile: probability, ofSorted: []) == nil)
  }

  @Test("tallies that are put together know what one tally of all numbers knows")
  func merged() {
    for (first, second) in [(Self.first, Self.second), (Self.second, Self.first), (Self.first, []), ([], Self.second)] {
      var tally = Tally(first)
      tally.merge(Tally(second))
      let whole = Tally(first + second)
      #expect(tally.count == whole.count && tally.minimum == whole.minimum && tally.maximum == whole.maximum)
      expectClose(tally.mean, whole.mean, relative: 1e-12)
      expectClose(tally.variance ?? .nan, whole.variance ?? .nan, relative: 1e-12)
    }
  }

  @Test("for more runs of one kind Student's interval has their number and their degrees of freedom")
  func moreRuns() throws {
    let tally = BranchedTally((0..<100).map { $0.isMultiple(of: 2) ? 9.0 : 11 })
    let interval = try #require(tally.interval(of: 400))
    // t.ppf(0.975, 399) * sqrt(100 / 99 / 400)
    expectClose(interval.high - 10, 0.0987915637225387, relative: 1e-9)
    expectClose(10 - interval.low, 0.0987915637225387, relative: 1e-9)
  }

  @Test("the next look is at 1.05 times as many runs as Student's interval takes, or at 16 times as many as there are")
  func nextLook() {
    let tally = BranchedTally((0..<100).map { $0.isMultiple(of: 2) ? 9.0 : 11 })
    // The least m with t.ppf(0.975, m - 1) * sqrt(100 / 99 / m) <= 0.1 is 391.
    #expect(PrecisionRule(relative: 0.01, limit: 10_000).next(after: 100, figures: [tally]) == 411)
    #expect(PrecisionRule(relative: 0.0001, limit: 10_000).next(after: 100, figures: [tally]) == 1_600)
    // Of what no width is known twice as many runs are looked at.
    let few = BranchedTally([1, 2, 3])
    #expect(PrecisionRule(relative: 0.01, limit: 10_000).next(after: 100, figures: [few]) == 200)
  }
}
