// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// What a user can get wrong in a scenario: each with its exit code and a message that says where and what.
@Suite("Bad input")
struct BadInputTests {
  /// A scenario that is wrong in one way.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    /// What the message must say, besides the file.
    let says: [String]

    init(_ testDescription: String, _ text: String, says: [String]) {
      self.testDescription = testDescription
      self.text = text
      self.says = says
    }

    /// The good scenario with one line in place of another.
    static func replacing(_ line: String, with other: String, _ description: String, says: [String]) -> Case {
      Case(
        description, TinyScenario.text(nodes: 4).replacingOccurrences(of: line, with: other), says: says)
    }
  }

  static let cases: [Case] = [
    Case("not YAML", "pool: [1, 2\nname: }{", says: ["error["]),
    Case("an empty file", "", says: ["error["]),
    Case("bytes that are not text", "\u{0}\u{1}\u{2}", says: ["error["]),
    .replacing("replications: 3", with: "replicationz: 3", "an unknown key", says: [":5:1:", "replications"]),
    .replacing("15 min", with: "15", "a missing unit", says: [":9:", "unit"]),
    .replacing("targetDedicatedNodes: 4", with: "targetDedicatedNodes: -4", "a negative number", says: [":8:"]),
    .replacing("15 min", with: "-15 min", "a negative duration", says: [":9:"]),
    .replacing("15 min", with: ".nan s", "not a number", says: [":9:"]),
    .replacing("15 min", with: "1e300 s", "a number without bounds", says: [":9:"]),
    .replacing("targetDedicatedNodes: 4", with: "targetDedicatedNodes: 1e300", "1e300 nodes", says: [":8:"]),
    .replacing("seed: 7", with: "seed: 7\nseed: 8", "a duplicate key", says: [":5:", "seed"]),
    .replacing(
      "targetDedicatedNodes: 4", with: "targetDedicatedNodes: 200000000", "a target over the limit", says: [":8:"]),
    .replacing("replicas: 2", with: "replicas: 0", "no replicas", says: [":15:", "replicas"]),
    .replacing("15 min", with: "4 min", "a resizeTimeout below five minutes", says: [":9:", "5 min"]),
    .replacing("replications: 3", with: "replications: 0", "no replications", says: [":5:"]),
    .replacing("kind: managed", with: "kind: manged", "a misspelt value", says: [":14:", "managed"]),
  ]

  @Test("is refused with exit code 65, place and cause, and writes nothing", arguments: cases)
  func isRefused(_ badCase: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write(badCase.text, to: "bad.yaml")
    let ending = try Poolsim.run(["run", "bad.yaml", "--output", "out"], folder: folder.path)
    #expect(ending.status == 65, "\(ending.errors)")
    #expect(ending.isOrderly)
    #expect(ending.output.isEmpty)
    #expect(ending.errors.hasPrefix("bad.yaml:"), "\(ending.errors)")
    for word in badCase.says { #expect(ending.errors.contains(word), "no \(word) in: \(ending.errors)") }
    #expect(try folder.names() == ["bad.yaml"])
  }

  @Test("makes validate exit 1, list every problem of every file, and sum up each file")
  func isInvalid() throws {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4), to: "good.yaml")
    let bad = TinyScenario.text(nodes: 4).replacingOccurrences(of: "15 min", with: "4 min")
      .replacingOccurrences(of: "replicas: 2", with: "replicas: 0")
    try folder.write(bad, to: "bad.yaml")
    let ending = try Poolsim.run(["validate", "good.yaml", "bad.yaml", "--date", "2026-03-31"], folder: folder.path)
    #expect(ending.status == 1)
    #expect(
      ending.output.hasPrefix("good.yaml: valid, ") && ending.output.hasSuffix("\nbad.yaml: 2 errors\n"),
      "\(ending.output)")
    #expect(ending.errors.contains("bad.yaml:9:"))
    #expect(ending.errors.contains("bad.yaml:15:"))
    #expect(try Poolsim.run(["validate", "good.yaml", "--date", "2026-03-31"], folder: folder.path).status == 0)
  }

  @Test("is named for every scenario of a run")
  func namesAllFiles() throws {
    let folder = try TemporaryFolder()
    for name in ["a.yaml", "b.yaml"] { try folder.write("poolsim: 1\nnonsense: 1\n", to: name) }
    let ending = try Poolsim.run(["run", "a.yaml", "b.yaml"], folder: folder.path)
    #expect(ending.status == 65)
    #expect(ending.errors.contains("a.yaml:"))
    #expect(ending.errors.contains("b.yaml:"))
  }

  @Test("a missing file is exit code 66", arguments: ["run", "validate", "show"])
  func missingFile(command: String) throws {
    let ending = try Poolsim.run([command, "no-such-file.yaml"])
    #expect(ending.status == 66)
    #expect(ending.errors.contains("no-such-file.yaml"))
    #expect(ending.isOrderly)
  }

  @Test("a folder or an unreadable file in place of a scenario is exit code 74", arguments: ["/", "/proc/self/mem"])
  func unreadable(path: String) throws {
    let ending = try Poolsim.run(["run", path])
    #expect(ending.status == 74 || ending.status == 66, "\(ending.errors)")
    #expect(ending.errors.contains(path))
    #expect(ending.isOrderly)
  }

  @Test("input without an end is refused, and not read to the end", arguments: ["import", "validate"])
  func endless(command: String) throws {
    let folder = try TemporaryFolder()
    let ending = try Poolsim.shell("yes '[' | poolsim \(command) -; echo ${PIPESTATUS[1]}", folder: folder.path)
    #expect(ending.output.hasSuffix(command == "import" ? "65\n" : "1\n"), "\(ending.output)")
    #expect(ending.errors.contains("-:1:1: error[E0\(command == "import" ? 6 : 0)04]: "), "\(ending.errors)")
  }

  @Test(
    "wrong usage is exit code 64 and tells what was expected",
    arguments: [
      ["run"], ["run", "a.yaml", "--replications", "0"], ["run", "a.yaml", "--jobs", "0"],
      ["run", "a.yaml", "--jobs", "many"], ["run", "a.yaml", "--precision", "0%"],
      ["run", "a.yaml", "--precision", "5"],
      ["run", "a.yaml", "--precision", "-5%"], ["run", "a.yaml", "--seed", "-1"], ["run", "a.yaml", "--format", "xml"],
      ["run", "a.yaml", "--nodes"], ["run", "a.yaml", "--timeline", "--output", "-"], ["run", "a.yaml", "--nonsense"],
      ["nonsense"], ["compare", "a.yaml"], ["explain", "E9999"], ["show", "a.yaml", "--format", "csv"],
      ["rules", "--format", "json"], ["calibrate", "--format", "csv"],
    ])
  func wrongUsage(arguments: [String]) throws {
    let ending = try Poolsim.run(arguments)
    #expect(ending.status == 64, "\(ending.errors)")
    #expect(!ending.errors.isEmpty)
    #expect(ending.output.isEmpty)
    #expect(ending.isOrderly)
  }
}
