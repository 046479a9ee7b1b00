// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// How many nodes of each pool are in each state, for how long, and, if wanted, how that changed over time.
struct NodeCensus: ~Copyable {
  /// A pool, a kind of node, and a state.
  struct Cell: TableID {
    let number: UInt32
  }

  /// Cells of a kind of node: a power of two that holds every state.
  private static var stateCount: Int { 16 }
  /// Cells of a pool: dedicated nodes, then low-priority ones.
  private static var poolCount: Int { 2 * stateCount }

  private(set) var timeline: [TimelineEntry] = []
  private var counts: Table<Cell, Int>
  private let keepsTimeline: Bool
  /// Time that nodes were in each state [ns]: that of nodes which are in it no longer, less when the others came.
  private var times: Table<Cell, Int128>
  /// The latest timeline entry of each pool and state, or -1.
  private var latestEntry: ContiguousArray<Int>

  init(poolCount: Int, keepsTimeline: Bool) {
    precondition(NodeState.allCases.count <= Self.stateCount, "the census has too few cells for every state")
    self.keepsTimeline = keepsTimeline
    counts = Table(repeating: 0, count: poolCount * Self.poolCount)
    times = Table(repeating: 0, count: poolCount * Self.poolCount)
    latestEntry = keepsTimeline ? ContiguousArray(repeating: -1, count: poolCount * Self.poolCount) : []
  }

  /// Nodes of a pool that are in a state now.
  @inline(__always)
  func count(pool: PoolID, state: NodeState) -> Int {
    counts[Self.cell(pool, state, false)] + counts[Self.cell(pool, state, true)]
  }

  /// Nodes of a pool that can work now.
  func usableCount(pool: PoolID) -> Int {
    NodeState.allCases.reduce(0) { $0 + ($1.canWork ? count(pool: pool, state: $1) : 0) }
  }

  /// How long nodes of a pool and kind were in a state, added up over nodes until a moment that nothing has happened
  /// after [ns].
  func time(pool: PoolID, state: NodeState, lowPriority: Bool, until now: SimulationTime) -> Int128 {
    let cell = Self.cell(pool, state, lowPriority)
    return times[cell] + Int128(counts[cell]) * Int128(now.nanoseconds)
  }

  @inline(__always)
  mutating func enter(_ state: NodeState, pool: PoolID, lowPriority: Bool, at now: SimulationTime) {
    let cell = Self.cell(pool, state, lowPriority)
    counts[cell] += 1
    times[cell] &-= Int128(now.nanoseconds)
    if keepsTimeline && state.isShown { note(pool, state, at: now) }
  }

  @inline(__always)
  mutating func move(
    from old: NodeState, to new: NodeState, pool: PoolID, lowPriority: Bool, at now: SimulationTime
  ) {
    let (left, entered) = (Self.cell(pool, old, lowPriority), Self.cell(pool, new, lowPriority))
    assert(counts[left] > 0, "at \(now): no node of pool \(pool) is \(old.name)")
    counts[left] -= 1
    counts[entered] += 1
    times[left] &+= Int128(now.nanoseconds)
    times[entered] &-= Int128(now.nanoseconds)
    guard keepsTimeline else { return }
    if old.isShown { note(pool, old, at: now) }
    if new.isShown { note(pool, new, at: now) }
  }

  @inline(__always)
  private static func cell(_ pool: PoolID, _ state: NodeState, _ lowPriority: Bool) -> Cell {
    Cell(pool.index * poolCount + (lowPriority ? stateCount : 0) + Int(state.rawValue))
  }

  /// Notes how many nodes are in a state of a pool from now on.
  @inline(never)
  private mutating func note(_ pool: PoolID, _ state: NodeState, at now: SimulationTime) {
    assert(timeline.last.map { $0.time <= now } ?? true, "at \(now): the timeline runs backwards")
    let place = Self.cell(pool, state, false).index
    let latest = latestEntry[place]
    let nodes = count(pool: pool, state: state)
    if latest >= 0, timeline[latest].time == now {
      timeline[latest].nodes = nodes
    } else {
      latestEntry[place] = timeline.count
      timeline.append(TimelineEntry(time: now, pool: pool.index, state: state, nodes: nodes))
    }
  }
}
