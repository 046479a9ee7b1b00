// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The triangular distribution between two bounds.
  ///
  /// - Parameters:
  ///   - low: The lower bound; at most ``magnitudeLimit`` in magnitude.
  ///   - mode: The most likely value, from `low` to `high`.
  ///   - high: The upper bound, above `low`; at most ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when one is out of range.
  public static func triangular(low: Double, mode: Double, high: Double) throws(DistributionError) -> Distribution {
    let check = ParameterCheck(Triangular.name)
    try check.anywhere("low", low)
    try check.anywhere("high", high)
    try check.demand("high", high, high > low, "a number above low, \(text(low))")
    try check.within("mode", mode, low...high)
    return Distribution(.triangular(Triangular(low: low, mode: mode, high: high)))
  }

  /// Bounds and a most likely value; GSL has no functions for it.
  struct Triangular: DistributionFamily {
    static let name = "triangular"
    static let forms = [
      Form(
        name,
        [
          .scale("low", "The lower bound."), .scale("mode", "The most likely value."),
          .scale("high", "The upper bound."),
        ]
      ) { values throws(DistributionError) in try .triangular(low: values[0], mode: values[1], high: values[2]) }
    ]

    let low: Double
    let mode: Double
    let high: Double

    var givenValues: [Double] { [low, mode, high] }
    var mean: Double { low + ((mode - low) + (high - low)) / 3 }

    var variance: Double {
      let rise = mode - low
      let fall = high - mode
      return (rise * rise + rise * fall + fall * fall) / 18
    }

    var support: ClosedRange<Double> { low...high }

    @inline(__always)
    func draw(from generator: borrowing PhiloxGenerator) -> Double { quantile(gsl_rng_uniform(generator.handle)) }

    func cumulativeProbability(_ x: Double) -> Double {
      x < mode
        ? (x - low) / (high - low) * ((x - low) / (mode - low))
        : 1 - (high - x) / (high - low) * ((high - x) / (high - mode))
    }

    /// The inverse of the distribution function (Kotz and van Dorp, "Beyond beta", 2004, chapter 1,
    /// doi:10.1142/5720).
    @inline(__always)
    func quantile(_ probability: Double) -> Double {
      let width = high - low
      let rise = mode - low
      return probability * width < rise
        ? low + (probability * width * rise).squareRoot()
        : high - ((1 - probability) * width * (high - mode)).squareRoot()
    }
  }
}
