// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// Student's t distribution (Student 1908, doi:10.2307/2331554), by GSL.
public enum StudentDistribution {
  /// The t that a share of the distribution lies below.
  ///
  /// - Parameters:
  ///   - probability: The share, above 0 and below 1.
  ///   - degreesOfFreedom: Above 0; not necessarily a whole number.
  /// - Returns: A pure number.
  /// - Precondition: `probability` is above 0 and below 1, and the degrees of freedom above 0.
  public static func quantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    precondition(probability > 0 && probability < 1 && degreesOfFreedom > 0, "t(\(probability); \(degreesOfFreedom))")
    GSLErrors.switchOffHandler()
    return gsl_cdf_tdist_Pinv(probability, degreesOfFreedom)
  }

  /// The probability of a t at least as far from 0, on either side.
  ///
  /// - Parameters:
  ///   - t: A pure number, infinite ones too.
  ///   - degreesOfFreedom: Above 0.
  /// - Returns: A probability from 0 to 1; not a number where `t` is none.
  public static func twoSidedProbability(_ t: Double, degreesOfFreedom: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    GSLErrors.switchOffHandler()
    // For a t near to the largest numbers GSL reports an underflow, and the probability is 0.
    let tail = gsl_cdf_tdist_Q(t.magnitude, degreesOfFreedom)
    return tail.isNaN ? 0 : min(1, 2 * tail)
  }

  /// The difference of means that a two-sided test finds with a stated probability: what is smaller may go unseen.
  ///
  ///     standardError (t(1 - level / 2) + t(power))
  ///
  /// Bloom 1995, "Minimum detectable effects", doi:10.1177/0193841X9501900504. It holds for every test of Student's
  /// kind, of pairs and of two samples.
  ///
  /// - Parameters:
  ///   - standardError: The standard error of the difference, in its unit; not negative.
  ///   - degreesOfFreedom: Those of the standard error, above 0.
  ///   - level: The probability at which the test calls a difference one, above 0 and below 1.
  ///   - power: How probable it shall be that the difference is found, above 0 and below 1.
  /// - Returns: A difference above 0 in the unit of the standard error; 0 where that is 0.
  /// - Precondition: All are in range.
  public static func leastDetectableDifference(
    standardError: Double, degreesOfFreedom: Double, level: Double, power: Double = 0.8
  ) -> Double {
    precondition(standardError >= 0, "a standard error of \(standardError)")
    return standardError
      * (quantile(1 - level / 2, degreesOfFreedom: degreesOfFreedom)
        + quantile(power, degreesOfFreedom: degreesOfFreedom))
  }
}
