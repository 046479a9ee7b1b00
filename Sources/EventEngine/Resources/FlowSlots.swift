// SPDX-License-Identifier: GPL-3.0-or-later

/// The flows of a link, each in a slot that is used again once its flow has left.
@usableFromInline
struct FlowSlots<Flow: BitwiseCopyable>: ~Copyable {
  @usableFromInline var flows = GrowableBuffer<Flow>(capacity: 8)
  /// How many slots have ever been used.
  @usableFromInline var usedCount = 0
  @usableFromInline var free = FreeSlots(capacity: 8)

  @inlinable init() {}

  @inlinable
  subscript(slot: UInt32) -> Flow {
    get {
      precondition(Int(slot) < usedCount, "a slot that no flow has had")
      return flows[Int(slot)]
    }
    nonmutating _modify {
      precondition(Int(slot) < usedCount, "a slot that no flow has had")
      yield &flows[Int(slot)]
    }
  }

  /// Puts a flow into a slot.
  ///
  /// - Complexity: O(1) amortised.
  @inlinable
  @inline(__always)
  mutating func take(_ flow: Flow) -> UInt32 {
    let slot: UInt32
    if !free.isEmpty {
      slot = free.pop()
    } else {
      if usedCount == flows.capacity { grow() }
      slot = UInt32(usedCount)
      usedCount &+= 1
    }
    flows[Int(slot)] = flow
    return slot
  }

  /// Makes a slot free.
  @inlinable
  @inline(__always)
  mutating func release(_ slot: UInt32) {
    assert(Int(slot) < usedCount, "a slot that no flow has had was released")
    assert(free.count < usedCount, "a slot was released twice")
    free.push(slot)
  }

  @inlinable
  @inline(never)
  mutating func grow() {
    flows.grow(to: 2 * flows.capacity, keeping: 0..<usedCount)
    free.grow(to: flows.capacity)
  }
}
