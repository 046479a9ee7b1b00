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
      if slots.isLive(entry.order, entry.slot) { kept &+= 1 } else { dropDead(entry) }
    }
    front.end = kept
    Entry.markEnd(front.base + kept)

    kept = 0
    for place in 0..<side.count {
      let entry = side.base[place]
      side.base[kept] = entry
      if slots.isLive(entry.order, entry.slot) { kept &+= 1 } else { dropDead(entry) }
    }
    side.reset(keeping: kept)

    for level in 0..<levels.count {
      var digit = 0
      while let bucket = levels.firstOccupied(in: level, from: digit) {
        purge(bucket)
        digit = (bucket & 0xFF) &+ 1
      }
    }
  }

  /// Drops the entries of cancelled events from a bucket.
  @inlinable
  mutating func purge(_ bucket: Int) {
    var remaining = levels.entryCount(in: bucket)
    var chunk = levels.take(bucket)
    while remaining > 0 {
      let number = Swift.min(remaining, Chunks.capacity)
      let entries = Chunks.entries(of: chunk)
      for place in 0..<number {
        let entry = entries[place]
        if slots.isLive(entry.order, entry.slot) { levels.append(entry, to: bucket) } else { dropDead(entry) }
      }
      chunk = levels.chunks.releaseAndFollow(chunk)
      remaining &-= number
    }
  }

  /// The memory allocated for entries and slots [bytes].
  @inlinable
  var reservedByteCount: Int {
    let entryCount = front.capacity + 1 + side.capacity
    return entryCount * MemoryLayout<Entry>.stride + slots.reservedByteCount + levels.reservedByteCount
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
        precondition(entry.order < Entry.order(at: front.base + place + 1), "the front is out of order")
        precondition(entry.order.ticks <= frontEnd, "an entry of the front lies beyond its span")
        if !slots.isLive(entry.order, entry.slot) { dead += 1 }
      }
      for place in 0..<side.count {
        let entry = side.base[place]
        precondition(place == 0 || !(entry.order < side.base[(place - 1) / 4].order), "the side heap is out of order")
        precondition(entry.order.ticks <= frontEnd, "an entry of the side heap lies beyond the front's span")
        if !slots.isLive(entry.order, entry.slot) { dead += 1 }
      }
      precondition(Entry.order(at: front.base + front.end).isAfterAll, "the end of the front is lost")
      precondition(side.count > 0 || side.firstOrder.isAfterAll, "the end of the side heap is lost")
      var levelled = 0
      for level in 0..<levels.capacity {
        var digit = 0
        while let bucket = levels.firstOccupied(in: level, from: digit) {
          precondition(level < levels.count, "a level was dropped with its entries")
          var remaining = levels.entryCount(in: bucket)
          var chunk = levels.chains[bucket].first
          levelled += remaining
          while remaining > 0 {
            let number = Swift.min(remaining, Chunks.capacity)
            for place in 0..<number {
              let entry = Chunks.entries(of: chunk)[place]
              precondition(entry.order.ticks > frontEnd, "an entry of the levels lies within the front's span")
              let rightBucket = levels.bucket(of: entry.order.ticks, after: frontEnd)
              precondition(bucket == rightBucket, "an entry is in a wrong bucket")
              if !slots.isLive(entry.order, entry.slot) { dead += 1 }
            }
            chunk = Chunks.link(of: chunk)
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
