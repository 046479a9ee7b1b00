// SPDX-License-Identifier: GPL-3.0-or-later

/// Sees every event of a run just before the model handles it.
public protocol EventObserver<Event> {
  /// What can happen.
  associatedtype Event: BitwiseCopyable & Sendable

  /// Takes note of an event.
  ///
  /// - Parameters:
  ///   - event: What happens.
  ///   - time: When it happens.
  ///   - priority: Its place among the events at the same time.
  ///   - order: How many events were processed before it.
  mutating func observe(_ event: Event, at time: SimulationTime, priority: EventPriority, order: UInt64)
}

/// Observes nothing, at no cost.
@frozen
@usableFromInline
struct SilentObserver<Event: BitwiseCopyable & Sendable>: EventObserver {
  /// Gives the observer an address of its own: an empty value has an arbitrary one, and ThreadSanitizer takes two
  /// simulations that touch theirs for a race. Nothing reads it, and optimised code does not have it.
  @usableFromInline var presence: UInt8 = 0

  @inlinable
  init() {}

  @inlinable
  mutating func observe(_ event: Event, at time: SimulationTime, priority: EventPriority, order: UInt64) {}
}
