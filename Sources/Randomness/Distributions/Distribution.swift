// SPDX-License-Identifier: GPL-3.0-or-later

/// A distribution of a real quantity: a time [s], an amount of data [bytes], a rate.
///
/// ```swift
/// let boot = try Distribution.lognormal(median: 90, sigma: 0.3)
/// let source = RandomSource(seed: 1, replication: 0)
/// let seconds = source.draw(boot, purpose: DrawPurpose(rawValue: 1), entity: 42)
/// ```
///
/// Every value has checked parameters: the throwing functions that make one name what is out of range. Draws, mean
/// and variance are therefore finite. The unit is the caller's and the same throughout a distribution.
///
/// It is a value of some 50 bytes; only an empirical distribution has storage of its own.
public struct Distribution: Hashable, Sendable {
  /// The family and its parameters.
  let family: Family

  /// The families: the one list of them. A new one is a file in `Families/`, and its lines here.
  enum Family: Hashable, Sendable {
    case constant(Constant)
    case lognormal(Lognormal)
    case exponential(Exponential)
    case weibull(Weibull)
    case gamma(Gamma)
    case uniform(Uniform)
    case triangular(Triangular)
    case normal(Normal)
    case empirical(Empirical)

    /// Their types, in the order of the reference of the scenario format.
    static let types: [any DistributionFamily.Type] = [
      Constant.self, Lognormal.self, Exponential.self, Weibull.self, Gamma.self, Uniform.self, Triangular.self,
      Normal.self, Empirical.self,
    ]

    /// The member of the family, for everything but drawing.
    var member: any DistributionFamily {
      switch self {
      case .constant(let member): member
      case .lognormal(let member): member
      case .exponential(let member): member
      case .weibull(let member): member
      case .gamma(let member): member
      case .uniform(let member): member
      case .triangular(let member): member
      case .normal(let member): member
      case .empirical(let member): member
      }
    }

    /// Draws a value without looking up what the family does at run time: millions are drawn.
    @inline(__always)
    func draw(from generator: borrowing PhiloxGenerator) -> Double {
      switch self {
      case .constant(let member): member.draw(from: generator)
      case .lognormal(let member): member.draw(from: generator)
      case .exponential(let member): member.draw(from: generator)
      case .weibull(let member): member.draw(from: generator)
      case .gamma(let member): member.draw(from: generator)
      case .uniform(let member): member.draw(from: generator)
      case .triangular(let member): member.draw(from: generator)
      case .normal(let member): member.draw(from: generator)
      case .empirical(let member): member.draw(from: generator)
      }
    }
  }

  init(_ family: Family) {
    self.family = family
  }
}

extension Distribution {
  /// The largest magnitude of a parameter that carries the unit of the quantity: 1e18.
  package static let magnitudeLimit = 1e18

  /// The expected value.
  ///
  /// Formulas: Johnson, Kotz and Balakrishnan, "Continuous univariate distributions", volumes 1 and 2, 2nd edition,
  /// 1994 and 1995.
  ///
  /// - Complexity: O(1); O(n) for n empirical values.
  public var mean: Double { family.member.mean }

  /// The expected squared distance from ``mean``; of empirical values, the mean over all of them.
  ///
  /// - Complexity: O(1); O(n) for n empirical values.
  public var variance: Double { family.member.variance }

  /// The square root of ``variance``, in the unit of the quantity.
  ///
  /// - Complexity: O(1); O(n) for n empirical values.
  public var standardDeviation: Double { variance.squareRoot() }

  /// The smallest and the largest value that the distribution can have; infinite where there is no bound.
  ///
  /// - Complexity: O(1).
  public var support: ClosedRange<Double> { family.member.support }

  /// The probability of a value of at most `x`.
  ///
  /// - Parameter x: A value, in the unit of the quantity; infinite ones too.
  /// - Returns: A probability from 0 to 1.
  /// - Precondition: `x` is a number.
  /// - Complexity: O(1); O(log n) for n empirical values.
  public func cumulativeProbability(_ x: Double) -> Double {
    precondition(!x.isNaN, "the cumulative probability of NaN")
    GNUScientificLibrary.switchOffErrorHandler()
    let member = family.member
    let support = member.support
    if x < support.lowerBound { return 0 }
    if x >= support.upperBound { return 1 }
    let probability = member.cumulativeProbability(x)
    assert(probability >= 0 && probability <= 1, "\(self): a probability of \(probability)")
    return probability
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
    let member = family.member
    let support = member.support
    if probability == 0 || support.lowerBound == support.upperBound { return support.lowerBound }
    if probability == 1 { return support.upperBound }
    return member.quantile(probability)
  }

  /// The distribution of this quantity times a factor: a change of unit, or "all of it twice as slow".
  ///
  /// - Parameter factor: Above 0 and finite.
  /// - Returns: The distribution.
  /// - Throws: ``DistributionError`` when the factor, or a parameter after scaling, is out of range.
  /// - Complexity: O(1); O(n log n) for n empirical values.
  public func scaled(by factor: Double) throws(DistributionError) -> Distribution {
    try ParameterCheck(name).demand("factor", factor, factor > 0 && factor.isFinite, "a finite number above 0")
    return try family.member.scaled(by: factor)
  }
}
