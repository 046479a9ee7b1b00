// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
@testable import Claims
import EventEngine
import Experiments
import Scenarios
import Synchronization
import TestSupport
import Testing

/// The sensitivity analysis of the claims, over runs whose answers are known by hand.
@Suite("Sensitivity of the claims")
struct SensitivityTests {
  private static let mebibyte = 1_048_576.0
  /// The working set at which one replica is no longer enough for 1,000 nodes in 15 min, and two replicas are not.
  private static let turns = [32.4 * mebibyte, 64.8 * mebibyte]

  /// Stands for the model: 1,000 nodes with R replicas, of which two count, are steady after 360 s and 1,000/60 s for each
  /// MiB of the working set and replica; the idle latency takes the agent's start as well.
  private static let simulate: ReplicationRunner.Simulate = { configuration, _, _, _ in
    let parameters = configuration.parameters
    let pool = configuration.pools[0]
    let read = (ModelQuantity.bootWorkingSet.value(in: parameters) ?? .nan) / mebibyte
    let agent = ModelQuantity.nodeAgentStart.value(in: parameters) ?? .nan
    let share = Double(pool.targetNodes) * read / Double(min(2, configuration.images[0].replicas))
    let steady = 360 + share / 60
    let isSingle = steady < pool.resizeTimeout.seconds
    return madeOutcome(
      target: pool.targetNodes, steadyState: steady, idleLatency: agent + share / 120, resizes: isSingle ? 1 : 2)
  }

  private static let axes = [
    ParameterAxis(.bootWorkingSet, range: 20 * mebibyte...100 * mebibyte),
    ParameterAxis(.nodeAgentStart, range: 60...150),
    ParameterAxis(.premiumSSDBandwidth, range: 100 * mebibyte...900 * mebibyte),
  ]

  private static func survey(_ axes: [ParameterAxis], designPoints: Int = 64) throws -> Survey {
    Survey(
      parameters: try Profile.named("azure-2020").parameters, axes: axes,
      settings: Sensitivity.Settings(seed: 1, replications: 1, gridPoints: 3, designPoints: designPoints, jobs: 2),
      simulate: simulate)
  }

  @Test("the advice turns where the runs say, what moves nothing is named, and the shares of variance add up")
  func analysis() async throws {
    let told = Mutex<[String: [Int]]>([:])
    let sensitivity = try await Sensitivity(
      try Profile.named("azure-2020").parameters, axes: Self.axes, settings: Self.survey(Self.axes).settings,
      simulate: Self.simulate
    ) { progress in
      told.withLock { $0[progress.scenario, default: []].append(progress.done) }
    }
    #expect(sensitivity.inertAxes == [Self.axes[2]])
    #expect(sensitivity.rows.map(\.axis) == Self.axes)
    #expect(sensitivity.overturning.map(\.axis) == [Self.axes[0]])
    let row = sensitivity.rows[0]
    #expect(row.points.map(\.figures.advice) == [.needless, .stands, .tooFew])
    #expect(row.turns.map(\.below) == [.needless, .stands] && row.turns.map(\.above) == [.stands, .tooFew])
    for (turn, value) in zip(row.turns, Self.turns) {
      // Seven halvings of half the axis, and the middle of what is left.
      let distance = Self.axes[0].position(of: turn.value) - Self.axes[0].position(of: value)
      #expect(abs(distance) <= 0.5 / 256 + 1e-9, "\(turn.value / Self.mebibyte) MiB")
    }
    for point in row.points {
      let read = point.value / Self.mebibyte
      // Two replicas halve what 300 nodes read, and 5 s a MiB stand beside 360 s.
      expectClose(point.figures.steadyGain ?? .nan, 100 * 2.5 * read / (360 + 5 * read), relative: 1e-9)
      #expect(point.figures.singleResize == 1)
    }
    // The working set alone is behind the steady gain; nothing is behind what never varies.
    func index(_ figure: SensitivityFigure, _ axis: Int) throws -> Sensitivity.Index {
      try #require(sensitivity.indices.first { $0.figure == figure && $0.axis == Self.axes[axis] })
    }
    #expect(sensitivity.indices.count == 2 * SensitivityFigure.allCases.count)
    expectClose(try index(.steadyGain, 0).total ?? .nan, 1, absolute: 0.1)
    #expect(try index(.steadyGain, 1).total == 0)
    #expect(try index(.singleResize, 0).total == nil)
    let idle = try (index(.idleGain, 0), index(.idleGain, 1))
    #expect((idle.0.total ?? 0) > 0.2 && (idle.1.total ?? 0) > 0.2)
    expectClose((idle.0.first ?? 0) + (idle.1.first ?? 0), 1, absolute: 0.2)
    // Over ranges in equal factors: below 32.4 MiB lie ln(32.4/20)/ln 5 of the points, above 64.8 MiB ln(100/64.8)/ln 5.
    #expect(sensitivity.design.points == 128)
    #expect(abs(sensitivity.design.needless - 38) <= 3 && abs(sensitivity.design.tooFew - 35) <= 3)
    // The base and three places on three axes, then both ends of them at three places of the screen.
    told.withLock { told in
      #expect(told["sensitivity"] == Array(1...1 + 9 + 18) && told["indices"] == Array(1...64 * 4))
    }
  }

  @Test("more axes than Sobol's sequence has coordinates for are filled by a Latin hypercube: one point a stratum")
  func manyAxes() throws {
    let axes = ParameterAxis.ranged(of: try Profile.named("azure-2020"))
    let design = try Self.survey(axes, designPoints: 16).design()
    #expect(axes.count > 20 && design.count == 16 * (axes.count + 2))
    for axis in axes.indices {
      for block in [design[..<16], design[16..<32]] {
        #expect(Set(block.map { Int(16 * ($0[axis] ?? -1)) }) == Set(0..<16))
      }
      // The block of an axis is the first one with that column of the second.
      for point in 0..<16 {
        var expected = design[point]
        expected[axis] = design[16 + point][axis]
        #expect(design[16 * (axis + 2) + point] == expected)
      }
    }
  }

  @Test("the fewest replicas are the first that are enough, none where the most are not")
  func fewest() {
    for threshold in 1...20 {
      #expect(SensitivityPoint.fewest(in: 1...20) { $0 >= threshold } == threshold)
    }
    #expect(SensitivityPoint.fewest(in: 1...20) { _ in false } == nil)
  }

  @Test("a gain of runs that never reach their target is none, and counts as none")
  func neverSteady() throws {
    let runner = CaseRunner(parameters: try Profile.named("azure-2020").parameters, seed: 1, replications: 2, jobs: 1) {
      configuration, _, _, _ in
      madeOutcome(target: configuration.pools[0].targetNodes, steadyState: nil)
    }
    let point = SensitivityPoint(runner)
    #expect(point.steadyGain == nil && point.idleGain == nil && point.fewestReplicas == nil)
    #expect(point.advice == .tooFew && point.singleResize == 0)
    #expect(SensitivityFigure.allCases.map(point.number) == [0, 0, 0, 21])
    #expect(Set(SensitivityFigure.allCases.map(\.title)).count == 4)
  }
}
