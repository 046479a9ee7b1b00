// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Files
import Foundation
import Reporting
import Scenarios
import Sweeps
import TestSupport
import Testing

/// A file to which rows are written one by one.
private struct WrittenFile {
  let writer: ByteWriter
  private let file: OutputFile
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    file = try OutputFile(path: folder.path("file"))
    writer = file.writer()
  }

  func text() throws -> String {
    try writer.close()
    try file.publish()
    return try folder.read("file")
  }
}

/// A sweep that is laid out, and run, in this process.
private struct FinishedSweep {
  let plan: SweepPlan
  let definition: SweepDefinition
  let campaign: SweepCampaign
  let folder: TemporaryFolder

  /// Lays out the sweep of a file.
  init(_ text: String) throws {
    folder = try TemporaryFolder()
    let document = try ScenarioDocument.load(path: folder.write(text, to: "sweep.yaml"))
    let plan = try SweepPlan(try #require(try document.sweep()), seed: document.headValue("seed", overrides: []) ?? 1)
    self.plan = plan
    let base = try document.scenario(overrides: plan.overrides(of: plan.cells[0]))
    definition = SweepDefinition(base: base, plan: plan, replications: base.replications) {
      cell throws(Failure) in
      try document.scenario(overrides: plan.overrides(of: cell))
    }
    campaign = SweepCampaign(folder: folder.path("c"))
  }

  /// Lays out a sweep and runs every cell.
  static func run(_ text: String) async throws -> FinishedSweep {
    let sweep = try FinishedSweep(text)
    _ = try await SweepRunner(sweep.definition, campaign: sweep.campaign, jobs: 2)
      .run(SweepRunner.Selection(), toolVersion: "1")
    return sweep
  }

  private func merge(_ filter: String?) throws -> SweepMerge {
    SweepMerge(
      definition, campaign: campaign, filter: try filter.map { try SweepExpression($0, names: plan.axes.map(\.name)) },
      jobs: 2)
  }

  func rows() async throws -> String {
    let file = try WrittenFile()
    let table = try SweepTable(axes: plan.axes.map(\.name), to: file.writer)
    _ = try await merge(nil).rows { try table.append($0) }
    return try file.text()
  }

  func summary() async throws -> String {
    let file = try WrittenFile()
    let table = try SweepSummaryTable(axes: plan.axes, to: file.writer)
    _ = try await merge(nil).summaries { try table.append($0) }
    return try file.text()
  }

  func summary(_ style: ReportStyle, filter: String? = nil) async throws -> String {
    var report = SweepSummaryReport(axes: plan.axes)
    _ = try await merge(filter).summaries { report.append($0) }
    return report.rendered(style)
  }

  func cells() throws -> String {
    try written { try SweepPlanTable.write(plan, cells: plan.cells, to: $0) }
  }

  func words() -> [Substring] {
    SweepPlanTable.summary(plan, cells: plan.cells, replications: definition.replications, seconds: nil)
      .split(separator: "\n")
  }
}

/// What `sweep plan`, `sweep merge` and `sweep emit` say and write.
@Suite("Sweep reports")
struct SweepReportTests {
  @Test("a plan says axes, cells and runs, and lists the cells as CSV")
  func plans() throws {
    let sweep = try FinishedSweep(SmallSweep.base + SmallSweep.axes)
    #expect(sweep.words().last == "6 cells, 2 replications each: 12 runs")
    #expect(sweep.words()[1] == "nodes     pool.targetDedicatedNodes  3: 2, 4, 6")
    #expect(try sweep.cells() == "cell,nodes,replicas\n0,2,1\n1,2,3\n2,4,1\n3,4,3\n4,6,1\n5,6,3\n")
    let one = try FinishedSweep(
      SmallSweep.base.replacing("replications: 2", with: "replications: 1")
        + SmallSweep.axes.replacing("[1, 3]", with: "[1]").replacing("from: 2, to: 6, step: 2", with: "values: [5]"))
    #expect(one.words().last == "1 cell, 1 replication each: 1 runs")
  }

  @Test("zipped axes walk together")
  func zips() throws {
    let zip = try FinishedSweep(
      SmallSweep.base + SmallSweep.axes.replacing("[1, 3]", with: "[1, 3, 5]") + "  zip: [[nodes, replicas]]\n")
    #expect(try zip.cells() == "cell,nodes,replicas\n0,2,1\n1,4,3\n2,6,5\n")
  }

