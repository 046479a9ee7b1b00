// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Experiments
import Foundation
import Interchange
import Reporting
import Scenarios
import TestSupport
import Testing

/// The files of a result: which rows and columns they have.
@Suite("Result files")
struct ResultFilesTests {
  private static let tiny = TinyScenario.text(nodes: 4)

  @Test("replications.csv has a row a variant and replication, in order, with the columns of the interface")
  func replications() async throws {
    let run = try await FinishedRun(Self.tiny)
    let text = try run.file("replications.csv")
    #expect(
      text.hasPrefix(
        "scenario,variant,replication,target_nodes,provisioned_nodes,idle_nodes,reached_target,resizes,steady_state_s,"
          + "idle_latency_mean_s,idle_latency_p50_s,idle_latency_p95_s,idle_latency_max_s,node_hours,events,"
          + "request_to_idle_mean_s,request_to_idle_p50_s,request_to_idle_p95_s,request_to_idle_max_s,"
          + "usable_nodes,mean_usable_nodes,preemptions,tasks_completed,task_wait_mean_s,task_wait_p95_s,makespan_s,"
          + "jobs_on_time,useful_node_hours,billed_node_hours,cost,evaluations,evaluation_errors,resizes_superseded,"
          + "max_nodes,oscillations\n"))
    let rows = UnquotedCSV.rows(text)
    #expect(
      rows.map { "\($0["variant"] ?? "") \($0["replication"] ?? "")" }
        == ["managed 0", "managed 1", "managed 2", "gallery 0", "gallery 1", "gallery 2"])
    #expect(rows.allSatisfy { $0["target_nodes"] == "4" && $0["idle_nodes"] == "4" && $0["resizes"] == "1" })
    #expect(try written { try run.report.writeCSV(to: $0) } == text)
  }

  @Test("details are files of their own: every node in the order of its stages, and no other file changes")
  func details() async throws {
    let plain = try await FinishedRun(Self.tiny)
    #expect(
      try plain.folder.names(in: "out")
        == ["comparison.csv", "manifest.json", "replications.csv", "resizes.csv", "summary.csv"])
    let full = try await FinishedRun(Self.tiny, recording: [.nodes, .timeline])
    for file in try plain.folder.names(in: "out") where file != "manifest.json" {
      #expect(try plain.file(file) == full.file(file), "\(file)")
    }
    // Every node of every replication became idle.
    let nodes = try full.rows("nodes.csv")
    #expect(nodes.count == 2 * 3 * 4)
    for node in nodes {
      #expect(node["outcome"] == "idle")
      let stages = [
        "requested_at_s", "disk_started_at_s", "creating_at_s", "boot_read_ended_at_s", "booted_at_s", "idle_at_s",
      ]
      let times = stages.compactMap { node[$0].flatMap(Double.init) }
      #expect(times.count == stages.count && times == times.sorted(), "\(node)")
    }
    #expect(try full.rows("timeline.csv").last { $0["state"] == "idle" }?["nodes"] == "4")
  }

  @Test(
    "rows are the same bytes as ever",
    arguments: ["replications", "summary", "comparison", "resizes", "nodes", "timeline"])
  func bytesAreKept(file: String) async throws {
    let run = try await FinishedRun(Self.tiny, recording: [.nodes, .timeline])
    expectGolden(try run.file("\(file).csv"), "tiny-\(file).csv")
  }

  @Test("pools that have names are a column after the variant; their total is a row without one")
  func namesPools() async throws {
    let run = try await FinishedRun(TinyScenario.pools(), recording: [.nodes, .timeline])
    for file in ["replications", "summary", "resizes", "nodes", "timeline"] {
      #expect(try run.file("\(file).csv").hasPrefix("scenario,variant,pool,"), "\(file)")
    }
    #expect(try run.file("comparison.csv").hasPrefix("scenario,baseline,candidate,pool,"))
    let rows = try run.rows("replications.csv")
    #expect(rows.count == 2 * 4)
    let total = rows.filter { $0["pool"] == "" }
    #expect(total.count == 2)
    #expect(total.allSatisfy { $0["target_nodes"] == "7" && $0["events"] != "" })
    #expect(rows.filter { $0["pool"] != "" }.allSatisfy { $0["events"] == "" })
    #expect(rows.prefix(4).compactMap { Int($0["target_nodes"] ?? "") } == [7, 3, 2, 2])
  }

  @Test("several scenarios give rows of all, told apart by the first column")
  func severalScenarios() async throws {
    let run = try await FinishedRun(Self.tiny, TinyScenario.text(nodes: 3, name: "other"))
    let names = try run.rows("replications.csv").compactMap { $0["scenario"] }
    #expect(names == Array(repeating: "tiny", count: 6) + Array(repeating: "other", count: 6))
  }

  @Test("JSON holds what the CSV files hold, under the same names")
  func json() async throws {
    let run = try await FinishedRun(Self.tiny)
    let text = try written { try JSONReport.write(run.report, to: $0) }
    let document = Self.plain(try PositionedJSONReader.read(Array(text.utf8)).value) as? [String: Any]
    let scenarios = document?["scenarios"] as? [[String: Any]]
    let variants = try #require(scenarios?.first?["variants"] as? [[String: Any]])
    #expect(variants.count == 2)
    let rows = try run.rows("replications.csv")
    let replications = variants.flatMap { $0["replications"] as? [[String: Any]] ?? [] }
    #expect(replications.count == rows.count)
    for (row, replication) in zip(rows, replications) {
      for (name, value) in replication {
        #expect(row[name] == value as? String, "\(name)")
      }
      #expect(Set(replication.keys) == Set(row.keys).subtracting(["scenario", "variant", "replication"]))
    }
    let summary = try run.rows("summary.csv").filter { $0["variant"] == "gallery" }
    let figures = try #require(variants[1]["summary"] as? [String: [String: Any]])
    #expect(Set(figures.keys) == Set(summary.compactMap { $0["metric"] }))
    for row in summary {
      for (name, value) in figures[row["metric"] ?? ""] ?? [:] {
        #expect(row[name] == value as? String, "\(row) \(name)")
      }
    }
    let shares = try #require(variants[1]["steady_state_shares"] as? [String: String])
    let sum = shares.values.reduce(0) { $0 + (Double($1) ?? 0) }
    #expect(shares["service_delay"] != nil && (sum - 1).magnitude < 1e-9, "\(shares)")
    let comparison = try #require((document?["comparisons"] as? [[String: Any]])?.first)
    let metrics = try #require(comparison["metrics"] as? [String: [String: Any]])
    for row in try run.rows("comparison.csv") {
      let figures = try #require(metrics[row["metric"] ?? ""])
      #expect(figures["reduction_percent"] as? String == row["reduction_percent"])
      #expect(figures["verdict"] is String)
    }
  }

  /// A value with its numbers as they are written: Foundation's reader would round some of them.
  private static func plain(_ json: PositionedJSON) -> Any {
    switch json.kind {
    case .null: ""
    case .truth(let truth): truth ? "true" : "false"
    case .number(let text), .text(let text): text
    case .array(let elements): elements.map(plain)
    case .object(let members): Dictionary(uniqueKeysWithValues: members.map { ($0.name, plain($0.value)) })
    }
  }

  @Test("a trace has a slice for every stage of every node, and parses")
  func trace() async throws {
    let run = try await FinishedRun(Self.tiny) { $0.isTraced = true }
    let trace = try JSONSerialization.jsonObject(with: Data(run.folder.read("trace.json").utf8)) as? [String: Any]
    let events = trace?["traceEvents"] as? [[String: Any]] ?? []
    #expect(events.filter { $0["ph"] as? String == "X" && $0["name"] as? String == "boots" }.count == 8)
  }

  @Test("what a precision ended with is what so many replications give, but for intervals that know the law of a start")
  func precisionIsOnlyACount() async throws {
    let precise = try await FinishedRun(Self.tiny, recording: .nodes) { $0.precision = PrecisionTarget(relative: 0.1) }
    let count = try precise.rows("replications.csv").count / 2
    let fixed = try await FinishedRun(Self.tiny, set: ["replications=\(count)"], recording: .nodes)
    for file in ["replications", "comparison", "resizes", "nodes"] {
      #expect(try precise.file("\(file).csv") == fixed.file("\(file).csv"), "\(file)")
    }
    // With a precision the law of a start bounds second resizes that no run had, so that the intervals of means may differ.
    func figures(_ run: FinishedRun) throws -> [[String: String]] {
      try run.rows("summary.csv").map { row in row.filter { !["ci_low", "ci_high"].contains($0.key) } }
    }
    #expect(try figures(precise) == figures(fixed))
  }

  @Test("fingerprints tell runs apart by what happened in them, and by when unless that does not count")
  func fingerprints() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.tiny, to: "tiny.yaml")
    func fingerprints(_ overrides: String..., including parts: EventFingerprintParts = .all) async throws -> [String] {
      let found = try await ReplicationRunner(jobs: 2).fingerprints(
        of: ScenarioFile.load(path: path, overrides: overrides), including: parts)
      let text = try written { try FingerprintTable.write(found, to: $0) }
      #expect(text.hasPrefix("scenario,variant,replication,fingerprint\ntiny,managed,0,"))
      return UnquotedCSV.rows(text).compactMap { $0["fingerprint"] }
    }
    let all = try await fingerprints()
    #expect(all.count == 6 && Set(all).count == 6)
    #expect(all.allSatisfy { $0.count == 16 && UInt64($0, radix: 16) != nil }, "\(all)")
    #expect(try await fingerprints(including: [.priority, .time, .event]) == all)
    #expect(try await fingerprints("seed=8").allSatisfy { !all.contains($0) })
    #expect(try await fingerprints("replications=1") == [all[0], all[3]])
    // One node: the same events in the same order, at other times.
    let one = "pool.targetDedicatedNodes=1"
    let events = try await fingerprints(one, "seed=1", including: .event)
    #expect(try await fingerprints(one, "seed=2", including: .event) == events)
    let times = try await fingerprints(one, "seed=1", including: .time)
    #expect(try await fingerprints(one, "seed=2", including: .time) != times)
  }
}

