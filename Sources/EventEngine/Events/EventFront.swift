// SPDX-License-Identifier: GPL-3.0-or-later

/// The entries that come next, in order, in one array.
@frozen
@usableFromInline
struct EventFront<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline typealias Entry = EventEntry<Event>
  @usableFromInline typealias Chunks = EventChunks<Event>

  @usableFromInline var base: UnsafeMutablePointer<Entry>
  /// The place of the first entry.
  @usableFromInline var head: Int
  /// The place after the last entry, which marks the end.
  @usableFromInline var end: Int
  /// One less than the places there are.
  @usableFromInline var capacity: Int
  /// How many entries share each digit while they are sorted.
  @usableFromInline let digitCounts: UnsafeMutablePointer<Int32>

  @inlinable
  init() {
    capacity = 63
    base = .allocate(capacity: capacity + 1)
    head = 0
    end = 0
    digitCounts = .allocate(capacity: 1 << EventFront.maximumDigitWidth)
    Entry.markEnd(base)
  }

  @inlinable
  deinit {
    base.deallocate()
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

  /// The order of the first entry, or ``EventOrder/afterAll`` when there is none.
  @inlinable
  var firstOrder: EventOrder { Entry.order(at: base + head) }

  /// Whether an entry belongs behind all others.
  @inlinable
  func isLast(_ entry: Entry) -> Bool {
    end == head || base[end &- 1].order < entry.order
  }

  /// Adds an entry behind all others.
  ///
  /// - Complexity: O(1) amortised.
  @inlinable
  mutating func append(_ entry: Entry) {
    if end == capacity { makeRoom() }
    base[end] = entry
    end &+= 1
    Entry.markEnd(base + end)
  }

  /// Adds an entry before all others, in the place of one that has been taken, as for an event without delay.
  ///
  /// - Precondition: An entry has been taken.
  @inlinable
  mutating func prepend(_ entry: Entry) {
    head &-= 1
    base[head] = entry
  }

  /// Moves the entries to the start of the array when that frees half of it, else of a larger one.
  @inlinable
  @inline(never)
  mutating func makeRoom() {
    if head > capacity / 2 {
      base.update(from: base + head, count: count + 1)
    } else {
      let larger = UnsafeMutablePointer<Entry>.allocate(capacity: (capacity + 1) * 2)
      larger.moveInitialize(from: base + head, count: count + 1)
      base.deallocate()
      base = larger
      capacity = capacity * 2 + 1
    }
    end = count
    head = 0
  }

  @inlinable
  mutating func removeAll() {
    head = 0
    end = 0
    Entry.markEnd(base)
  }

  /// Makes room for so many entries.
  ///
  /// - Precondition: There are no entries, or there is room.
  @inlinable
  mutating func reserve(_ entryCount: Int) {
    if entryCount <= capacity { return }
    precondition(count == 0, "the front cannot be emptied to make room")
    base.deallocate()
    while capacity < entryCount { capacity = capacity * 2 + 1 }
    base = .allocate(capacity: capacity + 1)
    removeAll()
  }

  /// Sorts the entries of a chain behind all others.
  ///
  /// They are spread over as many digits of time as there are entries, which leaves little out of order, and that is
  /// put right by insertion. Entries that are in order already, ties above all, are only copied.
  ///
  /// - Parameters:
  ///   - oldest: The first chunk of a chain .
  ///   - entryCount: The number of entries, for which there is room.
  ///   - chunks: Takes the chunks back.
  /// - Complexity: O(n) for n entries spread evenly over time, O(n log n) at worst.
  @inlinable
  mutating func appendSorted(_ oldest: UnsafeMutableRawPointer, count entryCount: Int, chunks: inout Chunks) {
    let target = base + end
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
    var chunk = oldest
    var done = 0
    while done < entryCount {
      let number = Swift.min(entryCount &- done, Chunks.capacity)
      let entries = Chunks.entries(of: chunk)
      if width == 0 {
        (target + done).update(from: entries, count: number)
      } else {
        for place in 0..<number {
          let entry = entries[place]
          let digit = Int(truncatingIfNeeded: entry.order.ticks &>> shift & mask)
          let position = digitCounts[digit]
          digitCounts[digit] = position &+ 1
          target[Int(truncatingIfNeeded: position)] = entry
        }
      }
      chunk = chunks.releaseAndFollow(chunk)
      done &+= number
    }
    EventFront.insertionSort(target, count: entryCount)
    end &+= entryCount
    Entry.markEnd(base + end)
  }

  @inlinable
  func countDigits(_ oldest: UnsafeMutableRawPointer, count entryCount: Int, shift: UInt64, mask: UInt64) {
    var chunk = oldest
    var done = 0
    while done < entryCount {
      let number = Swift.min(entryCount &- done, Chunks.capacity)
      let entries = Chunks.entries(of: chunk)
      for place in 0..<number {
        digitCounts[Int(truncatingIfNeeded: entries[place].order.ticks &>> shift & mask)] &+= 1
      }
      chunk = Chunks.link(of: chunk)
      done &+= number
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
