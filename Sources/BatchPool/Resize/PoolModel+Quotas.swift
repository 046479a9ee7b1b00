// SPDX-License-Identifier: GPL-3.0-or-later

/// The account's quotas: cores are taken when a resize begins to create its nodes, and given back when a node is not
/// created after all, is dropped, or has left.
extension PoolModel {
  /// Takes the cores of nodes that a pool wants, as far as the quotas go.
  ///
  /// - Returns: How many nodes may be made, and the error of the quota that allows no more.
  /// - Complexity: O(quotas).
  mutating func takeCores(_ pool: Int, nodes wanted: Int, lowPriority: Bool) -> (granted: Int, error: ResizeError?) {
    guard !coresInUse.isEmpty, wanted > 0 else { return (wanted, nil) }
    let own = configuration.pools[pool]
    guard let cores = own.coresPerNode else { return (wanted, nil) }
    var (granted, error): (Int, ResizeError?) = (wanted, nil)
    for (index, quota) in configuration.quotas.enumerated() where quota.covers(own, lowPriority: lowPriority) {
      let possible = max(0, quota.cores - coresInUse[index]) / cores
      if possible < granted { (granted, error) = (possible, quota.kind.error) }
    }
    changeCores(pool, nodes: granted, lowPriority: lowPriority)
    return (granted, error)
  }

  mutating func giveBackCores(_ pool: Int, nodes count: Int, lowPriority: Bool) {
    changeCores(pool, nodes: -count, lowPriority: lowPriority)
  }

  @inline(__always)
  private mutating func changeCores(_ pool: Int, nodes difference: Int, lowPriority: Bool) {
    guard !coresInUse.isEmpty, difference != 0 else { return }
    let own = configuration.pools[pool]
    guard let cores = own.coresPerNode else { return }
    for (index, quota) in configuration.quotas.enumerated() where quota.covers(own, lowPriority: lowPriority) {
      coresInUse[index] += difference * cores
    }
  }
}
