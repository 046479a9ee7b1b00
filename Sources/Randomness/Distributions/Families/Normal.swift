// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The normal distribution; it has negative values, whatever its mean.
  ///
  /// - Parameters:
  ///   - mean: The mean; at most ``magnitudeLimit`` in magnitude.
  ///   - standardDeviation: From 0 to ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when one is out of range.
  public static func normal(mean: Double, standardDeviation: Double) throws(DistributionError) -> Distribution {
    let check = ParameterCheck(Normal.name)
    try check.anywhere("mean", mean)
    try check.within("standardDeviation", standardDeviation, 0...magnitudeLimit)
    return Distribution(.normal(Normal(mean: mean, standardDeviation: standardDeviation)))
  }

  /// A sum of many small things.
  struct Normal: DistributionFamily {
    static let name = "normal"
    static let forms = [
      Form(
        name, [.scale("mean", "The mean."), .scale("standardDeviation", "The standard deviation.")]
      ) { values throws(DistributionError) in try .normal(mean: values[0], standardDeviation: values[1]) }
    ]

    let mean: Double
    let standardDeviation: Double

    var givenValues: [Double] { [mean, standardDeviation] }
    var variance: Double { standardDeviation * standardDeviation }
    var support: ClosedRange<Double> { standardDeviation == 0 ? mean...mean : -.infinity...(.infinity) }

    @inline(__always)
    func draw(from generator: borrowing PhiloxGenerator) -> Double {
      mean + gsl_ran_gaussian_ziggurat(generator.handle, standardDeviation)
    }

    func cumulativeProbability(_ x: Double) -> Double { gsl_cdf_gaussian_P(x - mean, standardDeviation) }
    func quantile(_ probability: Double) -> Double { mean + gsl_cdf_gaussian_Pinv(probability, standardDeviation) }
  }
}
