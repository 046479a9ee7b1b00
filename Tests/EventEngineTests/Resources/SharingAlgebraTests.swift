// SPDX-License-Identifier: GPL-3.0-or-later

import EventEngine
import TestSupport
import Testing

/// Flows whose every time can be worked out by hand; each derivation stands beside its numbers.
///
/// With n active flows of equal limits each gets min(limit, bandwidth / n); a flow of its own limit gets that or the
/// level, whichever is less, and the level is what the limited flows leave, divided among the others.
@Suite("Sharing algebra")
struct SharingAlgebraTests {
  /// A flow: when it starts [s], how much it carries [bytes], its own limit [bytes/s], and when it must end [s].
  struct Flow: Sendable {
    let start: Double
    let bytes: Double
    var limit = Double.infinity
    /// When it is cancelled [s]; nil when it is not.
    var cancelled: Double?
    /// When it ends [s]; nil when it is cancelled.
    let end: Double?
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bandwidth: Double
    var flowLimit = Double.infinity
    var admissionLimit = Int.max
    /// In order of their starts.
    let flows: [Flow]
  }

  static let equalLimits = [
    // 10 / 2 = 5.
    Case(testDescription: "one flow of 10 bytes on 2 B/s", bandwidth: 2, flows: [Flow(start: 0, bytes: 10, end: 5)]),
    // min(1, 2) = 1: 10 / 1 = 10.
    Case(
      testDescription: "one flow of 10 bytes that takes 1 B/s at most", bandwidth: 2, flowLimit: 1,
      flows: [Flow(start: 0, bytes: 10, end: 10)]),
    // Each gets 1/2: 10 / (1/2) = 20.
    Case(
      testDescription: "two flows of 10 bytes on 1 B/s", bandwidth: 1,
      flows: [Flow(start: 0, bytes: 10, end: 20), Flow(start: 0, bytes: 10, end: 20)]),
    // Until 5 s each of two gets 1/2: 2.5 bytes, 7.5 left. Then three get 1/3 each: the third has its 5 bytes after 15 s,
    // at 20 s. The others have 7.5 - 5 = 2.5 left and get 1/2 each: 5 s more, 25 s. In all 25 bytes in 25 s.
    Case(
      testDescription: "a third of 5 bytes from 5 s", bandwidth: 1,
      flows: [
        Flow(start: 0, bytes: 10, end: 25), Flow(start: 0, bytes: 10, end: 25), Flow(start: 5, bytes: 5, end: 20),
      ]),
    // min(2, 4/3) = 4/3: 6 / (4/3) = 4.5. The limit does not bind.
    Case(
      testDescription: "three flows of 6 bytes on 4 B/s, each 2 B/s at most", bandwidth: 4, flowLimit: 2,
      flows: [
        Flow(start: 0, bytes: 6, end: 4.5), Flow(start: 0, bytes: 6, end: 4.5), Flow(start: 0, bytes: 6, end: 4.5),
      ]),
    // Until 1 s two get min(2, 4/2) = 2: 4 bytes left. Then three get 4/3: the two have theirs after 3 s, at 4 s; the
    // third has had 4 of its 6, gets min(2, 4) = 2, and ends at 5 s.
    Case(
      testDescription: "two flows at their limit and a third from 1 s", bandwidth: 4, flowLimit: 2,
      flows: [Flow(start: 0, bytes: 6, end: 4), Flow(start: 0, bytes: 6, end: 4), Flow(start: 1, bytes: 6, end: 5)]),
    // One after the other: 3, 3 + 4, 3 + 4 + 5.
    Case(
      testDescription: "one at a time", bandwidth: 1, admissionLimit: 1,
      flows: [Flow(start: 0, bytes: 3, end: 3), Flow(start: 0, bytes: 4, end: 7), Flow(start: 0, bytes: 5, end: 12)]),
    // Two share until 20 s, the third then has the link: 10 s more.
    Case(
      testDescription: "two at a time", bandwidth: 1, admissionLimit: 2,
      flows: [
        Flow(start: 0, bytes: 10, end: 20), Flow(start: 0, bytes: 10, end: 20), Flow(start: 0, bytes: 10, end: 30),
      ]),
    // At 4 s each has had 2 bytes. The other has 8 left and the link for itself: 4 + 8 = 12.
    Case(
      testDescription: "one of two flows is cancelled", bandwidth: 1,
      flows: [Flow(start: 0, bytes: 10, cancelled: 4, end: nil), Flow(start: 0, bytes: 10, end: 12)]),
    // The one that waits is cancelled, and nobody notices: 5 / 1, then 5 more for the third.
    Case(
      testDescription: "a flow is cancelled that waits", bandwidth: 1, admissionLimit: 1,
      flows: [
        Flow(start: 0, bytes: 5, end: 5), Flow(start: 0, bytes: 9, cancelled: 1, end: nil),
        Flow(start: 0, bytes: 5, end: 10),
      ]),
    // Nothing to carry: it ends as it starts, and takes nothing from the other: 10 / 1.
    Case(
      testDescription: "an empty flow", bandwidth: 1,
      flows: [Flow(start: 0, bytes: 10, end: 10), Flow(start: 2, bytes: 0, end: 2)]),
  ]

