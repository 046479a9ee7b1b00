// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The callers of all pools, one each, and when they are to be woken.
struct Callers: ~Copyable {
  /// One caller and the event that wakes it.
  struct Entry {
    var caller: Caller
    var wakeEvent: EventKey?
    var wakeAt: SimulationTime?
  }

  var entries: Table<Entry>
  /// The place of each intervention in the list of its pool's caller; -1 of what no caller asks for.
  private let places: [Int]

  init(_ configuration: SystemConfiguration) {
    var requests: [[TimedRequest]] = Array(repeating: [], count: configuration.pools.count)
    places = configuration.interventions.map { intervention in
      guard case .request(let pool, let request) = intervention.action else { return -1 }
      requests[pool].append(TimedRequest(time: intervention.time, request: request))
      return requests[pool].count - 1
    }
    entries = Table(minimumCapacity: configuration.pools.count)
    for (pool, requests) in zip(configuration.pools, requests) {
      let repeating = RepeatingCaller(
        configuration.resizePolicy,
        firstRequest: ResizeRequest(
          targetDedicatedNodes: pool.targetDedicatedNodes, targetLowPriorityNodes: pool.targetLowPriorityNodes))
      entries.append(
        Entry(
          caller: requests.isEmpty
            ? .repeating(repeating) : .scheduled(ScheduledCaller(requests, repetition: repeating))))
    }
  }

  /// The place of an intervention in the list of its pool's caller.
  func place(ofIntervention index: Int) -> Int {
    precondition(places[index] >= 0, "intervention \(index) is no caller's")
    return places[index]
  }
}
