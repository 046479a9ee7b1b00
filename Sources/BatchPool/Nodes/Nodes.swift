// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// Every node of a system, and how many are in each state.
struct Nodes: ~Copyable {
  private var nodes: Table<NodeID, Node>
  private var census: NodeCensus
  /// The nodes of each pool, in order of creation; empty unless ``keepsListsOfPools``.
  private(set) var ofPool: Table<PoolID, [NodeID]>
  /// Whether nodes may be removed or replaced, so that a pool must find its own.
  let keepsListsOfPools: Bool
  /// Whether nodes of any pool are preempted or fail.
  let hasDisruptions: Bool
  /// When nodes are shown as `starting`, in order of time.
  private var showings: [Showing] = []
  private var shownCount = 0
  /// When the next one is.
  private(set) var nextShowing = SimulationTime.distantFuture
  /// The event that preempts a node or makes it fail, of the nodes that have one.
  var disruptions: [NodeID: EventKey] = [:]

  init(_ configuration: SystemConfiguration, keepsTimeline: Bool) {
    let poolCount = configuration.pools.count
    nodes = Table(minimumCapacity: configuration.pools.reduce(0) { $0 + $1.targetNodes })
    census = NodeCensus(poolCount: poolCount, keepsTimeline: keepsTimeline)
    ofPool = Table(repeating: [], count: poolCount)
    keepsListsOfPools =
      configuration.interventions.contains { $0.choosesNodes }
      || configuration.pools.contains { $0.preemptionRate > 0 }
    hasDisruptions = configuration.pools.contains {
      $0.preemptionRate > 0 || $0.failureRate > 0 || $0.unusableProbability > 0
    }
  }

  @inline(__always)
  subscript(node: NodeID) -> Node {
    _read { yield nodes[node] }
    _modify { yield &nodes[node] }
  }

  /// The ids of all nodes, in order of creation.
  @inline(__always)
  var ids: Range<NodeID> { nodes.ids }

  /// Nodes so far.
  var count: Int { nodes.count }

  /// How the numbers in each state changed; empty unless it is kept.
  var timeline: [TimelineEntry] { census.timeline }

  /// Nodes of a pool that are in a state now.
  func count(of pool: PoolID, in state: NodeState) -> Int { census.count(pool: pool, state: state) }

  /// Nodes of a pool that can work now.
  func usableCount(of pool: PoolID) -> Int { census.usableCount(pool: pool) }

  /// How long nodes of a pool and kind were in a state, added up over nodes until a moment that nothing has happened
  /// after [ns].
  func time(of pool: PoolID, in state: NodeState, lowPriority: Bool, until now: SimulationTime) -> Int128 {
    census.time(pool: pool, state: state, lowPriority: lowPriority, until: now)
  }

  /// Adds a node whose VM has just been requested.
  ///
  /// - Complexity: O(1) amortised.
  @inline(__always)
  mutating func append(_ node: consuming Node) -> NodeID {
    assert(node.state == .requested, "a node begins as \(node.state.name)")
    let id = nodes.nextID
    if keepsListsOfPools { ofPool[node.pool].append(id) }
    census.enter(.requested, pool: node.pool, lowPriority: node.isLowPriority, at: node.requestedAt)
    nodes.append(node)
    return id
  }

  /// Lets a node change its state: the only door.
  @inline(__always)
  mutating func enter(_ state: NodeState, _ node: NodeID, at now: SimulationTime) {
    census.move(
      from: nodes[node].state, to: state, pool: nodes[node].pool, lowPriority: nodes[node].isLowPriority, at: now)
    nodes[node].enter(state)
  }

  /// Has a node shown as `starting` once it has been `creating` for ``NodeState/startingDelay``.
  ///
  /// No event does it: nodes come up in the order in which they were obtained, and nothing else depends on it.
  @inline(__always)
  mutating func scheduleShowing(_ node: NodeID, at now: SimulationTime) {
    let showing = Showing(time: now + NodeState.startingDelay, node: node, pastStarts: nodes[node].pastStarts)
    if shownCount == showings.count { nextShowing = showing.time }
    showings.append(showing)
  }

  /// Shows the nodes as `starting` that have been `creating` long enough by now.
  ///
  /// - Complexity: O(1) amortised for each node.
  @inline(never)
  mutating func showStarting(until now: SimulationTime) {
    while shownCount < showings.count, showings[shownCount].time <= now {
      let showing = showings[shownCount]
      shownCount += 1
      let node = showing.node
      guard nodes[node].state == .creating, nodes[node].pastStarts == showing.pastStarts else { continue }
      enter(.starting, node, at: showing.time)
      if showing.pastStarts == 0 { nodes[node].wasShownStarting = true }
    }
    if shownCount == showings.count || shownCount > 1_024 && shownCount > showings.count / 2 {
      showings.removeFirst(shownCount)
      shownCount = 0
    }
    nextShowing = showings.isEmpty ? .distantFuture : showings[shownCount].time
  }

  /// When a node is shown as `starting`, unless it has gone on or lost its VM by then.
  private struct Showing {
    let time: SimulationTime
    let node: NodeID
    let pastStarts: UInt16
  }

  /// Stops the program unless every node is in exactly one state and the census agrees.
  ///
  /// - Complexity: O(nodes + pools).
  mutating func checkInvariants(at now: SimulationTime) {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: NodeState.allCases.count), count: ofPool.count)
    for node in nodes.ids {
      counts[nodes[node].pool.index][Int(nodes[node].state.rawValue)] += 1
      nodes[node].checkInvariants(at: now)
    }
    for pool in ofPool.ids {
      for state in NodeState.allCases {
        precondition(
          counts[pool.index][Int(state.rawValue)] == census.count(pool: pool, state: state),
          "at \(now): the census of \(state.name) is wrong")
      }
      precondition(
        !keepsListsOfPools || ofPool[pool].count == counts[pool.index].reduce(0, +),
        "at \(now): the list of the nodes of pool \(pool) is wrong")
    }
    precondition(disruptions.isEmpty || hasDisruptions, "at \(now): a node is to be disrupted, and none can be")
  }
}
