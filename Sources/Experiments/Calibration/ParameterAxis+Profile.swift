// SPDX-License-Identifier: GPL-3.0-or-later

public import Scenarios

extension ParameterAxis {
  /// The free parameters of a profile with their documented ranges, in its order.
  ///
  /// The range of a distribution is that of its median.
  ///
  /// - Parameter profile: The profile.
  /// - Returns: One axis for every value whose status is `free`.
  public static func free(of profile: Profile) -> [ParameterAxis] {
    profile.values.filter { $0.status == .free }.compactMap { value in
      guard let range = value.range, range.lowerBound < range.upperBound,
        let quantity = ModelQuantity(rawValue: value.key) ?? ModelQuantity(rawValue: value.key + ".median")
      else { return nil }
      return ParameterAxis(quantity, range: range)
    }
  }
}
