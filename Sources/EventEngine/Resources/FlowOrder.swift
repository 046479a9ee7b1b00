// SPDX-License-Identifier: GPL-3.0-or-later

/// Flows by a mark, the smallest first and equal marks in order of submission.
///
/// Flows of about one size get marks that hardly ever go down: such ones stand in a sorted run, to which they are
/// added at the end and from which they leave at the beginning. What does not fit there is in a heap.
@usableFromInline
struct FlowOrder: ~Copyable {
  @usableFromInline typealias Entry = FlowHeap.Entry

  /// Entries in ascending order.
  @usableFromInline var run = FlowRing<Entry>()
  @usableFromInline var heap = FlowHeap()

  init() {}

  var count: Int { run.count &+ heap.count }

  var first: Entry? {
    guard !run.isEmpty else { return heap.first }
    guard let other = heap.first, other.precedes(run[0]) else { return run[0] }
    return other
  }

  /// - Complexity: O(1) when the new entry comes after the whole run, O(log n) otherwise.
  mutating func insert(_ entry: Entry) {
    if run.isEmpty || !entry.precedes(run[run.count &- 1]) {
      run.append(entry)
    } else {
      heap.insert(entry)
    }
  }

  /// - Complexity: O(1) for an entry of the run, O(log n) for one of the heap.
  /// - Precondition: There is one.
  mutating func removeFirst() {
    if !run.isEmpty {
      guard let other = heap.first, other.precedes(run[0]) else {
        run.dropFirst()
        return
      }
    }
    heap.removeFirst()
  }

  /// Keeps the entries for which a condition holds.
  ///
  /// - Complexity: O(n).
  mutating func keep(where isWanted: (Entry) -> Bool) {
    heap.keep(where: isWanted)
    var kept = 0
    for number in 0..<run.count where isWanted(run[number]) {
      run[kept] = run[number]
      kept += 1
    }
    run.keepFirst(kept)
  }

  mutating func removeAll() {
    heap.removeAll()
    run.keepFirst(0)
  }
}
