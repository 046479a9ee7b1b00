// SPDX-License-Identifier: GPL-3.0-or-later

/// The clock of a simulation and the events that lie ahead of it.
///
/// Events are processed in the order of (time, priority, order of scheduling): ties are first in, first out.
///
/// An event should be a small value, an enum with indices, say: up to 16 bytes it costs no more than its share of a
/// cache line. State belongs to the model.
///
/// An event that is never cancelled costs nothing for the possibility. Memory is allocated only when more events are
/// pending than ever before.
///
/// Limits: 4,294,967,295 events pending at once, cancelled ones that have not been dropped yet included; of those there
/// are never more than twice the pending ones and 64. 2^61 events can be scheduled in all. Exceeding the first is a
/// precondition failure; the second takes 73 years at a thousand million events a second.
public struct Scheduler<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline var queue: EventQueue<Event>

  @usableFromInline var currentTime: SimulationTime
  @usableFromInline var eventCount: UInt64
  @usableFromInline var stopIsRequested: Bool

  /// Makes a scheduler at time zero without events.
  ///
  /// - Parameter reservingCapacity: So many events can be pending before memory must be allocated for more.
  /// - Complexity: O(1), besides the allocation of 12 bytes for every event that room is reserved for.
  @inlinable
  public init(reservingCapacity: Int = 0) {
    queue = EventQueue(reservingCapacity: reservingCapacity)
    currentTime = .zero
    eventCount = 0
    stopIsRequested = false
  }

  /// The simulated time: that of the event being processed, or where the latest run ended.
  @inlinable
  public var now: SimulationTime { currentTime }

  /// The number of events processed since the start, the one being processed included.
  @inlinable
  public var processedCount: UInt64 { eventCount }

  /// The number of pending events.
  @inlinable
  public var pendingCount: Int { queue.liveCount }

  /// The memory allocated for events [bytes], used or not; it never shrinks.
  @inlinable
  public var reservedByteCount: Int { queue.reservedByteCount }

  /// Schedules an event at a time.
  ///
  /// - Parameters:
  ///   - event: What happens.
  ///   - time: When it happens.
  ///   - priority: Its place among the events at the same time.
  /// - Returns: A key that cancels the event.
  /// - Precondition: `time` is not before ``now``.
  /// - Complexity: O(1) amortised for events spread over time, O(log n) at worst for n pending events.
  @inlinable
  @discardableResult
  public mutating func schedule(
    _ event: Event, at time: SimulationTime, priority: EventPriority = .normal
  ) -> EventKey {
    precondition(time >= now, "at \(now): \(event) cannot be scheduled at \(time), which is past")
    return queue.insert(event, at: time, priority: priority)
  }

  /// Schedules an event a duration from now.
  ///
  /// - Parameters:
  ///   - event: What happens.
  ///   - duration: How long until it happens.
  ///   - priority: Its place among the events at the same time.
  /// - Returns: A key that cancels the event.
  /// - Precondition: `duration` is not negative.
  /// - Complexity: O(1) amortised for events spread over time, O(log n) at worst for n pending events.
  @inlinable
  @discardableResult
  public mutating func schedule(
    _ event: Event, after duration: SimulationDuration, priority: EventPriority = .normal
  ) -> EventKey {
    schedule(event, at: now + duration, priority: priority)
  }

  /// Cancels an event.
  ///
  /// - Parameter key: What ``schedule(_:at:priority:)`` returned for the event.
  /// - Returns: Whether the event was still pending; a key of a processed or cancelled event does nothing.
  /// - Complexity: O(1) amortised.
  @inlinable
  @discardableResult
  public mutating func cancel(_ key: EventKey) -> Bool {
    queue.cancel(key)
  }

  /// Ends the run after the event that is being processed.
  ///
  /// Between runs it ends the next one before its first event.
  @inlinable
  public mutating func stop() {
    stopIsRequested = true
  }
}

extension Scheduler {
  /// Checks that the queue is consistent, when compiled with `EVENT_ENGINE_INTERNAL_CHECKS`; does nothing otherwise.
  ///
  /// - Complexity: O(n) for n pending events.
  @inlinable
  package func _checkInvariants() {
    queue._checkInvariants()
  }
}
