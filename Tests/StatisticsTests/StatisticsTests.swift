// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Statistics
import TestSupport
import Testing

/// Figures of SciPy and NumPy, from Reference/statistics_figures.py, and cases worked by hand.
@Suite("Statistics")
struct StatisticsTests {
  static let first = [12.1, 9.8, 11.5, 10.2, 13.7, 9.9, 10.8]
  static let second = [11.0, 12.9, 14.2, 13.3, 12.2, 15.1]

  @Test(
    "quantiles are those of NumPy", arguments: zip([0, 0.05, 0.5, 0.9, 1], [9.8, 9.83, 10.8, 12.74, 13.7]))
  func quantiles(probability: Double, expected: Double) {
    expectClose(Quantiles.quantile(probability, ofSorted: Self.first.sorted()) ?? .nan, expected, relative: 1e-12)
  }

  @Test("nothing has no quantile, and one number is every quantile of itself")
  func smallQuantiles() {
    #expect(Quantiles.quantile(0.5, ofSorted: []) == nil)
    #expect(Quantiles.quantile(0.95, ofSorted: [3]) == 3)
  }

  @Test("a quantile by selection is that of the sorted sample, bit for bit, whatever the order and however many ties")
  func selectedQuantiles() {
    var state: UInt64 = 1
    func number(below limit: UInt64) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double((state >> 33) % limit)
    }
    for count in [1, 2, 3, 4, 5, 10, 100, 1_000] {
      for limit: UInt64 in [1, 3, 1_000_000] {
        let random = (0..<count).map { _ in number(below: limit) }
        for sample in [random, random.sorted(), random.sorted(by: >), random.sorted() + random.sorted(by: >)] {
          for probability in [0, 0.05, 0.5, 0.95, 1] {
            var rearranged = sample
            #expect(
              Quantiles.quantile(probability, rearranging: &rearranged)
                == Quantiles.quantile(probability, ofSorted: sample.sorted()))
            #expect(rearranged.sorted() == sample.sorted())
          }
        }
      }
    }
    var nothing: [Double] = []
    #expect(Quantiles.quantile(0.5, rearranging: &nothing) == nil)
  }

  @Test("the median of a hundred numbers lies between the 40th and the 61st, and of five nothing is sure")
  func orderStatistics() {
    let sample = (1...100).map(Double.init)
    #expect(Quantiles.interval(forQuantile: 0.5, ofSorted: sample) == ConfidenceInterval(low: 40, high: 61))
    #expect(Quantiles.interval(forQuantile: 0.5, ofSorted: [1, 2, 3, 4, 5]) == nil)
    #expect(
      Quantiles.interval(forQuantile: 0.5, ofSorted: [1, 2, 3, 4, 5, 6]) == ConfidenceInterval(low: 1, high: 6))
  }

  @Test("a tally knows mean, deviation and extremes, however far from zero the numbers lie")
  func tally() {
    let tally = Tally([4, 7, 13, 16].map { $0 + 1e9 })
    expectClose(tally.mean, 1e9 + 10, relative: 1e-15)
    expectClose(tally.variance ?? .nan, 30, relative: 1e-9)
    #expect(tally.minimum == 1e9 + 4 && tally.maximum == 1e9 + 16 && tally.count == 4)
    #expect(Tally([1]).variance == nil && Tally([]).standardError == nil)
  }

  @Test("Student's interval is SciPy's")
  func meanInterval() throws {
    let interval = try #require(ConfidenceInterval.mean(of: Tally(Self.first)))
    expectClose(interval.low, 9.83835776946405, relative: 1e-9)
    expectClose(interval.high, 12.447356516250235, relative: 1e-9)
    #expect(ConfidenceInterval.mean(of: Tally([1])) == nil)
    #expect(ConfidenceInterval.mean(of: Tally([2, 2, 2])) == ConfidenceInterval(low: 2, high: 2))
  }

  @Test("Wilson's interval with 0.2 of a success of correction is SciPy's root of the score, and stays inside 0 and 1")
  func share() {
    let interval = ConfidenceInterval.share(successes: 7, trials: 20)
    expectClose(interval.low, 0.17389178914343317, relative: 1e-9)
    expectClose(interval.high, 0.576547414183392, relative: 1e-9)
    #expect(ConfidenceInterval.share(successes: 20, trials: 20).high == 1)
    #expect(ConfidenceInterval.share(successes: 0, trials: 20).low == 0)
    expectClose(ConfidenceInterval.share(successes: 0, trials: 20).high, 0.16112515, relative: 1e-6)
  }

  @Test("pairs: difference and its variance, and the reduction where the baseline is not zero")
  func pairs() throws {
    let baseline = [400.0, 800, 1_200, 600, 1_000]
    let sample = PairedSample(baseline.map { ($0, 0.75 * $0) })
    #expect(sample.differences.mean == -200)
    expectClose(sample.reduction ?? .nan, 0.25, relative: 1e-12)
    // All candidates are the same share of their baseline: nothing is uncertain about the ratio.
    let interval = try #require(sample.reductionInterval())
    expectClose(interval.low, 0.25, relative: 1e-9)
    expectClose(interval.high, 0.25, relative: 1e-9)
    // Variances 100000, 56250 and 6250 of the difference.
    expectClose(sample.varianceReduction ?? .nan, 25, relative: 1e-9)
    #expect(PairedSample([(0, 1), (0, 2)]).reduction == nil)
    #expect(PairedSample([(-1, 1), (1, 2)]).reductionInterval() == nil)
  }

  @Test("Fieller's interval covers the true ratio as often as it says")
  func fiellerCovers() {
    // 2,000 experiments: a share of 95 % has a standard error of 0.49 %; 2 % are four of them (false alarm 1e-4).
    var random = SplitMix64(seed: 4)
    var covered = 0
    for _ in 0..<2_000 {
      let pairs = (0..<12).map { _ in
        let common = random.unit()
        return (baseline: 3 + common + random.unit(), candidate: 2 + common + random.unit())
      }
      if PairedSample(pairs).reductionInterval()?.contains(0.25) == true { covered += 1 }
    }
    #expect((1_860...1_940).contains(covered), "\(covered) of 2,000")
  }

  @Test("Welch's test is SciPy's")
  func welch() throws {
    let test = try #require(WelchTest(Tally(Self.first), Tally(Self.second)))
    expectClose(test.statistic, 2.477941099566203, relative: 1e-9)
    expectClose(test.degreesOfFreedom, 10.59371923003509, relative: 1e-9)
    expectClose(test.probability, 0.03143822461359677, relative: 1e-8)
    #expect(test.interval().low > 0)
    // t(0.975) and t(0.8) are above 1.96 and 0.84, those of infinitely many degrees of freedom.
    #expect(test.leastDetectableDifference(level: 0.05) > 2.8 * test.standardError)
    #expect(WelchTest(Tally([1, 1]), Tally([1, 1])) == nil)
  }

  @Test("the least difference that a test finds is Bloom's")
  func leastDetectableDifference() {
    // t(0.975; 10) + t(0.8; 10) = 2.2281388520 + 0.8790578286, from tables; 2.801585 with many degrees of freedom.
    expectClose(
      StudentDistribution.leastDetectableDifference(standardError: 2, degreesOfFreedom: 10, level: 0.05),
      2 * 3.1071966806, relative: 1e-9)
    expectClose(
      StudentDistribution.leastDetectableDifference(standardError: 1, degreesOfFreedom: 1e9, level: 0.05), 2.801585,
      absolute: 1e-6)
    #expect(StudentDistribution.leastDetectableDifference(standardError: 0, degreesOfFreedom: 3, level: 0.05) == 0)
  }

  @Test("an interval in another unit keeps what it covers; a negative factor swaps its ends")
  func scalesIntervals() {
    let interval = ConfidenceInterval(low: -0.25, high: 0.5)
    #expect(interval.width == 0.75)
    #expect(interval.halfWidth == 0.375)
    #expect(interval.scaled(by: 100) == ConfidenceInterval(low: -25, high: 50))
    #expect(interval.scaled(by: -2) == ConfidenceInterval(low: -1, high: 0.5))
  }

  @Test("the rank test is SciPy's, ties included")
  func mannWhitney() throws {
    let test = try #require(MannWhitneyTest([1, 2, 2, 3, 5, 8], [2, 4, 6, 7, 9, 9, 10]))
    #expect(test.statistic == 8)
    expectClose(test.probability, 0.07216011300239511, relative: 1e-9)
    #expect(MannWhitneyTest([1, 1], [1]) == nil)
  }

  @Test("distances of distribution functions are SciPy's; equal samples are at distance 0")
  func kolmogorovSmirnov() {
    expectClose(KolmogorovSmirnovTest(Self.first, Self.second).statistic, 0.6904761904761905, relative: 1e-12)
    #expect(KolmogorovSmirnovTest(Self.first, Self.first).statistic == 0)
    #expect(KolmogorovSmirnovTest(Self.first, Self.first).probability == 1)
    // A hundred numbers far away from the distribution are refused for sure, evenly spread ones are not.
    let even = (0..<100).map { (Double($0) + 0.5) / 100 }
    #expect(KolmogorovSmirnovTest(even) { $0 }.statistic < 0.006)
    #expect(KolmogorovSmirnovTest(even.map { $0 / 2 }) { $0 }.probability < 1e-10)
  }

  @Test("the least probability of Mann and Whitney's test is that of the best of all arrangements")
  func leastMannWhitney() throws {
    for numbers in [[1, 2, 3, 4, 5, 6, 7], [1, 1, 1, 1, 1, 2, 2], [1, 1, 2, 2, 2, 3, 3]] as [[Double]] {
      for size in 1...6 {
        var best = 1.0
        for choice in 0..<(1 << numbers.count) where choice.nonzeroBitCount == size {
          let first = numbers.indices.filter { choice >> $0 & 1 == 1 }.map { numbers[$0] }
          let second = numbers.indices.filter { choice >> $0 & 1 == 0 }.map { numbers[$0] }
          best = min(best, try #require(MannWhitneyTest(first, second)).probability)
        }
        let test = try #require(MannWhitneyTest(Array(numbers[..<size]), Array(numbers[size...])))
        expectClose(test.leastProbability, best, relative: 1e-12)
      }
    }
    let constants = try #require(MannWhitneyTest(Array(repeating: 1, count: 9), Array(repeating: 2, count: 14)))
    expectClose(MannWhitneyTest.probability(ofConstants: 9, 14), constants.probability, relative: 1e-12)
    #expect(MannWhitneyTest.probability(ofConstants: 1_000_000_000, 1_000_000_000) < 1e-9)
  }

  @Test("Tarone's selection takes at most K tests that can come to level / K, with the smallest K")
  func tarone() {
    #expect(TaroneSelection.attainable([0, 0, 0], level: 0.05) == [true, true, true])
    #expect(TaroneSelection.attainable([0.04, 0.04, 0.04], level: 0.05) == [false, false, false])
    #expect(TaroneSelection.attainable([0.04, 0.5, 1], level: 0.05) == [true, false, false])
    #expect(TaroneSelection.attainable([0.001, 0.03, 0.04], level: 0.05) == [true, false, false])
    #expect(TaroneSelection.attainable([], level: 0.05).isEmpty)
    for tests in 1...40 {
      let least = (0..<tests).map { 0.1 / Double(1 + $0 * $0 % 37) }
      let chosen = TaroneSelection.attainable(least, level: 0.05)
      let divisor = (1...tests).first { k in least.count { $0 <= 0.05 / Double(k) } <= k } ?? tests
      #expect(chosen == least.map { $0 <= 0.05 / Double(divisor) })
    }
  }

  @Test("Student's tail has a probability for every t, and none where t is not a number")
  func extremeStudent() {
    #expect(StudentDistribution.twoSidedProbability(.infinity, degreesOfFreedom: 3) == 0)
    #expect(StudentDistribution.twoSidedProbability(1e200, degreesOfFreedom: 2) < 1e-100)
    #expect(StudentDistribution.twoSidedProbability(1e300, degreesOfFreedom: 1e6) == 0)
    #expect(StudentDistribution.twoSidedProbability(.nan, degreesOfFreedom: 3).isNaN)
  }

  @Test("Holm's correction steps down and never lets a later one pass an earlier")
  func holm() {
    let adjusted = HolmCorrection.adjusted([0.01, 0.04, 0.03])
    for (value, expected) in zip(adjusted, [0.03, 0.06, 0.06]) { expectClose(value, expected, relative: 1e-12) }
    #expect(HolmCorrection.adjusted([0.9, 0.8]) == [1, 1])
    #expect(HolmCorrection.adjusted([]).isEmpty)
  }

  @Test("the precision rule goes on until it is met or the limit is reached, and says when it is done")
  func precisionRule() {
    let rule = PrecisionRule(relative: 0.05, limit: 1_000)
    #expect(rule.next(after: 0, figures: []) == PrecisionRule.firstStage)
    #expect(PrecisionRule(relative: 0.05, limit: 10).next(after: 0, figures: []) == 10)
    let steady = BranchedTally([Double](repeating: 5, count: 50))
    #expect(rule.next(after: 50, figures: [steady]) == 50)
    let wild = BranchedTally((0..<50).map { $0.isMultiple(of: 2) ? 1.0 : 9 })
    #expect(rule.next(after: 50, figures: [steady, wild]) > 50)
    #expect(rule.next(after: 50, figures: [wild]) <= 1_000)
    // Too few runs for an interval are not precise, however equal they are.
    #expect(!rule.isMet(by: BranchedTally([Double](repeating: 5, count: 49))))
    #expect(rule.next(after: 1_000, figures: [wild]) == 1_000)
  }

  @Test("intervals of the precision rule cover in 93 to 97 % of experiments", arguments: [0, 1])
  func precisionCovers(skewed: Int) {
    // 2,000 experiments: a share of 95 % has a standard error of 0.49 %; 2 % are four of them (false alarm 1e-4).
    var random = SplitMix64(seed: 12)
    var covered = 0
    var replications = 0
    for _ in 0..<2_000 {
      let rule = PrecisionRule(relative: 0.05, limit: 10_000)
      var tally = BranchedTally()
      while case let next = rule.next(after: tally.total.count, figures: [tally]), next > tally.total.count {
        for _ in tally.total.count..<next {
          // Mean 1: a sum of uniforms, or a product of two, which leans to one side.
          tally.add(skewed == 0 ? random.unit() + random.unit() : 4 * random.unit() * random.unit())
        }
      }
      replications += tally.total.count
      #expect(rule.isMet(by: tally))
      if tally.interval()?.contains(1) == true { covered += 1 }
    }
    #expect((1_860...1_940).contains(covered), "\(covered) of 2,000, \(replications / 2_000) replications each")
  }
}

