// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Welch's test of the difference of two means with unequal variances (Welch 1947, doi:10.1093/biomet/34.1-2.28).
public struct WelchTest: Hashable, Sendable {
  /// Second mean less first mean, in the unit of the numbers.
  public let difference: Double
  /// The test statistic: the difference in standard errors.
  public let statistic: Double
  /// Degrees of freedom (Satterthwaite).
  public let degreesOfFreedom: Double
  /// The probability of a statistic at least as far from 0 when the means are equal.
  public let probability: Double
  /// The standard error of the difference, in the unit of the numbers.
  public let standardError: Double

  /// Tests two samples; nil when one has fewer than two numbers, neither varies, or the variances are beyond numbers.
  ///
  /// - Parameters:
  ///   - first: A sample.
  ///   - second: The other, independent of it.
  public init?(_ first: Tally, _ second: Tally) {
    guard let a = first.variance, let b = second.variance, a + b > 0, (a + b).isFinite else { return nil }
    let (u, v) = (a / Double(first.count), b / Double(second.count))
    difference = second.mean - first.mean
    standardError = (u + v).squareRoot()
    statistic = difference / standardError
    let freedom = (u + v) * (u + v) / (u * u / Double(first.count - 1) + v * v / Double(second.count - 1))
    // The squares of very small or large variances are not numbers any more; those of their shares are.
    let share = u / (u + v)
    degreesOfFreedom =
      freedom.isNormal
      ? freedom
      : 1 / (share * share / Double(first.count - 1) + (1 - share) * (1 - share) / Double(second.count - 1))
    guard difference.isFinite, standardError > 0 else { return nil }
    probability = StudentDistribution.twoSidedProbability(statistic, degreesOfFreedom: degreesOfFreedom)
  }

  /// The interval of the difference, in the unit of the numbers.
  ///
  /// - Parameter confidence: How sure the interval shall be, above 0 and below 1.
  /// - Returns: The interval.
  public func interval(confidence: Double = ConfidenceInterval.usualConfidence) -> ConfidenceInterval {
    let half = standardError * StudentDistribution.quantile(0.5 + confidence / 2, degreesOfFreedom: degreesOfFreedom)
    return ConfidenceInterval(low: difference - half, high: difference + half)
  }

  /// The difference that a test at this level finds with probability 0.8, as
  /// ``StudentDistribution/leastDetectableDifference(standardError:degreesOfFreedom:level:power:)`` has it.
  ///
  /// - Parameter level: The probability at which the test calls a difference one, above 0 and below 1.
  /// - Returns: A difference above 0, in the unit of the numbers.
  public func leastDetectableDifference(level: Double) -> Double {
    StudentDistribution.leastDetectableDifference(
      standardError: standardError, degreesOfFreedom: degreesOfFreedom, level: level)
  }
}

/// The rank test of Mann and Whitney (1947, doi:10.1214/aoms/1177730491), with ties, in its normal approximation.
public struct MannWhitneyTest: Hashable, Sendable {
  /// Pairs in which the first sample's number is larger, ties counted half.
  public let statistic: Double
  /// The probability of a statistic at least as far from its mean when both come from one distribution.
  public let probability: Double
  /// The least ``probability`` that these numbers could have given: that of the smallest all in one sample.
  public let leastProbability: Double

  /// Tests two samples; nil when one is empty or all numbers are equal.
  ///
  /// - Parameters:
  ///   - first: A sample, in any order.
  ///   - second: The other, independent of it.
  /// - Complexity: O(n log n).
  public init?(_ first: [Double], _ second: [Double]) {
    let (m, n) = (Double(first.count), Double(second.count))
    guard m > 0, n > 0 else { return nil }
    let all = (first.map { ($0, true) } + second.map { ($0, false) }).sorted { $0.0 < $1.0 }
    var (rankSum, ties) = (0.0, 0.0)
    // Rank sums of the first sample, if it had the smallest or the largest numbers of both.
    var (lowest, highest) = (0.0, 0.0)
    var start = 0
    while start < all.count {
      var end = start
      while end < all.count, all[end].0 == all[start].0 { end += 1 }
      let size = Double(end - start)
      ties += size * size * size - size
      let rank = Double(start + end + 1) / 2
      rankSum += rank * Double(all[start..<end].count { $0.1 })
      lowest += rank * Double(max(0, min(end, first.count) - start))
      highest += rank * Double(max(0, end - max(start, second.count)))
      start = end
    }
    statistic = rankSum - m * (m + 1) / 2
    guard let deviation = Self.deviation(m, n, ties: ties) else { return nil }
    func chance(ofRankSum sum: Double) -> Double {
      // With the correction for continuity.
      let distance = max(0, (sum - m * (m + 1) / 2 - m * n / 2).magnitude - 0.5)
      return NormalDistribution.twoSidedProbability(distance / deviation)
    }
    probability = chance(ofRankSum: rankSum)
    leastProbability = min(chance(ofRankSum: lowest), chance(ofRankSum: highest))
  }

  /// Tests two samples each of which is as many times one number, and not the same one.
  ///
  /// - Parameters:
  ///   - firstCount: How many numbers the first sample has.
  ///   - secondCount: How many the other has.
  /// - Returns: The probability; 1 when a sample is empty.
  /// - Complexity: O(1), however many there are.
  public static func probability(ofConstants firstCount: Int, _ secondCount: Int) -> Double {
    let (m, n) = (Double(firstCount), Double(secondCount))
    guard m > 0, n > 0, let deviation = deviation(m, n, ties: m * m * m - m + n * n * n - n) else { return 1 }
    return NormalDistribution.twoSidedProbability(max(0, m * n / 2 - 0.5) / deviation)
  }

