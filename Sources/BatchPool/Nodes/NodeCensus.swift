// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// How many nodes of each pool are in each state, and, if wanted, how that changed over time.
struct NodeCensus: ~Copyable {
  /// Cells of a pool: a power of two that holds every state.
  private static var stateCount: Int { 16 }

  private(set) var timeline: [TimelineEntry] = []
  private var counts: Table<Int>
  private let keepsTimeline: Bool
  /// The latest timeline entry of each pool and state, or -1.
  private var latestEntry: ContiguousArray<Int>

  init(poolCount: Int, keepsTimeline: Bool) {
    precondition(NodeState.allCases.count <= Self.stateCount, "the census has too few cells for every state")
    self.keepsTimeline = keepsTimeline
    counts = Table(repeating: 0, count: poolCount * Self.stateCount)
    latestEntry = keepsTimeline ? ContiguousArray(repeating: -1, count: poolCount * Self.stateCount) : []
  }

  /// Nodes of a pool that are in a state now.
  func count(pool: Int, state: NodeState) -> Int {
    counts[pool * Self.stateCount + Int(state.rawValue)]
  }

  mutating func enter(_ state: NodeState, pool: Int, at now: SimulationTime) {
    change(pool, state, by: 1, at: now)
  }

  mutating func move(from old: NodeState, to new: NodeState, pool: Int, at now: SimulationTime) {
    change(pool, old, by: -1, at: now)
    change(pool, new, by: 1, at: now)
  }

  private mutating func change(_ pool: Int, _ state: NodeState, by difference: Int, at now: SimulationTime) {
    let cell = pool * Self.stateCount + Int(state.rawValue)
    counts[cell] += difference
    guard keepsTimeline else { return }
    let latest = latestEntry[cell]
    if latest >= 0, timeline[latest].time == now {
      timeline[latest].nodes = counts[cell]
    } else {
      latestEntry[cell] = timeline.count
      timeline.append(TimelineEntry(time: now, pool: pool, state: state, nodes: counts[cell]))
    }
  }
}
