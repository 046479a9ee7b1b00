// SPDX-License-Identifier: GPL-3.0-or-later

@testable import Claims
import BatchPool
@testable import Experiments
import Foundation
import Randomness
import Scenarios
import Testing

/// The sensitivity of a scenario's own answer, on a model whose answers are worked by hand.
@Suite("Sensitivity of a scenario")
struct ScenarioSensitivityTests {
  /// Steady after 2.5 times the boot working set in MiB, and the read limit in MiB/s as far as the replication's number is odd; one
  /// resize is enough within 200 s.
  private static let runner = ReplicationRunner(jobs: 2) { configuration, _, replication, _ in
    let parameters = configuration.parameters
    let working = parameters.bootWorkingSet.quantile(0.5) / 1_048_576
    let steady = 2.5 * working + Double(replication % 2) * parameters.nodeReadLimit / 1_048_576
    return madeOutcome(steadyState: steady, idleLatency: 1, resizes: steady < 200 ? 1 : 2)
  }

  private static func sensitivity(_ scenario: Scenario, replications: Int) async throws -> ScenarioSensitivity {
    let result = try await runner.run(Experiment(scenario))
    return try await ScenarioSensitivity(result, replications: replications, runner: runner)
  }

  @Test("every value with a range is at both its ends, alone, over the same replications; what moves most comes first")
  func movesOneAtATime() async throws {
    let found = try await Self.sensitivity(madeScenario(replications: 6), replications: 4)
    #expect(found.replications == 4 && found.variants.map(\.variant) == ["managed", "gallery"])
    let gallery = found.variants[1]
    #expect(gallery.rows.prefix(2).map(\.name) == ["bootWorkingSet", "nodeReadLimit"])
    // 76 and 106 s by turns; 37.5 and 67.5; 230 and 260.
    let working = try #require(gallery.rows.first)
    #expect(working.ends.low == "15 MiB" && working.ends.high == "92 MiB" && working.changesRuns)
    expectSteady(gallery.base, 91, single: 1)
    expectSteady(working.low, 52.5, single: 1)
    expectSteady(working.high, 245, single: 0)
    expectSteady(gallery.rows[1].low, 83.5, single: 1)
    #expect(gallery.rows.dropFirst(2).allSatisfy { !$0.changesRuns })
    // Rows that move nothing keep the order of the profile; published values with a range are among them.
    #expect(
      gallery.rows.dropFirst(2).map(\.name) == [
        "premiumSSDBandwidth", "standardZRSBandwidth", "premiumSSDv2Bandwidth", "replicaConcurrency",
        "bandwidthVariation", "diskMaking", "diskMaking.sigma",
        "bootWorkingSet.sigma", "serviceDelay", "serviceDelay.sigma", "deploymentUnitSize", "unitCreateRate",
        "unitCreateBurst", "createRate", "createBurst", "osBoot", "windowsOSBoot", "ephemeralBootFactor",
        "nodeAgentStart",
        "stragglerProbability", "stragglerDelay", "createFailureProbability", "otherSourceBandwidthVariation",
        "nodeRemoval", "stopDuration",
      ])
    #expect(gallery.unvaried.map(\.key) == ["createAttempts"])
  }

  @Test("what a variant sets itself stays, and there are no more replications than the result has")
  func leavesOwnValues() async throws {
    let scenario = try madeScenario("variants.gallery.model.bootWorkingSet=100 MiB", "model.osBoot=70 s")
    let found = try await Self.sensitivity(scenario, replications: 50)
    #expect(found.replications == 3)
    #expect(found.variants[0].rows.contains { $0.name == "bootWorkingSet" })
    #expect(!found.variants[1].rows.contains { $0.name == "bootWorkingSet" })
    #expect(found.variants[1].unvaried.map(\.key) == ["createAttempts"])
  }

  private static func profile(_ text: String, with other: String) throws -> Profile {
    try Profile.parse(
      try #require(Profile.builtInText("azure-2020")).replacingOccurrences(of: text, with: other), file: "a.yaml")
  }

  @Test("the range of a distribution may begin at 0, where it is 0 throughout; every analysis can go there")
  func movesToZero() async throws {
    let profile = try Self.profile("from: 15 MiB,", with: "from: 0 MiB,")
    let value = try #require(profile.values.first { $0.key == "bootWorkingSet" })
    let configuration = try madeScenario().variants[0].configuration
    let axes = ParameterAxis.ranges(of: value)
    let (median, sigma) = (axes[0], axes[1])
    #expect(median.range.lowerBound == 0 && median.quantity.rawValue == "bootWorkingSet.median")
    let move = try #require(VariantPlan.Move(value, median, of: configuration))
    #expect(move.ends[0]?.parameters.bootWorkingSet == (try Distribution.constant(0)))
    // What reproduce --sensitivity and calibrate do: the median at its lower end, then the sigma.
    let moved = profile.parameters.moved(along: [median, sigma], to: [0, 1])
    #expect(moved.bootWorkingSet.quantile(1) == 0)
    #expect(ParameterAxis.ranged(of: profile).contains(median))
    // A constant of 0 s may become any other.
    let constant = try ModelParameters.setting(profile.parameters, stop: .constant(0))
    let stop = try #require(ModelQuantity(rawValue: "stopDuration.median"))
    #expect(stop.setting(30, in: constant)?.stopDuration == (try Distribution.constant(30)))
  }

  @Test("a range whose ends the model cannot take is not moved, and said not to be")
  func leavesImpossibleEnds() throws {
    let profile = try Profile.named("azure-2020")
    let value = try #require(profile.values.first { $0.key == "stopDuration" })
    var configuration = try madeScenario().variants[0].configuration
    // No factor gives values of which more than half are 0 another median.
    configuration.parameters = try .setting(profile.parameters, stop: .empirical([0, 0, 60]))
    let axis = try #require(ParameterAxis.ranges(of: value).first)
    #expect(VariantPlan.Move(value, axis, of: configuration) == nil)
    #expect(!axis.moves(configuration.parameters) && axis.moves(profile.parameters))
  }

  @Test("every number of the model can be moved and read back")
  func quantities() throws {
    let profile = try Profile.named("azure-2020")
    for value in profile.values {
      let quantity = try #require(ModelQuantity(rawValue: value.key) ?? ModelQuantity(rawValue: value.key + ".median"))
      let number = try #require(quantity.value(in: profile.parameters))
      let moved = try #require(quantity.setting(number * 2, in: profile.parameters))
      #expect(quantity.value(in: moved) == number * 2, "\(value.key)")
      #expect(quantity.setting(number, in: moved) == profile.parameters || number == 0, "\(value.key)")
    }
  }

  private func expectSteady(
    _ figures: ScenarioSensitivity.Figures, _ seconds: Double, single: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(abs((figures.steadyState ?? 0) - seconds) < 1e-6, sourceLocation: sourceLocation)
    #expect(figures.singleResize == single && figures.reachedTarget == 4, sourceLocation: sourceLocation)
  }
}

extension ModelParameters {
  /// The same with another duration of a stop.
  fileprivate static func setting(_ parameters: ModelParameters, stop: Distribution) throws -> ModelParameters {
    var moved = parameters
    moved.stopDuration = stop
    return moved
  }
}
