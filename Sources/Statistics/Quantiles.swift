// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Quantiles of a sample, and intervals for the quantiles of what it was drawn from.
public enum Quantiles {
  /// The quantile of a sorted sample: linear between its order statistics.
  ///
  /// Definition 7 of Hyndman and Fan (1996, doi:10.1080/00031305.1996.10473566), the default of R, NumPy and GSL:
  /// position (n - 1) p from 0.
  ///
  /// - Parameters:
  ///   - probability: The share of the sample below the quantile, 0 to 1.
  ///   - sample: The numbers, ascending.
  /// - Returns: The quantile, in the unit of the numbers; nil for an empty sample.
  /// - Precondition: `probability` is between 0 and 1.
  /// - Complexity: O(1).
  public static func quantile(_ probability: Double, ofSorted sample: [Double]) -> Double? {
    precondition((0...1).contains(probability), "a quantile needs a probability, not \(probability)")
    guard let last = sample.last else { return nil }
    let position = Double(sample.count - 1) * probability
    let index = Int(position)
    guard index + 1 < sample.count else { return last }
    let fraction = position - Double(index)
    return sample[index] + fraction * (sample[index + 1] - sample[index])
  }

  /// An interval for a quantile of the distribution that a sample was drawn from, without assuming its form.
  ///
  /// Its ends are order statistics: the k-th smallest of n lies below the p-quantile with the probability that a
  /// binomial count with n and p is at least k (David and Nagaraja 2003, Order Statistics, section 7.1). The coverage
  /// is at least the confidence. Both ends miss equally often at most, unless the sample is too small for that: then
  /// the end at the extreme of the sample takes what it needs, and the other one the rest. So the 95th percentile has an
  /// interval from 59 numbers on: 0.95 ^ 59 < 5 %.
  ///
  /// - Parameters:
  ///   - probability: Which quantile, above 0 and below 1.
  ///   - sample: The numbers, ascending.
  ///   - confidence: How sure the interval shall be, above 0 and below 1.
  /// - Returns: The interval, in the unit of the numbers; nil when the sample is too small for one.
  /// - Precondition: Both probabilities are in range.
  /// - Complexity: O(log n).
  public static func interval(
    forQuantile probability: Double, ofSorted sample: [Double], confidence: Double = ConfidenceInterval.usualConfidence
  ) -> ConfidenceInterval? {
    precondition(probability > 0 && probability < 1, "a quantile between the extremes, not \(probability)")
    precondition(confidence > 0 && confidence < 1, "a confidence between 0 and 1, not \(confidence)")
    let count = sample.count
    let miss = 1 - confidence
    func below(_ k: Int) -> Double { k <= 0 ? 0 : gsl_cdf_binomial_P(UInt32(k - 1), probability, UInt32(count)) }
    guard count > 0, count < Int(UInt32.max) else { return nil }
    // How often all numbers lie above the quantile, and how often below.
    let (above, under) = (below(1), 1 - below(count))
    let lowTail = above > miss / 2 ? above : under > miss / 2 ? miss - under : miss / 2
    let highTail = under > miss / 2 ? under : above > miss / 2 ? miss - above : miss / 2
    guard above + under <= miss, above <= lowTail, under <= highTail else { return nil }
    // The largest k (from 1) for which P(count below < k) is within its tail, and the smallest above.
    let low = partitionPoint(1..<(count + 1)) { below($0) > lowTail } - 1
    let high = partitionPoint(1..<(count + 1)) { 1 - below($0) <= highTail }
    return ConfidenceInterval(low: sample[max(low, 1) - 1], high: sample[high - 1])
  }

  /// The first number of a range for which a condition holds that, once it holds, holds for all later ones.
  private static func partitionPoint(_ range: Range<Int>, where condition: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if condition(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
