// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Diagnostics
import EventEngine
import Quantities
import Randomness
import Scenarios
import ServiceRules
import Testing

/// Streams of work as scenarios write them.
@Suite("Work")
struct WorkTests {
  static let base = """
    poolsim: 1
    image: { kind: marketplace }
    pool: { targetDedicatedNodes: 10, taskSlotsPerNode: 4 }

    """

  static func streams(_ text: String, _ overrides: String...) throws -> [WorkStream] {
    try ScenarioFile.parse(base + text, file: "w.yaml", overrides: overrides).variants[0].configuration.work
  }

  static func problems(_ text: String, base: String = WorkTests.base) -> [String] {
    do throws(Failure) {
      _ = try ScenarioFile.parse(base + text, file: "w.yaml")
      return []
    } catch {
      return error.diagnostics.map { "\($0)" }
    }
  }

  private static let tasks = "tasks: 5, taskDuration: 4 min"

  @Test("a stream has what the scenario says, and the service's defaults for the rest")
  func readsStream() throws {
    let work = try Self.streams(
      """
      work:
        render:
          generate: { arrivals: { at: [ 2 h, 1 h ] }, tasks: { uniform: { low: 100, high: 900 } }, taskDuration: { lognormal: { median: 12 min, sigma: 0.8 } } }
          deadline: 2 h
        nightly: { generate: { arrivals: { at: [ 3 h ] }, \(Self.tasks) }, after: render, priority: -10, requiredSlots: 2, nodes: 3,
          failureProbability: 1 %, maxTaskRetryCount: -1, preparation: 30 s, retentionTime: 1 d }
      """)
    #expect(work.map(\.name) == ["render", "nightly"])
    guard case .generated(let render) = work[0].source else {
      Issue.record("not generated")
      return
    }
    #expect(render.arrivals == .at([SimulationTime(seconds: 3_600), SimulationTime(seconds: 7_200)]))
    #expect(try render.taskCount == .uniform(low: 100, high: 900))
    #expect(work[0].deadline == .seconds(7_200) && work[0].priority == 0 && work[0].after == nil)
    #expect(work[0].tasks == TaskTraits())
    #expect(work[1].after == 0 && work[1].priority == -10 && work[1].pool == 0)
    let traits = TaskTraits(
      requiredSlots: 2, nodes: 3, failureProbability: 0.01, maxTaskRetryCount: -1, preparation: try .constant(30),
      retentionTime: .seconds(86_400))
    #expect(work[1].tasks == traits)
  }

