// SPDX-License-Identifier: GPL-3.0-or-later

extension EventQueue {
  /// Adjusts the size of the front to how much has been scheduled into its span.
  ///
  /// A large front is cheap to open for each of its entries, but takes in more of what is scheduled, which then goes
  /// through the side heap.
  @inlinable
  mutating func adjustFrontTarget() {
    if frontLoad > 512 {
      if sideInsertions > frontLoad / 4 {
        frontNarrowing = Swift.min(frontNarrowing &+ 1, 10)
      } else if sideInsertions < frontLoad / 12 {
        frontNarrowing = Swift.max(frontNarrowing &- 1, 0)
      }
      frontLoad = 0
      sideInsertions = 0
    }
    let entryCount = liveCount &+ deadCount
    let share = Swift.min(
      Swift.max(entryCount / 24, Swift.min(entryCount / 3, 128)), EventQueue.largestFrontTarget)
    frontTarget = Swift.max(share &>> frontNarrowing, EventQueue.smallestFrontTarget)
  }

  /// Fills the front from the first buckets; leaves it empty when all that they held had been cancelled.
  ///
  /// - Precondition: Front and side are empty; the levels are not.
  /// - Complexity: O(1) amortised per entry for entries spread over time.
  @inlinable
  @inline(never)
  mutating func openFront() {
    front.removeAll()
    if levelledCount <= EventQueue.collapseLimit {
      collapse()
      return
    }
    adjustFrontTarget()
    while true {
      let level = levels.count &- 1
      guard let bucket = levels.firstOccupied(in: level) else {
        levels.count = level
        continue
      }
      let shift = UInt64(truncatingIfNeeded: levels.shifts[level])
      let digit = UInt64(truncatingIfNeeded: bucket & 0xFF)
      let start = frontEnd & ~((0x100 &<< shift) &- 1) | digit &<< shift
      frontEnd = start
      if deadCount > liveCount / 8 {
        purge(bucket)
        if levelledCount == 0 { return }
        if levels.isEmpty(bucket) { continue }
      }
      let count = levels.entryCount(in: bucket)
      if count > frontTarget {
        let difference = differenceToSplit(bucket, start: start)
        if difference != 0 {
          split(bucket, count: count, difference: difference)
          continue
        }
      }
      frontEnd = start | ((1 &<< shift) &- 1)
      load(bucket, count: count)
      fillUp(level, from: bucket & 0xFF)
      frontLoad &+= front.count
      sideLimit = Swift.max(EventQueue.smallSideLimit, front.count / 2)
      return
    }
  }

  /// Adds the following buckets of a level to a front of few entries.
  @inlinable
  mutating func fillUp(_ level: Int, from digit: Int) {
    var digit = digit
    let shift = UInt64(truncatingIfNeeded: levels.shifts[level])
    while front.count < EventQueue.smallBucketCount,
      let bucket = levels.firstOccupied(in: level, from: digit &+ 1)
    {
      let count = levels.entryCount(in: bucket)
      if count > EventQueue.smallBucketCount { return }
      digit = bucket & 0xFF
      let start = frontEnd & ~((0x100 &<< shift) &- 1) | UInt64(truncatingIfNeeded: digit) &<< shift
      frontEnd = start | ((1 &<< shift) &- 1)
      load(bucket, count: count)
    }
  }

  /// Sorts the entries of a bucket into the front.
  @inlinable
  mutating func load(_ bucket: Int, count: Int) {
    front.reserve(count &+ front.count)
    let oldest = levels.take(bucket)
    front.appendSorted(oldest, count: count, chunks: &levels.chunks)
  }

