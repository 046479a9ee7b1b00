// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
public import Scenarios

extension ParameterAxis {
  /// The free parameters of a profile with their documented ranges, in its order; without those of work and formulas,
  /// on which no start of a pool depends.
  ///
  /// - Parameter profile: The profile.
  /// - Returns: One axis for every range of every value whose status is `free`.
  public static func free(of profile: Profile) -> [ParameterAxis] {
    ranged(of: profile, where: { $0.status == .free })
  }

  /// Every number of a profile that has a documented range, whatever its status, in its order; without those of work and
  /// formulas.
  ///
  /// - Parameter profile: The profile.
  /// - Returns: One axis for every range of every value.
  public static func ranged(of profile: Profile) -> [ParameterAxis] {
    ranged(of: profile, where: { _ in true })
  }

  /// Those that the profile's own parameters can be moved along.
  private static func ranged(of profile: Profile, where holds: (Profile.Value) -> Bool) -> [ParameterAxis] {
    profile.values.filter { holds($0) && !$0.isOfWork }.flatMap(ranges(of:)).filter { $0.moves(profile.parameters) }
  }

  /// The documented ranges of a value, whatever its status.
  ///
  /// The range of a distribution is that of its median, its spread that of its sigma.
  ///
  /// - Parameter value: The value of a profile.
  /// - Returns: One axis for every range that has an extent.
  package static func ranges(of value: Profile.Value) -> [ParameterAxis] {
    let middle = ModelQuantity(rawValue: value.key) ?? ModelQuantity(rawValue: value.key + ".median")
    let candidates = [(middle, value.range), (ModelQuantity(rawValue: value.key + ".sigma"), value.spread)]
    return candidates.compactMap { quantity, range -> ParameterAxis? in
      guard let quantity, let range, range.lowerBound < range.upperBound else { return nil }
      return ParameterAxis(quantity, range: range)
    }
  }
}

extension Profile.Value {
  /// Whether tasks and formulas alone depend on it.
  package var isOfWork: Bool { ModelParameter.named(key)?.isOfWork ?? false }
}
