// SPDX-License-Identifier: GPL-3.0-or-later

@testable import Claims
@testable import BatchPool
import EventEngine
import Randomness
@testable import Experiments
import Scenarios
import TestSupport
import Testing

@Suite("Calibration")
struct CalibrationTests {
  /// Stands for the model: gains and resizes are simple functions of the working set and the agent's start.
  private static let simulate: ReplicationRunner.Simulate = { configuration, _, replication, _ in
    let parameters = configuration.parameters
    let pool = configuration.pools[0]
    let read = parameters.bootWorkingSet.quantile(0.5) / 1_048_576
    let agent = parameters.nodeAgentStart.quantile(0.5)
    let nodes = Double(pool.targetNodes)
    // As the published gains, it saturates.
    let replicas = min(2, Double(configuration.images[0].replicas))
    let noise = Double(replication % 5) - 2
    let steady = 360 + nodes * read / 60 / replicas + noise
    let idle = 40 + agent + nodes * read / 120 / replicas + noise
    let single = steady + 20 * noise < pool.resizeTimeout.seconds
    let resizes = single ? 1 : 1 + Int((steady / pool.resizeTimeout.seconds).rounded(.up))
    return madeOutcome(target: pool.targetNodes, steadyState: steady, idleLatency: idle, resizes: resizes)
  }

  private static func calibration(starts: Int = 3) throws -> Calibration {
    let axes = [
      ParameterAxis(.bootWorkingSet, range: 25 * 1_048_576...250 * 1_048_576),
      ParameterAxis(.nodeAgentStart, range: 60...150),
    ]
    return Calibration(
      try Profile.named("azure-2020").parameters, axes: axes,
      settings: Calibration.Settings(
        seed: 1, replications: 10, checkReplications: 20, starts: starts, evaluationLimit: 150, jobs: 2),
      simulate: simulate)
  }

  @Test("searches from other starting points end at equal quality, within the documented ranges")
  func startsAgree() async throws {
    let result = try await Self.calibration().run()
    #expect(result.searches.count == 3)
    #expect(result.equallyGood == 3, "\(result.searches.map(\.misfit))")
    for axis in result.axes {
      #expect(axis.range.contains(axis.quantity.value(in: result.fitted) ?? .nan))
    }
    #expect(result.identifiability.directions.count == 2)
  }

  @Test("a parameter that no claim depends on is named and stays")
  func inertAxes() async throws {
    let start = try Profile.named("azure-2020").parameters
    let axes = [
      ParameterAxis(.bootWorkingSet, range: 25 * 1_048_576...250 * 1_048_576),
      ParameterAxis(.premiumSSDBandwidth, range: 100 * 1_048_576...900 * 1_048_576),
    ]
    let result = try await Calibration(
      start, axes: axes,
      settings: Calibration.Settings(
        seed: 1, replications: 5, checkReplications: 5, starts: 1, evaluationLimit: 30, jobs: 1),
      simulate: Self.simulate
    ).run()
    #expect(result.inertAxes.map(\.quantity) == [.premiumSSDBandwidth])
    #expect(result.fitted.premiumSSDBandwidth == start.premiumSSDBandwidth)
  }

  @Test("singular values and directions of a small matrix are those worked by hand")
  func singularValues() {
    // Columns (3, 4) and (0, 0): one direction of length 5, one of length 0.
    let flat = SingularValues(rows: [[3, 0], [4, 0]])
    expectClose(flat.values[0], 5, relative: 1e-12)
    #expect(flat.values[1] == 0 && flat.directions[0] == [1, 0])
    // [[2, 0], [0, 3]] turned by nothing: 3 along the second axis, 2 along the first.
    let diagonal = SingularValues(rows: [[2, 0], [0, 3]])
    #expect(diagonal.values == [3, 2] && diagonal.directions == [[0, 1], [1, 0]])
    // Two equal columns: only their sum shows.
    let twins = SingularValues(rows: [[1, 1], [2, 2], [3, 3]])
    expectClose(twins.values[0], 28.0.squareRoot(), relative: 1e-12)
    expectClose(twins.values[1], 0, absolute: 1e-12)
    expectClose(twins.directions[0][0], 0.5.squareRoot(), relative: 1e-12)
  }

  @Test("the free parameters of the profile are axes with their documented ranges")
  func axesOfTheProfile() throws {
    let axes = ParameterAxis.free(of: try Profile.named("azure-2020"))
    let working = try #require(axes.first { $0.quantity == .bootWorkingSet })
    #expect(working.range == 15 * 1_048_576...92 * 1_048_576)
    #expect(axes.contains { $0.quantity.rawValue == "bootWorkingSet.sigma" })
    for axis in axes where !axis.quantity.isWhole {
      for position in [0, 0.3, 1] {
        expectClose(axis.position(of: axis.value(at: position)), position, absolute: 1e-9)
      }
    }
  }

  @Test("every parameter of the table has a number to move, and a distribution its spread")
  func quantities() throws {
    #expect(Set(ModelQuantity.allCases.map(\.parameter.name)) == Set(ModelParameter.all.map(\.name)))
    let parameters = try Profile.named("azure-2020").parameters
    for quantity in ModelQuantity.allCases {
      #expect(ModelQuantity(rawValue: quantity.rawValue) == quantity && !quantity.title.isEmpty, "\(quantity.rawValue)")
      guard let value = quantity.value(in: parameters) else { continue }
      var moved = parameters
      quantity.set(quantity.isWhole ? value + 1 : value * 1.25 + (value == 0 ? 0.1 : 0), in: &moved)
      #expect(moved != parameters && quantity.value(in: moved) != value, "\(quantity.rawValue)")
    }
  }

  @Test("a whole number is fitted as one: every search ends on one, and so does the profile")
  func fitsWholeNumbers() async throws {
    let units = ParameterAxis(.quantity("deploymentUnitSize"), range: 300...430)
    let simulate: ReplicationRunner.Simulate = { configuration, seed, replication, recording in
      // The size of a unit stands for the working set: steady states are longer with larger units.
      var moved = configuration
      let work = Double(configuration.parameters.deploymentUnitSize) * 1_048_576 / 5
      guard let constant = try? Distribution.constant(work) else { preconditionFailure("no constant \(work)") }
      moved.parameters.bootWorkingSet = constant
      return Self.simulate(moved, seed, replication, recording)
    }
    let result = try await Calibration(
      try Profile.named("azure-2020").parameters, axes: [units],
      settings: Calibration.Settings(
        seed: 1, replications: 5, checkReplications: 5, starts: 2, evaluationLimit: 60, jobs: 2),
      simulate: simulate
    ).run()
    #expect((300...430).contains(result.fitted.deploymentUnitSize) && result.axes == [units])
    for search in result.searches {
      let value = units.value(at: search.end[0])
      #expect(value == value.rounded())
    }
  }

  @Test("a whole number moves by whole numbers, also where a derivative is taken")
  func wholeNumbers() throws {
    let quantity = try #require(ModelQuantity(rawValue: "replicaConcurrency"))
    let axis = ParameterAxis(quantity, range: 20...50)
    #expect((0...100).allSatisfy { axis.value(at: Double($0) / 100) == axis.value(at: Double($0) / 100).rounded() })
    for value in [20.0, 33, 50] {
      let around = axis.neighbours(of: axis.position(of: value), step: 0.001)
      #expect(axis.value(at: around.low) == max(20, value - 1) && axis.value(at: around.high) == min(50, value + 1))
    }
  }
}
