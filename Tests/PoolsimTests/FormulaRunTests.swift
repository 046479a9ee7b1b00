// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing
import TestSupport

/// `poolsim run` of pools that scale by a formula.
@Suite("Runs with a formula")
struct FormulaRunTests {
  private static func scenario(_ formula: String, clock: String? = "2026-11-30T08:00:00Z") -> String {
    """
    poolsim: 1
    name: scaled
    replications: 3
    \(clock.map { "clock: \($0)" } ?? "")
    duration: 1 h
    image: { kind: gallery, replicas: 2 }
    pool: { taskSlotsPerNode: 2, autoScale: { formula: "\(formula)", evaluationInterval: 5 min } }
    work: { jobs: { generate: { arrivals: { at: [ 100 s ] }, tasks: 8, taskDuration: 5 min } } }

    """
  }

  private static let queue =
    "p = $PendingTasks.GetSample(1); $TargetDedicatedNodes = $PendingTasks.Count() < 1 ? 0 : p / $TaskSlotsPerNode;"

  @Test("evaluations.csv has every evaluation with what it saw, asked for and started")
  func writesEvaluations() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.scenario(Self.queue), to: "s.yaml")
    let ending = try Poolsim.run(["run", "s.yaml", "--output", "out", "--no-progress"], folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    let rows = UnquotedCSV.rows(try folder.read("out/evaluations.csv"))
    #expect(rows.count == 3 * 13)
    let first = rows.prefix(13)
    #expect(first.map { $0["time_s"] } == (0...12).map { String($0 * 300) })
    #expect(first[1]["clock"] == "2026-11-30T08:05:00.000Z")
    #expect(first.prefix(3).map { $0["target_dedicated"] } == ["0", "4", "4"])
    #expect(first.prefix(3).map { $0["outcome"] } == ["unchanged", "grow", "unchanged"])
    #expect(first[1]["active_tasks"] == "8" && first[1]["resize"] == "2" && first[2]["resize"]?.isEmpty == true)
    #expect(
      first[1]["results"] == "$TargetDedicatedNodes=4;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue;p=[8]")
    #expect(first.last?["target_dedicated"] == "0")
    let replications = UnquotedCSV.rows(try folder.read("out/replications.csv"))
    #expect(replications.allSatisfy { $0["evaluations"] == "13" && $0["evaluation_errors"] == "0" })
    #expect(replications.allSatisfy { $0["max_nodes"] == "4" && $0["tasks_completed"] == "8" })
  }

  @Test("an answer is about the formula, not about a size that nobody asked for")
  func answers() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.scenario(Self.queue), to: "s.yaml")
    let report = try Poolsim.run(["run", "s.yaml", "--format", "text"], folder: folder.path)
    #expect(report.output.contains("a run has at most 4.0. Of its 13.0 evaluations"), "\(report.output)")
    #expect(!report.output.contains("Every requested size") && !report.output.contains("steady state"))
    try folder.write(Self.scenario("$TargetDedicatedNodes = nodes;"), to: "e.yaml")
    let failing = try Poolsim.run(["run", "e.yaml", "--format", "text"], folder: folder.path)
    #expect(failing.output.contains("13.0 evaluations end with an error and change nothing: Line 1, Col 25"))
  }

  @Test("a formula that asks for the time needs a clock, and says where")
  func needsClock() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.scenario("$TargetDedicatedNodes = time().hour;", clock: nil), to: "s.yaml")
    let ending = try Poolsim.run(["run", "s.yaml"], folder: folder.path)
    #expect(ending.status == 65)
    #expect(ending.errors.contains("s.yaml:7:"), "\(ending.errors)")
    #expect(ending.errors.contains("the key clock is missing"), "\(ending.errors)")
  }
}
