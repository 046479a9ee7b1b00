// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The exponential distribution.
  ///
  /// - Parameter mean: Above 0 and at most ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when it is out of range.
  public static func exponential(mean: Double) throws(DistributionError) -> Distribution {
    try ParameterCheck(Exponential.name).positive("mean", mean)
    return Distribution(.exponential(Exponential(mean: mean)))
  }

  /// The time until something happens that happens at a constant rate.
  struct Exponential: DistributionFamily {
    static let name = "exponential"
    static let forms = [
      Form(name, [.scale("mean", "The mean.")]) { values throws(DistributionError) in try .exponential(mean: values[0])
      }
    ]

    let mean: Double

    var givenValues: [Double] { [mean] }
    var variance: Double { mean * mean }
    var support: ClosedRange<Double> { 0...(.infinity) }

    @inline(__always)
    func draw(from generator: borrowing PhiloxGenerator) -> Double { gsl_ran_exponential(generator.handle, mean) }
    func cumulativeProbability(_ x: Double) -> Double { gsl_cdf_exponential_P(x, mean) }
    func quantile(_ probability: Double) -> Double { gsl_cdf_exponential_Pinv(probability, mean) }
  }
}
