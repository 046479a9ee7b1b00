// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool
public import Randomness
public import Scenarios

/// What is not known of a variant's numbers, and how it is drawn: once a replication, as a place and a day have it.
///
///     seed, replication, name of the value -> a number from 0 to 1 -> its place in the documented range -> the value
///
/// A value of which the profile gives a distribution (`belief`) is drawn from that instead.
///
/// The number belongs to the name: every variant that has the value gets the same one in a replication, so that variants
/// differ in what they do, not in what they met. Equal steps are equal factors where the range excludes 0: the value is
/// then log-uniform over its range, as is usual for a scale of which only the order is known. Values are drawn
/// independently of each other: what several of them show only together is not used, which makes intervals wider.
///
/// What differs from node to node stays with the model: it draws every node's boot, say, around the median drawn here.
public struct UncertainValues: Sendable {
  /// A value whose distribution the profile gives.
  public struct Belief: Sendable {
    /// The value, or the median of its distribution from node to node.
    public let quantity: ModelQuantity
    /// How likely it is where it lies, in the unit of the mechanism.
    public let distribution: Distribution
    /// The distribution as a profile writes it.
    public let text: String
  }

  /// The values that are drawn from a range, in the order of the profile.
  public let axes: [ParameterAxis]
  /// The values that are drawn from a distribution of the profile, in its order.
  public let beliefs: [Belief]
  /// Keys of values that have a range and that the scenario sets itself: they stay as they are.
  public let fixedKeys: [String]

  /// The purpose of the draws: far from those of the model, which count from 1.
  private static let purpose = DrawPurpose(rawValue: 1_000)
  /// How often one value is drawn again that the model cannot take: a profile whose distribution has less than a tenth of
  /// its weight where the model takes it is refused, so that so many draws in a row fail once in 10^45 values.
  private static let mostAttempts = 1_000

  /// Finds out what is not known of a variant.
  ///
  /// - Complexity: O(values of the profile).
  public init(_ variant: Scenario.Variant) {
    let open = variant.profileValues
    let parameters = variant.configuration.parameters
    let beliefs = open.compactMap(Belief.init).filter {
      $0.quantity.setting($0.distribution.quantile(0.5), in: parameters) != nil
    }
    let believed = Set(beliefs.map(\.quantity))
    axes = open.flatMap(ParameterAxis.ranges(of:)).filter {
      !believed.contains($0.quantity) && $0.moves(parameters)
    }
    self.beliefs = beliefs
    let kept = Set(open.map(\.key))
    let uncertain = variant.allProfileValues.filter { $0.belief != nil || !ParameterAxis.ranges(of: $0).isEmpty }
    fixedKeys = uncertain.map(\.key).filter { !kept.contains($0) }
  }

  /// A system with the values that a replication draws.
  ///
  /// A number that the model cannot take, a share above 1 say, is drawn again: the law of a value is that of the profile
  /// under the condition that the model can take it. The others do not move, since what the model takes of one value does
  /// not depend on the others.
  ///
  /// - Parameters:
  ///   - system: The system of the variant.
  ///   - seed: The master seed.
  ///   - replication: The number of the replication, from 0.
  /// - Returns: The system.
  /// - Precondition: At least a tenth of the weight of every distribution lies where the model takes it, as reading a profile
  ///   makes sure.
  /// - Complexity: O(values) expected.
  public func drawn(_ system: SystemConfiguration, seed: UInt64, replication: Int) -> SystemConfiguration {
    let source = RandomSource(seed: seed, replication: UInt64(replication))
    typealias Law = (quantity: ModelQuantity, value: (Double) -> Double)
    let ranges = axes.map { axis -> Law in (axis.quantity, { axis.value(at: $0) }) }
    let laws = ranges + beliefs.map { belief -> Law in (belief.quantity, { belief.value(at: $0) }) }
    var moved = system
    for law in laws {
      let stream = source.stream(purpose: Self.purpose, entity: EntityName.number(law.quantity.rawValue))
      moved.parameters = Self.possible(law.quantity, in: moved.parameters) { law.value(stream.uniform()) }
    }
    return moved
  }

  /// The parameters with the first of many draws that the model takes.
  private static func possible(
    _ quantity: ModelQuantity, in parameters: ModelParameters, draw: () -> Double
  ) -> ModelParameters {
    for _ in 0..<mostAttempts {
      if let moved = quantity.setting(draw(), in: parameters), quantity.parameter.problem(in: moved) == nil {
        return moved
      }
    }
    preconditionFailure("none of \(mostAttempts) draws of \(quantity.rawValue) is one that the model takes")
  }
}

extension UncertainValues.Belief {
  /// Nil for a value without a distribution.
  fileprivate init?(_ value: Profile.Value) {
    guard let distribution = value.belief, let text = value.beliefText,
      let quantity = ModelQuantity(rawValue: value.key) ?? ModelQuantity(rawValue: value.key + ".median")
    else { return nil }
    self.init(quantity: quantity, distribution: distribution, text: text)
  }

  /// The value that a share of the distribution lies below; the shares 0 and 1 count as next to them.
  fileprivate func value(at share: Double) -> Double {
    distribution.quantile(min(max(share, 1e-12), 1 - 1e-12))
  }
}

extension UncertainValues {
  /// Whether nothing is drawn.
  package var isEmpty: Bool { axes.isEmpty && beliefs.isEmpty }

  /// What is drawn, as people call it.
  package var names: [String] { axes.map(\.quantity.parameterName) + beliefs.map(\.quantity.parameterName) }
}
