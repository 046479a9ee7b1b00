// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// Draws a value.
  ///
  /// A normal deviate comes from the ziggurat (Marsaglia and Tsang 2000, doi:10.18637/jss.v005.i08), the fastest of
  /// GSL's samplers here (docs/decisions/0004-randomness.md). Two lognormal distributions at the same place in the
  /// same stream see the same deviate, so a change of median or sigma keeps who is fast and who is slow.
  ///
  /// - Complexity: O(1) expected.
  @inline(__always)
  func draw(from generator: borrowing PhiloxGenerator) -> Double {
    switch family {
    case .constant(let value):
      return value
    case .normal(let mean, let standardDeviation):
      return mean + gsl_ran_gaussian_ziggurat(generator.handle, standardDeviation)
    case .lognormal(let lognormal):
      return Self.drawLognormal(median: lognormal.median, sigma: lognormal.sigma, from: generator)
    case .exponential(let mean):
      return gsl_ran_exponential(generator.handle, mean)
    case .weibull(let shape, let scale):
      return gsl_ran_weibull(generator.handle, scale, shape)
    case .gamma(let shape, let scale):
      return gsl_ran_gamma(generator.handle, shape, scale)
    case .uniform(let low, let high):
      return gsl_ran_flat(generator.handle, low, high)
    case .triangular(let low, let mode, let high):
      return Self.triangularQuantile(gsl_rng_uniform(generator.handle), low: low, mode: mode, high: high)
    case .empirical(let empirical):
      return empirical.sorted[Int(gsl_rng_uniform_int(generator.handle, UInt(empirical.sorted.count)))]
    }
  }

  @inline(__always)
  static func drawLognormal(median: Double, sigma: Double, from generator: borrowing PhiloxGenerator) -> Double {
    median * poolsim_exp(gsl_ran_gaussian_ziggurat(generator.handle, sigma))
  }
}
