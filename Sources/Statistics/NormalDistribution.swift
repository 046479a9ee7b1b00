// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// The standard normal distribution, by GSL.
public enum NormalDistribution {
  /// The number that a share of the distribution lies below.
  ///
  /// - Parameter probability: The share, above 0 and below 1.
  /// - Returns: A pure number, in standard deviations from the mean.
  /// - Precondition: `probability` is above 0 and below 1.
  public static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "a normal quantile needs a probability, not \(probability)")
    return gsl_cdf_ugaussian_Pinv(probability)
  }

  /// The probability of a number at least as far from 0, on either side.
  ///
  /// - Parameter z: A pure number, infinite ones too.
  /// - Returns: A probability from 0 to 1.
  public static func twoSidedProbability(_ z: Double) -> Double {
    min(1, 2 * gsl_cdf_ugaussian_Q(z.magnitude))
  }
}
