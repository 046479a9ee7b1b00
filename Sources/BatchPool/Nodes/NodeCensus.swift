// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// How many nodes of each pool are in each state, and, if wanted, how that changed over time.
struct NodeCensus: ~Copyable {
  /// A pool and a state.
  struct Cell: TableID {
    let number: UInt32
  }

  /// Cells of a pool: a power of two that holds every state.
  private static var stateCount: Int { 16 }

  private(set) var timeline: [TimelineEntry] = []
  private var counts: Table<Cell, Int>
  private let keepsTimeline: Bool
  /// Time that nodes of each pool could work [s]: what those that can no longer could, less when the others began.
  private var usableSeconds: Table<PoolID, Double>
  /// The latest timeline entry of each pool and state, or -1.
  private var latestEntry: ContiguousArray<Int>

  init(poolCount: Int, keepsTimeline: Bool) {
    precondition(NodeState.allCases.count <= Self.stateCount, "the census has too few cells for every state")
    self.keepsTimeline = keepsTimeline
    counts = Table(repeating: 0, count: poolCount * Self.stateCount)
    usableSeconds = Table(repeating: 0, count: poolCount)
    latestEntry = keepsTimeline ? ContiguousArray(repeating: -1, count: poolCount * Self.stateCount) : []
  }

  /// Nodes of a pool that are in a state now.
  func count(pool: PoolID, state: NodeState) -> Int {
    counts[Self.cell(pool, state)]
  }

  /// Nodes of a pool that can work now.
  func usableCount(pool: PoolID) -> Int { counts[Self.cell(pool, .idle)] }

  /// How long nodes of a pool could work, added up over nodes until a moment that nothing has happened after [s].
  func usableSeconds(pool: PoolID, until now: SimulationTime) -> Double {
    usableSeconds[pool] + Double(usableCount(pool: pool)) * (now - .zero).seconds
  }

  @inline(__always)
  mutating func enter(_ state: NodeState, pool: PoolID, at now: SimulationTime) {
    let cell = Self.cell(pool, state)
    counts[cell] += 1
    if keepsTimeline && state.isShown { note(cell, at: now) }
  }

  @inline(__always)
  mutating func move(from old: NodeState, to new: NodeState, pool: PoolID, at now: SimulationTime) {
    let (left, entered) = (Self.cell(pool, old), Self.cell(pool, new))
    assert(counts[left] > 0, "at \(now): no node of pool \(pool) is \(old.name)")
    counts[left] -= 1
    counts[entered] += 1
    if new.canWork {
      usableSeconds[pool] -= (now - .zero).seconds
    } else if old.canWork {
      usableSeconds[pool] += (now - .zero).seconds
    }
    guard keepsTimeline else { return }
    if old.isShown { note(left, at: now) }
    if new.isShown { note(entered, at: now) }
  }

  @inline(__always)
  private static func cell(_ pool: PoolID, _ state: NodeState) -> Cell {
    Cell(pool.index * stateCount + Int(state.rawValue))
  }

  /// Notes how many nodes are in a state of a pool from now on.
  @inline(never)
  private mutating func note(_ cell: Cell, at now: SimulationTime) {
    assert(timeline.last.map { $0.time <= now } ?? true, "at \(now): the timeline runs backwards")
    let latest = latestEntry[cell.index]
    if latest >= 0, timeline[latest].time == now {
      timeline[latest].nodes = counts[cell]
    } else {
      guard let state = NodeState(rawValue: UInt8(cell.index % Self.stateCount)) else {
        preconditionFailure("there is no node state \(cell.index % Self.stateCount)")
      }
      latestEntry[cell.index] = timeline.count
      timeline.append(TimelineEntry(time: now, pool: cell.index / Self.stateCount, state: state, nodes: counts[cell]))
    }
  }
}
