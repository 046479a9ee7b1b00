// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Experiments
import Quantities
import Reporting
import Scenarios
import TestSupport
import Testing

/// What a run says to people.
@Suite("Run report")
struct RunReportTests {
  private static func text(_ scenario: String, set overrides: [String] = []) async throws -> String {
    try await FinishedRun(scenario, set: overrides).report.rendered(.text)
  }

  @Test("begins with what was run, in both styles")
  func heading() async throws {
    let report = try await FinishedRun(TinyScenario.text(nodes: 4)).report
    let text = report.rendered(.text)
    let answer = "managed: of 4 nodes, 4.0 can work at the end of a run and "
    #expect(text.hasPrefix("tiny: 3 replications, seed 7, profile azure-2020\n\n\(answer)"), "\(text)")
    #expect(text.contains("\n\nvariant  nodes wanted  can work  can work on average  reached the target"), "\(text)")
    #expect(report.rendered(.markdown).hasPrefix("## tiny: 3 replications, seed 7, profile azure-2020\n\n\(answer)"))
    #expect(report.rendered(.markdown).contains("\n\n| variant | nodes wanted |"))
    #expect(report.rendered(.text).contains("\ngallery compared with managed, paired on 3 replications\n"))
    let one = try await Self.text(TinyScenario.text(nodes: 4, replications: 1))
    #expect(one.hasPrefix("tiny: 1 replication, seed 7") && one.contains("paired on 1 replication\n"))
    #expect(one.contains("not enough runs to tell"))
  }

