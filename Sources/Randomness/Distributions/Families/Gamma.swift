// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The gamma distribution, whose mean is shape times scale.
  ///
  /// - Parameters:
  ///   - shape: In ``shapes``; 1 is the exponential distribution.
  ///   - scale: Above 0 and at most ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when one is out of range.
  public static func gamma(shape: Double, scale: Double) throws(DistributionError) -> Distribution {
    let check = ParameterCheck(Gamma.name)
    try check.within("shape", shape, shapes)
    try check.positive("scale", scale)
    return Distribution(.gamma(Gamma(shape: shape, scale: scale)))
  }

  /// A sum of exponential times, and what lies between such sums.
  struct Gamma: DistributionFamily {
    static let name = "gamma"
    static let forms = [
      Form(
        name, [.shape("shape", "The shape."), .scale("scale", "The scale: mean over shape.")]
      ) { values throws(DistributionError) in try .gamma(shape: values[0], scale: values[1]) }
    ]

    let shape: Double
    let scale: Double

    var givenValues: [Double] { [shape, scale] }
    var mean: Double { shape * scale }
    var variance: Double { shape * scale * scale }
    var support: ClosedRange<Double> { 0...(.infinity) }

    @inline(__always)
    func draw(from generator: borrowing PhiloxGenerator) -> Double { gsl_ran_gamma(generator.handle, shape, scale) }
    func cumulativeProbability(_ x: Double) -> Double { gsl_cdf_gamma_P(x, shape, scale) }

    func quantile(_ probability: Double) -> Double {
      let standard = gsl_cdf_gamma_Pinv(probability, shape, 1)
      return scale * (standard.isNaN ? Self.standardQuantile(probability, shape: shape) : standard)
    }

    /// The quantile of the gamma distribution of scale 1 by bisection, for small shapes, where GSL 2.7 finds none.
    ///
    /// The bit patterns of positive numbers are in the order of the numbers, so 64 halvings reach the smallest number
    /// whose cumulative probability is high enough. It is at most mean / (1 - probability), by Markov's inequality.
    static func standardQuantile(_ probability: Double, shape: Double) -> Double {
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
}
