// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import Randomness
import Statistics
import TestSupport
import Testing

/// The pool model against a program in SimPy that was written from docs/guides/mechanism.md
/// (scripts/references/simpy_pool.py): thirteen cases, 300 replications of each on both sides, 150 of
/// those with more than 300 nodes.
@Suite("SimPy")
struct SimPyTests {
  /// The figures of a run, in the order of the columns of simpy-pool.csv.
  enum Figure: Int, CaseIterable {
    case resizes = 2, nodes, steady, idleLatency, requestToIdle, lastEnd, idleNodeSeconds

    static let usual: [Figure] = [.resizes, .steady, .idleLatency, .requestToIdle]
  }

  /// A pool of a case: nodes of both kinds, and its resizeTimeout [s].
  struct Size {
    var dedicated: Int
    var lowPriority = 0
    var timeout = 900.0
  }

  /// A case of the script, with the same numbers.
  struct Case: CustomTestStringConvertible {
    let name: String
    var replicas = 1
    let sizes: [Size]
    var compared = Figure.usual
    var change: @Sendable (inout SystemConfiguration) throws -> Void = { _ in }

    var testDescription: String { name }

    func system() throws -> SystemConfiguration {
      let image = ImageConfiguration(
        name: "i", kind: replicas == 0 ? .marketplace : .gallery, replicas: max(1, replicas))
      var system = SystemConfiguration(
        parameters: try SimPyTests.parameters(), images: [image],
        pools: sizes.enumerated().map { index, size in
          PoolConfiguration(
            name: "pool-\(index)", vmSize: "v", targetDedicatedNodes: size.dedicated,
            targetLowPriorityNodes: size.lowPriority, resizeTimeout: .seconds(size.timeout), image: 0)
        })
      try change(&system)
      return system
    }
  }

  static let cases = [
    Case(name: "50-nodes", sizes: [Size(dedicated: 50)]),
    Case(name: "one-replica", sizes: [Size(dedicated: 300)]),
    Case(name: "two-replicas", replicas: 2, sizes: [Size(dedicated: 300)]),
    Case(name: "two-units", sizes: [Size(dedicated: 400)]),
    Case(name: "short-timeout", sizes: [Size(dedicated: 350, timeout: 400)]),
    Case(name: "long-timeout", replicas: 2, sizes: [Size(dedicated: 700, timeout: 1_500)]),
    Case(name: "three-units", replicas: 4, sizes: [Size(dedicated: 700)]),
    Case(name: "marketplace", replicas: 0, sizes: [Size(dedicated: 400)]),
    Case(name: "failures", replicas: 2, sizes: [Size(dedicated: 200)]) { system in
      system.parameters.createFailureProbability = 0.2
    },
    Case(
      name: "three-pools", replicas: 2,
      sizes: [Size(dedicated: 100), Size(dedicated: 150), Size(dedicated: 80, timeout: 600)]
    ) { system in
      system.parameters.createRate = 1
      system.parameters.createBurst = 30
    },
    Case(
      name: "image-deleted", sizes: [Size(dedicated: 300)],
      compared: [.resizes, .nodes, .idleLatency, .requestToIdle, .lastEnd]
    ) { system in
      system.interventions = [Intervention(time: SimulationTime(seconds: 400), action: .world(.deleteImage(0)))]
    },
    Case(
      name: "preemption", sizes: [Size(dedicated: 60, lowPriority: 100)],
      compared: Figure.usual + [.nodes, .idleNodeSeconds]
    ) { system in
      system.pools[0].preemptionRate = 1 / 900.0
      system.duration = .seconds(3_600)
    },
    Case(name: "stragglers", sizes: [Size(dedicated: 100)]) { system in
      system.parameters.stragglerProbability = 0.05
      system.parameters.stragglerDelay = try .constant(600)
    },
  ]

  /// The numbers stand here as they stand in the script: a profile may change.
  static func parameters() throws -> ModelParameters {
    let mebibyte = 1_048_576.0
    var parameters = ModelParameters()
    parameters.standardHDDBandwidth = 60 * mebibyte
    parameters.bandwidthVariation = 0.05
    parameters.replicaConcurrency = 20
    parameters.nodeReadLimit = 30 * mebibyte
    parameters.diskMaking = try work(116 * mebibyte)
    parameters.bootWorkingSet = try work(31 * mebibyte)
    parameters.serviceDelay = try .lognormal(median: 45, sigma: 0.5)
    parameters.deploymentUnitSize = 300
    parameters.unitCreateRate = 0.55
    parameters.unitCreateBurst = 5
    parameters.createRate = 500 / 60.0
    parameters.createBurst = 1_500
    parameters.osBoot = try .lognormal(median: 10, sigma: 0.3)
    parameters.nodeAgentStart = try .lognormal(median: 15, sigma: 0.3)
    parameters.createAttempts = 3
    return parameters
  }

