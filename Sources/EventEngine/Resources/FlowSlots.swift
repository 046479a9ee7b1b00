// SPDX-License-Identifier: GPL-3.0-or-later

/// The flows of a link, each in a slot that is used again once its flow has left.
@usableFromInline
struct FlowSlots<Flow: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Flow>
  @usableFromInline var capacity: Int
  /// How many slots have ever been used.
  @usableFromInline var usedCount = 0
  /// Slots that are free again, the last freed on top.
  @usableFromInline var free: UnsafeMutablePointer<UInt32>
  @usableFromInline var freeCount = 0

  @inlinable
  init() {
    capacity = 8
    base = .allocate(capacity: capacity)
    free = .allocate(capacity: capacity)
  }

  @inlinable
  deinit {
    base.deallocate()
    free.deallocate()
  }

  @inlinable
  subscript(slot: UInt32) -> Flow {
    get {
      precondition(Int(slot) < usedCount, "a slot that no flow has had")
      return base[Int(slot)]
    }
    nonmutating _modify {
      precondition(Int(slot) < usedCount, "a slot that no flow has had")
      yield &base[Int(slot)]
    }
  }

  /// Puts a flow into a slot.
  ///
  /// - Complexity: O(1) amortised.
  @inlinable
  @inline(__always)
  mutating func take(_ flow: Flow) -> UInt32 {
    let slot: UInt32
    if freeCount > 0 {
      freeCount &-= 1
      slot = free[freeCount]
    } else {
      if usedCount == capacity { grow() }
      slot = UInt32(usedCount)
      usedCount &+= 1
    }
    base[Int(slot)] = flow
    return slot
  }

  /// Makes a slot free.
  @inlinable
  @inline(__always)
  mutating func release(_ slot: UInt32) {
    free[freeCount] = slot
    freeCount &+= 1
  }

  @inlinable
  @inline(never)
  mutating func grow() {
    let larger = UnsafeMutablePointer<Flow>.allocate(capacity: 2 &* capacity)
    larger.moveInitialize(from: base, count: usedCount)
    base.deallocate()
    base = larger
    let largerFree = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 &* capacity)
    largerFree.moveInitialize(from: free, count: freeCount)
    free.deallocate()
    free = largerFree
    capacity &*= 2
  }
}
