// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Experiments
import Foundation
import Interchange
import Reporting
import TestSupport
import Testing

/// What a result says of work: jobs, tasks, where the time of nodes went, and what it cost.
@Suite("Work in results")
struct WorkResultTests {
  /// Two nodes that wait for work, and jobs of four tasks of 10 min; every figure below follows by hand.
  private static func scenario(_ stream: String, _ rest: String = "", nodes: String = "targetDedicatedNodes: 2")
    -> String
  {
    """
    poolsim: 1
    name: small
    seed: 5
    replications: 2
    duration: 4 h
    image: { kind: gallery, replicas: 3 }
    pool: { \(nodes) }
    model: { dispatchDelay: 3 s }
    work: { a: { generate: { arrivals: { at: [ 1 h, 2 h ] }, tasks: 4, taskDuration: 10 min }, \(stream) } }
    \(rest)

    """
  }

  @Test("jobs.csv has every job with its deadline, tasks.csv every task")
  func jobsAndTasks() async throws {
    let run = try await FinishedRun(Self.scenario("deadline: 25 min"), recording: .tasks)
    let jobs = try run.file("jobs.csv")
    let header =
      "scenario,variant,replication,job,submitted_at_s,started_at_s,ended_at_s,tasks,failed_tasks,requeued_tasks,deadline_met"
    // Two tasks at a time: each pair takes 10 min and its dispatch.
    let expected = [
      header, "small,default,0,a-1,3600,3603,4806,4,0,0,1", "small,default,0,a-2,7200,7203,8406,4,0,0,1",
      "small,default,1,a-1,3600,3603,4806,4,0,0,1", "small,default,1,a-2,7200,7203,8406,4,0,0,1", "",
    ]
    #expect(jobs == expected.joined(separator: "\n"))
    let tasks = try run.rows("tasks.csv")
    #expect(
      try run.file("tasks.csv").hasPrefix(
        "scenario,variant,replication,job,task,submitted_at_s,started_at_s,ended_at_s,attempts,node,lost_s,outcome\n"))
    #expect(tasks.count == 2 * 2 * 4)
    #expect(tasks.allSatisfy { $0["outcome"] == "completed" && $0["attempts"] == "1" && $0["lost_s"] == "0" })
    #expect(tasks.prefix(4).map { $0["started_at_s"] } == ["3603", "3603", "4206", "4206"])
    #expect(Set(tasks.compactMap { $0["node"] }) == ["0", "1"])
  }

  @Test("figures of a replication: a column where it applies, empty where it does not")
  func columns() async throws {
    let late = try await FinishedRun(Self.scenario("deadline: 15 min"))
    for row in try late.rows("replications.csv") {
      #expect(row["jobs_on_time"] == "0" && row["tasks_completed"] == "8" && row["preemptions"] == "0")
      #expect(row["task_wait_mean_s"] == "304.5" && row["task_wait_p95_s"] == "606" && row["makespan_s"] == "4806")
      #expect(row["useful_node_hours"].flatMap(Double.init) ?? 0 > 8 / 6.0 - 0.01)
      #expect(row["billed_node_hours"] == row["node_hours"] && row["cost"] == "")
    }
    let without = try await FinishedRun(TinyScenario.text(nodes: 2))
    for row in try without.rows("replications.csv") {
      for name in ["tasks_completed", "task_wait_mean_s", "makespan_s", "jobs_on_time", "useful_node_hours", "cost"] {
        #expect(row[name] == "", "\(name)")
      }
      #expect(row["preemptions"] == "0" && row["billed_node_hours"] == row["node_hours"])
    }
    #expect(try without.folder.names(in: "out").allSatisfy { !["jobs.csv", "ledger.csv", "cost.csv"].contains($0) })
  }

  @Test("ledger.csv says where every second went: the parts of what is billed add up")
  func ledger() async throws {
    let run = try await FinishedRun(
      Self.scenario("priority: 1", nodes: "targetDedicatedNodes: 2, targetSpotNodes: 3, preemptionRate: 2/h"))
    let rows = try run.rows("ledger.csv")
    #expect(rows.map { $0["kind"] } == ["dedicated", "spot", "dedicated", "spot"])
    #expect(rows.allSatisfy { $0["pool"] == "pool" })
    var preempted = 0.0
    for row in rows {
      func seconds(_ name: String) -> Double { row["\(name)_s"].flatMap(Double.init) ?? .nan }
      let parts = ["starting", "fetching", "idle", "useful", "lost", "leaving", "unusable"].map(seconds)
      // Sums of few doubles of about 1e5: off by much less than a nanosecond each.
      let sum: Double = parts.reduce(0, +)
      #expect(abs(sum - seconds("billed")) < 1e-6, "\(row)")
      preempted += seconds("preempted")
    }
    // Some 24 preemptions are expected of 3 nodes in 4 hours and 2 replications; none has a probability of e^-24.
    #expect(preempted > 0)
    let billed = rows.compactMap { $0["billed_s"].flatMap(Double.init) }
    let hours = try run.rows("replications.csv").compactMap { $0["billed_node_hours"].flatMap(Double.init) }
    let billedHours: Double = billed.reduce(0, +) / 3_600
    let toldHours: Double = hours.reduce(0, +)
    #expect(abs(billedHours - toldHours) < 1e-6)
  }

  @Test("cost.csv bills hours with a VM, and replicas from when they are asked for")
  func cost() async throws {
    let prices = """
      prices: { currency: EUR, dedicatedNodeHour: 0.5, spotNodeHour: 0.125, replicaGiBMonth: 7.3, occupiedImage: 10 GiB }
      actions: [ { at: 1 h, setReplicas: { replicas: 5 } } ]
      """
    let run = try await FinishedRun(Self.scenario("priority: 1", prices))
    let rows = try run.rows("cost.csv").filter { $0["replication"] == "0" }
    #expect(rows.map { $0["term"] } == ["dedicatedNodeHour", "spotNodeHour", "replicaGiBMonth"])
    #expect(rows.allSatisfy { $0["currency"] == "EUR" })
    let costs = rows.compactMap { $0["cost"].flatMap(Double.init) }
    let replication = try #require(try run.rows("replications.csv").first)
    let hours = try #require(replication["billed_node_hours"].flatMap(Double.init))
    // 3 replicas for 1 h and 5 for 3 h: 18 h of 10 GiB, of a month of 730 h.
    let expected: [Double] = [hours * 0.5, 0, 18.0 / 730 * 10 * 7.3]
    #expect(costs.count == 3)
    for (cost, expected) in zip(costs, expected) { #expect(abs(cost - expected) < 1e-9) }
    let sum: Double = expected.reduce(0, +)
    let total = try #require(replication["cost"].flatMap(Double.init))
    #expect(abs(total - sum) < 1e-9)
    let totals = try run.rows("replications.csv").compactMap { $0["cost"].flatMap(Double.init) }
    let mean: Double = totals.reduce(0, +) / Double(totals.count)
    #expect(run.report.rendered(.text).contains("It costs \(String(format: "%.2f", mean)) EUR on average; 9 in 10"))
  }

  @Test("the report leads with the deadline, and says how to have a cost")
  func report() async throws {
    let text = try await FinishedRun(Self.scenario("deadline: 25 min")).report.rendered(.text)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("default: in 100 % of 2 replications every job is done by its deadline (95 % interval "))
    #expect(lines[1].contains("The work takes 80.1 min on average"))
    #expect(lines[1].contains("A task waits 304 s") || lines[1].contains("A task waits 5.1 min"))
    #expect(lines[3].hasPrefix("variant  all jobs on time  jobs on time"), "\(lines[3])")
    #expect(text.contains("Without prices results are in node hours"))
    let late = try await FinishedRun(Self.scenario("deadline: 15 min")).report
    #expect(try written { try JSONReport.write(late, to: $0) }.contains("\"deadlines_met\""))
    let plain = try await FinishedRun(TinyScenario.text(nodes: 2)).report
    #expect(try !written { try JSONReport.write(plain, to: $0) }.contains("\"deadlines_met\""))
  }

  @Test("work that is left at the end of a run is said, and has no makespan")
  func unfinished() async throws {
    let run = try await FinishedRun(Self.scenario("requiredSlots: 2"))
    #expect(try run.rows("replications.csv").allSatisfy { $0["makespan_s"] == "" && $0["tasks_completed"] == "0" })
    #expect(try run.rows("jobs.csv").allSatisfy { $0["ended_at_s"] == "" && $0["deadline_met"] == "" })
    #expect(
      run.report.rendered(.text).contains("At the end of 2 of 2 replications tasks are not over: 8 on average."))
  }
}
