// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import Randomness

/// M/M/1: customers arrive at random, wait for one server, and are served first come, first served.
///
///     arrivals, 0.8 per second --> [ waiting ] --> server, 1 per second --> departures
struct SingleServerQueue: SimulationModel {
  enum Event { case arrival, departure }

  let gap: Distribution
  let service: Distribution
  let stream = RandomSource(seed: 1, replication: 0).stream(purpose: DrawPurpose(rawValue: 1), entity: 0)
  /// Customers who are waiting or being served, and when their number last changed.
  var present = 0
  var lastChange = SimulationTime.zero
  /// Customers who have left, and the time that all have spent here [s].
  var served = 0
  var totalStay = 0.0

  mutating func handle(_ event: Event, scheduler: inout Scheduler<Event>) {
    totalStay += Double(present) * (scheduler.now - lastChange).seconds
    lastChange = scheduler.now
    switch event {
    case .arrival:
      present += 1
      scheduler.schedule(.arrival, after: .seconds(stream.draw(gap)))
      if present == 1 { scheduler.schedule(.departure, after: .seconds(stream.draw(service))) }
    case .departure:
      present -= 1
      served += 1
      if present > 0 { scheduler.schedule(.departure, after: .seconds(stream.draw(service))) }
    }
  }
}

@main
enum Main {
  static func main() throws {
    let (arrivalRate, serviceRate, horizon) = (0.8, 1.0, 1e6)
    let queue = SingleServerQueue(
      gap: try .exponential(mean: 1 / arrivalRate), service: try .exponential(mean: 1 / serviceRate))
    var simulation = Simulation(model: queue)
    simulation.scheduler.schedule(.arrival, at: .zero)
    simulation.run(until: SimulationTime(seconds: horizon))

    // Theory: utilisation r = 0.8, so r / (1 - r) customers on average, each of whom stays 1 / (1 - 0.8) seconds.
    let utilisation = arrivalRate / serviceRate
    let model = simulation.model
    print("figure             theory  simulated")
    print("customers present  \(text(utilisation / (1 - utilisation)))    \(text(model.totalStay / horizon))")
    print(
      "mean stay [s]      \(text(1 / (serviceRate - arrivalRate)))    \(text(model.totalStay / Double(model.served)))")
  }

  /// A number with two decimals.
  static func text(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
  }
}
