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
      let entry = front.entries[place]
      front.entries[kept] = entry
      if slots.isLive(entry.order, entry.slot) { kept &+= 1 } else { dropDead(entry) }
    }
    front.end = kept
    Entry.markEnd(front.entries.base + kept)

    kept = 0
    for place in 0..<side.count {
      let entry = side.entries[place]
      side.entries[kept] = entry
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
    drain(bucket) { queue, entry in
      if queue.slots.isLive(entry.order, entry.slot) {
        queue.levels.append(entry, to: bucket)
      } else {
        queue.dropDead(entry)
      }
    }
  }

  /// Empties a bucket: hands on every entry, the oldest first, and frees the chunks.
  @inlinable
  @inline(__always)
  mutating func drain(_ bucket: Int, _ body: (_ queue: inout EventQueue, _ entry: Entry) -> Void) {
    let entryCount = levels.entryCount(in: bucket)
    let oldest = levels.take(bucket)
    Chunks.forEachChunk(from: oldest, count: entryCount) { chunk, number in
      let entries = Chunks.entries(of: chunk)
      for place in 0..<number { body(&self, entries[place]) }
      levels.chunks.release(chunk)
    }
  }

  /// The memory allocated for entries and slots [bytes].
  @inlinable
  var reservedByteCount: Int {
    let entryCount = front.entries.capacity + side.entries.capacity
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
        let entry = front.entries[place]
        precondition(entry.order < Entry.order(at: front.entries.base + place + 1), "the front is out of order")
        precondition(entry.order.ticks <= frontEnd, "an entry of the front lies beyond its span")
        if !slots.isLive(entry.order, entry.slot) { dead += 1 }
      }
      for place in 0..<side.count {
        let entry = side.entries[place]
        precondition(
          place == 0 || !(entry.order < side.entries[(place - 1) / 4].order), "the side heap is out of order")
        precondition(entry.order.ticks <= frontEnd, "an entry of the side heap lies beyond the front's span")
        if !slots.isLive(entry.order, entry.slot) { dead += 1 }
      }
      precondition(Entry.order(at: front.entries.base + front.end).isAfterAll, "the end of the front is lost")
      precondition(side.count > 0 || side.firstOrder.isAfterAll, "the end of the side heap is lost")
      var levelled = 0
      for level in 0..<levels.capacity {
        var digit = 0
        while let bucket = levels.firstOccupied(in: level, from: digit) {
          precondition(level < levels.count, "a level was dropped with its entries")
          let entryCount = levels.entryCount(in: bucket)
          levelled += entryCount
          Chunks.forEachEntry(from: levels.chains[bucket].first, count: entryCount) { entry in
            precondition(entry.order.ticks > frontEnd, "an entry of the levels lies within the front's span")
            let rightBucket = levels.bucket(of: entry.order.ticks, after: frontEnd)
            precondition(bucket == rightBucket, "an entry is in a wrong bucket")
            if !slots.isLive(entry.order, entry.slot) { dead += 1 }
          }
          digit = (bucket & 0xFF) + 1
        }
      }
      precondition(levelled == levelledCount, "entries are lost or counted twice")
      precondition(dead == deadCount, "dead entries are counted wrongly")
    #endif
  }
}
