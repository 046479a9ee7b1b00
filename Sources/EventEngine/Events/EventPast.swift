// SPDX-License-Identifier: GPL-3.0-or-later

/// Tells from the order of an event whether it has been processed.
///
/// When an event is processed, every other that was scheduled before and comes before it in the order must have been
/// processed too. So an event lies in the past exactly when it comes at or before some processed event that was taken
/// after it had been scheduled. Of the processed events only those matter that no later one has overtaken: mostly the
/// latest alone, and more only when an event has scheduled others of a higher priority for its own time. They are kept
/// in descending order of time and priority, and that makes at most eight.
@frozen
@usableFromInline
struct EventPast: ~Copyable {
  @frozen
  @usableFromInline
  struct Record: BitwiseCopyable {
    @usableFromInline var order: EventOrder
    /// The sequence number that was next when the event was taken.
    @usableFromInline var nextSequence: UInt64

    @inlinable
    init(order: EventOrder, nextSequence: UInt64) {
      self.order = order
      self.nextSequence = nextSequence
    }
  }

  /// The event taken last.
  @usableFromInline var latest: Record
  /// Those of a later place in the order that were taken before it, the greatest first.
  @usableFromInline let overtaken: UnsafeMutablePointer<Record>
  @usableFromInline var overtakenCount: Int

  @inlinable
  init() {
    latest = Record(order: EventOrder(ticks: 0, rank: 0), nextSequence: 0)
    overtaken = .allocate(capacity: 8)
    overtakenCount = 0
  }

  @inlinable
  deinit {
    overtaken.deallocate()
  }

  /// Notes that an event is being processed.
  @inlinable
  mutating func add(_ order: EventOrder, nextSequence: UInt64) {
    assert(order.ticks >= latest.order.ticks, "an event was processed after a later one")
    if order < latest.order {
      assert(overtakenCount < 8, "there are only eight priorities to be overtaken")
      overtaken[overtakenCount] = latest
      overtakenCount &+= 1
    } else if overtakenCount > 0 {
      forget(before: order)
    }
    latest = Record(order: order, nextSequence: nextSequence)
  }

  @inlinable
  @inline(never)
  mutating func forget(before order: EventOrder) {
    while overtakenCount > 0, overtaken[overtakenCount &- 1].order < order { overtakenCount &-= 1 }
  }

  /// Whether the event of an order has been processed, given that it was scheduled and not cancelled.
  @inlinable
  func contains(_ order: EventOrder) -> Bool {
    if !(latest.order < order) { return order.sequence < latest.nextSequence }
    var place = overtakenCount
    while place > 0 {
      place &-= 1
      if !(overtaken[place].order < order) { return order.sequence < overtaken[place].nextSequence }
    }
    return false
  }
}
