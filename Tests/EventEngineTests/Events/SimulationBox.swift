// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine

/// A simulation that can stand inside an expectation, which a noncopyable value cannot.
final class SimulationBox<Model: SimulationModel> {
  private var simulation: Simulation<Model>

  init(_ model: Model) {
    simulation = Simulation(model: model)
  }

  var model: Model { simulation.model }
  var now: SimulationTime { simulation.scheduler.now }
  var pendingCount: Int { simulation.scheduler.pendingCount }
  var processedCount: UInt64 { simulation.scheduler.processedCount }

  @discardableResult
  func schedule(_ event: Model.Event, at time: SimulationTime, priority: EventPriority = .normal) -> EventKey {
    simulation.scheduler.schedule(event, at: time, priority: priority)
  }

  func cancel(_ key: EventKey) -> Bool {
    simulation.scheduler.cancel(key)
  }

  func stop() {
    simulation.scheduler.stop()
  }

  @discardableResult
  func run(until time: SimulationTime? = nil, maximumEvents: UInt64? = nil) -> RunEnd {
    simulation.run(until: time, maximumEvents: maximumEvents)
  }

  @discardableResult
  func run(observer: inout some EventObserver<Model.Event>, maximumEvents: UInt64? = nil) -> RunEnd {
    simulation.run(maximumEvents: maximumEvents, observer: &observer)
  }

  func checkInvariants() {
    simulation.scheduler._checkInvariants()
  }
}
