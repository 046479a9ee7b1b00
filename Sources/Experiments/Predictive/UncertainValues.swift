// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool
package import Diagnostics
internal import Randomness
public import Scenarios

/// What is not known of a variant's numbers, and how it is drawn: once a replication, as a place and a day have it.
///
///     seed, replication, name of the value -> a number from 0 to 1 -> its place in the documented range -> the value
///
/// The number belongs to the name: every variant that has the value gets the same one in a replication, so that variants
/// differ in what they do, not in what they met. Equal steps are equal factors where the range excludes 0: the value is
/// then log-uniform over its range, as is usual for a scale of which only the order is known. Values are drawn
/// independently of each other: what several of them show only together is not used, which makes intervals wider.
///
/// What differs from node to node stays with the model: it draws every node's boot, say, around the median drawn here.
public struct UncertainValues: Sendable {
  /// The values that are drawn, each with its range, in the order of the profile.
  public let axes: [ParameterAxis]
  /// Keys of values that have a range and that the scenario sets itself: they stay as they are.
  public let fixedKeys: [String]
  /// Keys of values whose range has equal ends: there is nothing to draw.
  public let pointKeys: [String]

  /// The purpose of the draws: far from those of the model, which count from 1.
  private static let purpose = DrawPurpose(rawValue: 1_000)
  /// How often values are drawn again that the model cannot take together.
  private static let mostAttempts = 100

  /// Finds out what is not known of a variant.
  ///
  /// - Complexity: O(values of the profile).
  public init(_ variant: Scenario.Variant) {
    let open = variant.profileValues
    axes = open.flatMap(ParameterAxis.ranges(of:)).filter {
      $0.quantity.setting($0.range.lowerBound, in: variant.configuration.parameters) != nil
    }
    let kept = Set(open.map(\.key))
    fixedKeys = variant.allProfileValues.filter { !kept.contains($0.key) && !ParameterAxis.ranges(of: $0).isEmpty }
      .map(\.key)
    pointKeys = open.filter { value in
      [value.range, value.spread].contains { $0.map { $0.lowerBound == $0.upperBound } ?? false }
    }.map(\.key)
  }

  /// A system with the values that a replication draws.
  ///
  /// - Parameters:
  ///   - system: The system of the variant.
  ///   - seed: The master seed.
  ///   - replication: The number of the replication, from 0.
  /// - Returns: The system; as it is where the model takes none of many draws.
  /// - Complexity: O(values) expected.
  public func drawn(_ system: SystemConfiguration, seed: UInt64, replication: Int) -> SystemConfiguration {
    let source = RandomSource(seed: seed, replication: UInt64(replication))
    let streams = axes.map { source.stream(purpose: Self.purpose, entity: Self.entity($0.quantity.rawValue)) }
    for _ in 0..<Self.mostAttempts {
      var moved = system
      var isPossible = true
      for (axis, stream) in zip(axes, streams) {
        let value = axis.value(at: stream.uniform())
        guard let parameters = axis.quantity.setting(value, in: moved.parameters) else {
          isPossible = false
          continue
        }
        moved.parameters = parameters
      }
      if isPossible, moved.problems().isEmpty { return moved }
    }
    return system
  }

  /// The number of a name: the FNV-1a hash of its bytes, as the names of pools have it.
  private static func entity(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

extension Experiment {
  /// As ``predictive()``, where there is something to draw for some variant.
  ///
  /// - Parameter file: The file of the scenario.
  /// - Throws: `Failure` that says why nothing is drawn.
  package func checkedPredictive(file: String) throws(Failure) -> Experiment {
    let experiment = predictive()
    let values = experiment.uncertain ?? []
    guard values.allSatisfy(\.axes.isEmpty) else { return experiment }
    let fixed = values.flatMap(\.fixedKeys)
    let points = values.flatMap(\.pointKeys)
    let reason =
      if let first = fixed.first {
        "the scenario sets every value that has a range in its profile, \(first) for one, so that nothing is left to draw; "
          + "remove what is not measured from model:, or leave --predictive out"
      } else if let first = points.first {
        "every range of the profile \(scenario.profile) has equal ends, that of \(first) for one, so that there is nothing to "
          + "draw; give ranges from a lower to a higher end"
      } else {
        "no value of the profile \(scenario.profile) has a range, so that there is nothing to draw; give the values that "
          + "are not known a range, or a spread, in the profile"
      }
    throw Failure(.invalid, .nothingUncertain, at: SourcePlace(file: file), reason)
  }
}
