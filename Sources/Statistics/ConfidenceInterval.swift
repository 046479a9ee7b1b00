// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// An interval that covers an unknown figure with a stated confidence.
public struct ConfidenceInterval: Hashable, Sendable {
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double

  /// Makes an interval from its ends.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Half the width.
  public var halfWidth: Double { (high - low) / 2 }

  /// Whether a figure lies in the interval, its ends included.
  public func contains(_ figure: Double) -> Bool {
    low <= figure && figure <= high
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
  /// - Returns: The interval; nil for fewer than two numbers.
  /// - Complexity: O(1).
  public static func mean(of tally: Tally, confidence: Double = 0.95) -> ConfidenceInterval? {
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
  /// - Parameters:
  ///   - successes: How many succeeded.
  ///   - trials: Of how many; at least 1.
  ///   - confidence: How sure the interval shall be, above 0 and below 1.
  /// - Returns: The interval.
  /// - Precondition: `successes` is between 0 and `trials`.
  /// - Complexity: O(1).
  public static func share(successes: Int, trials: Int, confidence: Double = 0.95) -> ConfidenceInterval {
    precondition(trials >= 1 && (0...trials).contains(successes), "\(successes) successes of \(trials)")
    let n = Double(trials)
    let share = Double(successes) / n
    let z = NormalDistribution.quantile(0.5 + confidence / 2)
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    // The ends are exact where nothing or everything succeeded; rounding must not move them.
    return ConfidenceInterval(
      low: successes == 0 ? 0 : max(0, centre - half), high: successes == trials ? 1 : min(1, centre + half))
  }
}

/// Student's t distribution.
public enum StudentDistribution {
  /// The t that a share of the distribution lies below.
  ///
  /// - Precondition: `probability` is above 0 and below 1, and the degrees of freedom above 0.
  public static func quantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    precondition(probability > 0 && probability < 1 && degreesOfFreedom > 0, "t(\(probability); \(degreesOfFreedom))")
    return gsl_cdf_tdist_Pinv(probability, degreesOfFreedom)
  }

  /// The probability of a t at least as far from 0, on either side.
  public static func twoSidedProbability(_ t: Double, degreesOfFreedom: Double) -> Double {
    min(1, 2 * gsl_cdf_tdist_Q(t.magnitude, degreesOfFreedom))
  }
}

/// The standard normal distribution.
public enum NormalDistribution {
  /// The number that a share of the distribution lies below.
  ///
  /// - Precondition: `probability` is above 0 and below 1.
  public static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a normal quantile needs a probability, not \(probability)")
    return gsl_cdf_ugaussian_Pinv(probability)
  }

  /// The probability of a number at least as far from 0, on either side.
  public static func twoSidedProbability(_ z: Double) -> Double {
    min(1, 2 * gsl_cdf_ugaussian_Q(z.magnitude))
  }
}
