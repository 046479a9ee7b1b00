// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import Diagnostics
import EventEngine
import Foundation
import Scenarios
import TestSupport
import Testing

/// Recorded tasks: logs in the Standard Workload Format, and CSV.
@Suite("Traces")
struct TraceTests {
  /// A line of a log: number, submission, run time, allocated and requested processors.
  private static func line(_ job: Int, _ submitted: Int, _ runTime: Int, _ allocated: Int, _ requested: Int) -> String {
    "\(job) \(submitted) 3 \(runTime) \(allocated) -1 -1 \(requested) -1 -1 1 2 3 -1 1 -1 -1 -1\n"
  }

  private struct Loaded {
    let scenario: Scenario
    var trace: TaskTrace? {
      if case .trace(let trace) = scenario.variants[0].configuration.work[0].source { trace } else { nil }
    }
  }

  /// Loads a scenario beside which a file lies.
  private static func load(
    _ content: Data, named name: String = "log.swf", _ keys: String = "", slots: Int = 4, sets overrides: [String] = []
  ) throws -> Loaded {
    let folder = try TemporaryFolder()
    try content.write(to: URL(fileURLWithPath: folder.path(name)))
    let key = name.hasSuffix("csv") ? "tasks" : "swf"
    let path = try folder.write(
      """
      poolsim: 1
      image: { kind: marketplace }
      pool: { targetDedicatedNodes: 10, taskSlotsPerNode: \(slots) }
      work: { log: { \(key): \(name)\(keys) } }

      """, to: "w.yaml")
    return Loaded(scenario: try ScenarioFile.load(path: path, overrides: overrides))
  }

  private static func load(
    _ text: String, named name: String = "log.swf", _ keys: String = "", slots: Int = 4
  ) throws -> Loaded {
    try load(Data(text.utf8), named: name, keys, slots: slots)
  }

  private static func problem(_ content: Data, named name: String = "log.swf", _ keys: String = "") -> String {
    do {
      _ = try load(content, named: name, keys)
      return ""
    } catch let failure as Failure {
      return failure.diagnostics.map { "\($0)" }.joined(separator: "\n")
    } catch {
      return "\(error)"
    }
  }

  private static let log =
    "; Version: 2.2\n;\n" + line(1, 0, 60, 1, 1) + line(2, 10, 5, -1, 4) + line(7, 10, 100, 9, -1)
    + line(8, 20, -1, 1, 1) + line(9, 30, 7, -1, -1) + line(10, 40, 0, 2, 2).dropLast()

  @Test("a log gives its jobs as tasks that fit into a node, or take whole nodes; unknown ones are left out")
  func log() throws {
    let loaded = try Self.load(Self.log)
    let trace = try #require(loaded.trace)
    #expect(trace.jobNames == ["1", "2", "7", "10"])
    let entries = [
      TaskTrace.Entry(submittedAt: .zero, duration: .seconds(60), job: 0, slots: 1, nodes: 1),
      TaskTrace.Entry(submittedAt: SimulationTime(seconds: 10), duration: .seconds(5), job: 1, slots: 4, nodes: 1),
      TaskTrace.Entry(submittedAt: SimulationTime(seconds: 10), duration: .seconds(100), job: 2, slots: 4, nodes: 3),
      TaskTrace.Entry(submittedAt: SimulationTime(seconds: 40), duration: .zero, job: 3, slots: 2, nodes: 1),
    ]
    #expect(trace.entries == entries)
    #expect(loaded.scenario.traceWarnings.count == 1)
    #expect(loaded.scenario.traceWarnings.first?.contains("2 jobs are left out of the log") == true)
  }

  @Test("a part of a log is cut out, and comes faster")
  func cut() throws {
    let trace = try #require(try Self.load(Self.log, ", from: 10 s, until: 40 s, speedup: 2").trace)
    #expect(trace.jobNames == ["2", "7"] && trace.entries.map(\.submittedAt) == [.zero, .zero])
    let all = try #require(try Self.load(Self.log, ", from: 5 s, speedup: 2").trace)
    #expect(all.entries.map(\.submittedAt.seconds) == [2.5, 2.5, 17.5])
    #expect(all.entries.map(\.duration.seconds) == [5, 100, 0])
  }