  @Test("tells of every size that was asked for, where there are several: the figures are of the last")
  func sizes() async throws {
    #expect(try await !Self.text(TinyScenario.text(nodes: 4)).contains("asked for at"))
    let day = """
      poolsim: 1
      replications: 8
      pool: { targetDedicatedNodes: 3 }
      image: { kind: gallery, replicas: 2 }
      faults: [{ at: 2 h, deleteImage: true }]
      actions:
        - { at: 10 s, resize: true, targetDedicatedNodes: 7 }
        - { at: 3 h, resize: true, targetDedicatedNodes: 5 }
        - { at: 6 h, resize: true, targetDedicatedNodes: 2 }

      """
    let lines = try await Self.text(day).split(separator: "\n").map { line in
      line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    // The last size is reached, the one before is not: its image is gone. A request that met a resize has a row too.
    #expect(lines.contains { $0.hasPrefix("default 2 2.0 ") && $0.contains(" 100 % 100 % 3.00") }, "\(lines)")
    let sizes = lines.filter { $0.hasPrefix("default ") && !$0.contains("too few runs") }
    #expect(sizes.count == 4, "\(sizes)")
    #expect(sizes.contains { $0.hasPrefix("default 0 3 100 % 100 % 1.00 ") }, "\(sizes)")
    #expect(sizes.contains("default 10 7 0 % 0 % 0.00 - PoolBeingResized (100 %)"), "\(sizes)")
    #expect(sizes.contains("default 10800 5 0 % 0 % 1.00 - AllocationFailed (100 %)"), "\(sizes)")
    #expect(sizes.contains { $0.hasPrefix("default 21600 2 100 % 100 % 1.00 ") }, "\(sizes)")
  }

  @Test("says how many nodes can work, what the time to steady went into, and what to look at next")
  func answers() async throws {
    let run = try await FinishedRun(TinyScenario.text(nodes: 4))
    let variant = run.result.results[0].variants[0]
    let account = try #require(variant.steadyAccount)
    let steady = variant.outcomes.reduce(0) { $0 + ($1.total.steadyState?.seconds ?? 0) }
    expectClose(account.total.seconds, steady, relative: 1e-9)
    let text = RunReport(run.result, files: ["a file.yaml"]).rendered(.text)
    let percent = Int((100 * account.share(.serviceDelay)).rounded())
    #expect(text.contains("The time to steady: ") && text.contains("service delay \(percent) %"), "\(text)")
    #expect(text.contains("\nNext: poolsim why 'a file.yaml#"), "\(text)")
    #expect(!run.report.rendered(.text).contains("Next: "))
    let set = RunReport(run.result, files: ["f.yaml"], overrides: ["seed=3", "pool.resizeTimeout=20 min"])
    let words = " --set seed=3 --set 'pool.resizeTimeout=20 min' shows what"
    #expect(set.rendered(.text).contains(words), "\(set.rendered(.text))")
  }

  @Test("nodes that died count as wanted, and not as able to work")
  func deadNodes() async throws {
    let text = try await Self.text(
      """
      poolsim: 1
      replications: 3
      duration: 2 h
      pool: { targetDedicatedNodes: 40, unusableProbability: 50 % }
      image: { kind: gallery, replicas: 2 }

      """)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("default: of 40 nodes, ") })
    let usable = try #require(Double(line.dropFirst("default: of 40 nodes, ".count).prefix { $0 != " " }))
    #expect(usable > 8 && usable < 32, "\(line)")
  }

  @Test("says how far a first resize came that fell short, and after how long")
  func fallsShort() async throws {
    let text = try await Self.text(
      """
      poolsim: 1
      replications: 4
      pool: { targetDedicatedNodes: 600 }
      image: { kind: managed }

      """)
    let line = try #require(text.split(separator: "\n").first { $0.contains("after the first resize, 15 min long") })
    #expect(line.contains(" of 600 nodes, in the 4 of 4 replications in which that resize fell short."), "\(line)")
    #expect(line.hasPrefix("default: after the first resize, 15 min long, the pool had "), "\(line)")
  }

  @Test("says whether a precision was reached, and within how many replications not")
  func precision() async throws {
    let tiny = TinyScenario.text(nodes: 4)
    let reached = try await FinishedRun(tiny) { $0.precision = PrecisionTarget(relative: 0.2) }
    #expect(reached.report.rendered(.text).contains(" replications gave a precision of 20 %: every main figure is"))
    let capped = try await FinishedRun(tiny) {
      $0.precision = PrecisionTarget(relative: 0.0001, maximumReplications: 12)
    }
    let text = capped.report.rendered(.text)
    #expect(text.hasPrefix("tiny: 12 replications"), "\(text)")
    #expect(text.contains("a precision of 0.01 % was not reached within 12 replications: "), "\(text)")
  }

  @Test("puts the model's answer beside published rules that conflict, on a day or ever")
  func ruleAnswers() async throws {
    let run = try await FinishedRun(
      """
      poolsim: 1
      replications: 3
      pool: { targetDedicatedNodes: 300, resizeTimeout: 20 min }
      variants:
        two: { image: { kind: gallery, replicas: 2 } }
        sixty: { image: { kind: gallery, replicas: 60 } }
        managed: { image: { kind: managed } }

      """)
    let expected = "In the model one resize was enough in all 3 replications (95 % interval"
    let ever = "two: breaks R127, R128 and R148, meets R124: published rules contradict each other."
    let text = run.report.rendered(.text)
    #expect(text.contains("\n\(ever) \(expected)"), "\(text)")
    // R125 (10 replicas) and R139 (one for 600 nodes) gave way to later pages: a report without a day leaves them out.
    #expect(
      text.contains("\nsixty: breaks R147, meets R126: published rules contradict each other. The model has no"),
      "\(text)")
    #expect(!text.contains("R125") && !text.contains("R139"))
    let ended = "\nmanaged: breaks R142 (until 2026-03-31). In the model one resize was enough in "
    #expect(text.contains(ended), "\(text)")
    func sentences(_ date: String) throws -> [String] {
      let day: CalendarDate = try #require(CalendarDate(date))
      return RuleAnswers.sentences(run.result.results[0], on: day)
    }
    let then = "two: breaks R127, meets R139: published rules contradict each other."
    #expect(try sentences("2020-07-01").contains { $0.hasPrefix("\(then) \(expected)") })
    #expect(try sentences("2024-01-01").contains { $0.hasPrefix("two: breaks R127 and R148, meets R124: ") })
    #expect(try sentences("2022-08-11").contains { $0.hasPrefix("sixty: breaks R125") })
    #expect(try !sentences("2022-08-12").contains { $0.contains("R125") })
    #expect(try sentences("2026-03-31").contains { $0.hasPrefix("managed: breaks R142. In") })
    #expect(try sentences("2026-04-01").contains { $0.hasPrefix("managed: breaks R142 (until 2026-03-31). In") })
  }
}

