// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
@testable import Experiments
import EventEngine
import Randomness
import Statistics
import TestSupport
import Testing

/// The simulation against the law of the time to steady, which is computed without the engine: the service delay is integrated,
/// bandwidths are stratified, and the work goes through a loop of its own.
@Suite("Law of a start")
struct StartLawTests {
  struct Case: CustomTestStringConvertible {
    let nodes: Int
    var replicas = 1
    var timeout = 900.0
    var testDescription: String { "\(nodes) nodes, \(replicas) replicas" }

    func system(_ parameters: ModelParameters) -> SystemConfiguration {
      SystemConfiguration(
        parameters: parameters,
        images: [
          ImageConfiguration(name: "i", kind: replicas == 0 ? .marketplace : .gallery, replicas: max(1, replicas))
        ],
        pools: [
          PoolConfiguration(
            name: "p", vmSize: "v", targetDedicatedNodes: nodes, resizeTimeout: .seconds(timeout), image: 0)
        ])
    }
  }

  /// Runs of a case: 400, so that a share is known within 2.5 points.
  private static let runs = 400

  private static func starts(_ system: SystemConfiguration) -> [PoolOutcome] {
    (0..<runs).map { PoolSimulation.run(system, seed: 11, replication: $0).total }
  }

  /// Whether a count of successes fits a probability: its binomial tail, doubled, is at least 1e-5, for the probability at
  /// its nearer end of 4 standard errors of the law.
  private static func fits(_ successes: Int, _ law: StartLaw.Probability) -> Bool {
    let margin = 4 * law.standardError
    return [max(0, law.value - margin), law.value, min(1, law.value + margin)].contains { probability in
      let upper = tail(atLeast: successes, probability)
      let lower = 1 - tail(atLeast: successes + 1, probability)
      return 2 * min(upper, lower) >= 1e-5
    }
  }

  /// P(X >= count) of a binomial variable, term by term.
  private static func tail(atLeast count: Int, _ probability: Double) -> Double {
    guard count > 0 else { return 1 }
    guard probability > 0 else { return 0 }
    guard probability < 1 else { return 1 }
    var (term, below) = (1.0, 0.0)
    var scale = 0.0
    for successes in 0..<count {
      below += term
      term *= Double(runs - successes) / Double(successes + 1) * probability / (1 - probability)
      // Kept within range: 400 runs.
      if below > 1e200 {
        (term, below) = (term * 1e-200, below * 1e-200)
        scale += 1
      }
    }
    var rest = 0.0
    for successes in count...max(count, runs) where successes <= runs {
      rest += term
      term *= Double(runs - successes) / Double(successes + 1) * probability / (1 - probability)
    }
    return rest / (below + rest)
  }

  @Test(
    "the share of single resizes is that of the law; false alarms 6 in 100,000",
    arguments: [
      Case(nodes: 300), Case(nodes: 325), Case(nodes: 350), Case(nodes: 700, replicas: 3, timeout: 700),
      Case(nodes: 40, timeout: 300), Case(nodes: 120, replicas: 0, timeout: 300),
    ])
  func singleResizes(_ example: Case) throws {
    let system = example.system(try SimPyTests.parameters())
    let law = StartLaw(system, seed: 3, batches: 8).singleResize
    let successes = Self.starts(system).count(where: \.singleResize)
    #expect(Self.fits(successes, law), "\(successes) of \(Self.runs), law \(law.value) ± \(law.standardError)")
  }

  @Test("the time to steady has the quantiles of the law; false alarms 6 in 100,000")
  func quantiles() throws {
    let system = Case(nodes: 200, replicas: 2, timeout: 1e6).system(try SimPyTests.parameters())
    let law = StartLaw(system, seed: 3, batches: 8)
    let times = Self.starts(system).compactMap(\.steadyState?.seconds)
    #expect(times.count == Self.runs)
    for share in [0.05, 0.25, 0.5, 0.75, 0.95] {
      let quantile = law.quantile(share)
      let below = times.count { $0 <= quantile }
      #expect(Self.fits(below, law.probability(within: quantile)), "\(share): \(below) below \(quantile)")
    }
  }

  /// The figures of docs/validation.md, beside which the recorded starts stand: within a second, by the law, with a fixed seed.
  @Test("5, 50, 95 % of starts of 2 marketplace nodes take 20, 45, 102 s, those of 15 nodes 38, 63, 121 s")
  func recordedSizes() throws {
    for (nodes, expected) in [(2, [20.0, 45, 102]), (15, [38, 63, 121])] {
      let law = StartLaw(Case(nodes: nodes, replicas: 0).system(try SimPyTests.parameters()), seed: 3, batches: 8)
      for (share, seconds) in zip([0.05, 0.5, 0.95], expected) {
        expectClose(law.quantile(share), seconds, absolute: 1)
      }
    }
  }

