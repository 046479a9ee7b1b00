// SPDX-License-Identifier: GPL-3.0-or-later

/// A quota of an account's cores: nodes are added up to it, then the resize ends with the quota's error.
///
/// "Batch service quotas and limits": dedicated nodes count against the account's total and against their VM series,
/// low-priority and spot nodes against a total only.
public struct CoreQuota: Hashable, Sendable {
  /// Which cores a quota is for.
  public enum Kind: Hashable, Sendable {
    /// Those of dedicated nodes.
    case dedicated
    /// Those of low-priority nodes.
    case lowPriority
    /// Those of spot nodes, as low-priority nodes are called in user-subscription mode and since 2025.
    case spot
    /// Those of dedicated nodes of one VM series.
    case vmSeries(String)

    /// The error of a resize that reaches it.
    var error: ResizeError {
      switch self {
      case .dedicated: .accountCoreQuotaReached
      case .lowPriority: .accountLowPriorityCoreQuotaReached
      case .spot: .accountSpotCoreQuotaReached
      case .vmSeries: .accountVMSeriesCoreQuotaReached
      }
    }
  }

  /// Which cores it is for.
  public var kind: Kind
  /// The most cores.
  public var cores: Int

  /// Makes a quota.
  public init(_ kind: Kind, cores: Int) {
    self.kind = kind
    self.cores = cores
  }

  /// Whether nodes of a pool count against it.
  func covers(_ pool: PoolConfiguration, lowPriority: Bool) -> Bool {
    switch kind {
    case .dedicated: !lowPriority
    case .lowPriority, .spot: lowPriority
    case .vmSeries(let series): !lowPriority && pool.vmSeries == series
    }
  }
}
