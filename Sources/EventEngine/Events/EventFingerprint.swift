// SPDX-License-Identifier: GPL-3.0-or-later

/// An event that can be told apart from others by a number.
///
/// The number takes the place of the event's bytes, which may hold padding of any value. Distinct events should have
/// distinct numbers: combine the case and its payload, such as `2 << 32 | UInt64(node)`.
public protocol FingerprintedEvent: BitwiseCopyable, Sendable {
  /// A number that is the same in every process for the same event.
  var fingerprint: UInt64 { get }
}

/// Condenses the events of a run, their times, priorities and order into one number.
///
/// Two runs with the same fingerprint processed, in all likelihood, the same events at the same times in the same
/// order; a differing fingerprint proves a difference. The number depends on nothing but the events, so it can be kept
/// as a reference. It is 64-bit FNV-1a (Fowler, Noll and Vo,
/// http://www.isthe.com/chongo/tech/comp/fnv/) over the little-endian bytes of time, priority and
/// ``FingerprintedEvent/fingerprint`` of one event after the other.
@frozen
public struct EventFingerprint<Event: FingerprintedEvent>: EventObserver, Sendable {
  /// The fingerprint of the events so far.
  @inlinable
  public var value: UInt64 { state }

  @usableFromInline var state: UInt64

  /// The fingerprint of no events.
  @inlinable
  public init() {
    state = 0xCBF2_9CE4_8422_2325
  }

  /// Adds an event.
  @inlinable
  public mutating func observe(_ event: Event, at time: SimulationTime, priority: EventPriority, order: UInt64) {
    combine(UInt64(bitPattern: time.nanoseconds), byteCount: 8)
    combine(UInt64(priority.rawValue), byteCount: 1)
    combine(event.fingerprint, byteCount: 8)
  }

  @inlinable
  mutating func combine(_ number: UInt64, byteCount: Int) {
    for place in 0..<byteCount {
      state = (state ^ (number >> (8 * UInt64(place)) & 0xFF)) &* 0x100_0000_01B3
    }
  }
}
