// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The uniform distribution between two bounds.
  ///
  /// - Parameters:
  ///   - low: The lower bound; at most ``magnitudeLimit`` in magnitude.
  ///   - high: The upper bound, above `low`; at most ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when one is out of range.
  public static func uniform(low: Double, high: Double) throws(DistributionError) -> Distribution {
    let check = ParameterCheck(Uniform.name)
    try check.anywhere("low", low)
    try check.anywhere("high", high)
    try check.demand("high", high, high > low, "a number above low, \(text(low))")
    return Distribution(.uniform(Uniform(low: low, high: high)))
  }

  /// Every value between two bounds alike.
  struct Uniform: DistributionFamily {
    static let name = "uniform"
    static let forms = [
      Form(
        name, [.scale("low", "The lower bound."), .scale("high", "The upper bound.")]
      ) { values throws(DistributionError) in try .uniform(low: values[0], high: values[1]) }
    ]

    let low: Double
    let high: Double

    var givenValues: [Double] { [low, high] }
    var mean: Double { low + (high - low) / 2 }
    var variance: Double { (high - low) * (high - low) / 12 }
    var support: ClosedRange<Double> { low...high }

    @inline(__always)
    func draw(from generator: borrowing PhiloxGenerator) -> Double { gsl_ran_flat(generator.handle, low, high) }
    func cumulativeProbability(_ x: Double) -> Double { gsl_cdf_flat_P(x, low, high) }
    func quantile(_ probability: Double) -> Double { gsl_cdf_flat_Pinv(probability, low, high) }
  }
}
