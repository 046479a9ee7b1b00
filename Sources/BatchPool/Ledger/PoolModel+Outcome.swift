// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Statistics

/// From the state at the end of a run to its outcome.
extension PoolModel {
  /// - Complexity: O(N) expected for N nodes.
  func outcome(events: UInt64, end: RunEnd) -> RunOutcome {
    var latencies: [[Double]] = configuration.pools.map { pool in
      var list: [Double] = []
      list.reserveCapacity(pool.targetNodes)
      return list
    }
    var waits = latencies
    let endTime = endTime
    var liveNodeSeconds = ContiguousArray(repeating: 0.0, count: pools.count)
    for id in nodes.ids {
      let node = nodes[id]
      if node.idleAt != Node.never {
        latencies[node.pool.index].append((node.idleAt - node.creatingAt).seconds)
        waits[node.pool.index].append((node.idleAt - node.wantedAt).seconds)
      }
      if node.state.isCurrent {
        liveNodeSeconds[node.pool.index] += (endTime - node.creatingAt).seconds
      }
    }
    var outcomes: [PoolOutcome] = []
    for id in pools.ids {
      let pool = pools[id]
      let billedSeconds = liveNodeSeconds[id.index] + ledger.goneNodeSeconds(of: id)
      outcomes.append(
        PoolOutcome(
          targetNodes: pool.wantedNodes,
          provisionedNodes: pool.currentCount - nodes.count(of: id, in: .preempted),
          idleNodes: nodes.count(of: id, in: .idle), reachedTarget: pool.reachedAt != nil,
          resizes: Int(pool.resizeCount),
          singleResize: pool.reachedAt != nil && pool.resizeCount - pool.earlierResizeCount == 1,
          steadyState: pool.reachedAt.map { $0 - .zero }, idleLatency: IdleLatency(rearranging: &latencies[id.index]),
          requestToIdle: IdleLatency(rearranging: &waits[id.index]),
          nodeHours: billedSeconds / 3_600, usableNodes: nodes.usableCount(of: id),
          meanUsableNodes: endTime > .zero ? nodes.usableSeconds(of: id, until: endTime) / (endTime - .zero).seconds : 0))
    }
    let total =
      outcomes.count == 1 ? outcomes[0] : PoolOutcome(adding: outcomes, latencies: latencies, waits: waits)
    return RunOutcome(
      pools: outcomes, total: total, resizes: resizeRecords(),
      nodes: nodeRecords(), timeline: nodes.timeline, events: events,
      endedAt: endTime, end: end)
  }

  /// When the run is over: one that is looked at for a set time is billed to its end.
  var endTime: SimulationTime { configuration.duration.map { .zero + $0 } ?? ledger.lastEventTime }

  /// The resizes; those that the end of the run cut short say so.
  private func resizeRecords() -> [ResizeRecord] {
    var records = ledger.resizes
    for pool in pools.ids where pools[pool].allocationState != .steady {
      let index = pools[pool].record.index
      records[index].endedAt = nil
      records[index].nodesAfter = pools[pool].currentCount
      records[index].outcome = .underway
    }
    return records
  }

  private func nodeRecords() -> [NodeRecord] {
    guard recording.contains(.nodes) else { return [] }
    var records: [NodeRecord] = []
    records.reserveCapacity(nodes.count)
    for node in nodes.ids { records.append(record(nodes[node])) }
    return records
  }

  private func record(_ node: Node) -> NodeRecord {
    func time(_ time: SimulationTime) -> SimulationTime? { time == Node.never ? nil : time }
    let firstReplica = images[pools[node.pool].image].replicas.lowerBound
    return NodeRecord(
      pool: node.pool.index, node: Int(node.ordinal), resize: Int(node.resize),
      replica: node.replica == Node.noReplica ? nil : firstReplica.distance(to: node.replica),
      requestedAt: node.requestedAt, diskStartedAt: time(node.diskStartedAt), creatingAt: time(node.creatingAt),
      startingAt: node.wasShownStarting ? node.creatingAt + NodeState.startingDelay : nil,
      bootReadEndedAt: time(node.readEndedAt), bootedAt: time(node.bootedAt), idleAt: time(node.idleAt),
      state: node.state)
  }
}

extension PoolOutcome {
  /// All pools together.
  ///
  /// - Complexity: O(N) expected for N nodes.
  fileprivate init(adding pools: [PoolOutcome], latencies: [[Double]], waits: [[Double]]) {
    var all = latencies.flatMap { $0 }
    var allWaits = waits.flatMap { $0 }
    let steadyStates = pools.compactMap(\.steadyState)
    self.init(
      targetNodes: pools.reduce(0) { $0 + $1.targetNodes },
      provisionedNodes: pools.reduce(0) { $0 + $1.provisionedNodes },
      idleNodes: pools.reduce(0) { $0 + $1.idleNodes }, reachedTarget: pools.allSatisfy(\.reachedTarget),
      resizes: pools.reduce(0) { $0 + $1.resizes }, singleResize: pools.allSatisfy(\.singleResize),
      steadyState: steadyStates.count == pools.count ? steadyStates.max() : nil,
      idleLatency: IdleLatency(rearranging: &all), requestToIdle: IdleLatency(rearranging: &allWaits),
      nodeHours: pools.reduce(0) { $0 + $1.nodeHours }, usableNodes: pools.reduce(0) { $0 + $1.usableNodes },
      meanUsableNodes: pools.reduce(0) { $0 + $1.meanUsableNodes })
  }
}

extension IdleLatency {
  /// The figures of a list of latencies [s], which is rearranged; nil when it is empty.
  ///
  /// - Complexity: O(n) expected.
  init?(rearranging latencies: inout [Double]) {
    guard let first = latencies.first else { return nil }
    // Summed in order of creation: the mean must not depend on how the quantiles are found.
    var (sum, largest) = (0.0, first)
    for latency in latencies {
      sum += latency
      largest = Swift.max(largest, latency)
    }
    self.init(
      mean: sum / Double(latencies.count), p50: Quantiles.quantile(0.5, rearranging: &latencies) ?? first,
      p95: Quantiles.quantile(0.95, rearranging: &latencies) ?? first, max: largest)
  }
}
