// SPDX-License-Identifier: GPL-3.0-or-later

/// A model and the scheduler that drives it.
///
/// ```swift
/// var simulation = Simulation(model: Clock())
/// simulation.scheduler.schedule(.tick, at: .zero)
/// let end = simulation.run(until: SimulationTime(seconds: 10))
/// // end == .timeReached, simulation.model.ticks == 11, simulation.scheduler.now is 10 s
/// ```
public struct Simulation<Model: SimulationModel & ~Copyable>: ~Copyable {
  /// The simulated system.
  public var model: Model
  /// The clock and the pending events.
  public var scheduler: Scheduler<Model.Event>

  /// Puts a model at time zero, without events.
  ///
  /// - Parameters:
  ///   - model: The simulated system.
  ///   - reservingCapacity: So many events can be pending before memory must be allocated for more.
  /// - Complexity: O(1), besides the allocation.
  @inlinable
  public init(model: consuming Model, reservingCapacity: Int = 0) {
    self.model = model
    scheduler = Scheduler(reservingCapacity: reservingCapacity)
  }

  /// Processes events in their order until there is a reason to end.
  ///
  /// A run can be resumed by another call.
  ///
  /// - Parameters:
  ///   - time: Process the events at this time and before, then move the clock there (also when the events run out);
  ///     nil for no limit.
  ///   - maximumEvents: Process at most so many events in this run; nil for no limit.
  /// - Returns: Why the run ended.
  /// - Precondition: `time` is not before the scheduler's present time.
  /// - Complexity: O(1) amortised an event besides what the model does, for events spread over time; O(log n) at worst
  ///   for n pending events.
  @inlinable
  @discardableResult
  public mutating func run(until time: SimulationTime? = nil, maximumEvents: UInt64? = nil) -> RunEnd {
    var observer = SilentObserver<Model.Event>()
    return run(until: time, maximumEvents: maximumEvents, observer: &observer)
  }

  /// Processes events in their order until there is a reason to end, and shows each to an observer beforehand.
  ///
  /// - Parameters:
  ///   - time: Process the events at this time and before, then move the clock there (also when the events run out);
  ///     nil for no limit.
  ///   - maximumEvents: Process at most so many events in this run; nil for no limit.
  ///   - observer: Sees every event before the model does.
  /// - Returns: Why the run ended.
  /// - Precondition: `time` is not before the scheduler's present time.
  /// - Complexity: O(1) amortised an event besides what the model does, for events spread over time; O(log n) at worst
  ///   for n pending events.
  @inlinable
  @discardableResult
  public mutating func run(
    until time: SimulationTime? = nil, maximumEvents: UInt64? = nil, observer: inout some EventObserver<Model.Event>
  ) -> RunEnd {
    let lastTime = time ?? .distantFuture
    precondition(lastTime >= scheduler.currentTime, "a run cannot end before the present time")
    let lastTicks = UInt64(bitPattern: lastTime.nanoseconds)
    let lastCount = scheduler.eventCount &+ Swift.min(maximumEvents ?? .max, .max &- scheduler.eventCount)
    while true {
      if scheduler.stopIsRequested {
        scheduler.stopIsRequested = false
        return .stopped
      }
      if scheduler.eventCount == lastCount { return .eventLimitReached }
      guard let entry = scheduler.queue.removeFirst(through: lastTicks) else {
        if let time { scheduler.currentTime = time }
        return scheduler.pendingCount == 0 ? .noEventsLeft : .timeReached
      }
      let order = entry.order
      scheduler.currentTime = order.time
      observer.observe(entry.event, at: order.time, priority: order.priority, order: scheduler.eventCount)
      scheduler.eventCount &+= 1
      model.handle(entry.event, scheduler: &scheduler)
    }
  }
}