  /// The standard deviation of the statistic; nil where every number is the same.
  private static func deviation(_ m: Double, _ n: Double, ties: Double) -> Double? {
    let total = m + n
    let variance = m * n / 12 * (total + 1 - ties / (total * (total - 1)))
    return variance > 0 ? variance.squareRoot() : nil
  }
}

/// The test of Kolmogorov and Smirnov: the largest distance of two distribution functions.
///
/// Probabilities are those of the limit for large samples, with the correction of Stephens (1970,
/// doi:10.1111/j.2517-6161.1970.tb00821.x): conservative within some per cent from ten numbers on. With ties the
/// probability is an upper bound.
public struct KolmogorovSmirnovTest: Hashable, Sendable {
  /// The largest distance.
  public let statistic: Double
  /// The probability of a distance at least as large when the distributions agree.
  public let probability: Double

  /// Tests a sample against a distribution function.
  ///
  /// - Parameters:
  ///   - sample: The sample, in any order.
  ///   - distribution: The probability of a number of at most so much, none of its parameters fitted to the sample.
  /// - Precondition: The sample is not empty.
  /// - Complexity: O(n log n).
  public init(_ sample: [Double], against distribution: (Double) -> Double) {
    precondition(!sample.isEmpty, "an empty sample")
    let sorted = sample.sorted()
    let n = Double(sorted.count)
    var largest = 0.0
    for (index, number) in sorted.enumerated() {
      let expected = distribution(number)
      largest = max(largest, Double(index + 1) / n - expected, expected - Double(index) / n)
    }
    statistic = largest
    probability = Self.tail(largest, effectiveCount: n)
  }

  /// Tests whether two samples come from one distribution.
  ///
  /// - Parameters:
  ///   - first: A sample, in any order.
  ///   - second: The other, independent of it.
  /// - Precondition: Neither sample is empty.
  /// - Complexity: O(n log n).
  public init(_ first: [Double], _ second: [Double]) {
    precondition(!first.isEmpty && !second.isEmpty, "an empty sample")
    let (a, b) = (first.sorted(), second.sorted())
    let (m, n) = (Double(a.count), Double(b.count))
    var (i, j, largest) = (0, 0, 0.0)
    while i < a.count, j < b.count {
      let number = min(a[i], b[j])
      while i < a.count, a[i] == number { i += 1 }
      while j < b.count, b[j] == number { j += 1 }
      largest = max(largest, (Double(i) / m - Double(j) / n).magnitude)
    }
    statistic = largest
    probability = Self.tail(largest, effectiveCount: m * n / (m + n))
  }

  private static func tail(_ distance: Double, effectiveCount: Double) -> Double {
    let root = effectiveCount.squareRoot()
    let x = (root + 0.12 + 0.11 / root) * distance
    guard x > 0.2 else { return 1 }
    var sum = 0.0
    for k in 1...100 {
      let term = poolsim_exp(-2 * Double(k * k) * x * x)
      sum += k.isMultiple(of: 2) ? -term : term
      if term < 1e-17 { break }
    }
    return min(1, max(0, 2 * sum))
  }
}

/// The step-down correction of Holm for several tests at once: the chance of any false alarm stays at the level.
///
/// Holm 1979, "A simple sequentially rejective multiple test procedure", https://www.jstor.org/stable/4615733.
public enum HolmCorrection {
  /// Probabilities adjusted for their number, in the order given.
  ///
  /// - Parameter probabilities: One a test.
  /// - Returns: As many probabilities, none smaller than what was given and none above 1; a test rejects at a level when
  ///   its adjusted probability is at most that.
  /// - Complexity: O(n log n).
  public static func adjusted(_ probabilities: [Double]) -> [Double] {
    var adjusted = probabilities
    var largest = 0.0
    for (rank, index) in probabilities.indices.sorted(by: { probabilities[$0] < probabilities[$1] }).enumerated() {
      largest = max(largest, min(1, probabilities[index] * Double(probabilities.count - rank)))
      adjusted[index] = largest
    }
    return adjusted
  }
}

/// Which of several tests can find anything at a level that holds for all of them together.
///
/// Tarone 1990, "A modified Bonferroni method for discrete data", doi:10.2307/2531456: a test whose least attainable
/// probability lies above the corrected level finds nothing whatever the data are, and need not be corrected for.
public enum TaroneSelection {
  /// The tests that can find something.
  ///
  /// With K the smallest number such that at most K tests can come to level / K, these are the tests that can.
  ///
  /// - Parameters:
  ///   - leastProbabilities: The least probability that each test can come to.
  ///   - level: The level of all tests together.
  /// - Returns: For each test, whether it can find something.
  /// - Complexity: O(n log n).
  public static func attainable(_ leastProbabilities: [Double], level: Double) -> [Bool] {
    let sorted = leastProbabilities.sorted()
    var divisor = 1
    var count = sorted.count { $0 <= level }
    while count > divisor {
      divisor += 1
      while count > 0, sorted[count - 1] > level / Double(divisor) { count -= 1 }
    }
    return leastProbabilities.map { $0 <= level / Double(divisor) }
  }
}
