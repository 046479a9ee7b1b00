// SPDX-License-Identifier: GPL-3.0-or-later

/// The pending events of a scheduler in the order (time, priority, order of scheduling).
///
/// A cancelled event leaves its entry behind, which is dropped when it surfaces or when more than half of the entries
/// are dead.
@usableFromInline
struct EventQueue<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline var slots: EventSlots<Event>
  @usableFromInline var heap: EventHeap
  @usableFromInline var nextSequence: UInt64
  /// Entries whose event has been cancelled.
  @usableFromInline var deadCount: Int
  /// Entries whose event is pending.
  @usableFromInline var liveCount: Int

  @inlinable
  init(reservingCapacity: Int) {
    slots = EventSlots(reservingCapacity: reservingCapacity)
    heap = EventHeap(reservingCapacity: reservingCapacity)
    nextSequence = 0
    deadCount = 0
    liveCount = 0
  }

  @inlinable
  mutating func insert(_ event: Event, at time: SimulationTime, priority: EventPriority) -> EventKey {
    if nextSequence &>> EventEntry.sequenceWidth != 0 { renumber() }
    let key = slots.insert(event)
    heap.insert(
      EventEntry(
        time: time, priority: priority, sequence: nextSequence, slot: key & EventSlots<Event>.indexMask))
    nextSequence &+= 1
    liveCount &+= 1
    return EventKey(bits: key)
  }

  @inlinable
  mutating func cancel(_ key: EventKey) -> Bool {
    guard slots.cancel(key) else { return false }
    liveCount &-= 1
    deadCount &+= 1
    if deadCount > liveCount &+ EventQueue.toleratedDeadCount { purge() }
    return true
  }

  /// So many dead entries are kept whatever the number of live ones.
  @inlinable
  static var toleratedDeadCount: Int { 64 }

  /// The entry of the first pending event, or ``EventEntry/afterAll`` when there is none.
  @inlinable
  mutating func first() -> EventEntry {
    while true {
      let entry = heap.first
      if heap.count == 0 || slots.isLive(entry.slot) { return entry }
      heap.removeFirst()
      slots.release(entry.slot)
      deadCount &-= 1
    }
  }

  /// Removes the entry that ``first()`` has just returned, and returns its event.
  @inlinable
  mutating func removeFirst(_ entry: EventEntry) -> Event {
    heap.removeFirst()
    liveCount &-= 1
    return slots.remove(entry.slot)
  }

  /// Drops the entries of cancelled events.
  @inlinable
  @inline(never)
  mutating func purge() {
    var kept = 0
    for place in 0..<heap.count {
      let entry = heap.base[place]
      if slots.isLive(entry.slot) {
        heap.base[kept] = entry
        kept += 1
      } else {
        slots.release(entry.slot)
      }
    }
    heap.count = kept
    heap.heapify()
    deadCount = 0
  }

  /// Gives the pending events the sequence numbers from 0, in their order, when the numbers are used up.
  @inlinable
  @inline(never)
  mutating func renumber() {
    purge()
    let entryCount = heap.count
    let ordered = UnsafeMutablePointer<EventEntry>.allocate(capacity: Swift.max(entryCount, 1))
    for place in 0..<entryCount {
      ordered[place] = heap.first.renumbered(UInt64(place))
      heap.removeFirst()
    }
    // An ordered array is a heap.
    heap.base.update(from: ordered, count: entryCount)
    heap.count = entryCount
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
      precondition(heap.count == liveCount + deadCount, "entries are lost or counted twice")
      var dead = 0
      for place in 0..<heap.count {
        precondition(place == 0 || !(heap.base[place] < heap.base[(place - 1) / 4]), "the heap is out of order")
        if !slots.isLive(heap.base[place].slot) { dead += 1 }
      }
      precondition(dead == deadCount, "dead entries are counted wrongly")
    #endif
  }
}
