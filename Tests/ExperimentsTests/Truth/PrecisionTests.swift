// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import Experiments
import Scenarios
import Testing

@Suite("Precision")
struct PrecisionTests {
  private static let simulate: ReplicationRunner.Simulate = { configuration, seed, replication, _ in
    // Values 900 to 1100 in a fixed order: standard deviation some 58.
    let spread = Double((replication * 7_919 + 13) % 201) - 100
    return madeOutcome(steadyState: 1_000 + spread, idleLatency: 300 + spread / 10)
  }

  @Test("replicates until every main figure is as precise as wanted, and gives what so many replications give")
  func reaches() async throws {
    let runner = ReplicationRunner(jobs: 2, simulate: Self.simulate)
    let result = try await runner.run(
      Experiment(try madeScenario()), precision: PrecisionTarget(relative: 0.01))
    let report = try #require(result.precision)
    #expect(report.isReached && report.replications == result.replications)
    #expect(report.sentence.contains("1 %"))
    // The mean lies beyond the timeout, so that a second resize, 900 s more, may have a share of 3.84 / (n + 3.84):
    // (1.96 x 58)^2 / n + (900 x 3.84 / (n + 3.84))^2 is 10^2 at n = 414. The rule goes 5 % beyond what it computes,
    // from a spread that is known within a tenth after the first stage.
    #expect((414...460).contains(result.replications), "\(result.replications)")
    let plain = try await runner.run(Experiment(try madeScenario("replications=\(result.replications)")))
    #expect(plain.variants.map { $0.outcomes.map(\.total) } == result.variants.map { $0.outcomes.map(\.total) })
  }

  @Test("says which figure falls short when the most replications are not enough")
  func fallsShort() async throws {
    let result = try await ReplicationRunner(jobs: 2, simulate: Self.simulate).run(
      Experiment(try madeScenario()), precision: PrecisionTarget(relative: 0.0001, maximumReplications: 40))
    let report = try #require(result.precision)
    #expect(!report.isReached && report.replications == 40)
    #expect(report.sentence.contains("not reached within 40 replications"))
  }
}
