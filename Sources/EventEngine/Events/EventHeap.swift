// SPDX-License-Identifier: GPL-3.0-or-later

/// A 4-ary heap of entries, smallest first.
///
/// Four children share one or two cache lines, and the tree is half as deep as a binary one.
@frozen
@usableFromInline
struct EventHeap<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline typealias Entry = EventEntry<Event>

  /// The entries in heap order; the first place marks the end when there are none.
  @usableFromInline var entries: GrowableBuffer<Entry>
  @usableFromInline var count: Int

  @inlinable
  init() {
    entries = GrowableBuffer(capacity: 64)
    count = 0
    Entry.markEnd(entries.base)
  }

  /// The order of the smallest entry, or ``EventOrder/afterAll`` when there is none.
  @inlinable
  var firstOrder: EventOrder { Entry.order(at: entries.base) }

  /// - Complexity: O(log n) for n entries.
  @inlinable
  mutating func insert(_ entry: Entry) {
    if count == entries.capacity { grow() }
    var hole = count
    count &+= 1
    while hole > 0 {
      let parent = (hole &- 1) &>> 2
      let above = entries[parent]
      if !(entry.order < above.order) { break }
      entries[hole] = above
      hole = parent
    }
    entries[hole] = entry
  }

  /// Removes and returns the smallest entry.
  ///
  /// - Precondition: There is an entry.
  /// - Complexity: O(log n) for n entries.
  @inlinable
  mutating func removeFirst() -> Entry {
    precondition(count > 0, "the heap is empty")
    let first = entries[0]
    count &-= 1
    if count > 0 { siftDown(entries[count], from: 0) } else { Entry.markEnd(entries.base) }
    return first
  }

  @inlinable
  mutating func siftDown(_ entry: Entry, from start: Int) {
    assert(start < count, "a hole outside of the heap")
    var hole = start
    var child = hole &* 4 &+ 1
    while child < count {
      var place = child
      var smallest = entries[child].order
      // The comparisons of four children do not depend on each other's branches.
      if child &+ 3 < count {
        let second = entries[child &+ 1].order
        let third = entries[child &+ 2].order
        let fourth = entries[child &+ 3].order
        let secondIsLess = second < smallest
        let fourthIsLess = fourth < third
        let lower = secondIsLess ? second : smallest
        let upper = fourthIsLess ? fourth : third
        let lowerPlace = secondIsLess ? child &+ 1 : child
        let upperPlace = fourthIsLess ? child &+ 3 : child &+ 2
        let upperIsLess = upper < lower
        smallest = upperIsLess ? upper : lower
        place = upperIsLess ? upperPlace : lowerPlace
      } else {
        var other = child &+ 1
        while other < count {
          let candidate = entries[other].order
          let isLess = candidate < smallest
          smallest = isLess ? candidate : smallest
          place = isLess ? other : place
          other &+= 1
        }
      }
      if !(smallest < entry.order) { break }
      entries[hole] = entries[place]
      hole = place
      child = hole &* 4 &+ 1
    }
    entries[hole] = entry
  }

  /// Restores the order after the first `keptCount` entries have been put in place in any order.
  ///
  /// - Complexity: O(n) for n entries.
  @inlinable
  mutating func reset(keeping keptCount: Int) {
    assert(keptCount >= 0 && keptCount <= count, "a heap keeps more than it holds")
    count = keptCount
    if count == 0 { Entry.markEnd(entries.base) }
    var place = (count &- 2) &>> 2
    while count > 1, place >= 0 {
      siftDown(entries[place], from: place)
      place &-= 1
    }
  }

  @inlinable
  @inline(never)
  mutating func grow() {
    entries.grow(to: entries.capacity * 2, keeping: 0..<count)
  }
}
