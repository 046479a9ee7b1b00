// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
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

  func checkComparable(with other: ComparisonSubject) throws(IncomparableError) {
    try Self.checkComparable(
      (result.scenario.seed, configuration), with: (other.result.scenario.seed, other.configuration))
    guard !result.variants[variant].outcomes.isEmpty, !other.result.variants[other.variant].outcomes.isEmpty else {
      throw IncomparableError("they have no replication in common")
    }
  }

  /// Whether a difference between two systems would tell what the reader takes it to tell.
  static func checkComparable(
    _ left: (seed: UInt64, configuration: SystemConfiguration),
    with right: (seed: UInt64, configuration: SystemConfiguration)
  ) throws(IncomparableError) {
    guard left.seed == right.seed else {
      throw IncomparableError(
        "their seeds differ (\(left.seed) and \(right.seed)), so that they do not share random circumstances; "
          + "give both the same with --seed")
    }
    let pools = left.configuration.pools
    let otherPools = right.configuration.pools
    guard pools.map(\.name) == otherPools.map(\.name) else {
      throw IncomparableError("they have different pools (\(Self.names(pools)) and \(Self.names(otherPools)))")
    }
    for (pool, otherPool) in zip(pools, otherPools) where pool.targetNodes != otherPool.targetNodes {
      throw IncomparableError(
        "they want different numbers of nodes (\(pool.targetNodes) and \(otherPool.targetNodes) in pool "
          + "\(pool.name)), so that a difference says nothing about the rest")
    }
  }

  private static func names(_ pools: [PoolConfiguration]) -> String {
    pools.count > 3 ? "\(pools.count) pools" : pools.map(\.name).joined(separator: ", ")
  }
}

/// Why two results cannot be compared.
public struct IncomparableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Why not.
  public let reason: String

  /// Makes an error.
  public init(_ reason: String) {
    self.reason = reason
  }

  /// The reason, as a sentence.
  public var description: String { "not comparable: \(reason)" }
}
