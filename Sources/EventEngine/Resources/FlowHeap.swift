// SPDX-License-Identifier: GPL-3.0-or-later

/// Flows by a number, the smallest first and equal numbers in order of submission: a binary heap in one array.
///
/// An entry whose flow has left is not searched for; its owner recognises it by its sequence number and discards it
/// when it comes up.
@usableFromInline
struct FlowHeap: Sendable {
  @usableFromInline
  struct Entry: Sendable, BitwiseCopyable {
    @usableFromInline let mark: Double
    /// The number of the submission: breaks ties, and tells a flow from a later one in the same slot.
    @usableFromInline let sequence: UInt32
    @usableFromInline let slot: UInt32

    @inlinable
    init(mark: Double, sequence: UInt32, slot: UInt32) {
      self.mark = mark
      self.sequence = sequence
      self.slot = slot
    }

    @inlinable
    func precedes(_ other: Entry) -> Bool {
      mark < other.mark || (mark == other.mark && sequence < other.sequence)
    }
  }

  @usableFromInline var entries: ContiguousArray<Entry> = []

  @inlinable init() {}

  @inlinable var isEmpty: Bool { entries.isEmpty }
  @inlinable var count: Int { entries.count }
  @inlinable var first: Entry? { entries.first }

  /// - Complexity: O(log n).
  @inlinable
  mutating func insert(_ entry: Entry) {
    entries.append(entry)
    siftUp(entries.count - 1)
  }

  /// - Complexity: O(log n).
  /// - Precondition: The heap is not empty.
  @inlinable
  mutating func removeFirst() {
    let last = entries.removeLast()
    guard !entries.isEmpty else { return }
    entries[0] = last
    siftDown(0)
  }

  /// Keeps the entries for which a condition holds.
  ///
  /// - Complexity: O(n).
  @inlinable
  mutating func keep(where isWanted: (Entry) -> Bool) {
    entries.removeAll { !isWanted($0) }
    var index = entries.count / 2
    while index > 0 {
      index -= 1
      siftDown(index)
    }
  }

  @inlinable
  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
  }

  @inlinable
  mutating func siftUp(_ start: Int) {
    entries.withUnsafeMutableBufferPointer { entries in
      var index = start
      let entry = entries[index]
      while index > 0 {
        let parent = (index - 1) / 2
        guard entry.precedes(entries[parent]) else { break }
        entries[index] = entries[parent]
        index = parent
      }
      entries[index] = entry
    }
  }

  @inlinable
  mutating func siftDown(_ start: Int) {
    entries.withUnsafeMutableBufferPointer { entries in
      var index = start
      let entry = entries[index]
      let count = entries.count
      while true {
        var child = 2 * index + 1
        guard child < count else { break }
        if child + 1 < count, entries[child + 1].precedes(entries[child]) { child += 1 }
        guard entries[child].precedes(entry) else { break }
        entries[index] = entries[child]
        index = child
      }
      entries[index] = entry
    }
  }
}
