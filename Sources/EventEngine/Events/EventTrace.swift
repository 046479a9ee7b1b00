// SPDX-License-Identifier: GPL-3.0-or-later

/// Records the events of a run, all of them or the latest so many.
///
/// ```swift
/// var trace = EventTrace<Clock.Event>(limit: 100)
/// simulation.run(maximumEvents: 1_000, observer: &trace)
/// for record in trace.records { print(record.time, record.event) }
/// ```
public struct EventTrace<Event: BitwiseCopyable & Sendable>: EventObserver, Sendable {
  /// One processed event.
  public struct Record: Sendable {
    /// What happened.
    public let event: Event
    /// When it happened.
    public let time: SimulationTime
    /// Its place among the events at the same time.
    public let priority: EventPriority
    /// How many events were processed before it.
    public let order: UInt64

    @inlinable
    init(event: Event, time: SimulationTime, priority: EventPriority, order: UInt64) {
      self.event = event
      self.time = time
      self.priority = priority
      self.order = order
    }
  }

  /// The most records that are kept; nil for no limit.
  public let limit: Int?
  @usableFromInline var unkeptCount: UInt64
  @usableFromInline var ring: [Record]
  @usableFromInline var oldest: Int

  /// Makes an empty trace.
  ///
  /// - Parameter limit: Keep the latest so many records; nil keeps all.
  /// - Precondition: `limit` is not negative.
  /// - Complexity: O(1).
  @inlinable
  public init(limit: Int? = nil) {
    precondition((limit ?? 0) >= 0, "a trace cannot keep a negative number of records")
    self.limit = limit
    unkeptCount = 0
    ring = []
    oldest = 0
  }

  /// How many events were seen but are not kept.
  @inlinable
  public var droppedCount: UInt64 { unkeptCount }

  /// The records kept, in the order of processing.
  ///
  /// - Complexity: O(n) for n records.
  @inlinable
  public var records: [Record] { Array(ring[oldest...] + ring[..<oldest]) }

  /// Records an event.
  ///
  /// - Complexity: O(1) amortised.
  @inlinable
  public mutating func observe(_ event: Event, at time: SimulationTime, priority: EventPriority, order: UInt64) {
    let record = Record(event: event, time: time, priority: priority, order: order)
    guard let limit, ring.count >= limit else {
      ring.append(record)
      return
    }
    unkeptCount += 1
    guard limit > 0 else { return }
    ring[oldest] = record
    oldest = oldest + 1 == limit ? 0 : oldest + 1
  }
}

extension EventTrace.Record: Equatable where Event: Equatable {}
extension EventTrace.Record: Hashable where Event: Hashable {}
