// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The shapes of Weibull and gamma distributions.
  package static let shapes = 0.05...10_000.0

  /// The Weibull distribution: P(X > x) = exp(-(x / scale)^shape).
  ///
  /// - Parameters:
  ///   - shape: In ``shapes``; 1 is the exponential distribution.
  ///   - scale: Above 0 and at most ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when one is out of range.
  public static func weibull(shape: Double, scale: Double) throws(DistributionError) -> Distribution {
    let check = ParameterCheck(Weibull.name)
    try check.within("shape", shape, shapes)
    try check.positive("scale", scale)
    return Distribution(.weibull(Weibull(shape: shape, scale: scale)))
  }

  /// The time until something happens whose rate rises or falls as a power of time.
  struct Weibull: DistributionFamily {
    static let name = "weibull"
    static let forms = [
      Form(name, [.shape("shape", "The shape."), .scale("scale", "The scale.")]) { values throws(DistributionError) in
        try .weibull(shape: values[0], scale: values[1])
      }
    ]

    let shape: Double
    let scale: Double

    var givenValues: [Double] { [shape, scale] }
    var mean: Double { scale * gsl_sf_gamma(1 + 1 / shape) }

    var variance: Double {
      let mean = mean
      return mean * mean * gsl_expm1(gsl_sf_lngamma(1 + 2 / shape) - 2 * gsl_sf_lngamma(1 + 1 / shape))
    }

    var support: ClosedRange<Double> { 0...(.infinity) }

    @inline(__always)
    func draw(from generator: borrowing PhiloxGenerator) -> Double { gsl_ran_weibull(generator.handle, scale, shape) }
    func cumulativeProbability(_ x: Double) -> Double { gsl_cdf_weibull_P(x, scale, shape) }
    func quantile(_ probability: Double) -> Double { gsl_cdf_weibull_Pinv(probability, scale, shape) }
  }
}
