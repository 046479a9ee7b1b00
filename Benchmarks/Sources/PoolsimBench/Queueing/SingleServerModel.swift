// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import Foundation

/// Customers who arrive at random wait for one server, first come, first served.
struct SingleServerModel: SimulationModel {
  enum Event: BitwiseCopyable {
    case arrival, departure
  }

  private let meanGap: Double
  private let meanService: Double
  private var random = BenchmarkRandom(seed: 1)
  private var remainingCount: UInt64
  /// When the customers who are present came, from `head` on.
  private var arrivals: ContiguousArray<SimulationTime> = []
  private var head = 0
  /// The sum of the times that customers stayed [s].
  private(set) var totalStay = 0.0
  private(set) var hash = BenchmarkHash()

  /// Makes an empty queue; rates are customers per second.
  init(arrivalRate: Double, serviceRate: Double, customerCount: UInt64) {
    meanGap = 1 / arrivalRate
    meanService = 1 / serviceRate
    remainingCount = customerCount
  }

  mutating func handle(_ event: Event, scheduler: inout Scheduler<Event>) {
    switch event {
    case .arrival:
      arrivals.append(scheduler.now)
      if arrivals.count - head == 1 { scheduler.schedule(.departure, after: draw(mean: meanService)) }
      remainingCount -= 1
      if remainingCount > 0 { scheduler.schedule(.arrival, after: draw(mean: meanGap)) }
    case .departure:
      let stay = scheduler.now - arrivals[head]
      totalStay += stay.seconds
      hash.add(stay.nanoseconds)
      leave()
      if head < arrivals.count { scheduler.schedule(.departure, after: draw(mean: meanService)) }
    }
  }

  private mutating func leave() {
    head += 1
    if head == arrivals.count {
      arrivals.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 1_024, 2 * head > arrivals.count {
      arrivals.removeFirst(head)
      head = 0
    }
  }

  private mutating func draw(mean: Double) -> SimulationDuration {
    SimulationDuration(nanoseconds: Int64(-log(1 - random.unit()) * mean * 1e9))
  }
}
