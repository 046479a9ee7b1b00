// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Where the time of pools and nodes went.
extension PoolModel {
  /// What a pool waited for until it was steady at the size that was asked for last; nil when it never was.
  ///
  /// A resize ends with the last VM that it obtains, so the account follows that node.
  ///
  /// - Parameters:
  ///   - pool: The pool.
  ///   - last: The node of its latest resize that was obtained last, if the resize made any.
  /// - Returns: The account; it adds up to the time to steady.
  mutating func steadyAccount(of pool: PoolID, last: NodeID?) -> TimeAccount? {
    guard let steadyAt = pools[pool].reachedAt else { return nil }
    var accountant = TimeAccountant(from: .zero)
    accountant.spend(until: pools[pool].targetTakenAt, on: .earlierSizes)
    if let last {
      spend(until: last, ledger[pools[pool].record], &accountant)
    } else {
      accountant.spend(until: ledger[pools[pool].record].requestedAt, on: .earlierResizes)
    }
    accountant.spend(until: steadyAt, on: .removal)
    assert(accountant.account.total == steadyAt - .zero, "the time of pool \(pool) until \(steadyAt) does not add up")
    return accountant.account
  }

  /// What a node waited for from the request for its pool's size until it first was idle; nil when it never was.
  ///
  /// - Parameters:
  ///   - node: The node.
  ///   - resize: The resize that made it.
  /// - Returns: The account; it adds up to the time from the request to idle.
  mutating func idleAccount(of node: NodeID, _ resize: ResizeRecord) -> TimeAccount? {
    let idleAt = nodes[node].idleAt
    guard idleAt != Node.never else { return nil }
    var accountant = TimeAccountant(from: nodes[node].wantedAt)
    spend(until: node, resize, &accountant)
    let (entity, attempt) = (entity(of: node), UInt32(nodes[node].failuresOfFirstVM))
    accountant.spend(
      until: nodes[node].readEndedAt, atOwnRate: ownReadTime(draws.bootBytes(entity: entity, attempt: attempt)),
      .bootReadRate, sharing: .bootBandwidth)
    accountant.spend(until: nodes[node].bootedAt, on: .osBoot)
    if nodes[node].wasInterrupted {
      accountant.spend(until: idleAt, on: .interruption)
    } else {
      accountant.spend(until: agentEnd(of: node, bootedAt: nodes[node].bootedAt, attempt: attempt), on: .nodeAgent)
      accountant.spend(until: idleAt, on: .startTask)
    }
    assert(accountant.account.total == idleAt - nodes[node].wantedAt, "the time of node \(node) does not add up")
    return accountant.account
  }

  /// From the request of a resize until a node of it was obtained.
  private mutating func spend(until node: NodeID, _ resize: ResizeRecord, _ accountant: inout TimeAccountant) {
    accountant.spend(until: resize.requestedAt, on: .earlierResizes)
    accountant.spend(until: resize.allocationStartedAt, on: .serviceDelay)
    accountant.spend(until: resize.nodesRequestedAt, on: .imageReplication)
    accountant.spend(until: nodes[node].dueAt, on: .unitRate)
    accountant.spend(until: nodes[node].requestedAt, on: .subscriptionRate)
    let failures = nodes[node].failuresOfFirstVM
    accountant.spend(until: nodes[node].diskStartedAt, on: failures > 0 ? .failedAttempts : .replicaPlaces)
    guard nodes[node].diskStartedAt != Node.never else {
      // A marketplace image has no disk to make: without a failure the VM is there at once.
      accountant.spend(until: nodes[node].creatingAt, on: .failedAttempts)
      return
    }
    let bytes = draws.diskBytes(entity: entity(of: node), attempt: UInt32(failures))
    accountant.spend(
      until: nodes[node].creatingAt, atOwnRate: ownReadTime(bytes), .diskReadRate, sharing: .diskBandwidth)
  }

  /// How long a node reads so many bytes when nobody else does.
  private mutating func ownReadTime(_ bytes: Double) -> SimulationDuration {
    SimulationDuration(
      seconds: min(bytes / configuration.parameters.nodeReadLimit, SystemConfiguration.longestStage.seconds))
  }
}
