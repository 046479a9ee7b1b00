// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a distribution cannot be made: a parameter outside its range.
public struct DistributionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the distribution, as in a scenario file.
  public let distribution: String
  /// The name of the parameter, as in a scenario file.
  public let parameter: String
  /// What was given.
  public let given: Double
  /// What would have been right.
  public let expected: String

  /// Names distribution, parameter, what was given and what was expected.
  public var description: String {
    "\(distribution): \(parameter) is \(Distribution.text(given)); expected \(expected)"
  }
}
