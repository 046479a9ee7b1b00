// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The probability of a value of at most `x`.
  ///
  /// - Parameter x: A value, in the unit of the quantity; infinite ones too.
  /// - Returns: A probability from 0 to 1.
  /// - Precondition: `x` is a number.
  /// - Complexity: O(1); O(log n) for n empirical values.
  public func cumulativeProbability(_ x: Double) -> Double {
    precondition(!x.isNaN, "the cumulative probability of NaN")
    GNUScientificLibrary.switchOffErrorHandler()
    let support = support
    if x < support.lowerBound { return 0 }
    if x >= support.upperBound { return 1 }
    switch family {
    case .constant:
      return 1
    case .normal(let mean, let standardDeviation):
      return gsl_cdf_gaussian_P(x - mean, standardDeviation)
    case .lognormal(let lognormal):
      return x == 0 ? 0 : gsl_cdf_ugaussian_P(poolsim_log(x / lognormal.median) / lognormal.sigma)
    case .exponential(let mean):
      return gsl_cdf_exponential_P(x, mean)
    case .weibull(let shape, let scale):
      return gsl_cdf_weibull_P(x, scale, shape)
    case .gamma(let shape, let scale):
      return gsl_cdf_gamma_P(x, shape, scale)
    case .uniform(let low, let high):
      return gsl_cdf_flat_P(x, low, high)
    case .triangular(let low, let mode, let high):
      return x < mode
        ? (x - low) / (high - low) * ((x - low) / (mode - low))
        : 1 - (high - x) / (high - low) * ((high - x) / (high - mode))
    case .empirical(let empirical):
      return Double(empirical.countOfValues(atMost: x)) / Double(empirical.sorted.count)
    }
  }

  /// The smallest value that is not exceeded with a probability of at least `probability`.
  ///
  /// - Parameter probability: From 0 (the lower bound of ``support``) to 1 (its upper bound, possibly infinite).
  /// - Returns: A value, in the unit of the quantity.
  /// - Precondition: `probability` is in `0 ... 1`.
  /// - Complexity: O(1).
  public func quantile(_ probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "the quantile of probability \(probability)")
    GNUScientificLibrary.switchOffErrorHandler()
    let support = support
    if probability == 0 || support.lowerBound == support.upperBound { return support.lowerBound }
    if probability == 1 { return support.upperBound }
    switch family {
    case .constant(let value):
      return value
    case .normal(let mean, let standardDeviation):
      return mean + gsl_cdf_gaussian_Pinv(probability, standardDeviation)
    case .lognormal(let lognormal):
      return lognormal.median * poolsim_exp(gsl_cdf_gaussian_Pinv(probability, lognormal.sigma))
    case .exponential(let mean):
      return gsl_cdf_exponential_Pinv(probability, mean)
    case .weibull(let shape, let scale):
      return gsl_cdf_weibull_Pinv(probability, scale, shape)
    case .gamma(let shape, let scale):
      let standard = gsl_cdf_gamma_Pinv(probability, shape, 1)
      return scale * (standard.isNaN ? Self.standardGammaQuantile(probability, shape: shape) : standard)
    case .uniform(let low, let high):
      return gsl_cdf_flat_Pinv(probability, low, high)
    case .triangular(let low, let mode, let high):
      return Self.triangularQuantile(probability, low: low, mode: mode, high: high)
    case .empirical(let empirical):
      return empirical.quantile(probability)
    }
  }

  /// The inverse of the triangular distribution function (Kotz and van Dorp, "Beyond beta", 2004, chapter 1,
  /// doi:10.1142/5720); GSL has none.
  @inline(__always)
  static func triangularQuantile(_ probability: Double, low: Double, mode: Double, high: Double) -> Double {
    let width = high - low
    let rise = mode - low
    return probability * width < rise
      ? low + (probability * width * rise).squareRoot()
      : high - ((1 - probability) * width * (high - mode)).squareRoot()
  }

  /// The quantile of the gamma distribution of scale 1 by bisection, for small shapes, where GSL 2.7 finds none.
  ///
  /// The bit patterns of positive numbers are in the order of the numbers, so 64 halvings reach the smallest number
  /// whose cumulative probability is high enough. It is at most mean / (1 - probability), by Markov's inequality.
  static func standardGammaQuantile(_ probability: Double, shape: Double) -> Double {
    var low: UInt64 = 0
    var high = (shape / (1 - probability)).bitPattern
    while low < high {
      let middle = low + (high - low) / 2
      if gsl_cdf_gamma_P(Double(bitPattern: middle), shape, 1) >= probability {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return Double(bitPattern: high)
  }
}

extension Distribution.Empirical {
  /// How many values are not above `x`.
  ///
  /// - Complexity: O(log n).
  func countOfValues(atMost x: Double) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = low + (high - low) / 2
      if sorted[middle] <= x { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The smallest value whose share of values not above it is at least `probability`.
  ///
  /// The product can round to either side of the rank that is meant; the quotient decides, as it does in
  /// `cumulativeProbability`.
  func quantile(_ probability: Double) -> Double {
    let count = Double(sorted.count)
    var rank = max(Int((probability * count).rounded()), 1)
    if rank > 1, Double(rank - 1) / count >= probability { rank -= 1 }
    if rank < sorted.count, Double(rank) / count < probability { rank += 1 }
    return sorted[rank - 1]
  }
}
