// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension Distribution {
  /// The largest magnitude of a parameter that carries the unit of the quantity: 1e18.
  public static let magnitudeLimit = 1e18

  /// The largest sigma of a lognormal distribution.
  public static let sigmaLimit = 10.0

  /// The largest coefficient of variation of a lognormal distribution.
  public static let coefficientOfVariationLimit = 1e6

  /// The shapes of Weibull and gamma distributions.
  public static let shapes = 0.05...10_000.0

  /// The largest number of values of an empirical distribution.
  public static let empiricalValueLimit = 10_000_000

  /// Always the same value.
  ///
  /// - Parameter value: The value; at most ``magnitudeLimit`` in magnitude.
  /// - Returns: The distribution.
  /// - Throws: When it is out of range.
  public static func constant(_ value: Double) throws(DistributionError) -> Distribution {
    try Check("constant").anywhere("value", value)
    return Distribution(.constant(value))
  }

  /// The normal distribution; it has negative values, whatever its mean.
  ///
  /// - Parameters:
  ///   - mean: The mean; at most ``magnitudeLimit`` in magnitude.
  ///   - standardDeviation: From 0 to ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: When one is out of range.
  public static func normal(mean: Double, standardDeviation: Double) throws(DistributionError) -> Distribution {
    let check = Check("normal")
    try check.anywhere("mean", mean)
    try check.within("standardDeviation", standardDeviation, 0...magnitudeLimit)
    return Distribution(.normal(mean: mean, standardDeviation: standardDeviation))
  }

  /// The distribution of the exponential of a normal quantity, by its median.
  ///
  /// - Parameters:
  ///   - median: Above 0 and at most ``magnitudeLimit``.
  ///   - sigma: The standard deviation of the logarithm, from 0 (always the median) to ``sigmaLimit``.
  /// - Returns: The distribution.
  /// - Throws: When one is out of range.
  public static func lognormal(median: Double, sigma: Double) throws(DistributionError) -> Distribution {
    let check = Check("lognormal")
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
  /// - Throws: When one is out of range.
  public static func lognormal(
    mean: Double, coefficientOfVariation: Double
  ) throws(DistributionError) -> Distribution {
    let check = Check("lognormal")
    try check.positive("mean", mean)
    try check.within("coefficientOfVariation", coefficientOfVariation, 0...coefficientOfVariationLimit)
    let square = coefficientOfVariation * coefficientOfVariation
    return Distribution(
      .lognormal(
        Lognormal(
          median: mean / (1 + square).squareRoot(), sigma: gsl_log1p(square).squareRoot(),
          given: .meanAndVariation(mean: mean, coefficientOfVariation: coefficientOfVariation))))
  }

  /// The exponential distribution.
  ///
  /// - Parameter mean: Above 0 and at most ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: When it is out of range.
  public static func exponential(mean: Double) throws(DistributionError) -> Distribution {
    try Check("exponential").positive("mean", mean)
    return Distribution(.exponential(mean: mean))
  }

  /// The Weibull distribution: P(X > x) = exp(-(x / scale)^shape).
  ///
  /// - Parameters:
  ///   - shape: In ``shapes``; 1 is the exponential distribution.
  ///   - scale: Above 0 and at most ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: When one is out of range.
  public static func weibull(shape: Double, scale: Double) throws(DistributionError) -> Distribution {
    let check = Check("weibull")
    try check.within("shape", shape, shapes)
    try check.positive("scale", scale)
    return Distribution(.weibull(shape: shape, scale: scale))
  }

  /// The gamma distribution, whose mean is shape times scale.
  ///
  /// - Parameters:
  ///   - shape: In ``shapes``; 1 is the exponential distribution.
  ///   - scale: Above 0 and at most ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: When one is out of range.
  public static func gamma(shape: Double, scale: Double) throws(DistributionError) -> Distribution {
    let check = Check("gamma")
    try check.within("shape", shape, shapes)
    try check.positive("scale", scale)
    return Distribution(.gamma(shape: shape, scale: scale))
  }

  /// The uniform distribution between two bounds.
  ///
  /// - Parameters:
  ///   - low: The lower bound; at most ``magnitudeLimit`` in magnitude.
  ///   - high: The upper bound, above `low`; at most ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: When one is out of range.
  public static func uniform(low: Double, high: Double) throws(DistributionError) -> Distribution {
    let check = Check("uniform")
    try check.anywhere("low", low)
    try check.anywhere("high", high)
    try check.demand("high", high, high > low, "a number above low, \(text(low))")
    return Distribution(.uniform(low: low, high: high))
  }

  /// The triangular distribution between two bounds.
  ///
  /// - Parameters:
  ///   - low: The lower bound; at most ``magnitudeLimit`` in magnitude.
  ///   - mode: The most likely value, from `low` to `high`.
  ///   - high: The upper bound, above `low`; at most ``magnitudeLimit``.
  /// - Returns: The distribution.
  /// - Throws: When one is out of range.
  public static func triangular(low: Double, mode: Double, high: Double) throws(DistributionError) -> Distribution {
    let check = Check("triangular")
    try check.anywhere("low", low)
    try check.anywhere("high", high)
    try check.demand("high", high, high > low, "a number above low, \(text(low))")
    try check.within("mode", mode, low...high)
    return Distribution(.triangular(low: low, mode: mode, high: high))
  }

  /// Measured values, each as likely as the others; values that repeat count as often as they are there.
  ///
  /// - Parameter values: From 1 to ``empiricalValueLimit`` values in any order, each at most ``magnitudeLimit`` in
  ///   magnitude.
  /// - Returns: The distribution.
  /// - Throws: When there is none, there are too many, or one is out of range.
  /// - Complexity: O(n log n) for n values.
  public static func empirical(_ values: [Double]) throws(DistributionError) -> Distribution {
    let check = Check("empirical")
    try check.demand(
      "number of values", Double(values.count), !values.isEmpty && values.count <= empiricalValueLimit,
      "1 to \(empiricalValueLimit) values")
    for (index, value) in values.enumerated() {
      try check.anywhere("value \(index + 1)", value)
    }
    return Distribution(.empirical(Empirical(sorted: values.sorted())))
  }

  /// The distribution of this quantity times a factor: a change of unit, or "all of it twice as slow".
  ///
  /// - Parameter factor: Above 0 and finite.
  /// - Returns: The distribution.
  /// - Throws: When the factor, or a parameter after scaling, is out of range.
  /// - Complexity: O(1); O(n) for n empirical values.
  public func scaled(by factor: Double) throws(DistributionError) -> Distribution {
    try Check(name).demand("factor", factor, factor > 0 && factor.isFinite, "a finite number above 0")
    switch family {
    case .constant(let value):
      return try .constant(value * factor)
    case .normal(let mean, let standardDeviation):
      return try .normal(mean: mean * factor, standardDeviation: standardDeviation * factor)
    case .lognormal(let lognormal):
      switch lognormal.given {
      case .medianAndSigma:
        return try .lognormal(median: lognormal.median * factor, sigma: lognormal.sigma)
      case .meanAndVariation(let mean, let coefficientOfVariation):
        return try .lognormal(mean: mean * factor, coefficientOfVariation: coefficientOfVariation)
      }
    case .exponential(let mean):
      return try .exponential(mean: mean * factor)
    case .weibull(let shape, let scale):
      return try .weibull(shape: shape, scale: scale * factor)
    case .gamma(let shape, let scale):
      return try .gamma(shape: shape, scale: scale * factor)
    case .uniform(let low, let high):
      return try .uniform(low: low * factor, high: high * factor)
    case .triangular(let low, let mode, let high):
      return try .triangular(low: low * factor, mode: mode * factor, high: high * factor)
    case .empirical(let empirical):
      return try .empirical(empirical.sorted.map { $0 * factor })
    }
  }

  /// The checks of one distribution's parameters.
  private struct Check {
    private let distribution: String

    init(_ distribution: String) {
      self.distribution = distribution
    }

    func demand(
      _ parameter: String, _ given: Double, _ holds: Bool, _ expected: @autoclosure () -> String
    ) throws(DistributionError) {
      guard holds else {
        throw DistributionError(
          distribution: distribution, parameter: parameter, given: given, expected: expected())
      }
    }

    func within(_ parameter: String, _ given: Double, _ range: ClosedRange<Double>) throws(DistributionError) {
      try demand(
        parameter, given, range.contains(given),
        "a number from \(text(range.lowerBound)) to \(text(range.upperBound))")
    }

    func anywhere(_ parameter: String, _ given: Double) throws(DistributionError) {
      try within(parameter, given, -magnitudeLimit...magnitudeLimit)
    }

    func positive(_ parameter: String, _ given: Double) throws(DistributionError) {
      try demand(
        parameter, given, given > 0 && given <= magnitudeLimit,
        "a number above 0 and at most \(text(magnitudeLimit))")
    }
  }
}
