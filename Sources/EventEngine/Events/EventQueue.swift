// SPDX-License-Identifier: GPL-3.0-or-later

/// The pending events of a scheduler in the order (time, priority, order of scheduling).
///
///              at most frontEnd                   after frontEnd
///     insert ---> front (sorted array)            levels (buckets of 1 KiB chunks, unsorted)
///            `--> side (heap)          <--open---   bucket 0 | 1 | 2 | ...
///
/// The front holds what comes next, sorted; the side heap holds what was scheduled into the front's span of time since;
/// everything later lies unsorted in buckets. When front and side are empty, the first bucket is opened: a small one is
/// sorted into the front, a large one is spread over the buckets of a finer level. As long as few events are pending,
/// there are no buckets: the front's span is all time.
///
/// A cancelled event leaves its entry behind, which is dropped when it is met or when more than half of the entries
/// are dead.
@usableFromInline
struct EventQueue<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline var slots: EventSlots<Event>
  @usableFromInline var front: EventFront
  @usableFromInline var side: EventHeap
  @usableFromInline var levels: EventLevels
  /// The last time of the front's span, with which entries in the levels are compared [ns].
  @usableFromInline var frontEnd: UInt64
  /// The number of entries in the side heap that is answered by opening a finer level.
  @usableFromInline var sideLimit: Int
  @usableFromInline var nextSequence: UInt64
  /// Entries whose event is pending.
  @usableFromInline var liveCount: Int
  /// Entries whose event has been cancelled.
  @usableFromInline var deadCount: Int

  @inlinable
  init(reservingCapacity: Int) {
    slots = EventSlots(reservingCapacity: reservingCapacity)
    front = EventFront()
    side = EventHeap()
    levels = EventLevels()
    frontEnd = EventQueue.endOfTime
    sideLimit = EventQueue.smallSideLimit
    nextSequence = 0
    liveCount = 0
    deadCount = 0
  }

  @inlinable
  static var endOfTime: UInt64 { UInt64(Int64.max) }

  /// So many entries in the side heap are no reason to open a finer level.
  @inlinable
  static var smallSideLimit: Int { 64 }

  /// With no more entries than this in the levels, they all go to the side heap.
  @inlinable
  static var collapseLimit: Int { 32 }

  /// A bucket with at most so many entries does not fill the front alone.
  @inlinable
  static var smallBucketCount: Int { 16 }

  /// So many dead entries are kept whatever the number of live ones.
  @inlinable
  static var toleratedDeadCount: Int { 64 }

  /// The number of entries in the levels.
  @inlinable
  var levelledCount: Int { liveCount &+ deadCount &- front.count &- side.count }

  @inlinable
  mutating func insert(_ event: Event, at time: SimulationTime, priority: EventPriority) -> EventKey {
    if nextSequence &>> EventEntry.sequenceWidth != 0 { renumber() }
    let key = slots.insert(event)
    let entry = EventEntry(
      time: time, priority: priority, sequence: nextSequence, slot: key & EventSlots<Event>.indexMask)
    nextSequence &+= 1
    liveCount &+= 1
    insert(entry)
    return EventKey(bits: key)
  }

  @inlinable
  mutating func insert(_ entry: EventEntry) {
    let ticks = entry.ticks
    if ticks > frontEnd {
      levels.append(entry, to: levels.bucket(of: ticks, after: frontEnd))
    } else if front.isLast(entry) {
      front.append(entry)
    } else {
      side.insert(entry)
      if side.count > sideLimit { spill() }
    }
  }

  @inlinable
  mutating func cancel(_ key: EventKey) -> Bool {
    guard slots.cancel(key) else { return false }
    liveCount &-= 1
    deadCount &+= 1
    if deadCount > liveCount &+ EventQueue.toleratedDeadCount { purge() }
    return true
  }

  /// Removes and returns the entry of the first pending event up to a time; its event is still in its slot.
  ///
  /// - Returns: ``EventEntry/afterAll`` when there is none.
  @inlinable
  mutating func removeFirst(through lastTime: SimulationTime) -> EventEntry {
    while true {
      let entry = front.first
      if entry < side.first {
        if entry.time > lastTime { return .afterAll }
        front.head &+= 1
        if slots.isLive(entry.slot) {
          liveCount &-= 1
          return entry
        }
        dropDead(entry)
      } else if side.count > 0 {
        let entry = side.first
        if entry.time > lastTime { return .afterAll }
        side.removeFirst()
        if slots.isLive(entry.slot) {
          liveCount &-= 1
          return entry
        }
        dropDead(entry)
      } else if levelledCount > 0 {
        openFront()
      } else {
        return .afterAll
      }
    }
  }

  @inlinable
  mutating func dropDead(_ entry: EventEntry) {
    slots.release(entry.slot)
    deadCount &-= 1
  }
}
