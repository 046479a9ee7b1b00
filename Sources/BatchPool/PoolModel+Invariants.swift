// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

extension PoolModel {
  /// Stops the program unless nodes and bytes are conserved.
  ///
  /// Every node is in exactly one state and the census agrees; pools count their nodes rightly; no pool has more
  /// nodes than it wants; each replica has served, stopped or still owes every byte that it was asked for; a steady
  /// pool creates nothing.
  ///
  /// - Complexity: O(nodes + pools + replicas).
  mutating func checkInvariants(at now: SimulationTime) {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: NodeState.allCases.count), count: pools.count)
    for number in nodes.indices {
      let node = nodes[number]
      counts[Int(node.pool)][Int(node.state.rawValue)] += 1
      precondition(
        node.state != .creating || pools[Int(node.pool)].allocationState != .steady,
        "at \(now): a node is being created in a steady pool")
      precondition(
        (node.state.isCurrent || node.state == .removed) == (node.provisionedAt != Node.never),
        "at \(now): node \(node.ordinal) is \(node.state.name) but its provisioning time says otherwise")
      precondition(
        node.creatingAt <= node.readStartedAt && node.readStartedAt <= node.readEndedAt
          && node.readEndedAt <= node.provisionedAt && node.provisionedAt <= node.idleAt,
        "at \(now): the times of node \(node.ordinal) are out of order")
    }
    for index in pools.indices {
      let pool = pools[index]
      var current = 0
      for state in NodeState.allCases {
        let count = counts[index][Int(state.rawValue)]
        precondition(
          count == census.count(pool: index, state: state), "at \(now): the census of \(state.name) is wrong")
        if state.isCurrent { current += count }
      }
      precondition(current == pool.currentCount, "at \(now): pool \(index) miscounts its current nodes")
      precondition(
        counts[index][Int(NodeState.creating.rawValue)] == pool.unfinishedCount,
        "at \(now): pool \(index) miscounts unfinished nodes")
      precondition(
        pool.unfinishedCount + pool.uncreatedCount
          <= max(0, pool.missingDedicatedCount) + max(0, pool.missingLowPriorityCount),
        "at \(now): pool \(index) makes more nodes than it wants")
    }
    for (index, quota) in configuration.quotas.enumerated() {
      precondition(
        coresInUse[index] == coresOfNodes(under: quota) && coresInUse[index] <= quota.cores,
        "at \(now): \(coresInUse[index]) cores are in use, of a quota of \(quota.cores)")
    }
    for index in replicas.indices {
      let carried = replicas[index].link.servedBytes(at: now) + replicas[index].link.outstandingBytes(at: now)
      let accounted = carried + replicas[index].link.cancelledBytes
      let asked = replicas[index].link.submittedBytes
      precondition(
        (accounted - asked).magnitude <= 1e-9 * max(asked, 1),
        "at \(now): replica \(index) accounts for \(accounted) of \(asked) bytes")
    }
  }

  /// The cores of every node that counts against a quota, nodes that are yet to be created included.
  private func coresOfNodes(under quota: CoreQuota) -> Int {
    var cores = 0
    for number in nodes.indices where nodes[number].state != .dropped && nodes[number].state != .removed {
      let pool = configuration.pools[Int(nodes[number].pool)]
      if quota.covers(pool, lowPriority: nodes[number].isLowPriority) { cores += pool.coresPerNode ?? 0 }
    }
    for index in pools.indices {
      let pool = configuration.pools[index]
      let lowPriority = pools[index].uncreatedLowPriorityCount
      if quota.covers(pool, lowPriority: true) { cores += lowPriority * (pool.coresPerNode ?? 0) }
      if quota.covers(pool, lowPriority: false) {
        cores += (pools[index].uncreatedCount - lowPriority) * (pool.coresPerNode ?? 0)
      }
    }
    return cores
  }
}
