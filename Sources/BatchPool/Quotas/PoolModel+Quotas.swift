// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The quotas as resizes meet them.
extension PoolModel {
  /// Takes the cores of nodes that a pool wants, as far as the quotas go.
  ///
  /// - Returns: How many nodes may be made, and the error of the quota that allows no more.
  /// - Complexity: O(quotas).
  mutating func takeCores(_ pool: PoolID, nodes wanted: Int, lowPriority: Bool) -> (granted: Int, error: ResizeError?) {
    guard !quotas.isEmpty else { return (wanted, nil) }
    return quotas.take(nodes: wanted, lowPriority: lowPriority, of: configuration[pool])
  }

  @inline(__always)
  mutating func giveBackCores(_ pool: PoolID, nodes count: Int, lowPriority: Bool) {
    assert(count >= 0, "pool \(pool) gives back the cores of \(count) nodes")
    guard !quotas.isEmpty else { return }
    quotas.change(nodes: -count, lowPriority: lowPriority, of: configuration[pool])
  }

  /// Stops the program unless the cores in use are those of the nodes that count, nodes yet to be created included.
  ///
  /// - Complexity: O(quotas times nodes).
  mutating func checkQuotas(at now: SimulationTime) {
    // Nodes of each pool that count: dedicated, low-priority.
    var counts = [(Int, Int)](repeating: (0, 0), count: pools.count)
    for node in nodes.ids where nodes[node].state != .dropped && nodes[node].state != .removed {
      if nodes[node].isLowPriority {
        counts[nodes[node].pool.index].1 += 1
      } else {
        counts[nodes[node].pool.index].0 += 1
      }
    }
    for pool in pools.ids {
      counts[pool.index].0 += pools[pool].uncreatedCount - pools[pool].uncreatedLowPriorityCount
      counts[pool.index].1 += pools[pool].uncreatedLowPriorityCount
    }
    let configuration = configuration
    quotas.checkInvariants(at: now) { quota in
      zip(configuration.pools, counts).reduce(0) { sum, entry in
        let (pool, count) = entry
        let nodes =
          (quota.covers(pool, lowPriority: false) ? count.0 : 0) + (quota.covers(pool, lowPriority: true) ? count.1 : 0)
        return sum + nodes * (pool.coresPerNode ?? 0)
      }
    }
  }
}
