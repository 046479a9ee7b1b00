// SPDX-License-Identifier: GPL-3.0-or-later

/// Elements in a row that grows at its end and shrinks at its beginning: a ring, the size of which is a power of two.
///
/// It has one owner, and its changes need not ask whether somebody else holds a copy.
@usableFromInline
struct FlowRing<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var mask: Int
  @usableFromInline var head = 0
  @usableFromInline var count = 0

  @inlinable
  init() {
    base = .allocate(capacity: 8)
    mask = 7
  }

  @inlinable
  deinit { base.deallocate() }

  @inlinable var isEmpty: Bool { count == 0 }

  /// The elements from the first, which is number 0; a number outside gives an element of no meaning.
  @inlinable
  subscript(number: Int) -> Element {
    get { base[(head &+ number) & mask] }
    nonmutating set { base[(head &+ number) & mask] = newValue }
  }

  /// - Complexity: O(1) amortised.
  @inlinable
  @inline(__always)
  mutating func append(_ element: Element) {
    if count > mask { grow() }
    base[(head &+ count) & mask] = element
    count &+= 1
  }

  /// - Precondition: There is one.
  @inlinable
  @inline(__always)
  mutating func dropFirst() {
    assert(count > 0)
    head = (head &+ 1) & mask
    count &-= 1
  }

  /// Leaves so many of the first elements.
  @inlinable
  mutating func keepFirst(_ number: Int) {
    count = number
  }

  @inlinable
  @inline(never)
  mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 &* count)
    for number in 0..<count { larger[number] = self[number] }
    base.deallocate()
    base = larger
    mask = 2 &* count &- 1
    head = 0
  }
}
