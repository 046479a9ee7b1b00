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
  @inlinable
  init() {}

  @inlinable
  mutating func observe(_ event: Event, at time: SimulationTime, priority: EventPriority, order: UInt64) {}
}
