// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Statistics

/// From the state at the end of a run to its outcome.
extension PoolModel {
  /// - Complexity: O(N) expected for N nodes.
  mutating func outcome(events: UInt64, end: RunEnd) -> RunOutcome {
    var latencies: [[Double]] = configuration.pools.map { pool in
      var list: [Double] = []
      list.reserveCapacity(pool.targetNodes)
      return list
    }
    var waits = latencies
    let endTime = endTime
    var last: Table<PoolID, NodeID?> = Table(repeating: nil, count: pools.count)
    for id in nodes.ids {
      let node = nodes[id]
      // The node that a pool's latest resize obtained last, or the first of several.
      if node.creatingAt != Node.never, node.resize == pools[node.pool].resizeCount,
        last[node.pool].map({ nodes[$0].creatingAt < node.creatingAt }) ?? true
      {
        last[node.pool] = id
      }
      if node.idleAt != Node.never {
        latencies[node.pool.index].append((node.idleAt - node.creatingAt).seconds)
        waits[node.pool.index].append((node.idleAt - node.wantedAt).seconds)
      }
    }
    let times = nodeTimes()
    let work = workOutcomes()
    let formulas = formulaOutcomes()
    var outcomes: [PoolOutcome] = []
    for id in pools.ids {
      let pool = pools[id]
      let usableTime = usableTime(of: id, until: endTime)
      var outcome = PoolOutcome(
        targetNodes: pool.wantedNodes,
        provisionedNodes: pool.currentCount - nodes.count(of: id, in: .preempted),
        idleNodes: nodes.count(of: id, in: .idle), reachedTarget: pool.reachedAt != nil,
        resizes: Int(pool.resizeCount),
        singleResize: pool.reachedAt != nil && pool.resizeCount - pool.earlierResizeCount == 1,
        steadyState: pool.reachedAt.map { $0 - .zero }, idleLatency: IdleLatency(rearranging: &latencies[id.index]),
        requestToIdle: IdleLatency(rearranging: &waits[id.index]),
        nodeHours: Self.billedHours(times[2 * id.index].time) + Self.billedHours(times[2 * id.index + 1].time),
        usableNodes: nodes.usableCount(of: id),
        meanUsableNodes: endTime > .zero ? Double(usableTime) / Double(endTime.nanoseconds) : 0)
      outcome.preemptions = ledger.preemptionCounts[id]
      outcome.work = work[id.index]
      outcome.formula = formulas[id.index]
      outcomes.append(outcome)
    }
    var total =
      outcomes.count == 1 ? outcomes[0] : PoolOutcome(adding: outcomes, latencies: latencies, waits: waits)
    total.work = totalWork(work)
    total.formula = FormulaOutcome(adding: formulas.compactMap(\.self))
    return RunOutcome(
      pools: outcomes, total: total, resizes: resizeRecords(),
      nodes: nodeRecords(), timeline: nodes.timeline, events: events,
      endedAt: endTime, end: end, steadyAccount: steadyAccount(lastObtained: last), nodeTimes: times,
      jobs: jobRecords(), tasks: taskRecords(), evaluations: ledger.evaluations)
  }

  /// What the pool that was steady last waited for; nil where a pool never was.
  private mutating func steadyAccount(lastObtained: borrowing Table<PoolID, NodeID?>) -> TimeAccount? {
    var latest: PoolID?
    for pool in pools.ids {
      guard let reachedAt = pools[pool].reachedAt else { return nil }
      if latest.flatMap({ pools[$0].reachedAt }).map({ $0 < reachedAt }) ?? true { latest = pool }
    }
    return latest.flatMap { steadyAccount(of: $0, last: lastObtained[$0]) }
  }

  /// How long nodes of a pool could work, added up over nodes [ns].
  private mutating func usableTime(of pool: PoolID, until end: SimulationTime) -> Int128 {
    var sum = Int128(0)
    for state in NodeState.allCases where state.canWork {
      for lowPriority in [false, true] {
        sum += nodes.time(of: pool, in: state, lowPriority: lowPriority, until: end)
      }
    }
    return sum
  }

  /// What is billed of a time [h].
  private static func billedHours(_ time: NodeTimeLedger) -> Double { time.hours(time.billed) }

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

  private mutating func nodeRecords() -> [NodeRecord] {
    guard recording.contains(.nodes) else { return [] }
    var records: [NodeRecord] = []
    records.reserveCapacity(nodes.count)
    for node in nodes.ids { records.append(record(nodes[node])) }
    guard recording.contains(.accounts) else { return records }
    var resizes: [ResizeKey: ResizeRecord] = [:]
    for record in ledger.resizes {
      if let number = record.resize { resizes[ResizeKey(pool: record.pool, resize: number)] = record }
    }
    for node in nodes.ids {
      let place = node.index
      let key = ResizeKey(pool: records[place].pool, resize: records[place].resize)
      records[place].account = resizes[key].flatMap { idleAccount(of: node, $0) }
    }
    return records
  }

  /// The number of a resize in its pool.
  private struct ResizeKey: Hashable {
    let pool: Int
    let resize: Int
  }

  private mutating func record(_ node: Node) -> NodeRecord {
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
      meanUsableNodes: pools.reduce(0) { $0 + $1.meanUsableNodes },
      preemptions: pools.reduce(0) { $0 + $1.preemptions })
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
