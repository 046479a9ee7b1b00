// SPDX-License-Identifier: GPL-3.0-or-later

/// The state of a simulated system and what each event does to it.
///
/// ```swift
/// struct Clock: SimulationModel {
///   enum Event { case tick }
///   var ticks = 0
///
///   mutating func handle(_ event: Event, scheduler: inout Scheduler<Event>) {
///     ticks += 1
///     scheduler.schedule(.tick, after: .seconds(1))
///   }
/// }
/// ```
public protocol SimulationModel: ~Copyable {
  /// What can happen.
  associatedtype Event: BitwiseCopyable & Sendable

  /// Lets an event happen at the scheduler's present time, ``Scheduler/now``.
  ///
  /// Nothing is thrown here: what a model cannot go on from is a bug, and ends the process by a failed precondition.
  ///
  /// - Parameters:
  ///   - event: What happens.
  ///   - scheduler: The clock; it schedules what follows, and cancels what no longer will.
  mutating func handle(_ event: Event, scheduler: inout Scheduler<Event>)
}