  private static let design = """
    sweep:
      axes:
        boot: { path: model.bootWorkingSet, from: 25 MiB, to: 250 MiB, scale: log }
        replicas: { path: image.replicas, from: 1, to: 8 }
        storage: { path: image.storage, values: [standard-hdd, premium-ssd] }
      design: { kind: sobol, points: 16 }

    """

  @Test("beside a design from and to are enough, and a plan shows the ranges and the design")
  func designs() throws {
    let sweep = try FinishedSweep(SmallSweep.base + Self.design)
    let lines = sweep.words()
    #expect(lines[1].hasSuffix("25 MiB to 250 MiB, logarithmic"), "\(lines)")
    #expect(lines[2].hasSuffix("1 to 8, whole numbers"), "\(lines)")
    #expect(lines[3].hasSuffix("2: standard-hdd, premium-ssd"), "\(lines)")
    #expect(lines[4] == "design: sobol, 16 points" && lines[5] == "16 cells, 2 replications each: 32 runs")
    let boots = UnquotedCSV.rows(try sweep.cells()).compactMap { $0["boot"].flatMap(Double.init) }
    #expect(boots.count == 16 && Set(boots).count > 10 && boots.allSatisfy { (25...250).contains($0) })
  }

  @Test("a step or points beside a design change nothing: the points lie between the ends")
  func ignoresSteps() throws {
    let plain = try FinishedSweep(SmallSweep.base + Self.design).cells()
    for more in [", points: 3", ", step: 2"] {
      #expect(
        try FinishedSweep(SmallSweep.base + Self.design.replacing("to: 8", with: "to: 8\(more)")).cells() == plain)
    }
  }

  @Test("merged rows are those of the run of each cell, sorted by cell, variant and replication")
  func merges() async throws {
    let sweep = try await FinishedSweep.run(SmallSweep.base + SmallSweep.axes)
    let text = try await sweep.rows()
    #expect(text.hasPrefix("nodes,replicas,variant,replication,target_nodes,"))
    let rows = UnquotedCSV.cells(text).dropFirst()
    #expect(rows.count == 12)
    #expect(
      rows.first?[..<5] == ["2", "1", "default", "0", "2"] && rows.last?[..<5] == ["6", "3", "default", "1", "6"])
    let run = try await FinishedRun(SmallSweep.base, set: ["image.replicas=1", "pool.targetDedicatedNodes=2"])
    let direct = UnquotedCSV.cells(try run.file("replications.csv"))[1]
    #expect(rows.first?.dropFirst(2) == direct.dropFirst(1))
  }

  @Test(
    "scripts name every shard, and the job of Azure Batch is JSON that parses", arguments: SweepScript.Engine.allCases)
  func scripts(engine: SweepScript.Engine) throws {
    let text = SweepScript(
      file: "it's.yaml", campaign: "c", name: "small", shards: 3, arguments: ["--replications", "5"]
    ).text(engine)
    #expect(text.contains("--replications 5"))
    guard engine == .azureBatch else {
      // The name of the file is one word for the shell, in every depth of quotes.
      return #expect(text.contains("poolsim sweep run ") && text.contains("3") && !text.contains(" it's.yaml"))
    }
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let tasks = try #require(object?["tasks"] as? [[String: Any]])
    #expect(tasks.map { $0["id"] as? String } == ["shard-1-of-3", "shard-2-of-3", "shard-3-of-3"])
  }
}

