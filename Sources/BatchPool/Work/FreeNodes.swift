// SPDX-License-Identifier: GPL-3.0-or-later

/// The nodes of a pool that take tasks, by their free slots.
///
/// Of nodes with as many free slots, the one goes first that has had them for longest: each number of free slots has a
/// list, linked through the nodes, and a bit that says whether it is empty.
struct FreeNodes {
  /// A node as a place for tasks.
  struct Entry {
    var freeSlots: UInt16
    /// Whether it takes tasks: it is idle or running, and not to leave.
    var isOffered = false
    /// Whether it is to leave its pool, so that it takes no tasks whatever it does.
    var isLeaving = false
    /// The first of the places on it; ``Place/none`` when it runs nothing.
    var firstPlace = Place.none
    var previous = FreeNodes.none
    var next = FreeNodes.none
  }

  /// Stands for "no node".
  static let none = NodeID(number: .max)

  private struct List {
    var first = FreeNodes.none
    var last = FreeNodes.none
    var count = 0
  }

  /// By free slots, from 0; the first one stays empty.
  private var lists: [List]
  /// A bit for each list that is not empty.
  private var occupied: [UInt64]
  let slotsPerNode: Int

  init(slotsPerNode: Int) {
    precondition(slotsPerNode >= 1 && slotsPerNode < Int(UInt16.max), "a node with \(slotsPerNode) slots")
    self.slotsPerNode = slotsPerNode
    lists = Array(repeating: List(), count: slotsPerNode + 1)
    occupied = Array(repeating: 0, count: slotsPerNode / 64 + 1)
  }

  /// Whether so many nodes have so many free slots each.
  ///
  /// - Complexity: O(1) for one node, O(slots of a node) for several.
  @inline(__always)
  func hasRoom(slots: Int, nodes: Int) -> Bool {
    guard slots <= slotsPerNode else { return false }
    if nodes == 1 { return mostFree >= slots }
    var count = 0
    for list in lists[slots...] { count += list.count }
    return count >= nodes
  }

  /// The most free slots of any node that takes tasks.
  private var mostFree: Int {
    for word in occupied.indices.reversed() where occupied[word] != 0 {
      return word * 64 + 63 - occupied[word].leadingZeroBitCount
    }
    return 0
  }

  /// The fewest free slots, but enough, of any node that takes tasks.
  private func fewestFree(atLeast slots: Int) -> Int? {
    var word = slots / 64
    var bits = occupied[word] & (~0 << UInt64(slots % 64))
    while bits == 0 {
      word += 1
      guard word < occupied.count else { return nil }
      bits = occupied[word]
    }
    return word * 64 + bits.trailingZeroBitCount
  }

  /// The node that a task goes to; nil when none has room.
  ///
  /// - Complexity: O(slots of a node / 64).
  @inline(__always)
  func node(for slots: Int, _ fillType: NodeFillType) -> NodeID? {
    let free: Int
    switch fillType {
    case .spread: free = mostFree
    case .pack:
      guard slots <= slotsPerNode, let fewest = fewestFree(atLeast: slots) else { return nil }
      free = fewest
    }
    return free >= slots && free > 0 ? lists[free].first : nil
  }

  /// Puts a node that takes tasks in the list of its free slots.
  @inline(__always)
  mutating func insert(_ node: NodeID, _ entries: inout Table<NodeID, Entry>) {
    let free = Int(entries[node].freeSlots)
    guard free > 0 else { return }
    let last = lists[free].last
    entries[node].previous = last
    entries[node].next = FreeNodes.none
    if last == FreeNodes.none {
      lists[free].first = node
      occupied[free / 64] |= 1 << UInt64(free % 64)
    } else {
      entries[last].next = node
    }
    lists[free].last = node
    lists[free].count += 1
  }

  /// Takes a node out of the list of its free slots.
  @inline(__always)
  mutating func remove(_ node: NodeID, _ entries: inout Table<NodeID, Entry>) {
    let free = Int(entries[node].freeSlots)
    guard free > 0 else { return }
    let (previous, next) = (entries[node].previous, entries[node].next)
    if previous == FreeNodes.none { lists[free].first = next } else { entries[previous].next = next }
    if next == FreeNodes.none { lists[free].last = previous } else { entries[next].previous = previous }
    lists[free].count -= 1
    if lists[free].count == 0 { occupied[free / 64] &= ~(1 << UInt64(free % 64)) }
  }

  /// Stops the program unless every list holds nodes with as many free slots, and is marked.
  mutating func checkInvariants(of pool: PoolID, _ entries: inout Table<NodeID, Entry>) {
    for free in lists.indices {
      var count = 0
      var node = lists[free].first
      while node != FreeNodes.none {
        precondition(
          entries[node].isOffered && Int(entries[node].freeSlots) == free,
          "node \(node) of pool \(pool) is in the list of those with \(free) free slots")
        count += 1
        node = entries[node].next
      }
      precondition(count == lists[free].count, "pool \(pool) miscounts nodes with \(free) free slots")
      precondition(
        (occupied[free / 64] & (1 << UInt64(free % 64)) != 0) == (count > 0),
        "pool \(pool) marks nodes with \(free) free slots wrongly")
    }
  }
}
