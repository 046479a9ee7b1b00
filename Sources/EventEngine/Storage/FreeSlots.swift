// SPDX-License-Identifier: GPL-3.0-or-later

/// Slots of a table that can be used again, the one freed last first, so that it is still in the cache.
@frozen
@usableFromInline
struct FreeSlots: ~Copyable {
  /// As many places as the table has slots: there is always room.
  @usableFromInline var slots: GrowableBuffer<UInt32>
  @usableFromInline var count = 0

  /// No free slots, of a table of so many.
  @inlinable
  init(capacity: Int) {
    slots = GrowableBuffer(capacity: capacity)
  }

  @inlinable var isEmpty: Bool { count == 0 }

  @inlinable
  @inline(__always)
  mutating func push(_ slot: UInt32) {
    assert(count < slots.capacity, "a slot was freed twice")
    slots[count] = slot
    count &+= 1
  }

  /// - Precondition: There is a free slot.
  @inlinable
  @inline(__always)
  mutating func pop() -> UInt32 {
    assert(count > 0, "no slot is free")
    count &-= 1
    return slots[count]
  }

  /// Makes room as the table grows.
  @inlinable
  mutating func grow(to capacity: Int) {
    slots.grow(to: capacity, keeping: 0..<count)
  }
}
