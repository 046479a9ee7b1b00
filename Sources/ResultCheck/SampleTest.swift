// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics

/// A test of whether two samples differ.
package struct SampleTest: Sendable {
  /// Which test it is.
  package enum Method: String, Hashable, Sendable {
    /// No test at all: with the same random numbers and version whatever differs has changed.
    case sameSeed = "same seed"
    /// Student's test of the differences of pairs, never surer than the signs of the differences allow.
    case paired = "paired t"
    /// Welch's test of two means.
    case welch = "Welch"
    /// Mann and Whitney's test of ranks.
    case mannWhitney = "Mann-Whitney"
  }

  /// Which test it is.
  package let method: Method
  /// The probability of such a difference where there is none.
  package let probability: Double
  /// The least probability that the test could have come to, given how far apart the numbers are but not which side
  /// has which: 1 where nothing differs.
  let leastProbability: Double
  /// The least probability that the test could come to with so many numbers, however far apart they were.
  let leastConceivableProbability: Double
  /// What lies far outside of everything that the other side has, too seldom for a test; nil where nothing does.
  let outliers: String?
  let interval: ConfidenceInterval?
  private let standardError: Double
  private let degreesOfFreedom: Double

  /// Tests pairs; nil for fewer than two.
  ///
  /// Where results are near to each other most pairs do not differ at all and the rest by much the same, so that
  /// Student's t claims too much. Without any effect each difference is as likely to be negative as positive; that all k
  /// of them have one sign then has the probability 2^(1-k), below which the test never goes.
  ///
  /// - Parameters:
  ///   - pairs: The pairs.
  ///   - confidence: The confidence of the interval.
  /// - Complexity: O(n).
  init?(_ pairs: [(baseline: Double, candidate: Double)], confidence: Double) {
    let sample = PairedSample(pairs)
    guard let error = sample.differences.standardError else { return nil }
    method = .paired
    interval = sample.differenceInterval(confidence: confidence)
    standardError = error
    degreesOfFreedom = Double(sample.differences.count - 1)
    var chance = 1.0
    for _ in pairs.lazy.filter({ $0.baseline != $0.candidate }).dropFirst() { chance /= 2 }
    leastProbability = chance
    leastConceivableProbability = chance
    outliers = nil
    let mean = sample.differences.mean
    let student =
      if error > 0 {
        StudentDistribution.twoSidedProbability(mean / error, degreesOfFreedom: degreesOfFreedom)
      } else {
        mean == 0 ? 1.0 : 0.0
      }
    probability = max(chance, student)
  }

  /// Tests two independent samples; nil when one has fewer than two numbers.
  ///
  /// - Parameters:
  ///   - baseline: A sample; all its numbers are in `numbers` where they are known.
  ///   - candidate: The other.
  ///   - numbers: Every number of both samples; nil where only mean and variance are known.
  ///   - confidence: The confidence of the interval.
  init?(
    _ baseline: Tally, _ candidate: Tally, numbers: (baseline: [Double], candidate: [Double])?, confidence: Double
  ) {
    guard baseline.count > 1, candidate.count > 1 else { return nil }
    let welch = WelchTest(baseline, candidate)
    standardError = welch?.standardError ?? 0
    degreesOfFreedom = welch?.degreesOfFreedom ?? Double(baseline.count) + Double(candidate.count) - 2
    let difference = candidate.mean - baseline.mean
    interval = welch?.interval(confidence: confidence) ?? ConfidenceInterval(low: difference, high: difference)
    outliers = numbers.flatMap { Self.outliers($0.baseline, $0.candidate) }
    if let welch, numbers.map({ Self.isNearNormal($0.baseline, $0.candidate) }) ?? true {
      method = .welch
      probability = welch.probability
      (leastProbability, leastConceivableProbability) = (0, 0)
    } else if let numbers {
      method = .mannWhitney
      let test = MannWhitneyTest(numbers.baseline, numbers.candidate)
      probability = test?.probability ?? 1
      leastProbability = test?.leastProbability ?? 1
      leastConceivableProbability = MannWhitneyTest.probability(ofConstants: baseline.count, candidate.count)
    } else if (baseline.variance ?? 0) + (candidate.variance ?? 0) > 0 {
      // The variances are beyond numbers.
      method = .welch
      probability = .nan
      (leastProbability, leastConceivableProbability) = (0, 0)
    } else {
      // Without numbers neither side varies, so that each is as many times its mean.
      method = .mannWhitney
      leastProbability = MannWhitneyTest.probability(ofConstants: baseline.count, candidate.count)
      leastConceivableProbability = leastProbability
      probability = difference == 0 ? 1 : leastProbability
    }
  }

  /// How many widths of the other side's range a number must lie outside of it to be an outlier. What never varies has no
  /// width, and its size stands in: where every run has one resize, two are rare, and a dozen are not to be believed.
  private static let outlierWidths = 10.0

  /// What one side has far outside of the other's range; nil where nothing is.
  ///
  /// - Complexity: O(n).
  private static func outliers(_ baseline: [Double], _ candidate: [Double]) -> String? {
    for (name, numbers, others) in [("candidate", candidate, baseline), ("baseline", baseline, candidate)] {
      guard let low = others.min(), let high = others.max() else { continue }
      let margin = outlierWidths * (high > low ? high - low : max(low.magnitude, 1))
      let count = numbers.count { $0 < low - margin || $0 > high + margin }
      if count > 0 {
        return "\(count) of \(numbers.count) replications of the \(name) lie far outside of everything that the other "
          + "side has"
      }
    }
    return nil
  }

  /// Whether the numbers were small enough to be compared at all.
  var isFinite: Bool { probability.isFinite && standardError.isFinite }

  /// The difference of means that this test finds at a level with probability 0.8; nil where nothing varies.
  func leastDetectableDifference(level: Double) -> Double? {
    guard standardError > 0, degreesOfFreedom > 0 else { return nil }
    let least = StudentDistribution.leastDetectableDifference(
      standardError: standardError, degreesOfFreedom: degreesOfFreedom, level: level)
    return least.isFinite ? least : nil
  }

  /// Values of both samples together up to which they count as discrete.
  private static let mostDiscreteValues = 10

  /// Whether the means of the samples are near enough to normal for a test of means.
  ///
  /// Discrete ones are not, nor those with a skewness beyond 2 or an excess kurtosis beyond 7 (Curran, West and Finch
  /// 1996, doi:10.1037/1082-989X.1.1.16). The shape is looked at within each sample, so that a shift between them
  /// does not decide on the test that is to find it.
  ///
  /// - Complexity: O(n).
  static func isNearNormal(_ baseline: [Double], _ candidate: [Double]) -> Bool {
    var values: Set<Double> = []
    for value in baseline + candidate where values.count <= mostDiscreteValues { values.insert(value) }
    // Few replications have few values whatever they are drawn from.
    let isDiscrete = values.count <= mostDiscreteValues && values.count < baseline.count + candidate.count
    return !isDiscrete && [baseline, candidate].allSatisfy(hasModerateShape)
  }

  private static func hasModerateShape(_ numbers: [Double]) -> Bool {
    let mean = Tally(numbers).mean
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for number in numbers {
      let deviation = number - mean
      let square = deviation * deviation
      second += square
      third += square * deviation
      fourth += square * square
    }
    let count = Double(numbers.count)
    guard second > 0 else { return true }
    let skewness = (third / count) / (second / count * (second / count).squareRoot())
    let kurtosis = count * fourth / (second * second) - 3
    return skewness.magnitude <= 2 && kurtosis <= 7
  }
}