  @Test("a long log is read across the pieces of its file, whatever its line breaks, and compressed ones alike")
  func pieces() throws {
    var text = "; a header\r\n"
    for job in 0..<20_000 { text += Self.line(job, job * 2, job % 100, 1 + job % 3, -1) }
    let trace = try #require(try Self.load(text.replacing("\n", with: "\r\n")).trace)
    #expect(trace.entries.count == 20_000 && trace.jobNames.last == "19999")
    #expect(trace.entries.indices.allSatisfy { trace.entries[$0].submittedAt.seconds == Double($0 * 2) })
    let packed = try gzip(text)
    let same = try #require(try Self.load(packed, named: "log.swf.gz").trace)
    #expect(same.entries == trace.entries && packed.count < text.utf8.count / 3)
    // Two compressed files, one behind the other, are one.
    let halves = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = try gzip(halves[..<9_000].joined(separator: "\n") + "\n")
    let second = try gzip(halves[9_000...].joined(separator: "\n"))
    #expect(try Self.load(first + second, named: "log.swf.gz").trace?.entries == trace.entries)
    // Cut in the middle of a block, after its header, and before its checksum.
    for count in [packed.count / 2, 12, packed.count - 4] {
      let found = Self.problem(packed.prefix(count), named: "log.swf.gz")
      #expect(found.contains("E0126") && found.contains("the compressed file is cut off"), "\(count): \(found)")
    }
    var damaged = packed
    for index in damaged.count / 2..<damaged.count / 2 + 50 { damaged[index] ^= 0xFF }
    #expect(Self.problem(damaged, named: "log.swf.gz").contains("E0126"))
  }