/// What `poolsim run --sensitivity` says and writes.
@Suite("Sensitivity of a run")
struct RunSensitivityReportTests {
  private static func run(
    _ scenario: String = TinyScenario.text(nodes: 4), set overrides: [String] = [], replications: Int? = 50,
    jobs: Int = 2
  ) async throws -> FinishedRun {
    try await FinishedRun(scenario, set: overrides, jobs: jobs) { $0.sensitivityReplications = replications }
  }

  @Test("a table a variant follows what run prints without it, and a sentence a variant ends it")
  func tables() async throws {
    let plain = try await Self.run(replications: nil).report.rendered(.text)
    #expect(plain.contains("\nIntervals are of the replications alone, for the values of the profile; run --"))
    let report = try await Self.run().report
    let text = report.rendered(.text)
    #expect(text.hasPrefix(plain + "\ntiny, managed: one value of the profile at a time"))
    #expect(text.contains("\ntiny, gallery: one value of the profile at a time"))
    #expect(text.contains("over the same 3 replications\n"))
    #expect(text.contains("Not moved, because no range is documented: createAttempts (assumed)."))
    let last = text.split(separator: "\n").suffix(2)
    #expect(last.allSatisfy { $0.hasPrefix("One resize is enough in ") && $0.hasSuffix(" moves it most.") }, "\(last)")
    let markdown = report.rendered(.markdown)
    #expect(markdown.contains("\n## tiny, gallery: one value") && markdown.contains("| bootWorkingSet | free |"))
  }

  @Test(
    "sensitivity.csv has a row as it is and one for each end; a moved value is what --set gives; jobs change nothing")
  func file() async throws {
    let run = try await Self.run(jobs: 1)
    let text = try run.file("sensitivity.csv")
    #expect(
      text.hasPrefix(
        "scenario,variant,parameter,status,value,replications,single_resize,steady_state_s,idle_latency_mean_s\n"
          + "tiny,managed,,,,3,1,"))
    // 27 ranges of the profile; those of work move nothing here.
    let rows = UnquotedCSV.rows(text)
    #expect(rows.count == 2 * (1 + 2 * 27))
    let row = try #require(
      rows.first {
        $0["variant"] == "gallery" && $0["parameter"] == "bootWorkingSet" && $0["value"] == "92 MiB"
      })
    let moved = try await Self.run(set: ["model.bootWorkingSet.lognormal.median=92 MiB"], replications: nil)
    #expect(try !moved.folder.names(in: "out").contains("sensitivity.csv"))
    let summary = try moved.rows("summary.csv").filter { $0["variant"] == "gallery" }
    for metric in ["single_resize", "steady_state_s", "idle_latency_mean_s"] {
      #expect(summary.first { $0["metric"] == metric }?["mean"] == row[metric], "\(metric)")
    }
    #expect(try await Self.run(jobs: 2).file("sensitivity.csv") == text)
  }

  @Test("a scenario that sets everything leaves nothing to move, and is told so")
  func nothingToMove() async throws {
    let tiny = try await Self.run(replications: nil)
    let everything = tiny.result.results[0].scenario.normalisedYAML()
    let text = try await Self.run(everything).report.rendered(.text)
    #expect(text.hasSuffix("sets every value of gallery that has a range: there was nothing to move.\n"))
  }
}
