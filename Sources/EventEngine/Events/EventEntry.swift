// SPDX-License-Identifier: GPL-3.0-or-later

/// The place of an event in the order of (time, priority, order of scheduling).
///
/// Times are never negative here, so both halves compare as unsigned numbers, and together as one of 128 bits. No two
/// events share a sequence number, so no two are equal.
@frozen
@usableFromInline
struct EventOrder: Hashable, Sendable, BitwiseCopyable {
  /// The time [ns].
  @usableFromInline let ticks: UInt64
  /// The priority in the upper 3 bits, the sequence number in the others.
  @usableFromInline let rank: UInt64

  @inlinable
  init(ticks: UInt64, rank: UInt64) {
    self.ticks = ticks
    self.rank = rank
  }

  @inlinable
  init(time: SimulationTime, priority: EventPriority, sequence: UInt64) {
    ticks = UInt64(bitPattern: time.nanoseconds)
    rank = UInt64(priority.rawValue) &<< EventOrder.sequenceWidth | sequence
  }

  /// The number of bits of a sequence number: scheduling a thousand million events a second uses them up in 73 years.
  @inlinable
  static var sequenceWidth: UInt64 { 61 }

  /// After every event.
  @inlinable
  static var afterAll: EventOrder { EventOrder(ticks: .max, rank: .max) }

  @inlinable
  var isAfterAll: Bool { ticks == .max }

  @inlinable
  var time: SimulationTime { SimulationTime(nanoseconds: Int64(bitPattern: ticks)) }

  @inlinable
  var priority: EventPriority {
    EventPriority(rawValue: UInt8(truncatingIfNeeded: rank &>> EventOrder.sequenceWidth))
  }

  @inlinable
  var sequence: UInt64 { rank & (1 &<< EventOrder.sequenceWidth &- 1) }

  @inlinable
  var bits: UInt128 {
    UInt128(truncatingIfNeeded: ticks) &<< 64 | UInt128(truncatingIfNeeded: rank)
  }

  @inlinable
  static func < (left: EventOrder, right: EventOrder) -> Bool {
    left.bits < right.bits
  }
}

/// A scheduled event as the queue holds it.
@frozen
@usableFromInline
struct EventEntry<Event: BitwiseCopyable & Sendable>: BitwiseCopyable {
  @usableFromInline let order: EventOrder
  /// The number under which the event can be cancelled.
  @usableFromInline let slot: UInt32
  @usableFromInline let event: Event

  @inlinable
  init(order: EventOrder, slot: UInt32, event: Event) {
    self.order = order
    self.slot = slot
    self.event = event
  }

  @usableFromInline typealias Pointer = UnsafeMutablePointer<EventEntry<Event>>

  /// Marks the end of a list of entries by an order after every event's.
  @inlinable
  static func markEnd(_ place: Pointer) {
    UnsafeMutableRawPointer(place).storeBytes(of: .afterAll, as: EventOrder.self)
  }

  /// The order at a place that holds an entry or the mark of the end.
  @inlinable
  static func order(at place: Pointer) -> EventOrder {
    UnsafeRawPointer(place).load(as: EventOrder.self)
  }
}
