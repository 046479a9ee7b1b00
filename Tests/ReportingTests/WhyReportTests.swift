// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Experiments
import Files
import Reporting
import Scenarios
import TestSupport
import Testing

/// Where the time of a replication went, in words and as rows.
@Suite("Why report")
struct WhyReportTests {
  private static func report(
    _ text: String = TinyScenario.text(nodes: 6), choice: WhyReport.Choice = .slowest(2)
  ) throws -> WhyReport {
    let scenario = try ScenarioFile.parse(text, file: "tiny.yaml", overrides: [])
    let runner = ReplicationRunner(jobs: 1)
    return WhyReport(
      scenario.variants.indices.map { runner.account(of: scenario, variant: $0, replication: 1) }, choice: choice)
  }

  private static func rows(_ report: WhyReport) throws -> [[String: String]] {
    UnquotedCSV.rows(try written { try report.writeCSV(to: $0) })
  }

  @Test("rows of the time to steady, and of each node, add up to the figures of the run")
  func addsUp() throws {
    let scenario = try ScenarioFile.parse(TinyScenario.text(nodes: 6), file: "tiny.yaml", overrides: [])
    let outcome = ReplicationRunner(jobs: 1).account(of: scenario, variant: 0, replication: 1).outcome
    let rows = try Self.rows(Self.report()).filter { $0["variant"] == "managed" }
    func sum(_ node: String) -> Double {
      rows.filter { $0["node"] == node }.reduce(0) { $0 + (Double($1["time_s"] ?? "") ?? 0) }
    }
    expectClose(sum(""), outcome.total.steadyState?.seconds ?? 0, absolute: 1e-6)
    let slowest = try #require(outcome.nodes.max { $0.idleAt ?? .zero < $1.idleAt ?? .zero })
    expectClose(sum("\(slowest.node)"), slowest.idleAt?.seconds ?? 0, absolute: 1e-6)
    let shares = rows.filter { $0["node"] == "" }.reduce(0) { $0 + (Double($1["share"] ?? "") ?? 0) }
    expectClose(shares, 1, absolute: 1e-9)
    // The fastest node, the median and the two slowest.
    #expect(Set(rows.compactMap { $0["node"] }).count == 5)
  }

  @Test("words have the time to steady, then the nodes side by side")
  func words() throws {
    let text = try Self.report().rendered(.text)
    #expect(text.hasPrefix("tiny, managed: replication 1, seed 7\n\nSteady after "), "\(text)")
    #expect(text.contains("\ntiny, gallery: replication 1, seed 7\n"))
    #expect(text.contains("waited for") && text.contains("fastest: node ") && text.contains("slowest: node "))
    #expect(text.contains("\nrequest to idle"), "\(text)")
  }

  @Test("one node alone is shown by its number; one that is not there is noticed")
  func oneNode() throws {
    let report = try Self.report(choice: .node(3))
    #expect(report.hasChosenNode)
    #expect(try Set(Self.rows(report).compactMap { $0["node"] }) == ["", "3"])
    #expect(try !Self.report(choice: .node(99)).hasChosenNode)
  }

  @Test("a pool that is never steady says how far it came and why; the nodes that it got are still accounted for")
  func neverSteady() throws {
    let text = try Self.report(
      """
      poolsim: 1
      pool: { targetDedicatedNodes: 600 }
      image: { kind: managed }
      resize: { maxResizes: 1 }

      """
    ).rendered(.text)
    #expect(
      text.contains("Never steady at its target: ") && text.contains(" of 600 nodes at the end, with "), "\(text)")
    #expect(text.contains("slowest: node "))
  }
}