  @Test("what jobs are like may stand in generate: it is the same scenario, and is shown beside it")
  func traitsInGenerate() throws {
    let arrivals = "arrivals: { at: [ 1 h ] }, \(Self.tasks)"
    let inside =
      Self.base + "work: { a: { generate: { \(arrivals), requiredSlots: 2, priority: 10, deadline: 2 h } } }\n"
    let beside =
      Self.base + "work: { a: { generate: { \(arrivals) }, requiredSlots: 2, priority: 10, deadline: 2 h } }\n"
    let scenarios = try [inside, beside].map { try ScenarioFile.parse($0, file: "w.yaml") }
    #expect(scenarios[0].identity == scenarios[1].identity)
    #expect(scenarios[0].variants[0].configuration == scenarios[1].variants[0].configuration)
    #expect(scenarios[0].normalisedYAML() == scenarios[1].normalisedYAML())
    let again = try ScenarioFile.parse(scenarios[0].normalisedYAML(), file: "w.yaml")
    #expect(again.identity == scenarios[0].identity)
    // An option comes last, wherever the scenario has the key.
    for path in ["work.a.priority=7", "work.a.generate.priority=7"] {
      #expect(
        try ScenarioFile.parse(inside, file: "w.yaml", overrides: [path]).variants[0].configuration.work[0].priority
          == 7)
    }
    let both = Self.problems("work: { a: { generate: { \(arrivals), priority: 1 }, priority: 2 } }\n")
    #expect(both.count == 1 && both[0].contains("E0113") && both[0].contains("keep the one beside generate"), "\(both)")
  }

  static let arrivals: [(text: String, expected: JobArrivals)] = [
    (
      "{ every: 10 min, until: 1 h }",
      .every(.seconds(600), from: .zero, until: SimulationTime(seconds: 3_600))
    ),
    (
      "{ every: 10 min, from: 5 min }",
      .every(.seconds(600), from: SimulationTime(seconds: 300), until: SimulationTime(seconds: 86_400))
    ),
    (
      "{ poisson: 6/h, from: 1 h, until: 20 h }",
      .poisson(rate: 6 * (1 / 3_600.0), from: SimulationTime(seconds: 3_600), until: SimulationTime(seconds: 72_000))
    ),
  ]

  @Test("arrivals end with the run unless they end before", arguments: arrivals)
  func readsArrivals(text: String, expected: JobArrivals) throws {
    let work = try Self.streams("duration: 24 h\nwork: { a: { generate: { arrivals: \(text), \(Self.tasks) } } }\n")
    guard case .generated(let generated) = work[0].source else {
      Issue.record("not generated")
      return
    }
    #expect(generated.arrivals == expected)
  }

  @Test("rates by the hour are those of the zone that the clock names")
  func readsWeek() throws {
    let days = "{ everyDay: [1/h], monday: [\((0..<24).map { "\($0)/h" }.joined(separator: ", "))], sunday: [0/h] }"
    for (clock, hours) in [
      ("2026-11-30T08:00:00Z", 8), ("2026-11-30T08:00:00+01:00", 8), ("2026-12-02T00:30:00Z", 48.5),
      ("1969-12-29T01:00:00Z", 1.0),
    ] {
      let work = try Self.streams(
        "clock: \(clock)\nduration: 7 d\nwork: { a: { generate: { arrivals: { weekly: \(days) }, \(Self.tasks) } } }\n")
      guard case .generated(let generated) = work[0].source, case .weekly(let week, _, let until) = generated.arrivals
      else {
        Issue.record("not weekly")
        return
      }
      #expect(week.weekTimeAtStart == .seconds(hours * 3_600), "\(clock)")
      #expect(until == SimulationTime(seconds: 604_800))
      #expect(week.rates.count == 168 && week.rates[23] == 23 * (1 / 3_600.0) && week.rates[24] == 1 / 3_600.0)
      #expect(week.rates[144...].allSatisfy { $0 == 0 })
    }
    let hourly = "[\((0..<24).map { "\($0)/h" }.joined(separator: ", "))]"
    let work = try Self.streams(
      "clock: 2026-11-30T08:00:00Z\nduration: 7 d\nwork: { a: { generate: { arrivals: { hourly: \(hourly) }, \(Self.tasks) } } }\n"
    )
    guard case .generated(let generated) = work[0].source, case .weekly(let week, _, _) = generated.arrivals else {
      Issue.record("not weekly")
      return
    }
    #expect(week.rates[5] == week.rates[29] && week.rates[5] == 5 * (1 / 3_600.0))
  }

  /// What is wrong, and what the message says of it.
  static let mistakes: [(text: String, expected: [String])] = [
    ("a: { deadline: 1 h }", ["the work has no source; expected generate, tasks or swf"]),
    ("a: { tasks: a.csv, swf: b.swf }", ["tasks and swf exclude each other"]),
    ("a: { generate: { arrivals: { at: [1 h] }, TASKS }, speedup: 2 }", ["speedup is for traces"]),
    ("a: { generate: { arrivals: {}, TASKS } }", ["expected at, every, poisson, hourly or weekly"]),
    ("a: { generate: { arrivals: { at: [1 h], every: 1 h }, TASKS } }", ["at and every exclude each other"]),
    ("a: { generate: { arrivals: { at: [1 h], until: 2 h }, TASKS } }", ["until has no meaning beside at"]),
    ("a: { generate: { arrivals: { at: [] }, TASKS } }", ["at least 1"]),
    ("a: { generate: { arrivals: { every: 1 h }, TASKS } }", ["the run would never end", "duration"]),
    ("a: { generate: { arrivals: { poisson: 6/h }, TASKS } }", ["w.yaml:4:", "the run would never end"]),
    ("a: { generate: { arrivals: { poisson: -1/h, until: 1 h }, TASKS } }", ["poisson is -1/h, out of range"]),
    ("a: { generate: { arrivals: { every: 0 s, until: 1 h }, TASKS } }", ["every is 0 s, out of range"]),
    ("a: { generate: { arrivals: { every: 2 h, from: 3 h, until: 1 h }, TASKS } }", ["from is after until"]),
    ("a: { generate: { arrivals: { weekly: { monday: [1/h] }, until: 1 d }, TASKS } }", ["give clock at the top"]),
    ("a: { generate: { arrivals: { hourly: [1/h], until: 1 d }, TASKS } }", ["at least 24"]),
    ("a: { generate: { arrivals: { at: [1 h] }, tasks: 5 h, taskDuration: 1 s } }", ["has a unit, and tasks has none"]),
    (
      "a: { generate: { arrivals: { at: [1 h] }, tasks: 5, taskDuration: -1 s } }",
      ["taskDuration is -1 s, out of range"]
    ),
    ("a: { generate: { arrivals: { at: [1 h] }, tasks: 5, taskDuration: 1e12 s } }", ["out of range"]),
    ("a: { generate: { arrivals: { at: [1 h] }, tasks: 5, taskDuration: nan s } }", ["is not a number"]),
    ("a: { generate: { arrivals: { every: 1 ms, until: 1000 d }, TASKS } }", ["at most 2147483647 of a stream"]),
    ("a: { generate: { arrivals: { at: [1 h] }, TASKS }, deadline: 0 s }", ["deadline is 0 s, out of range"]),
    ("a: { generate: { arrivals: { at: [1 h] }, TASKS }, pool: front }", ["there is no pool 'front'; expected pool"]),
    ("a: { generate: { arrivals: { at: [1 h] }, TASKS }, after: b }", ["there is no work 'b'; expected a"]),
    ("a: { generate: { arrivals: { at: [1 h] }, TASKS }, priority: 1001 }", ["from -1000 to 1000"]),
    ("a: { generate: { arrivals: { at: [1 h] }, TASKS }, requiredSlots: 257 }", ["from 1 to 256"]),
    ("a: { generate: { arrivals: { at: [1 h] }, TASKS }, nodes: 65536 }", ["from 1 to 65535"]),
    ("a: { generat: { arrivals: { at: [1 h] }, TASKS } }", ["did you mean", "generate"]),
  ]

  @Test("what is wrong with work is said at its place", arguments: mistakes)
  func mistake(text: String, expected: [String]) {
    let found = Self.problems("work: { \(text.replacing("TASKS", with: Self.tasks)) }\n")
    #expect(!found.isEmpty)
    for words in expected { #expect(found.contains { $0.contains(words) }, "\(words): \(found)") }
  }

  @Test("work that waits in a circle is refused with the circle")
  func circle() {
    func stream(_ name: String, after: String) -> String {
      "\(name): { generate: { arrivals: { at: [1 h] }, \(Self.tasks) }, after: \(after) }"
    }
    let three = Self.problems(
      "work:\n  \(stream("x", after: "a"))\n  \(stream("a", after: "b"))\n  \(stream("b", after: "c"))\n  \(stream("c", after: "a"))\n"
    )
    #expect(three.count == 1 && three[0].contains("w.yaml:6:"), "\(three)")
    #expect(three.first?.contains("a after b after c after a") == true, "\(three)")
    #expect(Self.problems("work: { \(stream("a", after: "a")) }\n").first?.contains("a after a") == true)
  }

  @Test("of several pools one has to be named, and a guess at tasks does not stand beside work")
  func pools() throws {
    let base = """
      poolsim: 1
      image: { kind: marketplace }
      pools:
        front: { targetDedicatedNodes: 10, tasks: { remaining: 5 min } }
        back: { targetDedicatedNodes: 10, count: 2 }

      """
    let generate = "generate: { arrivals: { at: [1 h] }, \(Self.tasks) }"
    func problems(_ pool: String) -> [String] { Self.problems("work: { a: { \(generate)\(pool) } }\n", base: base) }
    #expect(problems("").first?.contains("the key pool is missing; expected the name of the pool") == true)
    #expect(problems(", pool: fron").first?.contains("did you mean front?") == true, "\(problems(", pool: fron"))")
    #expect(problems(", pool: back").first?.contains("such as back-1") == true)
    #expect(problems(", pool: front").first?.contains("tasks is a guess at what nodes do") == true)
    #expect(problems(", pool: front").first?.contains("w.yaml:4:") == true)
    #expect(problems(", pool: back-2").isEmpty)
  }

  @Test("a variant's source of work, and its arrivals, take the place of the base's")
  func variants() throws {
    let text = """
      work: { a: { generate: { arrivals: { poisson: 6/h, from: 1 h, until: 2 h }, \(Self.tasks) }, priority: 3 } }
      variants:
        one: {}
        two: { work: { a: { generate: { arrivals: { every: 10 min } } } } }

      """
    let scenario = try ScenarioFile.parse(Self.base + text, file: "w.yaml")
    guard case .generated(let generated) = scenario.variants[1].configuration.work[0].source else {
      Issue.record("not generated")
      return
    }
    #expect(
      generated.arrivals
        == .every(.seconds(600), from: SimulationTime(seconds: 3_600), until: SimulationTime(seconds: 7_200)))
    #expect(scenario.variants[1].configuration.work[0].priority == 3)
  }

  @Test("slots, fill type and strict order are the pool's; what goes without saying is not shown")
  func poolKeys() throws {
    func pool(_ keys: String) throws -> Scenario {
      try ScenarioFile.parse(
        "poolsim: 1\nimage: { kind: marketplace }\npool: { targetDedicatedNodes: 1\(keys) }\n", file: "w.yaml")
    }
    let own = try pool(", taskSlotsPerNode: 4, nodeFillType: Pack, strict: true").variants[0].configuration.pools[0]
    #expect(own.taskSlotsPerNode == 4 && own.nodeFillType == .pack && own.startsTasksInOrder)
    let (plain, said) = (try pool(""), try pool(", taskSlotsPerNode: 1, nodeFillType: spread, strict: false"))
    #expect(plain.identity == said.identity && plain.normalisedYAML() == said.normalisedYAML())
    #expect(plain.variants[0].configuration.pools[0].taskSlotsPerNode == 1)
    #expect(!plain.normalisedYAML().contains("taskSlotsPerNode"))
  }

  @Test("tasks wider than a node are warned of, and more slots than the service allows are refused")
  func rules() throws {
    let work = "work: { a: { generate: { arrivals: { at: [1 h] }, \(Self.tasks) }, requiredSlots: 5 } }\n"
    let scenario = try ScenarioFile.parse(Self.base + work, file: "w.yaml")
    let findings = Preflight.findings(of: scenario, on: .firstSpot)
    let wide = findings.filter { $0.rule.code == "R165" }
    #expect(wide.count == 1 && wide[0].severity == .warning)
    #expect(wide.first?.message.contains("a has tasks of 5 slots, and a node has 4: they never run") == true)
    #expect(!findings.contains { $0.rule.code == "R166" })
    let many = try ScenarioFile.parse(
      Self.base, file: "w.yaml", overrides: ["pool.vmSize=Standard_D2s_v3", "pool.taskSlotsPerNode=9"])
    #expect(Preflight.findings(of: many, on: .firstSpot).contains { $0.rule.code == "R166" && $0.severity == .refused })
  }

  static let prices: [(text: String, expected: String)] = [
    ("{ dedicatedNodeHour: 0.19 }", "the key currency is missing"),
    ("{ currency: euro, dedicatedNodeHour: 0.19 }", "expected three capital letters, such as EUR"),
    ("{ currency: EUR, dedicatedNodeHour: -0.19 }", "dedicatedNodeHour is -0.19, out of range"),
    ("{ currency: EUR, spotNodeHour: nan }", "is not a number"),
    ("{ currency: EUR, spotNodeHour: 5 % }", "has a unit, and spotNodeHour has none"),
    ("{ currency: EUR, replicaGiBMonth: 0.05 }", "the key occupiedImage is missing"),
    ("{ currency: EUR, nodeHour: 0.05 }", "has no key 'nodeHour'"),
  ]

  @Test("prices have a currency and are not negative", arguments: prices)
  func badPrices(text: String, expected: String) {
    let found = Self.problems("prices: \(text)\n")
    #expect(found.count == 1 && found[0].contains(expected), "\(found)")
  }
}
