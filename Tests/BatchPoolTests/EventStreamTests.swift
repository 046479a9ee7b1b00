// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import TestSupport
import Testing

/// The stream of events of a run: small, kept, and the same for the same arguments.
@Suite struct EventStreamTests {
  @Test func `an event is at most eight bytes`() {
    #expect(MemoryLayout<PoolEvent>.stride <= 8)
  }

  @Test func `a node costs less than 200 bytes`() {
    #expect(MemoryLayout<Node>.stride < 200, "\(MemoryLayout<Node>.stride)")
  }

  /// Three nodes on a managed image, all stages constant: 180 s delay, 90 MiB each at 60 MiB/s shared three ways (4.5 s),
  /// 90 s boot, 60 s agent. The golden file can be read against these sums.
  @Test func `the events of a small run are the same as ever, and add up`() {
    let lines = PoolSimulation.eventLines(.onePool(nodes: 3), seed: 1, replication: 0)
    #expect(lines.last == "334500000000 ns agentStarted(node: 2)")
    expectGolden(lines.joined(separator: "\n") + "\n", "three-nodes-events.txt")
  }

  @Test func `the same arguments give the same fingerprint, any other argument another`() {
    func fingerprint(nodes: Int = 40, seed: UInt64 = 1, replication: Int = 0) -> UInt64 {
      PoolSimulation.fingerprint(
        .onePool(nodes: nodes, parameters: .spreadTimes), seed: seed, replication: replication)
    }
    let reference = fingerprint()
    #expect(fingerprint() == reference)
    #expect(fingerprint(seed: 2) != reference)
    #expect(fingerprint(replication: 1) != reference)
    #expect(fingerprint(nodes: 41) != reference)
  }

  @Test func `different events have different fingerprints`() {
    let events: [PoolEvent] = [
      .resizeRequested(pool: 1), .allocationStarted(pool: 1), .createGranted(subscription: 1),
      .replicaReadEnded(replica: 1), .unconstrainedReadEnded(node: 1), .bootEnded(node: 1), .agentStarted(node: 1),
      .startTaskEnded(node: 1), .resizeTimedOut(pool: 1), .intervention(index: 1), .bootEnded(node: 2),
    ]
    #expect(Set(events.map(\.fingerprint)).count == events.count)
  }
}
