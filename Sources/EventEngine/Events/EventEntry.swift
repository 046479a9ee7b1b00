// SPDX-License-Identifier: GPL-3.0-or-later

/// What the queue orders: the time, priority, scheduling order and slot of an event as one 128-bit number.
///
///     bit 127 ........ 64 | 63 .... 61 | 60 ..... 26 | 25 .. 0
///         time [ns]         priority     sequence      slot
///
/// Comparing two entries as plain numbers orders them by (time, priority, order of scheduling), since no two pending
/// events share a sequence number. Times are never negative here, so unsigned comparison is right.
@frozen
@usableFromInline
struct EventEntry: BitwiseCopyable {
  @usableFromInline let bits: UInt128

  @inlinable
  init(bits: UInt128) {
    self.bits = bits
  }

  @inlinable
  init(time: SimulationTime, priority: EventPriority, sequence: UInt64, slot: UInt64) {
    let rank =
      UInt64(priority.rawValue) &<< (EventEntry.sequenceWidth &+ EventEntry.slotWidth)
      | sequence &<< EventEntry.slotWidth | slot
    bits = UInt128(truncatingIfNeeded: time.nanoseconds) &<< 64 | UInt128(truncatingIfNeeded: rank)
  }

  /// The number of bits of the slot: at most 67,108,864 events are pending at once.
  @inlinable
  static var slotWidth: UInt64 { 26 }

  /// The number of bits of the sequence: pending events are renumbered after every 34,359,738,368 events.
  @inlinable
  static var sequenceWidth: UInt64 { 35 }

  /// Above every entry of an event.
  @inlinable
  static var afterAll: EventEntry { EventEntry(bits: .max) }

  /// Whether this is no event's entry but ``afterAll``.
  @inlinable
  var isAfterAll: Bool { Int64(truncatingIfNeeded: bits &>> 64) < 0 }

  @inlinable
  var time: SimulationTime { SimulationTime(nanoseconds: Int64(truncatingIfNeeded: bits &>> 64)) }

  /// The time as an unsigned number, for bit arithmetic [ns].
  @inlinable
  var ticks: UInt64 { UInt64(truncatingIfNeeded: bits &>> 64) }

  @inlinable
  var slot: Int { Int(truncatingIfNeeded: bits) & (1 &<< Int(EventEntry.slotWidth) &- 1) }

  @inlinable
  var priority: EventPriority {
    let rank = UInt64(truncatingIfNeeded: bits)
    return EventPriority(
      rawValue: UInt8(truncatingIfNeeded: rank &>> (EventEntry.sequenceWidth &+ EventEntry.slotWidth)))
  }

  /// The same entry with another sequence number.
  @inlinable
  func renumbered(_ sequence: UInt64) -> EventEntry {
    EventEntry(time: time, priority: priority, sequence: sequence, slot: UInt64(slot))
  }

  @inlinable
  static func < (left: EventEntry, right: EventEntry) -> Bool {
    left.bits < right.bits
  }
}
