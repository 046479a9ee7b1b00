// SPDX-License-Identifier: GPL-3.0-or-later

/// Where events wait: a table whose places are reused, last freed first.
///
/// Each slot has a word beside its event:
///
///     bit 63 ........ 27 | 26   | 25 ....... 0
///         generation       live   own index when live, next free index otherwise
///
/// The word of a live slot is the key of its event. Both making and ending an event count the upper part up, so no key
/// ever matches a later event. A slot whose generation is used up, after 2^37 events, is retired rather than reused.
@usableFromInline
struct EventSlots<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @frozen
  @usableFromInline
  struct Slot: BitwiseCopyable {
    @usableFromInline var word: UInt64
    @usableFromInline var event: Event

    @inlinable
    init(word: UInt64, event: Event) {
      self.word = word
      self.event = event
    }
  }

  @usableFromInline var base: UnsafeMutablePointer<Slot>
  @usableFromInline var capacity: Int
  /// How many slots have ever been used; those beyond hold nothing yet.
  @usableFromInline var usedCount: Int
  /// The slot freed last, or ``none``.
  @usableFromInline var firstFree: Int

  @inlinable
  init(reservingCapacity: Int) {
    capacity = Swift.max(reservingCapacity, 64)
    base = .allocate(capacity: capacity)
    usedCount = 0
    firstFree = EventSlots.none
  }

  @inlinable
  deinit {
    base.deallocate()
  }

  @inlinable
  static var indexMask: UInt64 { 1 &<< EventEntry.slotWidth &- 1 }

  @inlinable
  static var liveBit: UInt64 { 1 &<< EventEntry.slotWidth }

  /// No slot: the end of the list of free slots.
  @inlinable
  static var none: Int { Int(indexMask) }

  /// Puts an event into a slot and returns its key, whose lower bits are the slot.
  @inlinable
  mutating func insert(_ event: Event) -> UInt64 {
    let index = firstFree
    if index == EventSlots.none { return insertIntoUnusedSlot(event) }
    let slot = base + index
    let word = slot.pointee.word
    firstFree = Int(truncatingIfNeeded: word & EventSlots.indexMask)
    let key = (word | EventSlots.indexMask) &+ 1 &+ UInt64(truncatingIfNeeded: index)
    slot.pointee.word = key
    slot.pointee.event = event
    return key
  }

  @inlinable
  @inline(never)
  mutating func insertIntoUnusedSlot(_ event: Event) -> UInt64 {
    precondition(usedCount < EventSlots.none, "at most 67,108,863 events can be pending at once")
    if usedCount == capacity { grow() }
    let key = EventSlots.liveBit | UInt64(truncatingIfNeeded: usedCount)
    (base + usedCount).initialize(to: Slot(word: key, event: event))
    usedCount += 1
    return key
  }

  @inlinable
  mutating func grow() {
    let larger = UnsafeMutablePointer<Slot>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: base, count: usedCount)
    base.deallocate()
    base = larger
    capacity *= 2
  }

  /// Whether the event of an entry has not been cancelled.
  @inlinable
  func isLive(_ index: Int) -> Bool {
    base[index].word & EventSlots.liveBit != 0
  }

  /// Ends a live event that still has an entry in the queue; its slot stays taken until ``release(_:)``.
  ///
  /// - Returns: Whether the key named a live event.
  @inlinable
  mutating func cancel(_ key: EventKey) -> Bool {
    let index = Int(truncatingIfNeeded: key.bits & EventSlots.indexMask)
    guard index < usedCount, base[index].word == key.bits else { return false }
    base[index].word = EventSlots.ended(key.bits)
    return true
  }

  /// Takes the event out of a live slot and frees the slot.
  @inlinable
  mutating func remove(_ index: Int) -> Event {
    let slot = base + index
    let event = slot.pointee.event
    slot.pointee.word = EventSlots.ended(slot.pointee.word)
    release(index)
    return event
  }

  /// Frees the slot of an ended event.
  @inlinable
  mutating func release(_ index: Int) {
    let slot = base + index
    let generation = slot.pointee.word & ~EventSlots.indexMask
    // The last generation before the word would wrap is never issued again.
    if generation == ~EventSlots.indexMask & ~EventSlots.liveBit { return }
    slot.pointee.word = generation | UInt64(truncatingIfNeeded: firstFree)
    firstFree = index
  }

  /// The word after the live bit has been cleared by counting up.
  @inlinable
  static func ended(_ word: UInt64) -> UInt64 { word &+ liveBit }
}
