// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import Randomness
import Statistics

/// A queue in Kendall's notation: customers arrive one by one and are served first come, first served.
struct QueueModel: SimulationModel {
  enum Event: BitwiseCopyable, Sendable {
    case arrival
    case departure(customer: UInt32)
  }

  let interarrival: Distribution
  let service: Distribution
  let servers: Int
  /// Customers that may be present at once; others are turned away.
  let capacity: Int
  let customers: Int
  let arrivals: RandomStream
  let services: RandomStream

  var arrivalTimes: ContiguousArray<SimulationTime> = []
  var queue: ContiguousArray<UInt32> = []
  var queueHead = 0
  var busy = 0
  var offered = 0
  var lost = 0
  /// By customer: time until service [s], and time until departure [s]; nil for one that was turned away.
  var waits: ContiguousArray<Double> = []
  var sojourns: ContiguousArray<Double> = []
  /// The integral of the number present over time [s].
  var area = 0.0
  var present = 0
  var lastChange = SimulationTime.zero

  init(
    interarrival: Distribution, service: Distribution, servers: Int = 1, capacity: Int = .max, customers: Int,
    replication: Int
  ) {
    self.interarrival = interarrival
    self.service = service
    self.servers = servers
    self.capacity = capacity
    self.customers = customers
    let source = RandomSource(seed: 1_961, replication: UInt64(replication))
    arrivals = source.stream(purpose: DrawPurpose(rawValue: 1), entity: 0)
    services = source.stream(purpose: DrawPurpose(rawValue: 2), entity: 0)
  }

  mutating func handle(_ event: Event, scheduler: inout Scheduler<Event>) {
    let now = scheduler.now
    area += Double(present) * (now - lastChange).seconds
    lastChange = now
    switch event {
    case .arrival:
      offered += 1
      if offered < customers {
        scheduler.schedule(.arrival, after: SimulationDuration(seconds: arrivals.draw(interarrival)))
      }
      guard present < capacity else {
        lost += 1
        return
      }
      present += 1
      let customer = UInt32(arrivalTimes.count)
      arrivalTimes.append(now)
      waits.append(.nan)
      sojourns.append(.nan)
      if busy < servers { begin(customer, &scheduler) } else { queue.append(customer) }
    case .departure(let customer):
      present -= 1
      busy -= 1
      sojourns[Int(customer)] = (now - arrivalTimes[Int(customer)]).seconds
      if queueHead < queue.count {
        let next = queue[queueHead]
        queueHead += 1
        begin(next, &scheduler)
      }
    }
  }

  private mutating func begin(_ customer: UInt32, _ scheduler: inout Scheduler<Event>) {
    busy += 1
    waits[Int(customer)] = (scheduler.now - arrivalTimes[Int(customer)]).seconds
    scheduler.schedule(
      .departure(customer: customer), after: SimulationDuration(seconds: services.draw(service)))
  }

  /// Runs replications to their ends, empty to empty.
  static func outcomes(_ replications: Int, _ make: (Int) -> QueueModel) -> [QueueModel] {
    (0..<replications).map { replication in
      var simulation = Simulation(model: make(replication))
      simulation.scheduler.schedule(.arrival, at: .zero)
      simulation.run()
      return simulation.model
    }
  }

  /// The mean of a figure over the customers after a warm-up of a tenth of them.
  func mean(_ figure: KeyPath<QueueModel, ContiguousArray<Double>>) -> Double {
    let values = self[keyPath: figure]
    let kept = values[(values.count / 10)...]
    return kept.reduce(0, +) / Double(kept.count)
  }
}

/// Customers that share one server equally: processor sharing, by the shared link of the engine.
struct SharingModel: ~Copyable, SimulationModel {
  enum Event: BitwiseCopyable, Sendable {
    case arrival
    case completion
  }

  let interarrival: Distribution
  let service: Distribution
  let customers: Int
  let arrivals: RandomStream
  let services: RandomStream
  var link = FairShareLink(bandwidth: 1)
  var completionEvent: EventKey?
  var arrivalTimes: ContiguousArray<SimulationTime> = []
  var sojourns: ContiguousArray<Double> = []

  init(interarrival: Distribution, service: Distribution, customers: Int, replication: Int) {
    self.interarrival = interarrival
    self.service = service
    self.customers = customers
    let source = RandomSource(seed: 1_967, replication: UInt64(replication))
    arrivals = source.stream(purpose: DrawPurpose(rawValue: 1), entity: 0)
    services = source.stream(purpose: DrawPurpose(rawValue: 2), entity: 0)
  }

  mutating func handle(_ event: Event, scheduler: inout Scheduler<Event>) {
    let now = scheduler.now
    switch event {
    case .arrival:
      let customer = arrivalTimes.count
      arrivalTimes.append(now)
      sojourns.append(.nan)
      link.submit(UInt32(customer), bytes: services.draw(service), at: now)
      if customer + 1 < customers {
        scheduler.schedule(.arrival, after: SimulationDuration(seconds: arrivals.draw(interarrival)))
      }
    case .completion:
      completionEvent = nil
      while let customer = link.takeCompletion(at: now) {
        sojourns[Int(customer)] = (now - arrivalTimes[Int(customer)]).seconds
      }
    }
    while link.takeAdmission(at: now) != nil {}
    if let event = completionEvent { scheduler.cancel(event) }
    completionEvent = link.nextCompletionTime.map { scheduler.schedule(.completion, at: $0) }
  }

  static func meanSojourns(_ replications: Int, _ make: (Int) -> SharingModel) -> [Double] {
    (0..<replications).map { replication in
      var simulation = Simulation(model: make(replication))
      simulation.scheduler.schedule(.arrival, at: .zero)
      simulation.run()
      let kept = simulation.model.sojourns.dropFirst(simulation.model.customers / 10)
      return kept.reduce(0, +) / Double(kept.count)
    }
  }
}
