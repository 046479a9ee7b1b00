// SPDX-License-Identifier: GPL-3.0-or-later

/// Memory for so many elements that can be moved to more memory.
///
///     capacity 4:  | a | b | c | d |   --grow(to: 8, keeping: 1..<4)-->   | b | c | d |   |   |   |   |   |
///
/// It knows how many places there are, not which of them hold an element: that is for its owner to know, which also
/// deinitialises elements that are more than plain bytes. It has one owner, and its changes need not ask, as an array's
/// do, whether there is a copy.
@frozen
@usableFromInline
package struct GrowableBuffer<Element: ~Copyable>: ~Copyable {
  /// The first place.
  @usableFromInline package var base: UnsafeMutablePointer<Element>
  /// The number of places.
  @usableFromInline package var capacity: Int

  /// Allocates memory, without putting anything there.
  ///
  /// - Parameter capacity: The number of places.
  /// - Precondition: `capacity` is not negative.
  @inlinable
  package init(capacity: Int) {
    precondition(capacity >= 0, "a buffer of \(capacity) elements")
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  @inlinable
  deinit { base.deallocate() }

  /// Moves elements to the start of larger memory, or of memory as large.
  ///
  /// - Parameters:
  ///   - newCapacity: The number of places from now on.
  ///   - kept: The places whose elements are moved; all others are forgotten.
  /// - Complexity: O(n) for n elements that are kept.
  @inlinable
  package mutating func grow(to newCapacity: Int, keeping kept: Range<Int>) {
    assert(kept.lowerBound >= 0 && kept.upperBound <= capacity, "elements outside of a buffer were to be kept")
    assert(newCapacity >= kept.count, "a buffer was to grow to less than what is kept")
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
    larger.moveInitialize(from: base + kept.lowerBound, count: kept.count)
    base.deallocate()
    base = larger
    capacity = newCapacity
  }
}

extension GrowableBuffer where Element: BitwiseCopyable {
  /// The element of a place, which has no meaning before one was put there.
  ///
  /// - Precondition: There is such a place.
  @inlinable
  package subscript(place: Int) -> Element {
    @inline(__always)
    get {
      assert(place >= 0 && place < capacity, "a place outside of the buffer")
      return base[place]
    }
    @inline(__always)
    nonmutating _modify {
      assert(place >= 0 && place < capacity, "a place outside of the buffer")
      yield &base[place]
    }
  }
}
