// SPDX-License-Identifier: GPL-3.0-or-later

/// The entries that come next, in order, in one array.
@frozen
@usableFromInline
struct EventFront<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline typealias Entry = EventEntry<Event>
  @usableFromInline typealias Chunks = EventChunks<Event>

  /// The entries, and after the last a mark of the end.
  @usableFromInline var entries: GrowableBuffer<Entry>
  /// The place of the first entry.
  @usableFromInline var head: Int
  /// The place after the last entry, which marks the end.
  @usableFromInline var end: Int
  /// How many entries share each digit while they are sorted.
  @usableFromInline let digitCounts: UnsafeMutablePointer<Int32>

  @inlinable
  init() {
    entries = GrowableBuffer(capacity: 64)
    head = 0
    end = 0
    digitCounts = .allocate(capacity: 1 << EventFront.maximumDigitWidth)
    Entry.markEnd(entries.base)
  }

  @inlinable
  deinit {
    digitCounts.deallocate()
  }

  /// The widest digit [bits] that entries are sorted by at once.
  @inlinable
  static var maximumDigitWidth: Int { 13 }

  /// So many entries are worth sorting by digits before insertion.
  @inlinable
  static var digitSortCount: Int { 8 }

  @inlinable
  var count: Int { end &- head }

  /// How many entries there is room for: one place is for the mark of the end.
  @inlinable
  var capacity: Int { entries.capacity &- 1 }

  /// The order of the first entry, or ``EventOrder/afterAll`` when there is none.
  @inlinable
  var firstOrder: EventOrder { Entry.order(at: entries.base + head) }

  /// Whether an entry belongs behind all others.
  @inlinable
  func isLast(_ entry: Entry) -> Bool {
    end == head || entries[end &- 1].order < entry.order
  }

  /// Adds an entry behind all others.
  ///
  /// - Complexity: O(1) amortised.
  @inlinable
  mutating func append(_ entry: Entry) {
    assert(isLast(entry), "an entry was added behind a later one")
    if end == capacity { makeRoom() }
    entries[end] = entry
    end &+= 1
    Entry.markEnd(entries.base + end)
  }

  /// Adds an entry before all others, where one has been taken, as for an event without delay.
  ///
  /// - Precondition: An entry has been taken.
  @inlinable
  mutating func prepend(_ entry: Entry) {
    assert(head > 0, "there is no place before the first entry")
    assert(entry.order < firstOrder, "an entry was put before an earlier one")
    head &-= 1
    entries[head] = entry
  }

  /// Removes and returns the first entry.
  ///
  /// - Precondition: There is an entry.
  @inlinable
  @inline(__always)
  mutating func removeFirst() -> Entry {
    assert(head < end, "the front is empty")
    let entry = entries[head]
    head &+= 1
    return entry
  }

  /// Moves the entries to the start of the array when that frees half of it, else of a larger one.
  @inlinable
  @inline(never)
  mutating func makeRoom() {
    if head > capacity / 2 {
      entries.base.update(from: entries.base + head, count: count + 1)
    } else {
      entries.grow(to: entries.capacity * 2, keeping: head..<(end + 1))
    }
    end = count
    head = 0
  }

  @inlinable
  mutating func removeAll() {
    head = 0
    end = 0
    Entry.markEnd(entries.base)
  }

  /// Makes room for so many entries.
  ///
  /// - Precondition: There are no entries, or there is room.
  @inlinable
  mutating func reserve(_ entryCount: Int) {
    if entryCount <= capacity { return }
    precondition(count == 0, "the front cannot be emptied to make room")
    var placeCount = entries.capacity
    while placeCount <= entryCount { placeCount *= 2 }
    entries.grow(to: placeCount, keeping: 0..<0)
    removeAll()
  }

  /// Sorts the entries of a chain behind all others.
  ///
  /// They are spread over as many digits of time as there are entries, which leaves little out of order, and that is
  /// put right by insertion. Entries that are in order already, ties above all, are only copied.
  ///
  /// - Parameters:
  ///   - oldest: The first chunk of a chain.
  ///   - entryCount: The number of entries, for which there is room.
  ///   - chunks: Takes the chunks back.
  /// - Complexity: O(n) for n entries spread evenly over time, O(n log n) at worst.
  @inlinable
  mutating func appendSorted(_ oldest: UnsafeMutableRawPointer, count entryCount: Int, chunks: inout Chunks) {
    assert(count &+ entryCount <= capacity, "there is no room for the entries of a bucket")
    let target = entries.base + end
    var width = 0
    var shift: UInt64 = 0
    if entryCount >= EventFront.digitSortCount {
      let difference = Chunks.difference(from: oldest, count: entryCount)
      if difference != 0 {
        width = Swift.min(
          Int.bitWidth &- (entryCount &- 1).leadingZeroBitCount, EventFront.maximumDigitWidth)
        shift = UInt64(truncatingIfNeeded: Swift.max(0, 64 &- difference.leadingZeroBitCount &- width))
        digitCounts.update(repeating: 0, count: 1 &<< width)
        countDigits(oldest, count: entryCount, shift: shift, mask: 1 &<< UInt64(truncatingIfNeeded: width) &- 1)
        var sum: Int32 = 0
        for digit in 0..<(1 &<< width) {
          let number = digitCounts[digit]
          digitCounts[digit] = sum
          sum &+= number
        }
      }
    }
    let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: width) &- 1
    var copy = target
    Chunks.forEachChunk(from: oldest, count: entryCount) { chunk, number in
      let entries = Chunks.entries(of: chunk)
      if width == 0 {
        copy.update(from: entries, count: number)
        copy += number
      } else {
        for place in 0..<number {
          let entry = entries[place]
          let digit = Int(truncatingIfNeeded: entry.order.ticks &>> shift & mask)
          let position = digitCounts[digit]
          digitCounts[digit] = position &+ 1
          target[Int(truncatingIfNeeded: position)] = entry
        }
      }
      chunks.release(chunk)
    }
    EventFront.insertionSort(target, count: entryCount)
    end &+= entryCount
    Entry.markEnd(entries.base + end)
  }

  @inlinable
  func countDigits(_ oldest: UnsafeMutableRawPointer, count entryCount: Int, shift: UInt64, mask: UInt64) {
    Chunks.forEachEntry(from: oldest, count: entryCount) { entry in
      digitCounts[Int(truncatingIfNeeded: entry.order.ticks &>> shift & mask)] &+= 1
    }
  }

  @inlinable
  static func insertionSort(_ entries: UnsafeMutablePointer<Entry>, count: Int) {
    guard count > 1 else { return }
    var budget = 8 &* count &+ 64
    var latest = entries[0]
    for place in 1..<count {
      let entry = entries[place]
      if latest.order < entry.order {
        latest = entry
        continue
      }
      var hole = place
      repeat {
        entries[hole] = entries[hole &- 1]
        hole &-= 1
      } while hole > 0 && entry.order < entries[hole &- 1].order
      entries[hole] = entry
      budget &-= place &- hole
      if budget < 0 {
        heapSort(entries, count: count)
        return
      }
    }
  }

  /// Sorts in place whatever the order is.
  ///
  /// - Complexity: O(n log n) for n entries.
  @inlinable
  @inline(never)
  static func heapSort(_ entries: UnsafeMutablePointer<Entry>, count: Int) {
    func siftDown(_ entry: Entry, from start: Int, count: Int) {
      var hole = start
      while true {
        var child = 2 * hole + 1
        if child >= count { break }
        if child + 1 < count, entries[child].order < entries[child + 1].order { child += 1 }
        if !(entry.order < entries[child].order) { break }
        entries[hole] = entries[child]
        hole = child
      }
      entries[hole] = entry
    }
    for place in stride(from: count / 2 - 1, through: 0, by: -1) {
      siftDown(entries[place], from: place, count: count)
    }
    for last in stride(from: count - 1, to: 0, by: -1) {
      let entry = entries[last]
      entries[last] = entries[0]
      siftDown(entry, from: 0, count: last)
    }
  }
}
