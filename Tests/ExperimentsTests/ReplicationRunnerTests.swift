// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import Experiments
import Scenarios
import Synchronization
import Testing

@Suite("ReplicationRunner")
struct ReplicationRunnerTests {
  /// Stands for a simulation: figures that tell seed, variant and replication apart, and one node record.
  private static let simulate: ReplicationRunner.Simulate = { configuration, seed, replication, recording in
    var outcome = madeOutcome(
      steadyState: 1_000 * Double(configuration.images[0].replicas) + Double(replication) + Double(seed) / 1_000)
    if recording.contains(.nodes) {
      outcome.nodes = [
        NodeRecord(
          pool: 0, node: replication, resize: 1, replica: nil, requestedAt: .zero, diskStartedAt: nil, creatingAt: nil,
          startingAt: nil, bootReadEndedAt: nil, bootedAt: nil, idleAt: nil, state: .dropped)
      ]
    }
    return outcome
  }

  private static func steadyStates(_ result: ExperimentResult) -> [[Double?]] {
    result.variants.map { $0.outcomes.map { Metric.steadyState.value(ofTotal: $0) } }
  }

  @Test("gives every replication of every variant its seed and number, whatever the jobs", arguments: [1, 2, 5])
  func runsAll(jobs: Int) async throws {
    let result = try await ReplicationRunner(jobs: jobs, simulate: Self.simulate).run(
      Experiment(try madeScenario(replications: 4)))
    #expect(result.variants.map(\.variant.name) == ["managed", "gallery"])
    #expect(
      Self.steadyStates(result) == [
        [1_000.007, 1_001.007, 1_002.007, 1_003.007], [2_000.007, 2_001.007, 2_002.007, 2_003.007],
      ])
    #expect(result.replications == 4)
    #expect(result.events == 80)
  }

  @Test("runs only the variants asked for")
  func runsSome() async throws {
    let result = try await ReplicationRunner(jobs: 2, simulate: Self.simulate).run(
      Experiment(try madeScenario(), variants: [1]))
    #expect(result.variants.map(\.variant.name) == ["gallery"])
    #expect(Self.steadyStates(result) == [[2_000.007, 2_001.007, 2_002.007]])
  }

  @Test("hands details over in order and keeps none of them")
  func handsDetailsOver() async throws {
    var seen: [String] = []
    let result = try await ReplicationRunner(jobs: 2, simulate: Self.simulate).run(
      Experiment(try madeScenario(), recording: .nodes),
      details: { details in
        seen.append("\(details.variant.name) \(details.replication) \(details.outcome.nodes.map(\.node))")
      })
    #expect(
      seen == [
        "managed 0 [0]", "managed 1 [1]", "managed 2 [2]", "gallery 0 [0]", "gallery 1 [1]", "gallery 2 [2]",
      ])
    #expect(result.variants.allSatisfy { $0.outcomes.allSatisfy(\.nodes.isEmpty) })
  }

  @Test("tells its progress after every replication")
  func tellsProgress() async throws {
    var done: [Int] = []
    _ = try await ReplicationRunner(jobs: 2, simulate: Self.simulate).run(
      Experiment(try madeScenario()),
      progress: {
        done.append($0.done)
        #expect($0.total == 6)
      })
    #expect(done == [1, 2, 3, 4, 5, 6])
  }

  @Test("stops when its task is cancelled")
  func canBeCancelled() async throws {
    let scenario = try madeScenario(replications: 100_000)
    // Atomic, not behind a lock: ThreadSanitizer does not see the locks of the standard library.
    let count = Atomic(0)
    let task = Task {
      try await ReplicationRunner(jobs: 2) { configuration, seed, replication, recording in
        count.add(1, ordering: .relaxed)
        return Self.simulate(configuration, seed, replication, recording)
      }.run(Experiment(scenario), progress: { if $0.done == 20 { withUnsafeCurrentTask { $0?.cancel() } } })
    }
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    #expect(count.load(ordering: .relaxed) < 1_000)
  }

  @Test("gives the outcomes of the model itself when nothing is put in its place")
  func runsTheModel() async throws {
    let scenario = try madeScenario()
    let result = try await ReplicationRunner(jobs: 2).run(Experiment(scenario))
    for variant in result.variants {
      for (replication, outcome) in variant.outcomes.enumerated() {
        let direct = PoolSimulation.run(
          variant.variant.configuration, seed: scenario.seed, replication: replication)
        #expect(outcome.total == direct.total)
        #expect(outcome.resizes == direct.resizes)
      }
    }
  }
}
