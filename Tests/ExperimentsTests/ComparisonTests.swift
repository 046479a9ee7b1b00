// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Statistics
import BatchPool
import Experiments
import Scenarios
import TestSupport
import Testing

@Suite("Comparison")
struct ComparisonTests {
  /// The two variants of the tiny scenario with outcomes made up.
  private static func result(
    _ scenario: Scenario, managed: [Double?], gallery: [Double?], resizes: (Int, Int) = (1, 1)
  ) -> ExperimentResult {
    ExperimentResult(
      scenario: scenario,
      variants: [(scenario.variants[0], managed, resizes.0), (scenario.variants[1], gallery, resizes.1)].map {
        variant, values, resizes in
        ExperimentResult.VariantResult(
          variant: variant, outcomes: values.map { madeOutcome(steadyState: $0, resizes: resizes) })
      })
  }

  private static func comparison(
    managed: [Double?], gallery: [Double?], resizes: (Int, Int) = (1, 1)
  ) throws -> Comparison {
    let result = result(try madeScenario(), managed: managed, gallery: gallery, resizes: resizes)
    return try #require(Comparison.ofVariants(result).first)
  }

  @Test("pairs replications: a steady gain shows through any spread between replications")
  func pairsReplications() throws {
    let managed = [400.0, 800, 1_200, 600, 1_000]
    let comparison = try Self.comparison(managed: managed, gallery: managed.map { 0.75 * $0 })
    let row = comparison.metric(.steadyState)
    #expect(comparison.baseline.name == "managed")
    #expect(comparison.candidate.name == "gallery")
    #expect(row.pairCount == 5)
    expectClose(row.baselineMean ?? .nan, 800, relative: 1e-12)
    expectClose(row.candidateMean ?? .nan, 600, relative: 1e-12)
    expectClose(row.difference ?? .nan, -200, relative: 1e-12)
    // Differences -100, -200, -300, -150, -250: standard deviation 79.0569415, t(0.975; 4) = 2.7764451 (SciPy 1.17).
    expectClose(row.differenceInterval?.low ?? .nan, -298.162158074, relative: 1e-8)
    expectClose(row.differenceInterval?.high ?? .nan, -101.837841926, relative: 1e-8)
    expectClose(row.reductionPercent ?? .nan, 25, relative: 1e-9)
    #expect(row.verdict == .lower)
  }

  @Test("a difference that the interval cannot tell from nothing is said to be one")
  func admitsIgnorance() throws {
    let row = try Self.comparison(managed: [100, 110, 90], gallery: [101, 105, 95]).metric(.steadyState)
    #expect(row.verdict == .notEnoughRuns)
    #expect((row.differenceInterval?.low ?? 0) < 0 && (row.differenceInterval?.high ?? 0) > 0)
    #expect(try Self.comparison(managed: [100], gallery: [50]).metric(.steadyState).verdict == .notEnoughRuns)
  }

  @Test("figures that are the same in every replication are called the same")
  func knowsTheSame() throws {
    let comparison = try Self.comparison(managed: [100, 110], gallery: [90, 80], resizes: (2, 2))
    #expect(comparison.metric(.resizes).verdict == .same)
    #expect(comparison.metric(.resizes).difference == 0)
    #expect(
      try Self.comparison(managed: [1, 2], gallery: [1, 2], resizes: (1, 3)).metric(.resizes).verdict == .higher)
  }

  @Test("a replication counts only where the figure applies on both sides")
  func leavesOutWhatDoesNotApply() throws {
    let comparison = try Self.comparison(managed: [100, nil, 120, nil], gallery: [50, 60, nil, nil])
    #expect(comparison.pairCount == 4)
    #expect(comparison.metric(.steadyState).pairCount == 1)
    #expect(comparison.metric(.steadyState).baselineMean == 100)
    #expect(comparison.metric(.idleLatencyMean).verdict == .doesNotApply)
    #expect(comparison.metric(.idleLatencyMean).difference == nil)
  }

  @Test("every further variant is compared with the first")
  func comparesWithTheFirst() throws {
    let scenario = try madeScenario("variants.premium.image.kind=gallery", "variants.premium.image.replicas=3")
    let result = ExperimentResult(
      scenario: scenario,
      variants: scenario.variants.map {
        ExperimentResult.VariantResult(variant: $0, outcomes: [madeOutcome(steadyState: 1)])
      })
    #expect(
      Comparison.ofVariants(result).map { [$0.baseline.name, $0.candidate.name] }
        == [["managed", "gallery"], ["managed", "premium"]])
  }

  @Test("variants that want different numbers of nodes are not compared")
  func leavesOutTheIncomparable() throws {
    let scenario = try madeScenario("variants.gallery.pool.targetDedicatedNodes=5")
    #expect(Comparison.ofVariants(Self.result(scenario, managed: [1, 2], gallery: [1, 2])).isEmpty)
  }

  @Test("scenarios with other seeds are refused before anything runs")
  func refusesOtherSeeds() throws {
    func side(_ scenario: Scenario, _ file: String, _ variant: Int) -> ComparisonPlan.Side {
      ComparisonPlan.Side(file: file, scenario: scenario, variant: variant)
    }
    let scenario = try madeScenario()
    #expect(throws: Failure.self) {
      try ComparisonPlan(
        baseline: side(scenario, "a", 0), candidate: side(try madeScenario("seed=8"), "b", 0), recording: [])
    }
    #expect(throws: Failure.self) {
      try ComparisonPlan(baseline: side(scenario, "a", 0), candidate: side(scenario, "a", 0), recording: [])
    }
    let one = try ComparisonPlan(
      baseline: side(scenario, "a", 0), candidate: side(scenario, "a", 1), recording: [])
    #expect(one.experiments.map(\.variants) == [[0, 1]])
    let two = try ComparisonPlan(
      baseline: side(scenario, "a", 0), candidate: side(scenario, "b", 1), recording: [])
    #expect(two.experiments.map(\.variants) == [[0], [1]])
  }
}
