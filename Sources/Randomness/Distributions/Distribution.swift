// SPDX-License-Identifier: GPL-3.0-or-later

/// A distribution of a real quantity: a time [s], an amount of data [bytes], a rate.
///
/// Every value has checked parameters: the throwing functions that make one name what is out of range. Draws, mean
/// and variance are therefore finite. The unit is the caller's and the same throughout a distribution.
///
/// It is a value of some 50 bytes; only an empirical distribution has storage of its own.
public struct Distribution: Hashable, Sendable {
  /// The family and its parameters.
  let family: Family

  /// The families, each with the parameters that sampling uses.
  enum Family: Hashable, Sendable {
    case constant(Double)
    case normal(mean: Double, standardDeviation: Double)
    case lognormal(Lognormal)
    case exponential(mean: Double)
    case weibull(shape: Double, scale: Double)
    case gamma(shape: Double, scale: Double)
    case uniform(low: Double, high: Double)
    case triangular(low: Double, mode: Double, high: Double)
    case empirical(Empirical)
  }

  /// A lognormal distribution and the parameters it was given by.
  struct Lognormal: Hashable, Sendable {
    let median: Double
    let sigma: Double
    let given: Parameters

    /// The two ways to say it.
    enum Parameters: Hashable, Sendable {
      case medianAndSigma
      case meanAndVariation(mean: Double, coefficientOfVariation: Double)
    }
  }

  /// Equally likely values.
  struct Empirical: Hashable, Sendable {
    /// In ascending order; at least one.
    let sorted: [Double]
  }

  init(_ family: Family) {
    self.family = family
  }
}
