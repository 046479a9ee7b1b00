// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

extension PoolModel {
  /// Stops the program unless every part of the state is sound and the parts agree: nodes, bytes and cores are
  /// conserved.
  ///
  /// - Complexity: O(nodes + pools + replicas + requests).
  mutating func checkInvariants(at now: SimulationTime) {
    callers.checkInvariants(at: now)
    creation.checkInvariants(at: now)
    images.checkInvariants(at: now)
    nodes.checkInvariants(at: now)
    ledger.checkInvariants(at: now)
    checkQuotas(at: now)
    for pool in pools.ids {
      pools[pool].checkInvariants(pool, at: now)
      checkCounts(of: pool, at: now)
    }
    checkFlows(at: now)
    checkUnits(at: now)
    checkWork(at: now)
  }

  /// Every unit counts its nodes.
  private mutating func checkUnits(at now: SimulationTime) {
    var counts = [Int](repeating: 0, count: creation.unitIDs.count)
    for node in nodes.ids {
      let unit = nodes[node].unit
      precondition(
        creation[unit].pool == nodes[node].pool && creation[unit].isLowPriority == nodes[node].isLowPriority,
        "at \(now): node \(node) is in a unit of others")
      if nodes[node].state.isCurrent { counts[unit.index] += 1 }
    }
    for unit in creation.unitIDs {
      precondition(
        counts[unit.index] == creation[unit].nodeCount, "at \(now): unit \(unit) miscounts its nodes")
    }
  }

  /// A pool's own counts are those of the census.
  private mutating func checkCounts(of pool: PoolID, at now: SimulationTime) {
    let current = NodeState.allCases.filter(\.isCurrent).reduce(0) { $0 + nodes.count(of: pool, in: $1) }
    precondition(current == pools[pool].currentCount, "at \(now): pool \(pool) miscounts its current nodes")
    precondition(
      nodes.count(of: pool, in: .requested) == pools[pool].unfinishedCount,
      "at \(now): pool \(pool) miscounts unfinished nodes")
    precondition(
      nodes.count(of: pool, in: .leavingPool) <= pools[pool].leavingCount,
      "at \(now): pool \(pool) has nodes that leave without a resize")
    precondition(
      pools[pool].leaving.allSatisfy { nodes[$0.node].pool == pool }, "at \(now): pool \(pool) removes another's nodes")
    precondition(
      pools[pool].uncreatedCount == 0 || pools[pool].awaitsImage == !images[pools[pool].image].isReplicated,
      "at \(now): pool \(pool) waits for an image that is there, or does not wait for one that is not")
  }

  /// A node that reads does so from a replica of its pool's image.
  private mutating func checkFlows(at now: SimulationTime) {
    for node in nodes.ids where nodes[node].flow != nil {
      let image = pools[nodes[node].pool].image
      precondition(
        images[image].replicas.contains(nodes[node].replica), "at \(now): node \(node) reads another pool's image")
      precondition(
        !images[image].isDeleted || nodes[node].creatingAt != Node.never && nodes[node].state != .reimaging,
        "at \(now): the disk of node \(node) is made from an image that is gone")
    }
  }
}
