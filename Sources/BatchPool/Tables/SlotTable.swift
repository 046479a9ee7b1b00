// SPDX-License-Identifier: GPL-3.0-or-later

/// A list with one owner whose elements come and go, and whose ids are used again: the one freed last first.
struct SlotTable<ID: TableID, Element>: ~Copyable {
  private var elements: Table<ID, Element> = Table()
  private var free: [ID] = []

  /// Elements that are there.
  var count: Int { elements.count - free.count }

  @inline(__always)
  subscript(id: ID) -> Element {
    _read { yield elements[id] }
    _modify { yield &elements[id] }
  }

  /// Adds an element.
  ///
  /// - Complexity: O(1) amortised.
  @inline(__always)
  mutating func insert(_ element: consuming Element) -> ID {
    if let id = free.popLast() {
      elements[id] = element
      return id
    }
    elements.append(element)
    return ID(elements.count - 1)
  }

  /// Frees the id of an element, whose place the next one takes.
  ///
  /// - Complexity: O(1) amortised.
  @inline(__always)
  mutating func remove(_ id: ID) {
    assert(free.count < elements.count, "element \(id) is removed twice")
    free.append(id)
  }
}