/// What `sweep merge --summary` says and writes.
@Suite("Sweep summaries")
struct SweepSummaryReportTests {
  @Test("a row is a cell and variant, with the figures and intervals of the run of the same cell")
  func agreesWithRun() async throws {
    let summary = try await FinishedSweep.run(SmallSweep.withTwoResizes).summary()
    #expect(
      summary.hasPrefix(
        "nodes,timeout,variant,n,single_resize,single_resize_ci_low,single_resize_ci_high,reached_target,resizes_mean,"
          + "resizes_half_width,steady_state_mean_s,steady_state_half_width_s,steady_state_p95_s,idle_latency_mean_s,"
          + "idle_latency_half_width_s\n"))
    let rows = UnquotedCSV.cells(summary)
    #expect(
      rows.dropFirst().map { $0[..<4].joined(separator: " ") } == [
        "20 15 min gallery 8", "20 15 min managed 8", "20 30 min gallery 8", "20 30 min managed 8",
        "680 15 min gallery 8", "680 15 min managed 8", "680 30 min gallery 8", "680 30 min managed 8",
      ])
    let run = try await FinishedRun(SmallSweep.withTwoResizes, set: ["pool.targetDedicatedNodes=680"])
    let metrics = UnquotedCSV.cells(try run.file("summary.csv"))
    func figures(_ variant: String, _ metric: String) throws -> [Double] {
      let row = try #require(metrics.first { $0[1] == variant && $0[2] == metric })
      return [4, 6, 7, 10].map { Double(row[$0]) ?? .nan }
    }
    for row in rows[5...6] {
      let numbers = row[4...].map { Double($0) ?? .nan }
      let variant = row[2]
      let single = try figures(variant, "single_resize")
      #expect(Array(numbers[0...2]) == Array(single[0...2]))
      #expect(numbers[3] == (try figures(variant, "reached_target")[0]))
      for (place, metric) in [(4, "resizes"), (6, "steady_state_s"), (9, "idle_latency_mean_s")] {
        let expected = try figures(variant, metric)
        #expect(numbers[place] == expected[0])
        #expect(abs(numbers[place + 1] - (expected[2] - expected[1]) / 2) <= 1e-9 * expected[0])
      }
      #expect(numbers[8] == (try figures(variant, "steady_state_s")[3]))
    }
    // In one of the cells the share is neither all nor nothing, or the test would show little.
    #expect(rows[5...6].contains { $0[4] != "0" && $0[4] != "1" }, "\(summary)")
  }

  @Test("for people it is an aligned table with units, or Markdown")
  func words() async throws {
    let sweep = try await FinishedSweep.run(SmallSweep.withTwoResizes)
    let text = try await sweep.summary(.text, filter: "nodes == 20")
    let lines = text.split(separator: "\n")
    #expect(lines[0].hasPrefix("nodes  timeout  variant  n  one resize was enough  95 % interval"), "\(text)")
    #expect(lines[1].hasPrefix("   20   15 min  gallery  8  "), "\(text)")
    #expect(lines[1].contains("100 %  68 % to 100 %") && lines[1].contains(" (too few runs)"), "\(text)")
    #expect(text.hasSuffix("how sure the means are: an interval takes 50 replications.\n"))
    #expect(try await sweep.summary(.markdown).hasPrefix("| nodes | timeout | variant"))
  }

  @Test("where actions resize a pool later, the share of single resizes is left empty; of several pools it is not")
  func shares() async throws {
    let later = try await FinishedSweep.run(
      SmallSweep.withTwoResizes.replacing(
        "variants:", with: "actions: [{ at: 1 h, resize: true, targetDedicatedNodes: 6 }]\nvariants:"))
    let rows = try await later.summary().split(separator: "\n")
    #expect(rows[1].hasPrefix("20,15 min,gallery,8,,,,1,2,"), "\(rows)")
    #expect(try await later.summary(.text).contains("the store does not say whether one resize was enough"))
    let pools = try await FinishedSweep.run(
      """
      poolsim: 1
      replications: 2
      image: { kind: gallery, replicas: 2 }
      pools: { a: { targetDedicatedNodes: 2, count: 2 }, b: { targetDedicatedNodes: 3 } }
      sweep: { axes: { nodes: { path: pools.a.targetDedicatedNodes, values: [2, 4] } } }

      """)
    #expect(try await pools.summary().split(separator: "\n")[1].hasPrefix("2,default,2,1,"))
  }

  @Test("an axis called like a column of the summary is refused there, and merged without it")
  func refusesNames() async throws {
    let sweep = try await FinishedSweep.run(SmallSweep.withTwoResizes.replacing("nodes:", with: "n:"))
    do {
      _ = try await sweep.summary()
      Issue.record("the summary has two columns n")
    } catch let error as Failure {
      #expect(
        "\(error)".contains("sweep.yaml:12:52: error[E0123]: the axis n has the name of a column of the summary"),
        "\(error)")
    }
    #expect(try await sweep.rows().hasPrefix("n,timeout,variant,replication,"))
  }
}
