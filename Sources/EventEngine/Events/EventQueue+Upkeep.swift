// SPDX-License-Identifier: GPL-3.0-or-later

extension EventQueue {
  /// Drops the entries of cancelled events.
  ///
  /// - Complexity: O(n) for n entries, which have been cancelled for the most part.
  @inlinable
  @inline(never)
  mutating func purge() {
    var kept = front.head
    for place in front.head..<front.end {
      let entry = front.base[place]
      front.base[kept] = entry
      if slots.isLive(entry.slot) { kept &+= 1 } else { slots.release(entry.slot) }
    }
    front.end = kept
    front.base[kept] = .afterAll

    kept = 0
    for place in 0..<side.count {
      let entry = side.base[place]
      side.base[kept] = entry
      if slots.isLive(entry.slot) { kept &+= 1 } else { slots.release(entry.slot) }
    }
    side.reset(keeping: kept)

    for level in 0..<levels.count {
      var digit = 0
      while let bucket = levels.firstOccupied(in: level, from: digit) {
        purge(bucket)
        digit = (bucket & 0xFF) &+ 1
      }
    }
    deadCount = 0
  }

  @inlinable
  mutating func purge(_ bucket: Int) {
    var remaining = EventChunks.entryCount(of: levels.tails[bucket])
    var chunk = levels.chunks.reverse(levels.take(bucket))
    while remaining > 0 {
      let number = Swift.min(remaining, EventChunks.payloadCount)
      for place in 1...number {
        let entry = chunk[place]
        if slots.isLive(entry.slot) { levels.append(entry, to: bucket) } else { slots.release(entry.slot) }
      }
      let next = EventChunks.link(of: chunk)
      levels.chunks.release(chunk)
      chunk = next
      remaining &-= number
    }
  }

  /// Gives the pending events the sequence numbers from 0, in their order, when the numbers are used up.
  ///
  /// - Complexity: O(n log n) for n entries, once in 2^35 events.
  @inlinable
  @inline(never)
  mutating func renumber() {
    purge()
    let entryCount = liveCount
    let ordered = UnsafeMutablePointer<EventEntry>.allocate(capacity: Swift.max(entryCount, 1))
    for place in 0..<entryCount {
      ordered[place] = removeFirst(through: .distantFuture).renumbered(UInt64(place))
    }
    for place in 0..<entryCount {
      liveCount &+= 1
      insert(ordered[place])
    }
    ordered.deallocate()
    nextSequence = UInt64(entryCount)
  }
}

extension EventQueue {
  /// Checks that the structure is consistent, when compiled with `EVENT_ENGINE_INTERNAL_CHECKS`; does nothing otherwise.
  ///
  /// - Complexity: O(n) for n entries.
  @inlinable
  func _checkInvariants() {
    #if EVENT_ENGINE_INTERNAL_CHECKS
      var dead = 0
      for place in front.head..<front.end {
        let entry = front.base[place]
        precondition(entry < front.base[place + 1], "the front is out of order")
        precondition(entry.ticks <= frontEnd, "an entry of the front lies beyond its span")
        if !slots.isLive(entry.slot) { dead += 1 }
      }
      for place in 0..<side.count {
        let entry = side.base[place]
        precondition(place == 0 || !(entry < side.base[(place - 1) / 4]), "the side heap is out of order")
        precondition(entry.ticks <= frontEnd, "an entry of the side heap lies beyond the front's span")
        if !slots.isLive(entry.slot) { dead += 1 }
      }
      precondition(front.base[front.end].isAfterAll && (side.count > 0 || side.first.isAfterAll), "an end is lost")
      var levelled = 0
      for level in 0..<levels.initialisedCount {
        var digit = 0
        while let bucket = levels.firstOccupied(in: level, from: digit) {
          precondition(level < levels.count, "a level was dropped with its entries")
          var remaining = EventChunks.entryCount(of: levels.tails[bucket])
          var chunk = EventChunks.lastChunk(of: levels.tails[bucket])
          levelled += remaining
          while remaining > 0 {
            let number = (remaining - 1) % EventChunks.payloadCount + 1
            for place in 1...number {
              let entry = chunk[place]
              precondition(entry.ticks > frontEnd, "an entry of the levels lies within the front's span")
              precondition(levels.bucket(of: entry.ticks, after: frontEnd) == bucket, "an entry is in a wrong bucket")
              if !slots.isLive(entry.slot) { dead += 1 }
            }
            chunk = EventChunks.link(of: chunk)
            remaining -= number
          }
          digit = (bucket & 0xFF) + 1
        }
      }
      precondition(levelled == levelledCount, "entries are lost or counted twice")
      precondition(dead == deadCount, "dead entries are counted wrongly")
    #endif
  }
}
