// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool
internal import Randomness

/// A number of the mechanism that calibration and sensitivity analysis move.
///
/// Of a distribution it is the median, which keeps its shape, or the sigma of a lognormal, which keeps its median. There
/// is one for every row of ``ModelParameter``, and a second one for the spread of a distribution.
public struct ModelQuantity: RawRepresentable, CaseIterable, Sendable {
  /// The row of the table of parameters.
  public let parameter: ModelParameter
  /// Whether the number is the sigma of a distribution.
  package let isSpread: Bool

  private init(_ parameter: ModelParameter, isSpread: Bool) {
    self.parameter = parameter
    self.isSpread = isSpread
  }

  /// The number of a name: the key of a parameter, with `.median` or `.sigma` behind it where it has a distribution.
  public init?(rawValue: String) {
    guard let found = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = found
  }

  /// The key of the parameter, with `.median` or `.sigma` behind it where it has a distribution.
  public var rawValue: String {
    guard case .distribution = parameter.field else { return parameter.name }
    return parameter.name + (isSpread ? ".sigma" : ".median")
  }

  /// Every number, in the order of the table.
  public static let allCases: [ModelQuantity] = ModelParameter.all.flatMap { parameter in
    guard case .distribution = parameter.field else { return [ModelQuantity(parameter, isSpread: false)] }
    return [false, true].map { ModelQuantity(parameter, isSpread: $0) }
  }

  /// Reads the number.
  ///
  /// - Parameter parameters: The mechanism's numbers.
  /// - Returns: The number; nil for the sigma of a distribution that is not lognormal.
  public func value(in parameters: ModelParameters) -> Double? {
    switch parameter.field {
    case .number(let path): parameters[keyPath: path]
    case .count(let path): Double(parameters[keyPath: path])
    case .distribution(let path) where isSpread: Self.sigma(of: parameters[keyPath: path])
    case .distribution(let path): parameters[keyPath: path].quantile(0.5)
    }
  }

  private static func sigma(of distribution: Distribution) -> Double? {
    distribution.parameters.first { $0.name == "sigma" }?.value
  }

  /// Sets the number.
  ///
  /// - Parameters:
  ///   - value: The number, in the unit of the mechanism; within the quantity's range.
  ///   - parameters: The mechanism's numbers.
  /// - Precondition: The distribution has a positive median, and is lognormal where its sigma is set.
  public func set(_ value: Double, in parameters: inout ModelParameters) {
    guard let moved = setting(value, in: parameters) else { preconditionFailure("\(rawValue) cannot be \(value)") }
    parameters = moved
  }

  /// The parameters with another number; whole numbers are rounded to.
  ///
  /// - Parameters:
  ///   - value: The number, in the unit of the mechanism.
  ///   - parameters: The mechanism's numbers.
  /// - Returns: The parameters; nil when no distribution of that shape has such a median or sigma. With a median of 0 a
  ///   distribution is always 0, as it is in the limit, and one that is has any sigma.
  func setting(_ value: Double, in parameters: ModelParameters) -> ModelParameters? {
    var moved = parameters
    switch parameter.field {
    case .number(let path): moved[keyPath: path] = value
    case .count(let path): moved[keyPath: path] = Int(value.rounded())
    case .distribution(let path):
      let distribution = parameters[keyPath: path]
      // A lognormal distribution keeps its parameters exact: no detour through a factor.
      let median = distribution.quantile(0.5)
      let isConstant = distribution.quantile(0) == distribution.quantile(1)
      let changed =
        if isSpread, isConstant, median == 0 {
          distribution
        } else if isSpread {
          try? Distribution.lognormal(median: median, sigma: value)
        } else if value == 0, median > 0 {
          try? Distribution.constant(0)
        } else if let sigma = Self.sigma(of: distribution) {
          try? Distribution.lognormal(median: value, sigma: sigma)
        } else if isConstant {
          try? Distribution.constant(value)
        } else {
          try? distribution.scaled(by: value / median)
        }
      guard let changed else { return nil }
      moved[keyPath: path] = changed
    }
    return moved
  }

  /// Whether the number is a whole one: it moves by whole numbers.
  public var isWhole: Bool { parameter.unit == .count }

  /// The key of the profile that holds the number.
  public var profileKey: String { parameter.name }

  /// What the number is called where values of a profile are: the key, and `.sigma` behind it for a spread.
  package var parameterName: String { isSpread ? rawValue : profileKey }

  /// The unit in which people read and write the number; empty for a pure number.
  public var unit: String {
    if isSpread { return "" }
    return switch parameter.unit {
    case .bytesPerSecond: "MiB/s"
    case .bytes: "MiB"
    case .seconds: "s"
    case .perSecond: "1/s"
    case .share, .count: ""
    }
  }

  /// The size of ``unit`` in the unit of the mechanism.
  public var unitSize: Double {
    if isSpread { return 1 }
    return switch parameter.unit {
    case .bytesPerSecond, .bytes: 1_048_576
    case .seconds, .perSecond, .share, .count: 1
    }
  }

  /// What people call the number.
  public var title: String { isSpread ? parameter.spreadTitle : parameter.title }
}

extension ModelQuantity: Hashable {
  /// Whether both are the same number.
  public static func == (left: ModelQuantity, right: ModelQuantity) -> Bool { left.rawValue == right.rawValue }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}
