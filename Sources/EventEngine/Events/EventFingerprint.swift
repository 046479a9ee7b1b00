// SPDX-License-Identifier: GPL-3.0-or-later

/// An event that can be told apart from others by a number.
///
/// The number takes the place of the event's bytes, which may hold padding of any value. Distinct events should have
/// distinct numbers: combine the case and its payload, such as `2 << 32 | UInt64(node)`.
public protocol FingerprintedEvent: BitwiseCopyable, Sendable {
  /// A number that is the same in every process for the same event.
  var fingerprint: UInt64 { get }
}

/// What of every event a fingerprint covers.
@frozen
public struct EventFingerprintParts: OptionSet, Hashable, Sendable {
  /// The bits of the set.
  public let rawValue: UInt8

  /// Makes a set from its bits.
  @inlinable
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// When the event was processed.
  public static let time = EventFingerprintParts(rawValue: 1)
  /// Its priority among events of the same time.
  public static let priority = EventFingerprintParts(rawValue: 2)
  /// What happened to whom.
  public static let event = EventFingerprintParts(rawValue: 4)
  /// All of them.
  public static let all: EventFingerprintParts = [.time, .priority, .event]
}

/// Condenses the events of a run, their times, priorities and order into one number.
///
/// Two runs with the same fingerprint processed, in all likelihood, the same events at the same times in the same
/// order; a differing fingerprint proves a difference. The number depends on nothing but the events, so it can be kept
/// as a reference. It is 64-bit FNV-1a (Fowler, Noll and Vo,
/// http://www.isthe.com/chongo/tech/comp/fnv/) over the little-endian bytes of time, priority and
/// ``FingerprintedEvent/fingerprint`` of one event after the other, or over some of these only.
@frozen
public struct EventFingerprint<Event: FingerprintedEvent>: EventObserver, Sendable {
  /// The fingerprint of the events so far.
  @inlinable
  public var value: UInt64 { state }

  @usableFromInline var state: UInt64
  @usableFromInline let parts: EventFingerprintParts

  /// The fingerprint of no events.
  ///
  /// - Parameter parts: What of every event it covers.
  @inlinable
  public init(_ parts: EventFingerprintParts = .all) {
    self.parts = parts
    state = 0xCBF2_9CE4_8422_2325
  }

  /// Adds an event.
  ///
  /// - Complexity: O(1): at most 17 multiplications.
  @inlinable
  public mutating func observe(_ event: Event, at time: SimulationTime, priority: EventPriority, order: UInt64) {
    if parts.contains(.time) { combine(UInt64(bitPattern: time.nanoseconds), byteCount: 8) }
    if parts.contains(.priority) { combine(UInt64(priority.rawValue), byteCount: 1) }
    if parts.contains(.event) { combine(event.fingerprint, byteCount: 8) }
  }

  @inlinable
  mutating func combine(_ number: UInt64, byteCount: Int) {
    for place in 0..<byteCount {
      state = (state ^ (number >> (8 * UInt64(place)) & 0xFF)) &* 0x100_0000_01B3
    }
  }
}
