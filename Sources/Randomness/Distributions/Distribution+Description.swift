// SPDX-License-Identifier: GPL-3.0-or-later

extension Distribution {
  /// A parameter under the name that scenario files use.
  public struct Parameter: Hashable, Sendable {
    /// The name, "median" for one.
    public let name: String
    /// The value, as it was given.
    public let value: Double
    /// Whether the value carries the unit of the quantity; otherwise it is a pure number.
    public let hasUnit: Bool
  }

  /// The name of the family, as in a scenario file.
  public var name: String {
    switch family {
    case .constant: "constant"
    case .normal: "normal"
    case .lognormal: "lognormal"
    case .exponential: "exponential"
    case .weibull: "weibull"
    case .gamma: "gamma"
    case .uniform: "uniform"
    case .triangular: "triangular"
    case .empirical: "empirical"
    }
  }

  /// The parameters as they were given, in the order of the function that makes the distribution; none for an empirical
  /// distribution, which has ``values``.
  public var parameters: [Parameter] {
    func quantity(_ name: String, _ value: Double) -> Parameter {
      Parameter(name: name, value: value, hasUnit: true)
    }
    func number(_ name: String, _ value: Double) -> Parameter {
      Parameter(name: name, value: value, hasUnit: false)
    }
    switch family {
    case .constant(let value):
      return [quantity("value", value)]
    case .normal(let mean, let standardDeviation):
      return [quantity("mean", mean), quantity("standardDeviation", standardDeviation)]
    case .lognormal(let lognormal):
      switch lognormal.given {
      case .medianAndSigma:
        return [quantity("median", lognormal.median), number("sigma", lognormal.sigma)]
      case .meanAndVariation(let mean, let coefficientOfVariation):
        return [quantity("mean", mean), number("coefficientOfVariation", coefficientOfVariation)]
      }
    case .exponential(let mean):
      return [quantity("mean", mean)]
    case .weibull(let shape, let scale), .gamma(let shape, let scale):
      return [number("shape", shape), quantity("scale", scale)]
    case .uniform(let low, let high):
      return [quantity("low", low), quantity("high", high)]
    case .triangular(let low, let mode, let high):
      return [quantity("low", low), quantity("mode", mode), quantity("high", high)]
    case .empirical:
      return []
    }
  }

  /// The values of an empirical distribution in ascending order; nil for any other.
  public var values: [Double]? {
    guard case .empirical(let empirical) = family else { return nil }
    return empirical.sorted
  }

  /// The shortest decimal text that reads back to the same number, without a trailing ".0".
  static func text(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Distribution: CustomStringConvertible {
  /// Name and parameters: `lognormal(median 90, sigma 0.3)`, `constant(5)`, `empirical(12 values)`.
  public var description: String {
    switch family {
    case .constant(let value):
      return "constant(\(Self.text(value)))"
    case .empirical(let empirical):
      return "empirical(\(empirical.sorted.count) value\(empirical.sorted.count == 1 ? "" : "s"))"
    default:
      let parameters = parameters.map { "\($0.name) \(Self.text($0.value))" }
      return "\(name)(\(parameters.joined(separator: ", ")))"
    }
  }
}
