// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The largest sigma of a lognormal distribution.
  package static let sigmaLimit = 10.0

  /// The largest coefficient of variation of a lognormal distribution.
  package static let coefficientOfVariationLimit = 1e6

  /// The distribution of the exponential of a normal quantity, by its median.
  ///
  /// - Parameters:
  ///   - median: Above 0 and at most ``magnitudeLimit``.
  ///   - sigma: The standard deviation of the logarithm, from 0 (always the median) to ``sigmaLimit``.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when one is out of range.
  public static func lognormal(median: Double, sigma: Double) throws(DistributionError) -> Distribution {
    let check = ParameterCheck(Lognormal.name)
    try check.positive("median", median)
    try check.within("sigma", sigma, 0...sigmaLimit)
    return Distribution(.lognormal(Lognormal(median: median, sigma: sigma, given: .medianAndSigma)))
  }

  /// The distribution of the exponential of a normal quantity, by its mean.
  ///
  /// sigma^2 = ln(1 + cv^2), median = mean / sqrt(1 + cv^2)
  /// (Johnson, Kotz and Balakrishnan, "Continuous univariate distributions", volume 1, 2nd edition, 1994, chapter 14).
  ///
  /// - Parameters:
  ///   - mean: Above 0 and at most ``magnitudeLimit``.
  ///   - coefficientOfVariation: Standard deviation over mean, from 0 (always the mean) to
  ///     ``coefficientOfVariationLimit``.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when one is out of range.
  public static func lognormal(
    mean: Double, coefficientOfVariation: Double
  ) throws(DistributionError) -> Distribution {
    let check = ParameterCheck(Lognormal.name)
    try check.positive("mean", mean)
    try check.within("coefficientOfVariation", coefficientOfVariation, 0...coefficientOfVariationLimit)
    let square = coefficientOfVariation * coefficientOfVariation
    return Distribution(
      .lognormal(
        Lognormal(
          median: mean / (1 + square).squareRoot(), sigma: gsl_log1p(square).squareRoot(),
          given: .meanAndVariation(mean: mean, coefficientOfVariation: coefficientOfVariation))))
  }

  /// A lognormal distribution and the parameters it was given by.
  ///
  /// A normal deviate comes from the ziggurat (Marsaglia and Tsang 2000, doi:10.18637/jss.v005.i08), the fastest of
  /// GSL's samplers here. Two lognormal distributions at the same place in the same stream see the same deviate, so a
  /// change of median or sigma keeps who is fast and who is slow.
  struct Lognormal: DistributionFamily {
    /// The two ways to say it.
    enum Parameters: Hashable, Sendable {
      case medianAndSigma
      case meanAndVariation(mean: Double, coefficientOfVariation: Double)
    }

    static let name = "lognormal"
    static let forms = [
      Form(
        name, [.scale("median", "The median."), .shape("sigma", "Standard deviation of the logarithm.")]
      ) { values throws(DistributionError) in try .lognormal(median: values[0], sigma: values[1]) },
      Form(
        name, [.scale("mean", "The mean."), .shape("coefficientOfVariation", "Standard deviation over mean.")]
      ) { values throws(DistributionError) in try .lognormal(mean: values[0], coefficientOfVariation: values[1]) },
    ]

    let median: Double
    let sigma: Double
    let given: Parameters

    var formIndex: Int {
      switch given {
      case .medianAndSigma: 0
      case .meanAndVariation: 1
      }
    }

    var givenValues: [Double] {
      switch given {
      case .medianAndSigma: [median, sigma]
      case .meanAndVariation(let mean, let coefficientOfVariation): [mean, coefficientOfVariation]
      }
    }

    var mean: Double {
      switch given {
      case .medianAndSigma: median * poolsim_exp(sigma * sigma / 2)
      case .meanAndVariation(let mean, _): mean
      }
    }

    var variance: Double {
      let mean = mean
      return mean * mean * gsl_expm1(sigma * sigma)
    }

    var support: ClosedRange<Double> { sigma == 0 ? median...median : 0...(.infinity) }

    @inline(__always)
    func draw(from generator: borrowing PhiloxGenerator) -> Double {
      Self.draw(median: median, sigma: sigma, from: generator)
    }

    @inline(__always)
    static func draw(median: Double, sigma: Double, from generator: borrowing PhiloxGenerator) -> Double {
      median * poolsim_exp(gsl_ran_gaussian_ziggurat(generator.handle, sigma))
    }

    func cumulativeProbability(_ x: Double) -> Double {
      x == 0 ? 0 : gsl_cdf_ugaussian_P(poolsim_log(x / median) / sigma)
    }

    func quantile(_ probability: Double) -> Double {
      median * poolsim_exp(gsl_cdf_gaussian_Pinv(probability, sigma))
    }
  }
}
