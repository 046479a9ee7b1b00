// SPDX-License-Identifier: GPL-3.0-or-later

/// The entries that come next, in order, in one array.
@frozen
@usableFromInline
struct EventFront: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<EventEntry>
  /// The place of the first entry.
  @usableFromInline var head: Int
  /// The place after the last entry, which holds ``EventEntry/afterAll``.
  @usableFromInline var end: Int
  /// One less than the places there are.
  @usableFromInline var capacity: Int
  /// Entries before they are sorted into place.
  @usableFromInline var scratch: UnsafeMutablePointer<EventEntry>
  @usableFromInline var scratchCapacity: Int
  /// How many entries share each digit while they are sorted.
  @usableFromInline let digitCounts: UnsafeMutablePointer<Int32>

  @inlinable
  init() {
    capacity = 63
    base = .allocate(capacity: capacity + 1)
    base[0] = .afterAll
    head = 0
    end = 0
    scratchCapacity = 64
    scratch = .allocate(capacity: scratchCapacity)
    digitCounts = .allocate(capacity: 1 << EventFront.maximumDigitWidth)
  }

  @inlinable
  deinit {
    base.deallocate()
    scratch.deallocate()
    digitCounts.deallocate()
  }

  /// The widest digit [bits] that entries are sorted by at once.
  @inlinable
  static var maximumDigitWidth: Int { 11 }

  @inlinable
  var count: Int { end &- head }

  /// The first entry, or ``EventEntry/afterAll`` when there is none.
  @inlinable
  var first: EventEntry { base[head] }

  /// Whether an entry belongs behind all others.
  @inlinable
  func isLast(_ entry: EventEntry) -> Bool {
    end == head || base[end &- 1] < entry
  }

  /// Adds an entry behind all others.
  ///
  /// - Complexity: O(1) amortised.
  @inlinable
  mutating func append(_ entry: EventEntry) {
    if end == capacity { makeRoom() }
    base[end] = entry
    end &+= 1
    base[end] = .afterAll
  }

  /// Moves the entries to the start of the array when that frees half of it, else of a larger one.
  @inlinable
  @inline(never)
  mutating func makeRoom() {
    if head > capacity / 2 {
      base.update(from: base + head, count: count + 1)
    } else {
      let larger = UnsafeMutablePointer<EventEntry>.allocate(capacity: (capacity + 1) * 2)
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
    base[0] = .afterAll
  }

  /// Makes room for so many entries in the array and in ``scratch``.
  ///
  /// - Precondition: There are no entries.
  @inlinable
  mutating func reserve(_ entryCount: Int) {
    if entryCount > capacity {
      base.deallocate()
      while capacity < entryCount { capacity = capacity * 2 + 1 }
      base = .allocate(capacity: capacity + 1)
      removeAll()
    }
    reserveScratch(entryCount)
  }

  /// Makes room for so many entries in ``scratch``, whose contents are lost.
  @inlinable
  mutating func reserveScratch(_ entryCount: Int) {
    if entryCount > scratchCapacity {
      scratch.deallocate()
      while scratchCapacity < entryCount { scratchCapacity *= 2 }
      scratch = .allocate(capacity: scratchCapacity)
    }
  }

  /// Sorts entries from ``scratch`` behind all others.
  ///
  /// They are spread over as many digits of time as there are entries, which leaves little out of order, and that is
  /// put right by insertion. Entries that are in order already, ties above all, are only copied.
  ///
  /// - Parameters:
  ///   - entryCount: The number of entries, for which there is room.
  ///   - difference: The bits in which their times differ.
  /// - Complexity: O(n) for n entries spread evenly over time, O(n log n) at worst.
  @inlinable
  mutating func appendSorted(_ entryCount: Int, difference: UInt64) {
    let target = base + end
    if entryCount < 8 || difference == 0 {
      target.update(from: scratch, count: entryCount)
    } else {
      let wanted = Int.bitWidth &- (entryCount &- 1).leadingZeroBitCount
      let width = Swift.min(wanted, EventFront.maximumDigitWidth)
      let shift = UInt64(truncatingIfNeeded: Swift.max(0, 64 &- difference.leadingZeroBitCount &- width))
      let mask = 1 &<< UInt64(truncatingIfNeeded: width) &- 1
      let digitCount = 1 &<< width
      digitCounts.update(repeating: 0, count: digitCount)
      for place in 0..<entryCount {
        digitCounts[Int(truncatingIfNeeded: scratch[place].ticks &>> shift & mask)] &+= 1
      }
      var sum: Int32 = 0
      for digit in 0..<digitCount {
        let number = digitCounts[digit]
        digitCounts[digit] = sum
        sum &+= number
      }
      for place in 0..<entryCount {
        let entry = scratch[place]
        let digit = Int(truncatingIfNeeded: entry.ticks &>> shift & mask)
        let position = digitCounts[digit]
        digitCounts[digit] = position &+ 1
        target[Int(truncatingIfNeeded: position)] = entry
      }
    }
    EventFront.insertionSort(target, count: entryCount)
    end &+= entryCount
    base[end] = .afterAll
  }

  @inlinable
  static func insertionSort(_ entries: UnsafeMutablePointer<EventEntry>, count: Int) {
    guard count > 1 else { return }
    var budget = 8 &* count &+ 64
    var latest = entries[0]
    for place in 1..<count {
      let entry = entries[place]
      if latest < entry {
        latest = entry
        continue
      }
      var hole = place
      repeat {
        entries[hole] = entries[hole &- 1]
        hole &-= 1
      } while hole > 0 && entry < entries[hole &- 1]
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
  static func heapSort(_ entries: UnsafeMutablePointer<EventEntry>, count: Int) {
    func siftDown(_ entry: EventEntry, from start: Int, count: Int) {
      var hole = start
      while true {
        var child = 2 * hole + 1
        if child >= count { break }
        if child + 1 < count, entries[child] < entries[child + 1] { child += 1 }
        if !(entry < entries[child]) { break }
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