  private func gzip(_ text: String) throws -> Data {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "plain")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "gzip -c '\(folder.path("plain"))' > '\(folder.path("packed"))'"]
    try process.run()
    process.waitUntilExit()
    return try Data(contentsOf: URL(fileURLWithPath: folder.path("packed")))
  }

  static let mistakes: [(text: String, expected: String)] = [
    ("", "the file has no tasks"),
    ("; only a header\n", "the file has no tasks"),
    ("1 0 3 60 1 -1 -1 1 -1 -1 1 2 3 -1 1 -1 -1\n", "log.swf:1: the line has 17 columns; expected 18"),
    ("; x\n1 0 3 60 1 -1 -1 1 -1 -1 1 2 3 -1 1 -1 -1 -1 5\n", "log.swf:2: the line has 19 columns; expected 18"),
    (
      line(1, 10, 1, 1, 1) + line(2, 5, 1, 1, 1),
      "log.swf:2: this was submitted at 5 s, and what stands before it at 10 s"
    ),
    (line(1, 0, 1, 1_000_000_000, 1), "log.swf:1: the job has 1000000000 processors"),
    (line(1, 0, 2_000_000_000, 1, 1), "log.swf:1: the task runs 2000000000 s; expected 0 to 1e9 s"),
    (line(1, 2_000_000_000, 1, 1, 1), "count from the start of the log"),
    (line(1, -1, 1, 1, 1), "the time of submission is -1 s"),
    (line(1, 0, -7, 1, 1), "a run time is -7; expected 0 or more, or -1 where it is not known"),
    ("1 zero 3 60 1 -1 -1 1 -1 -1 1 2 3 -1 1 -1 -1 -1\n", "column 2 is 'zero', which is not a number"),
    ("1 nan 3 60 1 -1 -1 1 -1 -1 1 2 3 -1 1 -1 -1 -1\n", "column 2 is 'nan', which is not a number"),
    ("1 0x10 3 60 1 -1 -1 1 -1 -1 1 2 3 -1 1 -1 -1 -1\n", "which is not a number"),
    ("1 0 3 60 1.5 -1 -1 1 -1 -1 1 2 3 -1 1 -1 -1 -1\n", "1.5 processors; expected a whole number"),
  ]

  @Test("what is wrong with a log is said with its line", arguments: mistakes)
  func mistake(text: String, expected: String) {
    let found = Self.problem(Data(text.utf8))
    #expect(found.contains("w.yaml:4:") && found.contains("E0126") && found.contains(expected), "\(found)")
  }

  @Test("a log that is not there, or that a cut leaves nothing of, is said at its key")
  func missing() {
    let gone = WorkTests.problems("work: { a: { swf: gone.swf } }\n")
    #expect(gone.count == 1 && gone[0].contains("w.yaml:4:19") && gone[0].contains("there is no such file"), "\(gone)")
    #expect(Self.problem(Data(Self.log.utf8), ", from: 1 h").contains("no tasks between from and until"))
    #expect(Self.problem(Data(Self.log.utf8), ", from: 1 h, until: 1 h").contains("until is not after from"))
    #expect(Self.problem(Data(Self.log.utf8), ", speedup: 0").contains("speedup is 0, out of range"))
    #expect(Self.problem(Data(Self.log.utf8), ", requiredSlots: 2").contains("has no meaning beside swf"))
  }

  @Test("a table of tasks has jobs, slots and nodes where it has their columns")
  func table() throws {
    let text = "duration_s,user,submit_s,job,slots,nodes\n60,x,0,\"a,1\",2,1\n5.5,y,1.25,b,1,2\n7,z,2,\"a,1\",4,1\n"
    let trace = try #require(try Self.load(text, named: "tasks.csv").trace)
    #expect(trace.jobNames == ["a,1", "b"])
    let entries = [
      TaskTrace.Entry(submittedAt: .zero, duration: .seconds(60), job: 0, slots: 2, nodes: 1),
      TaskTrace.Entry(submittedAt: SimulationTime(seconds: 1.25), duration: .seconds(5.5), job: 1, slots: 1, nodes: 2),
      TaskTrace.Entry(submittedAt: SimulationTime(seconds: 2), duration: .seconds(7), job: 0, slots: 4, nodes: 1),
    ]
    #expect(trace.entries == entries)
    let plain = try #require(
      try Self.load("submit_s,duration_s\n0,1\n0,2\n", named: "tasks.csv", ", requiredSlots: 3").trace)
    #expect(plain.jobNames == ["1", "2"] && plain.entries.map(\.slots) == [3, 3])
  }

  @Test("a long table is read across the pieces of its file, with line breaks in quotes")
  func longTable() throws {
    var text = "submit_s,note,duration_s\n"
    for row in 0..<20_000 { text += "\(row),\"a\nnote, \"\"\(row)\"\"\",\(row % 7)\n" }
    let trace = try #require(try Self.load(text, named: "tasks.csv").trace)
    #expect(trace.entries.count == 20_000)
    #expect(trace.entries.indices.allSatisfy { trace.entries[$0].submittedAt.seconds == Double($0) })
    let wrong = text + "20000,x,y\n"
    #expect(Self.problem(Data(wrong.utf8), named: "tasks.csv").contains("tasks.csv:40002: 'y' is not a number"))
  }

  static let tables: [(text: String, expected: String)] = [
    ("", "the file is empty"),
    ("submit_s,duration_s\n", "the file has no tasks"),
    ("submit,duration_s\n0,1\n", "there is no column submit_s; the file has submit, duration_s"),
    ("submit_s,duration_s,submit_s\n0,1,2\n", "two columns are named 'submit_s'"),
    ("submit_s,duration_s\n0\n", "tasks.csv:2: the row has 1 cell under 2 columns"),
    ("submit_s,duration_s\n0,-1\n", "tasks.csv:2: the task runs -1 s; expected 0 to 1e9 s"),
    ("submit_s,duration_s\n0,inf\n", "tasks.csv:2: 'inf' is not a number"),
    ("submit_s,duration_s\n5,1\n\n3,1\n", "tasks.csv:4: this was submitted at 3 s"),
    ("submit_s,duration_s,slots\n5,1,0\n", "tasks.csv:2: '0' is out of range; expected a whole number from 1 to 256"),
    ("submit_s,duration_s,nodes\n5,1,1.5\n", "expected a whole number from 1 to 65535"),
    ("submit_s,duration_s,job\n5,1,\n", "the task has no job"),
    ("submit_s,duration_s\n5,\"1\n", "the quote that opens here is never closed"),
  ]

  @Test("what is wrong with a table is said with its line", arguments: tables)
  func badTable(text: String, expected: String) {
    let found = Self.problem(Data(text.utf8), named: "tasks.csv")
    #expect(found.contains("E0126") && found.contains(expected), "\(found)")
  }

  @Test("what a file holds belongs to the identity of a scenario, and its date does not")
  func identity() throws {
    let identities = try [Self.log, Self.log, Self.log + "\n; more\n"].map { try Self.load($0).scenario.identity }
    #expect(identities[0] == identities[1] && identities[0] != identities[2])
  }
}
