// SPDX-License-Identifier: GPL-3.0-or-later

/// Which events have been cancelled.
///
/// Every pending event has a slot. A slot holds one number: events of lower sequence that use or used it are not pending
/// any more. The number is written only by cancelling, so that events that are never cancelled cost no access to this
/// table, which is scattered memory.
@frozen
@usableFromInline
struct EventSlots: ~Copyable {
  /// By slot: the sequence number that was next when an event of this slot was last cancelled.
  @usableFromInline var barriers: GrowableBuffer<UInt64>
  @usableFromInline var free: FreeSlots
  /// How many slots have ever been used.
  @usableFromInline var usedCount: Int

  @inlinable
  init(reservingCapacity: Int) {
    let capacity = Swift.max(reservingCapacity, 64)
    barriers = GrowableBuffer(capacity: capacity)
    free = FreeSlots(capacity: capacity)
    usedCount = 0
  }

  @inlinable
  mutating func take() -> UInt32 {
    free.isEmpty ? takeUnused() : free.pop()
  }

  @inlinable
  @inline(never)
  mutating func takeUnused() -> UInt32 {
    precondition(usedCount < Int(UInt32.max), "at most 4,294,967,295 events can be pending at once")
    if usedCount == barriers.capacity { grow() }
    barriers[usedCount] = 0
    usedCount += 1
    return UInt32(truncatingIfNeeded: usedCount &- 1)
  }

  @inlinable
  mutating func release(_ slot: UInt32) {
    assert(Int(slot) < usedCount, "a slot that no event has had was released")
    assert(free.count < usedCount, "a slot was released twice")
    free.push(slot)
  }

  /// Whether an event that has not been taken from the queue has not been cancelled either.
  @inlinable
  func isLive(_ order: EventOrder, _ slot: UInt32) -> Bool {
    assert(Int(slot) < usedCount, "an event in a slot that no event has had")
    return order.sequence >= barriers[Int(slot)]
  }

  /// Makes an event, and all earlier ones of its slot, count as cancelled.
  @inlinable
  func cancel(_ slot: UInt32, nextSequence: UInt64) {
    assert(nextSequence > barriers[Int(slot)], "sequence numbers run backwards")
    barriers[Int(slot)] = nextSequence
  }

  @inlinable
  var reservedByteCount: Int { barriers.capacity * (MemoryLayout<UInt64>.stride + MemoryLayout<UInt32>.stride) }

  @inlinable
  mutating func grow() {
    barriers.grow(to: barriers.capacity * 2, keeping: 0..<usedCount)
    free.grow(to: barriers.capacity)
  }
}