  /// The bits of time by which a large bucket is to be split, zero when all its entries are at one time.
  ///
  /// A sample is enough to find them, since entries that differ in higher bits have their own levels; but when the
  /// sample is crowded into a small part of the bucket, all entries are looked at, and their common bits skipped.
  @inlinable
  mutating func differenceToSplit(_ bucket: Int, start: UInt64) -> UInt64 {
    let (spread, offset) = levels.sample(in: bucket, start: start)
    if spread != 0, spread.leadingZeroBitCount <= offset.leadingZeroBitCount &+ 6 { return offset }
    let chunk = levels.chains[bucket].first
    frontEnd = Chunks.entries(of: chunk)[0].order.ticks
    return Chunks.difference(from: chunk, count: levels.entryCount(in: bucket))
  }

  /// Spreads a bucket over a new level of finer digits.
  @inlinable
  mutating func split(_ bucket: Int, count: Int, difference: UInt64) {
    assert(difference != 0, "entries of one time cannot be split")
    let high = 64 &- difference.leadingZeroBitCount
    // As many buckets as leave each with a part of what the front takes.
    let wanted = Int.bitWidth &- (4 &* count / frontTarget).leadingZeroBitCount
    let low = Swift.max(0, high &- Swift.min(Swift.max(wanted, 2), 8))
    let shift = levels.shifts[levels.count &- 1]
    var covered = shift
    while covered > high {
      let next = Swift.max(high, covered &- 8)
      levels.append(from: next, to: covered)
      covered = next
    }
    levels.append(from: low, to: high)
    levels.routeEqualTimes()
    let reference = frontEnd
    drain(bucket) { queue, entry in
      queue.levels.append(entry, to: queue.levels.bucket(of: entry.order.ticks, after: reference))
    }
  }

  /// Puts front and side back into the levels and opens them again, in a narrower span.
  @inlinable
  @inline(never)
  mutating func spill() {
    levels.makeRoot()
    let earliest = Swift.min(front.firstOrder.ticks, side.firstOrder.ticks)
    // Levels in which the earliest time and the present end of the span are one digit cannot hold its entries.
    let high = 64 &- (earliest ^ frontEnd).leadingZeroBitCount
    while levels.count > 1, levels.shifts[levels.count &- 2] < high { mergeLastLevel() }
    let level = levels.count &- 1
    let firstBucket = level &* Levels.bucketCount
    let shift = UInt64(truncatingIfNeeded: levels.shifts[level])
    frontEnd = earliest
    for place in front.head..<front.end {
      let entry = front.entries[place]
      levels.append(entry, to: firstBucket &+ Int(truncatingIfNeeded: entry.order.ticks &>> shift & 0xFF))
    }
    for place in 0..<side.count {
      let entry = side.entries[place]
      levels.append(entry, to: firstBucket &+ Int(truncatingIfNeeded: entry.order.ticks &>> shift & 0xFF))
    }
    front.removeAll()
    side.reset(keeping: 0)
    openFront()
  }

  /// Moves the entries of the finest level into the bucket of the level above that covers it, and drops the level.
  @inlinable
  mutating func mergeLastLevel() {
    let level = levels.count &- 1
    let shift = UInt64(truncatingIfNeeded: levels.shifts[level &- 1])
    let target =
      (level &- 1) &* Levels.bucketCount &+ Int(truncatingIfNeeded: frontEnd &>> shift & 0xFF)
    while let bucket = levels.firstOccupied(in: level) {
      drain(bucket) { queue, entry in queue.levels.append(entry, to: target) }
    }
    levels.count = level
  }

  /// Returns to having no buckets: all entries of the levels go to the side heap.
  @inlinable
  mutating func collapse() {
    assert(levelledCount <= EventQueue.smallSideLimit, "the side heap cannot take the entries of all levels")
    frontEnd = EventQueue.endOfTime
    sideLimit = EventQueue.smallSideLimit
    var level = levels.count &- 1
    while level >= 0 {
      while let bucket = levels.firstOccupied(in: level) {
        drain(bucket) { queue, entry in queue.insertWithinFront(entry) }
      }
      level &-= 1
    }
    levels.count = 1
  }
}
