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

  private var entries: Table<PoolID, Entry>
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
      let caller: Caller =
        if let autoscale = pool.autoscale { .autoscale(AutoscaleCaller(autoscale, requests: requests)) } else {
          requests.isEmpty ? .repeating(repeating) : .scheduled(ScheduledCaller(requests, repetition: repeating))
        }
      entries.append(Entry(caller: caller))
    }
  }

  @inline(__always)
  subscript(pool: PoolID) -> Entry {
    _read { yield entries[pool] }
    _modify { yield &entries[pool] }
  }

  /// The place of an intervention in the list of its pool's caller.
  func place(of intervention: InterventionID) -> Int {
    precondition(places[intervention.index] >= 0, "intervention \(intervention) does not belong to a caller")
    return places[intervention.index]
  }

  /// Stops the program unless every caller that is to be woken has an event for it that lies ahead.
  mutating func checkInvariants(at now: SimulationTime) {
    for pool in entries.ids {
      precondition(
        (entries[pool].wakeAt == nil) == (entries[pool].wakeEvent == nil),
        "at \(now): the caller of pool \(pool) has a time without an event, or an event without a time")
      precondition(
        entries[pool].wakeAt.map { $0 >= now } ?? true, "at \(now): the caller of pool \(pool) was not woken in time")
    }
  }
}
