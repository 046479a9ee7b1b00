// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// A growing list with one owner, whose elements have ids of a type of their own: what the model keeps its pools, nodes
/// and replicas in.
///
/// An array asks at every change whether it shares its storage with a copy. This cannot be copied and need not ask: it
/// saves a tenth of a run (docs/performance.md). An id outside is a failed precondition, as with an array.
struct Table<ID: TableID, Element: ~Copyable>: ~Copyable {
  private var buffer: GrowableBuffer<Element>
  private(set) var count = 0

  /// An empty list.
  ///
  /// - Parameter minimumCapacity: So many elements have room before memory must be allocated for more.
  init(minimumCapacity: Int = 0) {
    precondition(minimumCapacity >= 0, "a table cannot have room for \(minimumCapacity) elements")
    buffer = GrowableBuffer(capacity: max(minimumCapacity, 1))
  }

  deinit {
    buffer.base.deinitialize(count: count)
  }

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  /// The ids of all elements, in order.
  @inline(__always)
  var ids: Range<ID> { ID(0)..<ID(count) }

  /// The id of the next element.
  @inline(__always)
  var nextID: ID { ID(count) }

  @inline(__always)
  subscript(id: ID) -> Element {
    _read {
      precondition(id.index < count, "an id outside of the table")
      yield buffer.base[id.index]
    }
    _modify {
      precondition(id.index < count, "an id outside of the table")
      yield &buffer.base[id.index]
    }
  }

  /// - Complexity: O(1) amortised.
  @inline(__always)
  mutating func append(_ element: consuming Element) {
    if count == buffer.capacity { grow() }
    (buffer.base + count).initialize(to: element)
    count += 1
  }

  @inline(never)
  private mutating func grow() {
    assert(count == buffer.capacity, "a table with room grows")
    buffer.grow(to: 2 * count, keeping: 0..<count)
  }
}

extension Table {
  /// A list of equal elements.
  init(repeating element: Element, count: Int) {
    self.init(minimumCapacity: count)
    buffer.base.initialize(repeating: element, count: count)
    self.count = count
  }
}
