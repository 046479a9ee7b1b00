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
  /// Stands for the model: a gallery image gains a constant share and needs a second resize above 300 nodes a replica, a
  /// managed one resizes by its timeout, and pools of a marketplace image are steady after 20 to 110 s.
  private static func simulate(gain: Double, resizes: @escaping @Sendable (Int, Double) -> Int)
    -> ReplicationRunner.Simulate
  {
    { configuration, _, replication, _ in
      let pool = configuration.pools[0]
      let image = configuration.images[0]
      let isGallery = image.kind == .gallery
      let base = image.kind == .marketplace ? 20 + 10 * Double(replication) : 500 + Double(replication)
      let galleryCount = pool.targetNodes > 300 * image.replicas ? 2 : 1
      let count = isGallery ? galleryCount : resizes(pool.targetNodes, pool.resizeTimeout.seconds)
      return madeOutcome(
        target: pool.targetNodes, steadyState: isGallery ? base * (1 - gain) : base,
        idleLatency: isGallery ? base * 0.7 : base, resizes: count)
    }
  }

  private static func figures(
    gain: Double, computesShares: Bool = false, resizes: @escaping @Sendable (Int, Double) -> Int
  ) async throws -> Reproduction {
    let runner = CaseRunner(
      parameters: try Profile.named("azure-2020").parameters, seed: 1, replications: 10, jobs: 2,
      simulate: simulate(gain: gain, resizes: resizes))
    return try await Reproduction(runner, includesSurface: false, computesShares: computesShares)
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

  @Test("one resize for every size misses C3, and does not show that longer timeouts save some")
  func noticesTooFewResizes() async throws {
    let reproduction = try await Self.figures(gain: 0.25) { _, _ in 1 }
    let missed = reproduction.figures.filter { $0.verdict == .missed }.map(\.claim)
    #expect(Set(missed) == [.severalResizes])
    // None of a few runs with a second resize does not say that there are none.
    let longer = reproduction.figures.filter { $0.claim == .longerTimeout }
    #expect(!longer.isEmpty && longer.allSatisfy { $0.verdict != .met })
    #expect(reproduction.verdict == .missed)
  }

  @Test("without managed images only the other claims are judged, and the retired ones are left out")
  func withoutManagedImages() async throws {
    let runner = CaseRunner(
      parameters: try Profile.named("azure-2026").parameters, seed: 1, replications: 10, jobs: 2,
      simulate: Self.simulate(gain: 0.25, resizes: Self.published))
    let reproduction = try await Reproduction(runner, hasManagedImages: false, includesSurface: true)
    #expect(Set(reproduction.figures.map(\.claim.rawValue)) == ["C5", "C6", "C6b", "recorded"])
    #expect(reproduction.claims.map(\.identifier.rawValue) == ["C5", "C6", "C6b", "recorded"])
    #expect(reproduction.surface.isEmpty && reproduction.timeouts.isEmpty)
    #expect(reproduction.computed.map(\.poolCase.nodes) == [1_000, 1_000, 600])
    #expect(reproduction.computed.allSatisfy { $0.poolCase.image != .managed })
  }

  @Test("a computed share disagrees with runs of another model")
  func disagrees() async throws {
    // The model that is put in the place of ours never needs a second resize.
    let reproduction = try await Self.figures(gain: 0.25, computesShares: true) { _, _ in 1 }
    let at400 = try #require(reproduction.computed.first { $0.poolCase == PoolCase(.managed, nodes: 400) })
    #expect(!at400.agrees && at400.computed.value < 0.02)
    let at300 = try #require(reproduction.computed.first { $0.poolCase == PoolCase(.managed, nodes: 300) })
    #expect(at300.agrees && at300.computed.value > 0.95)
  }

  @Test("values at an end of their range and values without one are named")
  func standing() throws {
    let standing = ProfileStanding(try Profile.named("azure-2020"))
    let free = standing.bounds.filter(\.isFree)
    #expect(
      free.map(\.axis.quantity.rawValue)
        == ["deploymentUnitSize", "stragglerProbability", "createFailureProbability"] && free.allSatisfy(\.isLower))
    let others = standing.bounds.filter { !$0.isFree }.map(\.axis.quantity.rawValue)
    #expect(others == ["replicaConcurrency", "createRate", "createBurst", "otherSourceBandwidthVariation"])
    #expect(standing.unvaried.map(\.key) == ["standardHDDBandwidth", "createAttempts"])
  }

  @Test("the values that sensitivity moves are all that have a range")
  func ranged() throws {
    let profile = try Profile.named("azure-2020")
    let names = ParameterAxis.ranged(of: profile).map(\.quantity.rawValue)
    #expect(Set(names).isSuperset(of: ParameterAxis.free(of: profile).map(\.quantity.rawValue)))
    for name in ["replicaConcurrency", "osBoot.median", "premiumSSDBandwidth", "serviceDelay.sigma", "createRate"] {
      #expect(names.contains(name), "\(name)")
    }
  }

  @Test("a target judges the whole interval, and says so when it reaches across the border")
  func targets() {
    func verdict(_ target: ClaimTarget, _ low: Double, _ high: Double) -> ClaimTarget.Verdict {
      target.verdict(ConfidenceInterval(low: low, high: high))
    }
    #expect(verdict(.oneResize, 0.96, 0.98) == .met)
    #expect(verdict(.oneResize, 0.85, 0.94) == .missed)
    #expect(verdict(.oneResize, 0.92, 0.96) == .cannotTell)
    #expect(verdict(.oneResize, 0.7, 1) == .cannotTell)
    #expect(ClaimTarget.oneResize.verdict(nil) == .cannotTell)
    #expect(verdict(.idleGain, 29.1, 30.9) == .met)
    #expect(verdict(.idleGain, 30.5, 31.5) == .cannotTell)
    #expect(verdict(.idleGain, 31.1, 31.5) == .missed)
    #expect(verdict(.growing, 0, 0) == .missed)
    #expect(verdict(.growing, 0, 1) == .cannotTell)
    #expect(verdict(.central, 0.02, 0.03) == .cannotTell)
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
