// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The expected value.
  ///
  /// Formulas: Johnson, Kotz and Balakrishnan, "Continuous univariate distributions", volumes 1 and 2, 2nd edition,
  /// 1994 and 1995.
  ///
  /// - Complexity: O(1); O(n) for n empirical values.
  public var mean: Double {
    switch family {
    case .constant(let value):
      return value
    case .normal(let mean, _), .exponential(let mean):
      return mean
    case .lognormal(let lognormal):
      switch lognormal.given {
      case .medianAndSigma: return lognormal.median * poolsim_exp(lognormal.sigma * lognormal.sigma / 2)
      case .meanAndVariation(let mean, _): return mean
      }
    case .weibull(let shape, let scale):
      return scale * gsl_sf_gamma(1 + 1 / shape)
    case .gamma(let shape, let scale):
      return shape * scale
    case .uniform(let low, let high):
      return low + (high - low) / 2
    case .triangular(let low, let mode, let high):
      return low + ((mode - low) + (high - low)) / 3
    case .empirical(let empirical):
      return gsl_stats_mean(empirical.sorted, 1, empirical.sorted.count)
    }
  }

  /// The expected squared distance from ``mean``; of empirical values, the mean over all of them.
  ///
  /// - Complexity: O(1); O(n) for n empirical values.
  public var variance: Double {
    switch family {
    case .constant:
      return 0
    case .normal(_, let standardDeviation):
      return standardDeviation * standardDeviation
    case .lognormal(let lognormal):
      let mean = mean
      return mean * mean * gsl_expm1(lognormal.sigma * lognormal.sigma)
    case .exponential(let mean):
      return mean * mean
    case .weibull(let shape, let scale):
      let mean = scale * gsl_sf_gamma(1 + 1 / shape)
      return mean * mean * gsl_expm1(gsl_sf_lngamma(1 + 2 / shape) - 2 * gsl_sf_lngamma(1 + 1 / shape))
    case .gamma(let shape, let scale):
      return shape * scale * scale
    case .uniform(let low, let high):
      return (high - low) * (high - low) / 12
    case .triangular(let low, let mode, let high):
      let rise = mode - low
      let fall = high - mode
      return (rise * rise + rise * fall + fall * fall) / 18
    case .empirical(let empirical):
      return gsl_stats_variance_with_fixed_mean(empirical.sorted, 1, empirical.sorted.count, mean)
    }
  }

  /// The square root of ``variance``, in the unit of the quantity.
  public var standardDeviation: Double {
    variance.squareRoot()
  }

  /// The smallest and the largest value that the distribution can have; infinite where there is no bound.
  public var support: ClosedRange<Double> {
    switch family {
    case .constant(let value):
      return value...value
    case .normal(let mean, let standardDeviation):
      return standardDeviation == 0 ? mean...mean : -.infinity...(.infinity)
    case .lognormal(let lognormal):
      return lognormal.sigma == 0 ? lognormal.median...lognormal.median : 0...(.infinity)
    case .exponential, .weibull, .gamma:
      return 0...(.infinity)
    case .uniform(let low, let high), .triangular(let low, _, let high):
      return low...high
    case .empirical(let empirical):
      return empirical.sorted[0]...empirical.sorted[empirical.sorted.count - 1]
    }
  }
}