  @Test("the comparison would notice a disk that is 3 % smaller")
  func hasPower() throws {
    var system = Case(nodes: 350).system(try SimPyTests.parameters())
    let law = StartLaw(system, seed: 3, batches: 8).singleResize
    system.parameters.diskMaking = try SimPyTests.work(116 * 0.97 * 1_048_576)
    #expect(!Self.fits(Self.starts(system).count(where: \.singleResize), law))
  }

  @Test("without spreads the time is that of the engine, to 10 microseconds")
  func constants() throws {
    var parameters = try SimPyTests.parameters()
    parameters.bandwidthVariation = 0
    parameters.serviceDelay = try .constant(45)
    parameters.diskMaking = try .constant(116 * 1_048_576)
    parameters.bootWorkingSet = try .constant(31 * 1_048_576)
    for (nodes, replicas, burst) in [
      (1, 1, 1_500), (5, 2, 1_500), (90, 1, 1_500), (310, 3, 1_500), (90, 0, 10), (310, 4, 50),
    ] {
      parameters.createBurst = burst
      parameters.createRate = burst < 100 ? 0.3 : 8
      let system = Case(nodes: nodes, replicas: replicas, timeout: 1e6).system(parameters)
      let engine = try #require(PoolSimulation.run(system, seed: 1, replication: 0).total.steadyState).seconds
      expectClose(StartLaw(system, seed: 1, batches: 2).quantile(0.5), engine, absolute: 1e-5)
    }
  }

  @Test("three nodes by hand: 2 disks of 60 MiB at 30 MiB/s each, then the third behind them")
  func byHand() throws {
    var parameters = ModelParameters()
    parameters.standardHDDBandwidth = 60
    parameters.nodeReadLimit = 30
    parameters.replicaConcurrency = 2
    (parameters.createRate, parameters.createBurst) = (1, 10)
    let time = ObtainingTime(nodes: 3, parameters)
    // Two disks end at 2 s; the third shares 60 with two boot reads of 10 (20 each for 0.5 s), and has 50 of 60 left at 30.
    expectClose(
      time.seconds(bandwidths: [60], disks: [60, 60, 60], boots: [10, 10, 10]), 2 + 0.5 + 50.0 / 30, absolute: 1e-12)
    #expect(ObtainingTime(nodes: 3, parameters).seconds(bandwidths: [], disks: [], boots: []) == 0)
  }

  @Test("a computed run is worth more than 10 counted ones")
  func variance() throws {
    for nodes in [325, 350] {
      let law = StartLaw(Case(nodes: nodes).system(try SimPyTests.parameters()), seed: 3, batches: 12).singleResize
      #expect(try #require(law.varianceReduction) > 10, "\(nodes): \(law)")
    }
  }

  @Test("what the law does not hold for is named")
  func obstacles() throws {
    let parameters = try SimPyTests.parameters()
    func obstacle(_ change: (inout SystemConfiguration) throws -> Void) rethrows -> String? {
      var system = Case(nodes: 3).system(parameters)
      try change(&system)
      return StartLaw.obstacle(to: system)
    }
    #expect(obstacle { _ in } == nil)
    #expect(obstacle { $0.pools.append($0.pools[0]) } == "there are several pools")
    #expect(obstacle { $0.pools[0].targetLowPriorityNodes = 1 } == "there are low-priority nodes")
    #expect(obstacle { $0.pools[0].targetDedicatedNodes = 0 } == "there are no nodes to obtain")
    #expect(obstacle { $0.pools[0].failureRate = 1 } == "nodes fail")
    #expect(obstacle { $0.pools[0].addresses = NodeAddresses(subnet: 1) } == "addresses limit the nodes")
    #expect(obstacle { $0.parameters.createFailureProbability = 0.1 } == "creations fail")
    #expect(try obstacle { $0.images[0].availability = try .constant(1) } == "the image is still on its way")
    #expect(obstacle { $0.quotas = [CoreQuota(.dedicated, cores: 9)] } == "there is a quota")
    #expect(obstacle { $0.duration = .seconds(600) } == "the run may end before")
    #expect(obstacle { $0.pools[0].scalesByFormula = true } == "a formula sizes the pool")
    #expect(
      obstacle { $0.interventions = [Intervention(time: .zero, action: .world(.deleteImage(0)))] }
        == "something happens later")
  }
}
