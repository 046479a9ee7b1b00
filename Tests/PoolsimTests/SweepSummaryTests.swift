// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `sweep merge --summary`: an answer in place of rows.
@Suite("Sweep summaries")
struct SweepSummaryTests {
  /// Some hundred nodes on few replicas: in some replications one resize is not enough.
  private static let text = """
    poolsim: 1
    name: small
    seed: 7
    replications: 8
    pool: { targetDedicatedNodes: 4 }
    image: { kind: gallery, replicas: 2 }
    variants:
      gallery: {}
      managed: { image: { kind: managed } }
    sweep:
      axes:
        nodes: { path: pool.targetDedicatedNodes, values: [20, 600] }
        timeout: { path: pool.resizeTimeout, values: [15 min, 30 min] }

    """

  private static func merge(_ folder: TemporaryFolder, _ options: String...) throws -> Poolsim.Ending {
    try Poolsim.run(["sweep", "merge", "sweep.yaml", "--campaign", "c"] + options, folder: folder.path)
  }

  private static func campaign(_ text: String = text) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "sweep.yaml")
    let run = try Poolsim.run(["sweep", "run", "sweep.yaml", "--campaign", "c"], folder: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    return folder
  }

  private static let header =
    "nodes,timeout,variant,n,single_resize,single_resize_ci_low,single_resize_ci_high,reached_target,resizes_mean,"
    + "resizes_half_width,steady_state_mean_s,steady_state_half_width_s,steady_state_p95_s,idle_latency_mean_s,"
    + "idle_latency_half_width_s"

  @Test("a row is a cell and variant, with the figures and intervals that poolsim run has of the same cell")
  func agreesWithRun() throws {
    let folder = try Self.campaign()
    let merged = try Self.merge(folder, "--summary")
    #expect(merged.status == 0 && merged.errors.isEmpty, "\(merged.errors)")
    let rows = merged.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.first?.joined(separator: ",") == Self.header)
    #expect(
      rows.dropFirst().map { $0[..<4].joined(separator: " ") } == [
        "20 15 min gallery 8", "20 15 min managed 8", "20 30 min gallery 8", "20 30 min managed 8",
        "600 15 min gallery 8", "600 15 min managed 8", "600 30 min gallery 8", "600 30 min managed 8",
      ])
    let run = try Poolsim.run(
      ["run", "sweep.yaml", "--set", "pool.targetDedicatedNodes=600", "--output", "r", "--quiet"], folder: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let summary = try folder.read("r/summary.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    func figures(_ variant: String, _ metric: String) throws -> [Double] {
      let row = try #require(summary.first { $0[1] == variant && $0[2] == metric })
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
    #expect(rows[5...6].contains { $0[4] != "0" && $0[4] != "1" }, "\(merged.output)")
  }

  @Test("the text is an aligned table with units; CSV and text go to files too")
  func text() throws {
    let folder = try Self.campaign()
    let text = try Self.merge(folder, "--summary", "--format", "text", "--filter", "nodes == 20")
    let lines = text.output.split(separator: "\n")
    #expect(
      lines[0].hasPrefix("nodes  timeout  variant  n  one resize was enough  95 % interval"), "\(text.output)")
    #expect(lines[1].hasPrefix("   20   15 min  gallery  8  "), "\(text.output)")
    #expect(lines[1].contains("100 %  68 % to 100 %") && lines[1].contains(" ± "), "\(text.output)")
    #expect(text.output.hasSuffix("± is half the width of the 95 % interval of the mean.\n"))
    #expect(try Self.merge(folder, "--summary", "--format", "markdown").output.hasPrefix("| nodes | timeout | variant"))
    #expect(try Self.merge(folder, "--summary", "--output", "s.csv").status == 0)
    #expect(try folder.read("s.csv") == Self.merge(folder, "--summary").output)
    #expect(try Self.merge(folder, "--format", "text").status == 64)
    #expect(try Self.merge(folder, "--summary", "--format", "json").status == 64)
  }

  @Test("what is missing is an error unless --partial, which tells how many replications there are")
  func partial() throws {
    let folder = try Self.campaign()
    #expect(try Self.merge(folder, "--summary", "--replications", "9").status == 65)
    let partial = try Self.merge(folder, "--summary", "--replications", "9", "--partial")
    #expect(partial.status == 0)
    #expect(partial.output.split(separator: "\n")[1].hasPrefix("20,15 min,gallery,8,"), "\(partial.output)")
  }

  @Test("where actions resize a pool later, the share of single resizes is left empty; of several pools it is not")
  func shares() throws {
    let later = try Self.campaign(
      Self.text.replacing(
        "variants:", with: "actions: [{ at: 1 h, resize: true, targetDedicatedNodes: 6 }]\nvariants:"))
    let rows = try Self.merge(later, "--summary").output.split(separator: "\n")
    #expect(rows[1].hasPrefix("20,15 min,gallery,8,,,,1,2,"), "\(rows)")
    let text = try Self.merge(later, "--summary", "--format", "text").output
    #expect(text.contains("the store does not tell whether one resize was enough"))
    let pools = try Self.campaign(
      """
      poolsim: 1
      replications: 2
      image: { kind: gallery, replicas: 2 }
      pools: { a: { targetDedicatedNodes: 2, count: 2 }, b: { targetDedicatedNodes: 3 } }
      sweep: { axes: { nodes: { path: pools.a.targetDedicatedNodes, values: [2, 4] } } }

      """)
    #expect(try Self.merge(pools, "--summary").output.split(separator: "\n")[1].hasPrefix("2,default,2,1,"))
  }

  @Test("an axis called like a column of the summary is refused there, and merged without it")
  func refusesNames() throws {
    let folder = try Self.campaign(Self.text.replacing("nodes:", with: "n:"))
    let summary = try Self.merge(folder, "--summary")
    #expect(summary.status == 65 && summary.output.isEmpty)
    #expect(
      summary.errors.hasPrefix("sweep.yaml:12:52: error: the axis n is called like a column of the summary"),
      "\(summary.errors)")
    #expect(try Self.merge(folder).status == 0)
  }
}
