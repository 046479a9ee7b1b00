// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
@testable import Claims
import EventEngine
import Experiments
import Files
import Reporting
import Scenarios
import TestSupport
import Testing

/// What `reproduce` prints and writes, of runs whose answers are known by hand.
@Suite("Reproduction report")
struct ReproductionReportTests {
  private static let mebibyte = 1_048_576.0

  /// A report without the line breaks that its paragraphs have.
  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The number that a distribution of the mechanism moves by: its median.
  private static func quantity(_ name: String) throws -> ModelQuantity {
    try #require(ModelQuantity(rawValue: name + ".median") ?? ModelQuantity(rawValue: name))
  }

  /// Stands for the model: a gallery image gains a constant share, the working set decides how many replicas are enough.
  private static func simulate(gain: Double, by working: ModelQuantity) -> ReplicationRunner.Simulate {
    { configuration, _, replication, _ in
      let pool = configuration.pools[0]
      let image = configuration.images[0]
      let read = (working.value(in: configuration.parameters) ?? .nan) / mebibyte
      let gained = image.kind == .gallery ? 1 - gain : 1
      let isEnough = Double(pool.targetNodes) * read / Double(image.replicas) < 32_400
      let resizes = isEnough ? 1 : 2
      let outcome = PoolOutcome(
        targetNodes: pool.targetNodes, provisionedNodes: pool.targetNodes, idleNodes: pool.targetNodes,
        reachedTarget: true, resizes: resizes, singleResize: resizes == 1,
        steadyState: .seconds((500 + Double(replication)) * gained),
        idleLatency: IdleLatency(mean: 100 * gained, p50: 100 * gained, p95: 100 * gained, max: 100 * gained),
        nodeHours: 1, usableNodes: 1, meanUsableNodes: 1)
      return RunOutcome(
        pools: [outcome], total: outcome, resizes: [], nodes: [], timeline: [], events: 10, endedAt: .zero,
        end: .noEventsLeft)
    }
  }

  private static func report(gain: Double, likenesses: [Identifiability.Likeness] = []) async throws
    -> ReproductionReport
  {
    let profile = try Profile.named("azure-2020")
    let (working, agent) = try (quantity("bootWorkingSet"), quantity("nodeAgentStart"))
    let simulate = simulate(gain: gain, by: working)
    let runner = CaseRunner(
      parameters: profile.parameters, seed: 7, replications: 3, jobs: 2, simulate: simulate)
    let sensitivity = try await Sensitivity(
      profile.parameters,
      axes: [
        ParameterAxis(working, range: 4 * mebibyte...1_000 * mebibyte),
        ParameterAxis(agent, range: 60...150),
      ],
      settings: Sensitivity.Settings(seed: 7, replications: 2, gridPoints: 3, designPoints: 8, jobs: 2),
      simulate: simulate)
    return ReproductionReport(
      try await Reproduction(runner, includesSurface: true, computesShares: false), likenesses: likenesses,
      sensitivity: sensitivity, profile: profile)
  }

  @Test("the surface says where a gain is above the claim, the sensitivity where the advice turns")
  func text() async throws {
    let report = try await Self.report(gain: 0.4)
    let text = Self.oneLine(report.rendered(.text))
    let (working, agent) = try (Self.quantity("bootWorkingSet").title, Self.quantity("nodeAgentStart").title)
    let surface =
      "the model predicts more than the page's \"up to 25 %\": more than 26 % in 60 of 60 cells, at most 40.0 % (50 nodes, "
    #expect(text.contains(surface), "\(text)")
    let ranges = "One parameter at a time, from the lower to the upper end of its documented range: 2 replications"
    #expect(text.contains(ranges))
    #expect(text.contains("from 8 points of a design") && text.contains("(profile)"))
    // At 1,000 MiB 1,000 nodes need more than 30 replicas.
    #expect(text.contains("more than 20"))
    #expect(text.contains("\(working): the advice is needless below 32"), "\(text)")
    #expect(text.contains(" MiB, stands above; stands below 1") && text.contains(" MiB, too few above."), "\(text)")
    #expect(text.contains("Nowhere in their documented ranges, alone: \(agent)."), "\(text)")
    #expect(text.contains("These move no figure, neither alone nor with others: \(agent)."))
    #expect(text.contains("Over all ranges together, the advice is too few at "))
    #expect(text.contains("No two of the compared values act alike on the fitted claims."))
    #expect(report.conclusion.hasPrefix("Missed: C1"), "\(report.conclusion)")
    let markdown = report.rendered(.markdown)
    #expect(markdown.contains("\n| ") && markdown.contains("C1"))
  }

  @Test("a gain below the claim is nowhere above it, and two values that act alike are told")
  func lowGain() async throws {
    let likeness = Identifiability.Likeness(
      first: try Self.quantity("bootWorkingSet"), second: try Self.quantity("nodeAgentStart"), exponent: -2,
      cosine: 0.999)
    let equal = Identifiability.Likeness(
      first: likeness.second, second: likeness.first, exponent: 1, cosine: -0.99)
    let text = Self.oneLine(try await Self.report(gain: 0.1, likenesses: [likeness, equal]).rendered(.text))
    #expect(text.contains("Nowhere on this surface does the model gain more than C1 allows for."))
    let (working, agent) = try (Self.quantity("bootWorkingSet").title, Self.quantity("nodeAgentStart").title)
    #expect(text.contains("Only \(working) divided by \(agent) to the power of 2.0 shows in the claims (cosine 0.999)"))
    #expect(text.contains("Only \(agent) times \(working) shows in the claims (cosine -0.990)"))
  }

  @Test("the files have a row for every cell, place on an axis, and index")
  func files() async throws {
    let report = try await Self.report(gain: 0.4)
    let folder = try TemporaryFolder()
    let output = try OutputDirectory(path: folder.path("out"), replaceableNames: ClaimTables.fileNames)
    try report.write(to: output, toolVersion: "1", gslVersion: "2")
    try output.publish()
    #expect(try folder.names(in: "out").sorted() == ClaimTables.fileNames.sorted())
    let axes = UnquotedCSV.rows(try folder.read("out/sensitivity.csv"))
    #expect(axes.count == 6 && axes.prefix(3).map { $0["advice"] } == ["needless", "stands", "too few"])
    #expect(axes[0]["value"] == "4" && axes[0]["unit"] == "MiB" && axes[2]["fewest_replicas"] == "")
    #expect(axes.allSatisfy { $0["steady_gain_percent"].flatMap(Double.init).map { abs($0 - 40) < 1e-9 } ?? false })
    // Eight points of A, eight of B, and the column of the one axis that moves anything.
    let indices = UnquotedCSV.rows(try folder.read("out/sobol.csv"))
    #expect(indices.count == 4 && indices.allSatisfy { $0["parameter"]?.hasPrefix("bootWorkingSet") ?? false })
    #expect(indices[0]["total"] == "" && indices[3]["total"] != "")
    #expect(try UnquotedCSV.rows(folder.read("out/surface.csv")).count == 60)
    #expect(try folder.read("out/manifest.json").contains("\"command\": \"reproduce\""))
  }
}