  /// Lognormal with sigma 0.2 about a mean [bytes]: its median is the mean times exp(-0.2^2 / 2).
  static func work(_ mean: Double) throws -> Distribution {
    try .lognormal(median: mean * 0.980_198_673_306_755_3, sigma: 0.2)
  }

  static let references = Dictionary(grouping: Reference.rows("simpy-pool.csv")) { $0[0] }

  /// One comparison in a thousand families of them would fail if the programs agree: Bonferroni over all comparisons.
  static let level = 1e-3 / Double(cases.reduce(0) { $0 + $1.compared.count })

  /// The figures of a case by column, one entry a replication; what a run does not have is larger than all.
  static func figures(_ system: SystemConfiguration, replications: Int) -> [Figure: [Double]] {
    var figures: [Figure: [Double]] = [:]
    for replication in 0..<replications {
      let outcome = PoolSimulation.run(
        system, seed: 42, replication: replication, recording: system.duration == nil ? [] : .timeline)
      let run: [(Figure, Double?)] = [
        (.resizes, Double(outcome.total.resizes)), (.nodes, Double(outcome.total.provisionedNodes)),
        (.steady, outcome.total.steadyState?.seconds), (.idleLatency, outcome.total.idleLatency?.mean),
        (.requestToIdle, outcome.total.requestToIdle?.mean),
        (.lastEnd, outcome.resizes.compactMap { $0.endedAt?.seconds }.max()),
        (.idleNodeSeconds, system.duration.map { idleNodeSeconds(outcome.timeline, until: $0.seconds) }),
      ]
      for (figure, value) in run { figures[figure, default: []].append(value ?? .greatestFiniteMagnitude) }
    }
    return figures
  }

  /// The number of idle nodes, integrated over time [s].
  static func idleNodeSeconds(_ timeline: [TimelineEntry], until end: Double) -> Double {
    var (sum, since, nodes) = (0.0, 0.0, 0)
    for entry in timeline where entry.state == .idle {
      sum += Double(nodes) * (entry.time.seconds - since)
      (since, nodes) = (entry.time.seconds, entry.nodes)
    }
    return sum + Double(nodes) * (end - since)
  }

  static func test(_ figure: Figure, _ ours: [Figure: [Double]], _ name: String) throws -> KolmogorovSmirnovTest {
    let rows = try #require(references[name])
    let theirs = rows.map { Double($0[figure.rawValue]) ?? .greatestFiniteMagnitude }
    return KolmogorovSmirnovTest(try #require(ours[figure]), theirs)
  }

  /// Two-sample Kolmogorov-Smirnov over all figures; a false alarm of the whole family has a probability of 1e-3 at most.
  @Test("every figure agrees in distribution", arguments: cases)
  func agrees(_ example: Case) throws {
    let rows = try #require(Self.references[example.name])
    let nodes = example.sizes.reduce(0) { $0 + $1.dedicated + $1.lowPriority }
    #expect(rows.count == (nodes > 300 ? 150 : 300))
    let ours = Self.figures(try example.system(), replications: rows.count)
    for figure in example.compared {
      let test = try Self.test(figure, ours, example.name)
      let means = (Tally(ours[figure] ?? []).mean, Tally(rows.compactMap { Double($0[figure.rawValue]) }).mean)
      #expect(
        test.probability > Self.level,
        "\(example.name) \(figure): distance \(test.statistic), means \(means.0) and \(means.1)")
    }
  }

  @Test("every case of the script is compared, and no other")
  func isComplete() {
    #expect(Set(Self.references.keys) == Set(Self.cases.map(\.name)))
  }

  @Test("the comparison would notice a boot read that is 3 % slower")
  func hasPower() throws {
    let example = try #require(Self.cases.first { $0.name == "one-replica" })
    var system = try example.system()
    system.parameters.bootWorkingSet = try Self.work(31 * 1.03 * 1_048_576)
    let ours = Self.figures(system, replications: 300)
    #expect(try Self.test(.idleLatency, ours, example.name).probability < Self.level)
  }
}