  static let ownLimits = [
    // The level is (4 - 1) / 1 = 3: 4 / 1 = 4 and 12 / 3 = 4.
    Case(
      testDescription: "one limited flow leaves the rest", bandwidth: 4,
      flows: [Flow(start: 0, bytes: 4, limit: 1, end: 4), Flow(start: 0, bytes: 12, end: 4)]),
    // The level is (6 - 1) / 2 = 2.5, below the second's limit of 3, so that it shares: 6 / 2.5 = 2.4. The third has had 6
    // of its 20 by then and gets 6 - 1 = 5: 14 / 5 = 2.8 s more, 5.2 s. The first runs at 1 throughout: 8 s.
    Case(
      testDescription: "a limit above the level does not bind", bandwidth: 6,
      flows: [
        Flow(start: 0, bytes: 8, limit: 1, end: 8), Flow(start: 0, bytes: 6, limit: 3, end: 2.4),
        Flow(start: 0, bytes: 20, end: 5.2),
      ]),
    // 2 + 2 of 10: nobody shares. 4 / 2 and 6 / 2.
    Case(
      testDescription: "limits that do not fill the link", bandwidth: 10,
      flows: [Flow(start: 0, bytes: 4, limit: 2, end: 2), Flow(start: 0, bytes: 6, limit: 2, end: 3)]),
    // Alone the first runs at its limit, 3: at 1 s it has 9 left. Then the level is 4 / 2 = 2 for both: the second has its
    // 4 bytes at 3 s. The first has 9 - 4 = 5 left and runs at 3 again: 5/3 s more.
    Case(
      testDescription: "a limited flow shares while another is there", bandwidth: 4,
      flows: [Flow(start: 0, bytes: 12, limit: 3, end: 3 + 5.0 / 3), Flow(start: 1, bytes: 4, limit: 3, end: 3)]),
    // The level is (3 - 1) / 1 = 2. At 2 s the limited one goes: the other has 9 - 4 = 5 left and all 3: 2 + 5/3.
    Case(
      testDescription: "a limited flow is cancelled", bandwidth: 3,
      flows: [Flow(start: 0, bytes: 9, limit: 1, cancelled: 2, end: nil), Flow(start: 0, bytes: 9, end: 2 + 5.0 / 3)]),
  ]

  @Test("equal limits: every flow ends when the algebra says", arguments: equalLimits)
  func equal(_ example: Case) {
    var link = FairShareLink(
      bandwidth: example.bandwidth, flowLimit: example.flowLimit, admissionLimit: example.admissionLimit)
    Self.follow(example, &link)
  }

  @Test("limits of their own: every flow ends when the algebra says", arguments: ownLimits)
  func own(_ example: Case) {
    var link = CappedFairShareLink(bandwidth: example.bandwidth)
    Self.follow(example, &link)
  }

  @Test("with equal limits and room for all both links do the same", arguments: equalLimits)
  func agree(_ example: Case) {
    guard example.admissionLimit == .max else { return }
    let flows = example.flows.map { flow in
      Flow(start: flow.start, bytes: flow.bytes, limit: example.flowLimit, cancelled: flow.cancelled, end: flow.end)
    }
    own(Case(testDescription: example.testDescription, bandwidth: example.bandwidth, flows: flows))
  }

  /// Lets the flows of an example start and be cancelled in the order of time, and compares when each has ended: times
  /// are given in whole nanoseconds, rounded up.
  private static func follow<Link: TestedLink & ~Copyable>(_ example: Case, _ link: inout Link) {
    var ends: [UInt32: Double] = [:]
    var handles: [FlowHandle] = []
    for (number, flow) in example.flows.enumerated() {
      let now = SimulationTime(seconds: flow.start)
      link.noteCompletions(until: now, in: &ends)
      handles.append(link.start(UInt32(number), bytes: flow.bytes, limit: flow.limit, at: now))
    }
    let cancelled = example.flows.enumerated().compactMap { number, flow in flow.cancelled.map { ($0, number) } }
    for (time, number) in cancelled.sorted(by: { $0 < $1 }) {
      link.noteCompletions(until: SimulationTime(seconds: time), in: &ends)
      #expect(link.cancel(handles[number], at: SimulationTime(seconds: time)) == true)
    }
    link.noteCompletions(until: SimulationTime(seconds: 1e6), in: &ends)
    for (number, flow) in example.flows.enumerated() {
      if let end = flow.end {
        expectClose(ends[UInt32(number)] ?? .nan, end, absolute: 1.01e-9)
      } else {
        #expect(ends[UInt32(number)] == nil, "flow \(number) was cancelled")
      }
    }
  }
}
