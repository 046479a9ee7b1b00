// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// An interval that covers an unknown figure with a stated confidence, usually 95 %: of so many experiments out of a
/// hundred the interval holds the figure.
///
/// Its ends are in the unit of the figure. Whatever makes one says how and with which confidence.
public struct ConfidenceInterval: Hashable, Sendable {
  /// The confidence that is meant where none is named: 0.95.
  public static let usualConfidence = 0.95

  /// The lower end, in the unit of the figure.
  public let low: Double
  /// The upper end, in the unit of the figure.
  public let high: Double

  /// Makes an interval from its ends.
  ///
  /// - Parameters:
  ///   - low: The lower end.
  ///   - high: The upper end.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// The distance of the ends, in the unit of the figure.
  public var width: Double { high - low }

  /// Half the width, in the unit of the figure: what stands behind a plus-minus sign.
  public var halfWidth: Double { width / 2 }

  /// Whether a figure lies in the interval, its ends included.
  public func contains(_ figure: Double) -> Bool {
    low <= figure && figure <= high
  }

  /// The same interval in another unit.
  ///
  /// - Parameter factor: What a figure is multiplied by, 100 to have per cent instead of a share.
  /// - Returns: The interval of the figure times the factor; a negative one swaps the ends.
  public func scaled(by factor: Double) -> ConfidenceInterval {
    factor < 0
      ? ConfidenceInterval(low: factor * high, high: factor * low)
      : ConfidenceInterval(low: factor * low, high: factor * high)
  }
}

extension ConfidenceInterval {
  /// The interval of the mean of a normal population of unknown variance (Student 1908, doi:10.2307/2331554).
  ///
  /// For other populations it holds as far as the mean of the sample is near to normal.
  ///
  /// - Parameters:
  ///   - tally: The sample.
  ///   - confidence: How sure the interval shall be, above 0 and below 1.
  /// - Returns: The interval, in the unit of the numbers; nil for fewer than two numbers.
  /// - Precondition: `confidence` is in range.
  /// - Complexity: O(1).
  public static func mean(of tally: Tally, confidence: Double = usualConfidence) -> ConfidenceInterval? {
    precondition(confidence > 0 && confidence < 1, "a confidence between 0 and 1, not \(confidence)")
    guard let deviation = tally.standardDeviation, tally.count > 1 else { return nil }
    let half =
      StudentDistribution.quantile(0.5 + confidence / 2, degreesOfFreedom: Double(tally.count - 1)) * deviation
      / Double(tally.count).squareRoot()
    return ConfidenceInterval(low: tally.mean - half, high: tally.mean + half)
  }

  /// The interval of a share from the number of successes (Wilson 1927, doi:10.1080/01621459.1927.10502953).
  ///
  /// Unlike the one from the normal distribution it stays between 0 and 1 and has a width where all or none succeed.
  ///
  /// With 1 to 4 successes, or failures, the end on their side is Poisson's one-sided one, as Brown, Cai and DasGupta
  /// modify it (2001, doi:10.1214/ss/1009213286, section 4.1.1, up to 3): Wilson's own end covers a rare success in no
  /// more than 84 % of experiments, whatever their size, and this one in 92.5 % at least from 50 trials on.
  ///
  /// - Parameters:
  ///   - successes: How many succeeded.
  ///   - trials: Of how many; at least 1.
  ///   - confidence: How sure the interval shall be, above 0 and below 1.
  /// - Returns: The interval, of a share from 0 to 1.
  /// - Precondition: `trials` is at least 1, `successes` between 0 and `trials`, and `confidence` in range.
  /// - Complexity: O(1).
  public static func share(successes: Int, trials: Int, confidence: Double = usualConfidence) -> ConfidenceInterval {
    precondition(trials >= 1 && (0...trials).contains(successes), "\(successes) successes of \(trials)")
    precondition(confidence > 0 && confidence < 1, "a confidence between 0 and 1, not \(confidence)")
    let n = Double(trials)
    let share = Double(successes) / n
    let z = NormalDistribution.quantile(0.5 + confidence / 2)
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    // The ends are exact where nothing or everything succeeded; rounding must not move them.
    let low = successes == 0 ? 0 : max(0, min(centre - half, rareEnd(successes, trials, confidence)))
    let high =
      successes == trials ? 1 : min(1, max(centre + half, 1 - rareEnd(trials - successes, trials, confidence)))
    return ConfidenceInterval(low: low, high: high)
  }

  /// The lower end of the share of a rare success, by Poisson's distribution; 1 where it is not rare.
  private static func rareEnd(_ successes: Int, _ trials: Int, _ confidence: Double) -> Double {
    guard (1...4).contains(successes), successes < trials else { return 1 }
    return gsl_cdf_chisq_Pinv(1 - confidence, 2 * Double(successes)) / (2 * Double(trials))
  }
}
