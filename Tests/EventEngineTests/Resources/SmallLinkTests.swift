// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import TestSupport
import Testing

/// Every subset of up to five flows cancelled, at every time at which something else happens, against the naive link.
@Suite("Links, exhaustively")
struct SmallLinkTests {
  /// When a flow starts [s], how much it carries [bytes], and its own limit [bytes/s].
  static let flows: [(start: Double, bytes: Double, limit: Double)] = [
    (0, 30, .infinity), (0, 30, 2), (1, 5, 4), (2, 0, .infinity), (2, 40, 6),
  ]
  static let bandwidth = 10.0

  /// When the subset is cancelled [s]: with the last flows, in between, and at the instants of completions.
  static let times = [2, 2.5, 3, 4, 7.5, 10, 100]

  @Test("equal limits, with and without room for all", arguments: [1, 2, 3, 5], [3, Double.infinity])
  func equalLimits(admissionLimit: Int, flowLimit: Double) {
    withEverySubset("cancelled flows", of: 0..<Self.flows.count) { cancelled in
      for count in 1...Self.flows.count where cancelled.allSatisfy({ $0 < count }) {
        for time in Self.times {
          var link = FairShareLink(bandwidth: Self.bandwidth, flowLimit: flowLimit, admissionLimit: admissionLimit)
          let naive = NaiveLink(bandwidth: Self.bandwidth, admissionLimit: admissionLimit)
          try Self.compare(&link, naive, limit: flowLimit, count: count, cancelled: cancelled, at: time)
          let served = link.servedBytes(at: SimulationTime(seconds: 1e4))
          let (cancelledBytes, submitted) = (link.cancelledBytes, link.submittedBytes)
          try check(
            (served + cancelledBytes - submitted).magnitude <= 1e-9 * submitted,
            "\(served) bytes served and \(cancelledBytes) cancelled of \(submitted)")
        }
      }
    }
  }

  @Test("limits of their own")
  func ownLimits() {
    withEverySubset("cancelled flows", of: 0..<Self.flows.count) { cancelled in
      for count in 1...Self.flows.count where cancelled.allSatisfy({ $0 < count }) {
        for time in Self.times {
          var link = CappedFairShareLink(bandwidth: Self.bandwidth)
          let naive = NaiveLink(bandwidth: Self.bandwidth, admissionLimit: .max)
          try Self.compare(&link, naive, limit: nil, count: count, cancelled: cancelled, at: time)
        }
      }
    }
  }

  // Lets the first so many flows start on both links, cancels some at a time, and compares what has become of all. The
  // limit is that of every flow [bytes/s]; nil when each has its own.
  private static func compare<Link: TestedLink & ~Copyable>(
    _ link: inout Link, _ oracle: NaiveLink, limit: Double?, count: Int, cancelled: [Int], at time: Double
  ) throws {
    var naive = oracle
    var handles: [FlowHandle] = []
    var ends: [UInt32: Double] = [:]
    for (number, flow) in flows.prefix(count).enumerated() {
      let now = SimulationTime(seconds: flow.start)
      link.noteCompletions(until: now, in: &ends)
      handles.append(link.start(UInt32(number), bytes: flow.bytes, limit: limit ?? flow.limit, at: now))
      naive.submit(UInt32(number), bytes: flow.bytes, limit: limit ?? flow.limit, at: now.seconds)
    }
    let now = SimulationTime(seconds: time)
    link.noteCompletions(until: now, in: &ends)
    naive.advance(to: time)
    for number in cancelled {
      // A flow without bytes completes as soon as there is room for it, and is taken then.
      link.noteCompletions(until: now, in: &ends)
      let isThere = ends[UInt32(number)] == nil
      let wasThere = link.cancel(handles[number], at: now)
      try check(wasThere == isThere, "flow \(number) of \(count) at \(time) s is there: \(isThere)")
      naive.cancel(UInt32(number), at: time)
    }
    link.noteCompletions(until: SimulationTime(seconds: 1e4), in: &ends)
    naive.advance(to: 1e4)
    try check(
      ends.count == naive.completed.count, "\(ends.count) completions of \(count) flows, cancelled at \(time) s")
    // Times are given in whole nanoseconds, rounded up.
    for (value, end) in naive.completed {
      try check(
        ((ends[value] ?? .nan) - end).magnitude <= 2e-9,
        "flow \(value) of \(count) ends at \(ends[value] ?? .nan), not \(end); cancelled at \(time) s")
    }
  }
}