/// What `resizes.csv` says of the scenario that ships for the errors of the service.
@Suite("Resize errors in files")
struct ResizeErrorFileTests {
  /// The rows of a variant, by column.
  private static func rows(of variant: String, replications: Int) async throws -> [[String: String]] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("scenarios/resize-errors.yaml")
    let run = try await FinishedRun(
      String(contentsOf: url, encoding: .utf8), set: ["replications=\(replications)"])
    let rows = try run.rows("resizes.csv").filter { $0["variant"] == variant }
    #expect(!rows.isEmpty)
    return rows
  }

  /// From 180 s on a unit asks for a VM every 1.8 s, and one source makes about half a disk a second: some 60 nodes are there
  /// at 300 s.
  @Test("a stopped resize keeps the nodes that have been obtained, and says that it was stopped")
  func stopMeetsCreation() async throws {
    let rows = try await Self.rows(of: "ResizeStopped-underway", replications: 5)
    #expect(rows.count == 5)
    for row in rows {
      #expect(row["outcome"] == "stopped" && row["error_code"] == "ResizeStopped")
      #expect(row["error_message"] == "Desired number of nodes could not be allocated due to a stop resize operation")
      #expect(row["nodes_before"] == "0" && row["target_nodes"] == "250")
      let nodes = try #require(row["nodes_after"].flatMap { Int($0) })
      #expect(nodes > 20 && nodes < 80, "\(nodes)")
      // The service is busy with the stop at 5 min for 51 s.
      #expect(row["ended_at_s"] == "351")
    }
  }

  @Test("a timeout that only low-priority nodes miss does not speak of dedicated ones")
  func lowPriorityTimeout() async throws {
    for row in try await Self.rows(of: "AllocationTimedOut-low-priority", replications: 5) {
      #expect(row["outcome"] == "failed" && row["error_code"] == "AllocationTimedOut")
      #expect(
        row["error_message"]
          == "Desired number of low priority nodes could not be allocated as the resize timeout was reached")
      let nodes = try #require(row["nodes_after"].flatMap { Int($0) })
      #expect(nodes > 100 && nodes < 500, "\(nodes)")
    }
    for row in try await Self.rows(of: "AllocationTimedOut", replications: 5) {
      #expect(
        row["error_message"]
          == "Desired number of dedicated nodes could not be allocated as the resize timeout was reached")
    }
  }

  @Test("two quotas that are met together are both told: the code is the first, the message has both")
  func bothQuotas() async throws {
    for row in try await Self.rows(of: "AccountCoreQuotaReached-both", replications: 2) {
      #expect(row["outcome"] == "failed" && row["error_code"] == "AccountCoreQuotaReached")
      #expect(
        row["error_message"]
          == "The specified account has reached core quota; AccountLowPriorityCoreQuotaReached: "
          + "The specified account has reached low priority core quota")
      #expect(row["nodes_after"] == "170")
    }
  }
}
