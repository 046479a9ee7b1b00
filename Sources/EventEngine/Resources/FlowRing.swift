// SPDX-License-Identifier: GPL-3.0-or-later

/// Elements in a row that grows at its end and shrinks at its beginning: a ring, the size of which is a power of two.
///
/// It has one owner, and its changes need not ask whether there is a copy.
@usableFromInline
struct FlowRing<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var elements = GrowableBuffer<Element>(capacity: 8)
  @usableFromInline var head = 0
  @usableFromInline var count = 0

  @inlinable init() {}

  @inlinable var isEmpty: Bool { count == 0 }

  /// What a place is reduced by to lie within the ring.
  @inlinable var mask: Int { elements.capacity &- 1 }

  /// The elements from the first, which is number 0.
  ///
  /// - Precondition: There is an element of that number.
  @inlinable
  subscript(number: Int) -> Element {
    get {
      assert(number >= 0 && number < count, "an element outside of the ring")
      return elements[(head &+ number) & mask]
    }
    nonmutating set {
      assert(number >= 0 && number < count, "an element outside of the ring")
      elements[(head &+ number) & mask] = newValue
    }
  }

  /// - Complexity: O(1) amortised.
  @inlinable
  @inline(__always)
  mutating func append(_ element: Element) {
    if count > mask { grow() }
    elements[(head &+ count) & mask] = element
    count &+= 1
  }

  /// - Precondition: There is one.
  @inlinable
  @inline(__always)
  mutating func dropFirst() {
    assert(count > 0, "the ring is empty")
    head = (head &+ 1) & mask
    count &-= 1
  }

  /// Leaves so many of the first elements.
  @inlinable
  mutating func keepFirst(_ number: Int) {
    assert(number >= 0 && number <= count, "a ring keeps more than it holds")
    count = number
  }

  @inlinable
  @inline(never)
  mutating func grow() {
    assert(count == elements.capacity, "a ring grows although it has room")
    elements.grow(to: 2 * count, keeping: 0..<count)
    // What went around the end goes on behind it.
    (elements.base + count).moveInitialize(from: elements.base, count: head)
  }
}