/// Variance-based indices against a function whose indices are known.
@Suite("SobolIndices")
struct SobolIndicesTests {
  /// Ishigami and Homma (1990, doi:10.1109/ISUMA.1990.151285), a = 7, b = 0.1, each variable uniform on (-pi, pi).
  static func ishigami(_ x: [Double]) -> Double {
    sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * x[2] * x[2] * x[2] * x[2] * sin(x[0])
  }

  /// 200,000 random points: the standard error of an index is some 0.005; six of them.
  @Test("the Ishigami function has the indices of its closed form")
  func closedForm() throws {
    var random = SplitMix64(seed: 3)
    func points() -> [[Double]] {
      (0..<200_000).map { _ in (0..<3).map { _ in (2 * random.unit() - 1) * Double.pi } }
    }
    let (a, b) = (points(), points())
    let mixed = (0..<3).map { variable in
      zip(a, b).map { left, right in
        var point = left
        point[variable] = right[variable]
        return Self.ishigami(point)
      }
    }
    let indices = try #require(SobolIndices(a: a.map(Self.ishigami), b: b.map(Self.ishigami), mixed: mixed))
    let pi4 = pow(Double.pi, 4)
    let variance = 49.0 / 8 + 0.1 * pi4 / 5 + 0.01 * pi4 * pi4 / 18 + 0.5
    let first = [0.5 * (1 + 0.1 * pi4 / 5) * (1 + 0.1 * pi4 / 5) / variance, 49.0 / 8 / variance, 0]
    let joint = 0.01 * pi4 * pi4 * (1.0 / 18 - 1.0 / 50) / variance
    expectClose(indices.variance, variance, relative: 0.02)
    for (index, expected) in first.enumerated() { expectClose(indices.first[index], expected, absolute: 0.03) }
    for (index, expected) in [first[0] + joint, first[1], joint].enumerated() {
      expectClose(indices.total[index], expected, absolute: 0.03)
    }
  }

