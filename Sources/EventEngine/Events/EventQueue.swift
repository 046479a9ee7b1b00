// SPDX-License-Identifier: GPL-3.0-or-later

/// The pending events of a scheduler in the order (time, priority, order of scheduling).
///
///              at most frontEnd                   after frontEnd
///     insert ---> front (sorted array)            levels (buckets of 4 KiB chunks, unsorted)
///            `--> side (heap)          <--open---   bucket 0 | 1 | 2 | ...
///
/// The front holds what comes next, sorted; the side heap holds what was scheduled into the front's span of time since;
/// everything later lies unsorted in buckets. When front and side are empty, the first bucket is opened: a small one is
/// sorted into the front, a large one is spread over the buckets of a finer level. As long as few events are pending,
/// there are no buckets: the front's span is all time.
///
/// A cancelled event leaves its entry behind, which is dropped when it is met or when more than two
/// thirds of the entries are dead.
@usableFromInline
struct EventQueue<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline typealias Entry = EventEntry<Event>
  @usableFromInline typealias Levels = EventLevels<Event>
  @usableFromInline typealias Chunks = EventChunks<Event>

  @usableFromInline var slots: EventSlots
  @usableFromInline var past: EventPast
  @usableFromInline var front: EventFront<Event>
  @usableFromInline var side: EventHeap<Event>
  @usableFromInline var levels: Levels
  /// The last time of the front's span, with which entries in the levels are compared [ns].
  @usableFromInline var frontEnd: UInt64
  /// The number of entries in the side heap that is answered by opening a finer level.
  @usableFromInline var sideLimit: Int
  /// The largest bucket that is sorted as a whole.
  @usableFromInline var frontTarget: Int
  /// How often the target has been halved because too much was scheduled into the front's span.
  @usableFromInline var frontNarrowing: Int
  /// The number of entries that have been sorted into the front since its target was last adjusted.
  @usableFromInline var frontLoad: Int
  /// The number of entries that have been put into the side heap since then.
  @usableFromInline var sideInsertions: Int
  @usableFromInline var nextSequence: UInt64
  /// The number of events that have been taken or cancelled.
  ///
  /// Counting what has ended rather than what is pending leaves inserting with one number to change, the sequence.
  @usableFromInline var endedCount: UInt64
  /// Entries whose event has been cancelled.
  @usableFromInline var deadCount: Int

  @inlinable
  init(reservingCapacity: Int) {
    slots = EventSlots(reservingCapacity: reservingCapacity)
    past = EventPast()
    front = EventFront()
    side = EventHeap()
    levels = EventLevels()
    frontEnd = EventQueue.endOfTime
    sideLimit = EventQueue.smallSideLimit
    frontTarget = EventQueue.smallestFrontTarget
    frontNarrowing = 0
    frontLoad = 0
    sideInsertions = 0
    nextSequence = 0
    endedCount = 0
    deadCount = 0
  }

  @inlinable
  static var endOfTime: UInt64 { UInt64(Int64.max) }

  /// The largest number of entries in the side heap that never opens a finer level.
  @inlinable
  static var smallSideLimit: Int { 16 }

  /// With no more entries than this in the levels, they all go to the side heap.
  @inlinable
  static var collapseLimit: Int { 8 }

  /// The least entries that a bucket is sorted as a whole for.
  @inlinable
  static var smallestFrontTarget: Int { 16 }

  /// The most entries that a bucket is sorted as a whole for: they should stay in the second-level cache.
  @inlinable
  static var largestFrontTarget: Int { 16_384 }

  /// A bucket with at most so many entries does not fill the front alone.
  @inlinable
  static var smallBucketCount: Int { 8 }

  /// So many dead entries are kept whatever the number of live ones.
  @inlinable
  static var toleratedDeadCount: Int { 64 }

  /// The number of pending events.
  @inlinable
  var liveCount: Int { Int(truncatingIfNeeded: nextSequence &- endedCount) }

  /// The number of entries in the levels.
  @inlinable
  var levelledCount: Int { liveCount &+ deadCount &- front.count &- side.count }

  @inlinable
  mutating func insert(_ event: Event, at time: SimulationTime, priority: EventPriority) -> EventKey {
    assert(nextSequence < 1 &<< EventOrder.sequenceWidth, "the sequence numbers are used up")
    let slot = slots.take()
    let order = EventOrder(time: time, priority: priority, sequence: nextSequence)
    nextSequence &+= 1
    insert(EventEntry(order: order, slot: slot, event: event))
    return EventKey(order: order, slot: slot)
  }

  @inlinable
  @inline(__always)
  mutating func insert(_ entry: Entry) {
    let ticks = entry.order.ticks
    if ticks > frontEnd {
      levels.append(entry, to: levels.bucket(of: ticks, after: frontEnd))
    } else {
      insertWithinFront(entry)
    }
  }

  @inlinable
  @inline(never)
  mutating func insertWithinFront(_ entry: Entry) {
    if front.isLast(entry) {
      front.append(entry)
    } else if front.head > 0, entry.order < front.firstOrder {
      front.prepend(entry)
    } else {
      assert(entry.order.ticks <= frontEnd, "an entry belongs into the levels")
      side.insert(entry)
      sideInsertions &+= 1
      if side.count > sideLimit { spill() }
    }
  }

  /// Whether the event of a key is pending.
  @inlinable
  func isPending(_ key: EventKey) -> Bool {
    key.slot < slots.usedCount && slots.isLive(key.order, key.slot) && !past.contains(key.order)
  }

  @inlinable
  mutating func cancel(_ key: EventKey) -> Bool {
    guard isPending(key) else { return false }
    slots.cancel(key.slot, nextSequence: nextSequence)
    endedCount &+= 1
    deadCount &+= 1
    assert(endedCount <= nextSequence, "more events have ended than were scheduled")
    if deadCount > 2 &* liveCount &+ EventQueue.toleratedDeadCount { purge() }
    return true
  }

  /// Removes and returns the entry of the first pending event up to a time; nil when there is none.
  @inlinable
  @inline(__always)
  mutating func removeFirst(through lastTicks: UInt64) -> Entry? {
    while true {
      let order = front.firstOrder
      let entry: Entry
      if order < side.firstOrder {
        if order.ticks > lastTicks { return nil }
        entry = front.removeFirst()
      } else if side.count > 0 {
        if side.firstOrder.ticks > lastTicks { return nil }
        entry = side.removeFirst()
      } else if levelledCount > 0 {
        openFront()
        continue
      } else {
        return nil
      }
      if deadCount > 0, !slots.isLive(entry.order, entry.slot) {
        dropDead(entry)
        continue
      }
      assert(entry.order.ticks <= frontEnd, "an event comes from beyond the front's span")
      slots.release(entry.slot)
      past.add(entry.order, nextSequence: nextSequence)
      endedCount &+= 1
      return entry
    }
  }

  @inlinable
  mutating func dropDead(_ entry: Entry) {
    assert(deadCount > 0, "more dead entries are dropped than there are")
    slots.release(entry.slot)
    deadCount &-= 1
  }
}
