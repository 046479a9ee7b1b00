// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine

/// The naive oracle: pending events in an array that is kept sorted.
struct ReferenceQueue {
  struct Item: Equatable, Comparable {
    let time: SimulationTime
    let priority: EventPriority
    let order: UInt32

    static func < (left: Item, right: Item) -> Bool {
      (left.time, left.priority, left.order) < (right.time, right.priority, right.order)
    }
  }

  /// Latest first, so that the next event is removed from the end.
  private(set) var items: [Item] = []

  var first: Item? { items.last }

  mutating func insert(_ item: Item) {
    items.insert(item, at: place(of: item))
  }

  mutating func removeFirst() -> Item? {
    items.popLast()
  }

  mutating func remove(_ item: Item) -> Bool {
    let place = place(of: item)
    guard place < items.count, items[place] == item else { return false }
    items.remove(at: place)
    return true
  }

  private func place(of item: Item) -> Int {
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if item < items[middle] { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Remembers the event it handled last.
struct Recorder: SimulationModel {
  var latest: UInt32?

  mutating func handle(_ event: UInt32, scheduler: inout Scheduler<UInt32>) {
    latest = event
  }
}
