// SPDX-License-Identifier: GPL-3.0-or-later

package import Experiments
package import Scenarios
internal import BatchPool

/// What a profile says about its own values: which lie at an end of their range, and which have none.
package struct ProfileStanding: Sendable {
  /// A value at an end of its range.
  package struct Bound: Hashable, Sendable {
    /// The number and its range.
    package let axis: ParameterAxis
    /// Whether it is the lower end.
    package let isLower: Bool
    /// Whether the value is free, so that a fit may have been stopped there.
    package let isFree: Bool
  }

  /// Values at an end of their range, in the order of the profile.
  package let bounds: [Bound]
  /// Values without a range: nothing varies them.
  package let unvaried: [Profile.Value]

  /// Reads a profile.
  package init(_ profile: Profile) {
    // No claim is about work or formulas.
    let values = profile.values.filter { !$0.isOfWork }
    bounds = values.flatMap { value in
      ParameterAxis.ranges(of: value).compactMap { axis in
        guard let number = axis.quantity.value(in: profile.parameters) else { return nil }
        let margin = 1e-9 * (axis.range.upperBound - axis.range.lowerBound)
        let isLower = number <= axis.range.lowerBound + margin
        guard isLower || number >= axis.range.upperBound - margin else { return nil }
        return Bound(axis: axis, isLower: isLower, isFree: value.status == .free)
      }
    }
    unvaried = values.filter { ParameterAxis.ranges(of: $0).isEmpty }
  }
}
