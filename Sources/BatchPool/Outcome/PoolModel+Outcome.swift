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
    // A run that is looked at for a set time is billed to its end.
    let endTime = configuration.duration.map { .zero + $0 } ?? lastEventTime
    var liveNodeSeconds = ContiguousArray(repeating: 0.0, count: pools.count)
    for number in nodes.indices {
      let node = nodes[number]
      if node.idleAt != Node.never { latencies[Int(node.pool)].append((node.idleAt - node.creatingAt).seconds) }
      if node.state != .dropped, node.state != .removed {
        liveNodeSeconds[Int(node.pool)] += (endTime - node.creatingAt).seconds
      }
    }
    var outcomes: [PoolOutcome] = []
    for index in pools.indices {
      let pool = pools[index]
      let billedSeconds = liveNodeSeconds[index] + pool.goneNodeSeconds
      outcomes.append(
        PoolOutcome(
          targetNodes: pool.targetNodes,
          provisionedNodes: pool.currentCount - census.count(pool: index, state: .preempted),
          idleNodes: census.count(pool: index, state: .idle), reachedTarget: pool.steadyAt != nil,
          resizes: Int(pool.resizeCount),
          singleResize: pool.steadyAt != nil && pool.resizeCount - pool.earlierResizeCount == 1,
          steadyState: pool.steadyAt.map { $0 - .zero }, idleLatency: IdleLatency(rearranging: &latencies[index]),
          nodeHours: billedSeconds / 3_600))
    }
    let total =
      outcomes.count == 1 ? outcomes[0] : PoolOutcome(adding: outcomes, latencies: latencies)
    return RunOutcome(
      pools: outcomes, total: total, resizes: resizeRecords(),
      nodes: nodeRecords(), timeline: census.timeline, events: events,
      endedAt: endTime, end: end)
  }

  /// The resizes; those that the end of the run cut short say so.
  private func resizeRecords() -> [ResizeRecord] {
    var records = resizes
    for index in pools.indices where pools[index].allocationState != .steady {
      records[pools[index].recordIndex].endedAt = nil
      records[pools[index].recordIndex].nodesAfter = pools[index].currentCount
      records[pools[index].recordIndex].outcome = .underway
    }
    return records
  }

  private func nodeRecords() -> [NodeRecord] {
    guard recording.contains(.nodes) else { return [] }
    var records: [NodeRecord] = []
    records.reserveCapacity(nodes.count)
    for number in nodes.indices { records.append(record(nodes[number])) }
    return records
  }

  private func record(_ node: Node) -> NodeRecord {
    func time(_ time: SimulationTime) -> SimulationTime? { time == Node.never ? nil : time }
    let firstReplica = images[configuration.pools[Int(node.pool)].image].replicas.lowerBound
    return NodeRecord(
      pool: Int(node.pool), node: Int(node.ordinal), resize: Int(node.resize),
      replica: node.replica == Node.noReplica ? nil : Int(node.replica) - firstReplica, creatingAt: node.creatingAt,
      readStartedAt: time(node.readStartedAt), readEndedAt: time(node.readEndedAt),
      provisionedAt: time(node.provisionedAt), startingAt: time(node.provisionedAt), idleAt: time(node.idleAt),
      state: node.state)
  }
}

extension PoolOutcome {
  /// All pools together.
  ///
  /// - Complexity: O(N) expected for N nodes.
  fileprivate init(adding pools: [PoolOutcome], latencies: [[Double]]) {
    var all: [Double] = []
    all.reserveCapacity(latencies.reduce(0) { $0 + $1.count })
    for list in latencies { all += list }
    let steadyStates = pools.compactMap(\.steadyState)
    self.init(
      targetNodes: pools.reduce(0) { $0 + $1.targetNodes },
      provisionedNodes: pools.reduce(0) { $0 + $1.provisionedNodes },
      idleNodes: pools.reduce(0) { $0 + $1.idleNodes }, reachedTarget: pools.allSatisfy(\.reachedTarget),
      resizes: pools.reduce(0) { $0 + $1.resizes }, singleResize: pools.allSatisfy(\.singleResize),
      steadyState: steadyStates.count == pools.count ? steadyStates.max() : nil,
      idleLatency: IdleLatency(rearranging: &all), nodeHours: pools.reduce(0) { $0 + $1.nodeHours })
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