  /// 500 designs of 256 points for each of six indices. An interval that covers 95 % is below 91 % of 500 with a probability of
  /// 1e-4; a ratio of means covers a little less than it says at this size.
  @Test("intervals of indices cover them, and are as wide as the spread between designs")
  func coverage() throws {
    var random = SplitMix64(seed: 5)
    func points() -> [[Double]] {
      (0..<256).map { _ in (0..<3).map { _ in (2 * random.unit() - 1) * Double.pi } }
    }
    let truth = (first: [0.3139, 0.4424, 0], total: [0.5576, 0.4424, 0.2437])
    var covered = [Int](repeating: 0, count: 6)
    for _ in 0..<500 {
      let (a, b) = (points(), points())
      let mixed = (0..<3).map { variable in
        zip(a, b).map { left, right in
          var point = left
          point[variable] = right[variable]
          return Self.ishigami(point)
        }
      }
      let indices = try #require(SobolIndices(a: a.map(Self.ishigami), b: b.map(Self.ishigami), mixed: mixed))
      for variable in 0..<3 {
        if indices.firstIntervals[variable].contains(truth.first[variable]) { covered[variable] += 1 }
        if indices.totalIntervals[variable].contains(truth.total[variable]) { covered[3 + variable] += 1 }
      }
    }
    #expect(covered.allSatisfy { (455...495).contains($0) }, "\(covered)")
  }

  @Test("a function that does not vary has no indices")
  func constant() {
    #expect(SobolIndices(a: [1, 1], b: [1, 1], mixed: [[1, 1]]) == nil)
  }
}

@Suite("SimplexMinimiser")
struct SimplexMinimiserTests {
  @Test("finds the bottom of Rosenbrock's valley, and says when it could not")
  func rosenbrock() {
    let function: ([Double]) -> Double = { x in
      100 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1 - x[0]) * (1 - x[0])
    }
    let found = SimplexMinimiser(sizeTolerance: 1e-8, evaluationLimit: 2_000).minimum(
      from: [-1.2, 1], steps: [0.5, 0.5], of: function)
    #expect(found.isConverged)
    expectClose(found.point[0], 1, absolute: 1e-5)
    expectClose(found.point[1], 1, absolute: 1e-5)
    let short = SimplexMinimiser(sizeTolerance: 1e-8, evaluationLimit: 10).minimum(
      from: [-1.2, 1], steps: [0.5, 0.5], of: function)
    #expect(!short.isConverged && short.evaluations < 20)
  }
}
