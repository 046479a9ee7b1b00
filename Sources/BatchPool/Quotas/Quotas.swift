// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The account's quotas, and the cores that count against them.
///
/// Cores are taken when a resize begins to create its nodes, and given back when a node is not created after all, is
/// dropped, or has left.
struct Quotas: ~Copyable {
  /// A quota and its use.
  struct Entry {
    let quota: CoreQuota
    var coresInUse = 0
  }

  private var entries: Table<QuotaID, Entry>

  init(_ quotas: [CoreQuota]) {
    entries = Table(minimumCapacity: quotas.count)
    for quota in quotas { entries.append(Entry(quota: quota)) }
  }

  @inline(__always)
  var isEmpty: Bool { entries.isEmpty }

  /// Takes the cores of nodes that a pool wants, as far as the quotas go.
  ///
  /// - Returns: How many nodes may be made, and the error of the quota that allows no more.
  /// - Complexity: O(quotas).
  mutating func take(
    nodes wanted: Int, lowPriority: Bool, of pool: PoolConfiguration
  ) -> (granted: Int, error: ResizeError?) {
    precondition(wanted >= 0, "pool \(pool.name) wants \(wanted) nodes")
    guard wanted > 0, let cores = pool.coresPerNode else { return (wanted, nil) }
    var (granted, error): (Int, ResizeError?) = (wanted, nil)
    for id in entries.ids where entries[id].quota.covers(pool, lowPriority: lowPriority) {
      let possible = max(0, entries[id].quota.cores - entries[id].coresInUse) / cores
      if possible < granted { (granted, error) = (possible, entries[id].quota.kind.error) }
    }
    change(nodes: granted, lowPriority: lowPriority, of: pool)
    return (granted, error)
  }

  /// Changes the cores in use by those of so many nodes.
  ///
  /// - Complexity: O(quotas).
  mutating func change(nodes difference: Int, lowPriority: Bool, of pool: PoolConfiguration) {
    guard difference != 0, let cores = pool.coresPerNode else { return }
    for id in entries.ids where entries[id].quota.covers(pool, lowPriority: lowPriority) {
      entries[id].coresInUse += difference * cores
      assert(
        (0...entries[id].quota.cores).contains(entries[id].coresInUse),
        "\(entries[id].coresInUse) cores are in use, of a quota of \(entries[id].quota.cores)")
    }
  }

  /// Stops the program unless the cores in use are those of the nodes.
  ///
  /// - Parameters:
  ///   - now: The present time.
  ///   - coresOfNodes: The cores of all nodes that count against a quota.
  mutating func checkInvariants(at now: SimulationTime, coresOfNodes: (CoreQuota) -> Int) {
    for id in entries.ids {
      let quota = entries[id].quota
      precondition(
        entries[id].coresInUse == coresOfNodes(quota) && entries[id].coresInUse <= quota.cores,
        "at \(now): \(entries[id].coresInUse) cores are in use, of a quota of \(quota.cores)")
    }
  }
}
