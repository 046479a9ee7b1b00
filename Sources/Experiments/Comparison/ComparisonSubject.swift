// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Diagnostics
internal import Scenarios

/// One side of a comparison: a variant of a scenario that was run.
public struct ComparisonSubject: Sendable {
  let result: ExperimentResult
  let variant: Int

  /// Names a variant.
  ///
  /// - Parameters:
  ///   - result: The scenario that was run.
  ///   - variant: An index into its variants.
  public init(_ result: ExperimentResult, variant: Int) {
    self.result = result
    self.variant = variant
  }

  var configuration: SystemConfiguration { result.variants[variant].variant.configuration }

  func checkComparable(with other: ComparisonSubject) throws(Failure) {
    try Self.checkComparable(
      (result.scenario.seed, configuration), with: (other.result.scenario.seed, other.configuration))
    guard !result.variants[variant].outcomes.isEmpty, !other.result.variants[other.variant].outcomes.isEmpty else {
      throw Self.failure("they have no replication in common")
    }
  }

  /// Whether a difference between two systems has one cause only.
  static func checkComparable(
    _ left: (seed: UInt64, configuration: SystemConfiguration),
    with right: (seed: UInt64, configuration: SystemConfiguration)
  ) throws(Failure) {
    guard left.seed == right.seed else {
      throw Self.failure(
        "their seeds differ (\(left.seed) and \(right.seed)), so the sides do not share their random numbers; "
          + "give both the same with --seed")
    }
    let pools = left.configuration.pools
    let otherPools = right.configuration.pools
    guard pools.map(\.name) == otherPools.map(\.name) else {
      throw Self.failure("they have different pools (\(Self.names(pools)) and \(Self.names(otherPools)))")
    }
    for (pool, otherPool) in zip(pools, otherPools) where pool.targetNodes != otherPool.targetNodes {
      throw Self.failure(
        "they ask for different numbers of nodes (\(pool.targetNodes) and \(otherPool.targetNodes) in pool "
          + "\(pool.name)), so a difference would say nothing about the rest")
    }
  }

  /// Why two sides cannot be compared.
  static func failure(_ reason: String) -> Failure {
    Failure(.invalid, .incomparable, at: SourcePlace(file: "compare"), "not comparable: \(reason)")
  }

  private static func names(_ pools: [PoolConfiguration]) -> String {
    pools.count > 3 ? "\(pools.count) pools" : pools.map(\.name).joined(separator: ", ")
  }
}
