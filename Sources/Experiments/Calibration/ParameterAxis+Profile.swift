// SPDX-License-Identifier: GPL-3.0-or-later

public import Scenarios

extension ParameterAxis {
  /// The free parameters of a profile with their documented ranges, in its order.
  ///
  /// The range of a distribution is that of its median, its spread that of its sigma.
  ///
  /// - Parameter profile: The profile.
  /// - Returns: One axis for every range of every value whose status is `free`.
  public static func free(of profile: Profile) -> [ParameterAxis] {
    profile.values.filter { $0.status == .free }.flatMap { value -> [ParameterAxis] in
      let middle = ModelQuantity(rawValue: value.key) ?? ModelQuantity(rawValue: value.key + ".median")
      let candidates = [(middle, value.range), (ModelQuantity(rawValue: value.key + ".sigma"), value.spread)]
      return candidates.compactMap { quantity, range -> ParameterAxis? in
        guard let quantity, let range, range.lowerBound < range.upperBound else { return nil }
        return ParameterAxis(quantity, range: range)
      }
    }
  }
}
