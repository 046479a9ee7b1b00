// SPDX-License-Identifier: GPL-3.0-or-later

@testable import Claims
@testable import BatchPool
import Statistics
import EventEngine
@testable import Experiments
import Scenarios
import TestSupport
import Testing

/// Claims, targets and figures: that verdicts follow the runs, whatever they are.
@Suite("Reproduction")
struct ReproductionTests {
  /// Stands for the model: a pool that takes a second for every node of a replica, and resizes by its timeout.
  private static func simulate(gain: Double, resizes: @escaping @Sendable (Int, Double) -> Int)
    -> ReplicationRunner.Simulate
  {
    { configuration, _, replication, _ in
      let pool = configuration.pools[0]
      let isGallery = configuration.images[0].kind == .gallery
      let base = 500 + Double(replication)
      let count = isGallery ? 1 : resizes(pool.targetNodes, pool.resizeTimeout.seconds)
      return madeOutcome(
        target: pool.targetNodes, steadyState: isGallery ? base * (1 - gain) : base,
        idleLatency: isGallery ? base * 0.7 : base, resizes: count)
    }
  }

  private static func figures(gain: Double, resizes: @escaping @Sendable (Int, Double) -> Int) async throws
    -> Reproduction
  {
    let runner = CaseRunner(
      parameters: try Profile.named("azure-2020").parameters, seed: 1, replications: 10, jobs: 2,
      simulate: simulate(gain: gain, resizes: resizes))
    return try await Reproduction(runner, includesSurface: false)
  }

  private static let published: @Sendable (Int, Double) -> Int = { nodes, timeout in
    max(1, Int((Double(nodes) / (timeout / 3) + 0.6).rounded(.down)))
  }

  @Test("figures are those of the runs: a gain that is built in comes out, with its verdict")
  func followsTheRuns() async throws {
    for (gain, verdict) in [(0.25, ClaimTarget.Verdict.met), (0.1, .missed), (0.4, .missed)] {
      let reproduction = try await Self.figures(gain: gain, resizes: Self.published)
      let figure = try #require(reproduction.figures.first { $0.claim == .fasterSteadyState })
      expectClose(figure.mean ?? .nan, 100 * gain, relative: 1e-9)
      #expect(figure.verdict == verdict)
      #expect((reproduction.verdict == .missed) == (verdict == .missed) || verdict == .met)
    }
  }

  @Test("one resize for every size misses C3, and so does the claim that longer timeouts save some")
  func noticesTooFewResizes() async throws {
    let reproduction = try await Self.figures(gain: 0.25) { _, _ in 1 }
    let missed = reproduction.figures.filter { $0.verdict == .missed }.map(\.claim)
    #expect(Set(missed) == [.severalResizes, .longerTimeout])
    #expect(reproduction.verdict == .missed)
  }

  @Test("a target judges the figure, and says so when the interval is too wide to judge")
  func targets() {
    let target = ClaimTarget.oneResize
    #expect(target.verdict(mean: 0.97, interval: ConfidenceInterval(low: 0.96, high: 0.98)) == .met)
    #expect(target.verdict(mean: 0.9, interval: ConfidenceInterval(low: 0.85, high: 0.94)) == .missed)
    // Just outside, and the interval is not: nobody can tell yet.
    #expect(target.verdict(mean: 0.94, interval: ConfidenceInterval(low: 0.92, high: 0.96)) == .cannotTell)
    #expect(target.verdict(mean: 0.96, interval: ConfidenceInterval(low: 0.7, high: 1)) == .cannotTell)
    #expect(target.verdict(mean: nil, interval: nil) == .cannotTell)
    #expect(ClaimTarget.idleGain.verdict(mean: 31, interval: ConfidenceInterval(low: 30.5, high: 31.5)) == .missed)
    #expect(ClaimTarget.growing.verdict(mean: 0, interval: ConfidenceInterval(low: 0, high: 0)) == .missed)
  }

  @Test("every claim names its page, what the page leaves open, and what is assumed")
  func claims() {
    #expect(PublishedClaim.all.map(\.identifier) == PublishedClaim.Identifier.allCases)
    for claim in PublishedClaim.all {
      #expect(!claim.statement.isEmpty && claim.source.contains("Azure Batch") && !claim.assumption.isEmpty)
    }
    #expect(PublishedClaim.all.filter(\.isFitted).map(\.identifier.rawValue) == ["C1", "C2", "C3"])
    #expect(PublishedClaim.named(.shorterIdleLatency).assumption.contains("mistranslation"))
  }
}
