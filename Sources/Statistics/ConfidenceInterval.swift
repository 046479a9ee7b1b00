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

  /// The number of successes by which the observed one is moved away from an end, before Wilson's formula gives that end.
  ///
  /// The whole correction is 1/2 (Newcombe 1998, method 4) and covers 95 % at least. This part of it is chosen by exact
  /// binomial probabilities: of the intervals from 50 trials on it covers any share in 93.3 % of experiments at least, and is
  /// 1 to 4 % wider than none, which covers some in 92.5 %. With 0.08 the least would be 93 %, as the limit is that is promised.
  /// Agresti and Coull's interval is wider (1998: 93.4 %), Clopper and Pearson's by far, and mid-p's covers some in 91.9 %.
  private static let continuity = 0.2

  /// The interval of a share from the number of successes (Wilson 1927, doi:10.1080/01621459.1927.10502953), with a part of
  /// the correction for continuity (Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E).
  ///
  /// Unlike the one from the normal distribution it stays between 0 and 1 and has a width where all or none succeed. There
  /// Wilson's own ends are wide enough, and are not corrected.
  ///
  /// With 1 to 4 successes, or failures, the end on their side is Poisson's one-sided one, as Brown, Cai and DasGupta
  /// modify it (2001, doi:10.1214/ss/1009213286, section 4.1.1, up to 3): Wilson's own end covers a rare success in no
  /// more than 84 % of experiments, whatever their size.
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
    let failures = trials - successes
    // The ends are exact where nothing or everything succeeded; rounding must not move them.
    let low =
      successes == 0
      ? 0 : max(0, min(wilsonEnd(successes, trials, confidence, side: -1), rareEnd(successes, trials, confidence)))
    let high =
      failures == 0
      ? 1 : min(1, max(wilsonEnd(successes, trials, confidence, side: 1), 1 - rareEnd(failures, trials, confidence)))
    return ConfidenceInterval(low: low, high: high)
  }

  /// Wilson's lower end (side -1) or upper end (side 1), corrected for continuity unless nothing or everything succeeded.
  private static func wilsonEnd(_ successes: Int, _ trials: Int, _ confidence: Double, side: Double) -> Double {
    let n = Double(trials)
    let correction = successes == 0 || successes == trials ? 0 : continuity
    let share = (Double(successes) + side * correction) / n
    let z = NormalDistribution.quantile(0.5 + confidence / 2)
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return centre + side * half
  }

  /// The lower end of the share of a rare success, by Poisson's distribution; 1 where it is not rare.
  private static func rareEnd(_ successes: Int, _ trials: Int, _ confidence: Double) -> Double {
    guard (1...4).contains(successes), successes < trials else { return 1 }
    return gsl_cdf_chisq_Pinv(1 - confidence, 2 * Double(successes)) / (2 * Double(trials))
  }
}
