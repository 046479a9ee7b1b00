// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import TestSupport
import Testing

/// The stream of events of a run: small, kept, and the same for the same arguments.
@Suite struct EventStreamTests {
  @Test func `an event is at most eight bytes, and an entry of the queue half a cache line`() {
    #expect(MemoryLayout<PoolEvent>.size <= 8)
    #expect(MemoryLayout<PoolEvent>.stride <= 8)
    // What the queue holds of an event: 16 bytes of order, 4 of slot, and the event.
    #expect(MemoryLayout<Entry>.stride == 32, "\(MemoryLayout<Entry>.stride)")
  }

  /// An entry of the scheduler's queue, as `EventEntry` of the engine lays it out.
  private struct Entry {
    let order: (UInt64, UInt64)
    let slot: UInt32
    let event: PoolEvent
  }

  @Test func `a node costs less than 200 bytes`() {
    #expect(MemoryLayout<Node>.stride < 200, "\(MemoryLayout<Node>.stride)")
  }

  /// Three nodes on a managed image, all stages constant: 180 s delay, disks of 90 MiB each at 60 MiB/s shared three ways
  /// (4.5 s), nothing read to boot, 90 s boot, 60 s agent. The golden file can be read against these sums.
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

  /// The numbers are part of reference fingerprints, the texts of event lists: neither may ever change. 5, 6 and 15 were
  /// events of version 2 of the model.
  @Test func `every event keeps its number and its text`() {
    let events: [(PoolEvent, UInt64, String)] = [
      (.caller(.wake(PoolID(7))), 1, "resizeRequested(pool: 7)"),
      (.resize(.allocationStarted(PoolID(7))), 2, "allocationStarted(pool: 7)"),
      (.creation(.granted(SubscriptionID(7))), 3, "createGranted(subscription: 7)"),
      (.image(.readEnded(ReplicaID(7))), 4, "replicaReadEnded(replica: 7)"),
      (.node(.agentStarted(NodeID(7))), 7, "agentStarted(node: 7)"),
      (.node(.startTaskEnded(NodeID(7))), 8, "startTaskEnded(node: 7)"),
      (.resize(.timedOut(PoolID(7))), 9, "resizeTimedOut(pool: 7)"),
      (.caller(.appointment(InterventionID(7))), 10, "intervention(index: 7)"),
      (.world(InterventionID(7)), 10, "intervention(index: 7)"),
      (.image(.replicated(ImageID(7))), 11, "imageReplicated(image: 7)"),
      (.image(.replicasChanged(InterventionID(7))), 12, "replicasChanged(intervention: 7)"),
      (.node(.preempted(NodeID(7))), 13, "nodePreempted(node: 7)"),
      (.node(.failed(NodeID(7))), 14, "nodeFailed(node: 7)"),
      (.resize(.removalUnblocked(PoolID(7))), 16, "removalUnblocked(pool: 7)"),
      (.node(.removed(NodeID(7))), 17, "nodeRemoved(node: 7)"),
      (.creation(.due(UnitID(7))), 18, "vmRequestDue(unit: 7)"),
      (.resize(.stopEnded(PoolID(7))), 19, "stopEnded(pool: 7)"),
    ]
    for (event, number, text) in events {
      #expect(event.fingerprint == number << 32 | 7)
      #expect("\(event)" == text)
    }
  }
}
