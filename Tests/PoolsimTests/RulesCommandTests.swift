// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import ServiceRules
import BatchPool
import Foundation
import Scenarios
import TestSupport
import Testing

/// The service's own rules on the command line.
@Suite("Rules command")
struct RulesCommandTests {
  private static func scenario() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4), to: "tiny.yaml")
    return folder
  }

  private static let later = ["--set", "account.apiVersion=2022-01-01"]
  private static let sharedKey = ["--set", "account.authentication=sharedKey"]

  @Test("rules prints text, unless --format says Markdown or CSV")
  func printsTables() throws {
    for (format, heading) in [("text", "code  severity"), ("markdown", "| code |"), ("csv", "code,")] {
      let ending = try Poolsim.run(["rules", "--format", format])
      #expect(ending.status == 0 && ending.errors.isEmpty && ending.output.hasPrefix(heading), "\(ending.errors)")
      if format == "text" { #expect(try Poolsim.run(["rules"]).output == ending.output) }
    }
  }

  @Test(
    "wrong usage is exit code 64", arguments: [["rules", "--format", "json"], ["rules", "x"], ["explain", "R999"]])
  func wrongUsage(arguments: [String]) throws {
    let ending = try Poolsim.run(arguments)
    #expect(ending.status == 64 && ending.output.isEmpty && !ending.errors.isEmpty, "\(ending.errors)")
  }

  @Test("explain tells a rule by its code, in upper or lower case")
  func explains() throws {
    for code in ["R120", "r120"] {
      let ending = try Poolsim.run(["explain", code])
      #expect(ending.status == 0 && ending.output.hasPrefix("R120: "))
    }
  }

  @Test(
    "validate reports findings on standard error, sums up, and exits 1 for what is refused; for warnings when strict")
  func validateTells() throws {
    let folder = try Self.scenario()
    func validate(_ arguments: [String]) throws -> Poolsim.Ending {
      try Poolsim.run(["validate", "tiny.yaml", "--date", "2020-07-01"] + arguments, folder: folder.path)
    }
    let silent = try validate(["--strict"])
    #expect(silent.status == 0 && silent.errors.isEmpty && silent.output == "tiny.yaml: valid\n", "\(silent.errors)")
    let refused = try validate(Self.later)
    #expect(refused.status == 1, "\(refused.errors)")
    #expect(refused.output.hasPrefix("tiny.yaml: ") && refused.output.contains(" the service would refuse"))
    #expect(!refused.output.contains("valid"))
    #expect(refused.errors.hasPrefix("tiny.yaml: refused[R101]: variant managed: version 2022-01-01"))
    let warned = try validate(["--set", "pool.autoscale=true", "--set", "pool.resizeTimeout=30 min", "--strict"])
    #expect(warned.status == 1 && warned.output == "tiny.yaml: valid, 1 warning\n", "\(warned.output)")
    #expect(warned.errors.hasPrefix("tiny.yaml: warning[R122]: "), "\(warned.errors)")
    let wrongDate = try Poolsim.run(["validate", "tiny.yaml", "--date", "yesterday"], folder: folder.path)
    #expect(wrongDate.status == 64)
  }

  @Test("a finding about one value of an action begins with its place")
  func placesFindings() throws {
    let folder = try Self.scenario()
    let set = "actions: [{ at: 1 h, setReplicas: true, replicas: 101 }]\n"
    try folder.write("extends: tiny.yaml\npoolsim: 1\nvariants: { managed: ~ }\n" + set, to: "more.yaml")
    let found = try Poolsim.run(["validate", "more.yaml", "--strict", "--quiet"], folder: folder.path)
    #expect(found.status == 1)
    #expect(
      found.errors.hasPrefix("more.yaml:4:51: refused[R126]: 101 replicas from 60 min on, at most 100\n"),
      "\(found.errors)")
    let ran = try Poolsim.run(["run", "more.yaml"], folder: folder.path)
    #expect(ran.status == 0 && ran.errors == found.errors, "\(ran.errors)")
  }

  @Test("validate tells advice unless it is to be quiet, refuses what is retired, and marks what applies no longer")
  func validateAdvises() throws {
    let folder = try Self.scenario()
    func validate(_ date: String, _ arguments: [String] = []) throws -> Poolsim.Ending {
      try Poolsim.run(["validate", "tiny.yaml", "--date", date] + arguments, folder: folder.path)
    }
    let advised = try validate("2026-03-31", ["--strict"])
    #expect(advised.status == 0)
    #expect(advised.errors.hasPrefix("tiny.yaml: advice[R140]: variant managed: "), "\(advised.errors)")
    #expect(try validate("2026-03-31", ["--quiet"]).errors.isEmpty)
    let retired = try validate("2026-04-01", Self.later + ["--quiet"])
    #expect(retired.status == 1)
    #expect(
      retired.errors.contains(" refused[R134]") && retired.errors.contains("formerly refused[R101]"),
      "\(retired.errors)")
    #expect(retired.errors.contains("(no longer applies: "))
    #expect(try validate("2026-04-01", ["--strict"]).status == 1)
  }

  @Test("once pools from managed images have ended, R134 alone of the rules about them refuses a scenario")
  func refusedOfTheDay() throws {
    let folder = try Self.scenario()
    try folder.write("poolsim: 1\nextends: tiny.yaml\nvariants: { gallery: ~ }\n", to: "managed.yaml")
    func findings(_ date: String) throws -> [PreflightFinding] {
      let scenario = try ScenarioDocument.load(path: folder.path + "/managed.yaml").scenario(
        overrides: ["account.apiVersion=2022-01-01"])
      return Preflight.findings(of: scenario, on: try #require(CalendarDate(date)))
    }
    // Every rule that ended for good is about managed images, and R134 stands in its place.
    let before = try findings("2026-03-31").filter { $0.isInForce && $0.rule.severity == .refused }.map(\.rule.code)
    let after = try findings("2026-04-01").filter { $0.isInForce && $0.rule.severity == .refused }.map(\.rule.code)
    #expect(before == ["R101"] && after == ["R134"])
  }

  /// The last day of pools from managed images.
  private static let lastDay = ["--date", "2026-03-31"]

  @Test("run tells on standard error what applies on the day, unless it is to be quiet; results stay the same")
  func runTells() throws {
    let folder = try Self.scenario()
    let run = ["run", "tiny.yaml"]
    let plain = try Poolsim.run(run + Self.lastDay, folder: folder.path)
    #expect(plain.errors.isEmpty, "\(plain.errors)")
    let told = try Poolsim.run(run + Self.lastDay + Self.sharedKey, folder: folder.path)
    #expect(told.status == 0 && told.output == plain.output)
    let lines = told.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("tiny.yaml: refused[R104]: variant ") }, "\(lines)")
    let quiet = try Poolsim.run(run + ["--quiet"] + Self.sharedKey, folder: folder.path)
    #expect(quiet.status == 0 && quiet.errors.isEmpty)
    let today = try Poolsim.run(run + Self.later, folder: folder.path)
    #expect(today.status == 0 && today.output == plain.output)
    #expect(today.errors.hasPrefix("tiny.yaml: refused[R134]: variant managed: "), "\(today.errors)")
    let old = "tiny.yaml: warning[R152]: version 2022-01-01 of the API is to be retired"
    #expect(today.errors.split(separator: "\n").dropFirst().map { $0.hasPrefix(old) } == [true], "\(today.errors)")
  }

  @Test("compare tells what applies to its sides: once for one file, and not of other variants")
  func compareTells() throws {
    let folder = try Self.scenario()
    let sides = ["compare", "tiny.yaml#managed", "tiny.yaml#gallery"] + Self.lastDay
    let plain = try Poolsim.run(sides, folder: folder.path)
    #expect(plain.status == 0 && plain.errors.isEmpty, "\(plain.errors)")
    let told = try Poolsim.run(sides + Self.sharedKey, folder: folder.path)
    #expect(told.status == 0 && told.output == plain.output)
    #expect(told.errors.split(separator: "\n").count == 2 && told.errors.contains("refused[R104]"), "\(told.errors)")
    #expect(try Poolsim.run(sides + Self.sharedKey + ["--quiet"], folder: folder.path).errors.isEmpty)
    try folder.write(TinyScenario.text(nodes: 4), to: "other.yaml")
    let two = try Poolsim.run(
      ["compare", "tiny.yaml#managed", "other.yaml#gallery"] + Self.lastDay + Self.sharedKey, folder: folder.path)
    let lines = two.errors.split(separator: "\n")
    #expect(lines.count == 2, "\(lines)")
    #expect(lines.first?.hasPrefix("tiny.yaml: refused[R104]: variant managed: ") == true, "\(lines)")
    #expect(lines.last?.hasPrefix("other.yaml: refused[R104]: variant gallery: ") == true, "\(lines)")
  }

  @Test("run and compare tell what applies on the day that is named; what they print stays the same")
  func tellsOnADay() throws {
    let folder = try Self.scenario()
    for command in [["run", "tiny.yaml"], ["compare", "tiny.yaml#managed", "tiny.yaml#gallery"]] {
      func tell(_ arguments: [String]) throws -> Poolsim.Ending {
        try Poolsim.run(command + Self.later + arguments, folder: folder.path)
      }
      let today = try tell([])
      #expect(
        today.status == 0 && today.errors.hasPrefix("tiny.yaml: refused[R134]: variant managed"), "\(today.errors)")
      let before = try tell(["--date", "2026-03-31"])
      #expect(before.status == 0 && before.output == today.output)
      #expect(before.errors.hasPrefix("tiny.yaml: refused[R101]: variant managed: version 2022"), "\(before.errors)")
      #expect(try tell(["--date", "2026-05-15"]).errors == today.errors)
      #expect(try tell(["--date", "2026-03-31", "--quiet"]).errors.isEmpty)
      #expect(try tell(["--date", "31.3.2026"]).status == 64)
    }
  }

  @Test("validate --simulate puts the model's answer beside published rules that conflict")
  func modelAnswers() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "poolsim: 1\nreplications: 3\npool: { targetDedicatedNodes: 300, resizeTimeout: 20 min }\n"
        + "image: { kind: gallery, replicas: 2 }\n", to: "two.yaml")
    func validate(_ arguments: [String]) throws -> String {
      try Poolsim.run(["validate", "two.yaml", "--date", "2020-07-01"] + arguments, folder: folder.path).errors
    }
    #expect(
      try validate(["--simulate"]).contains(
        "two.yaml: model: default: breaks R127, meets R139: published rules contradict each other. In the model one resize"
      ))
    #expect(try !validate([]).contains("model:"))
  }

  @Test("a run of many pools tells ten findings and the number of the others")
  func runTellsFew() throws {
    let folder = try TemporaryFolder()
    let pools = (1...20).map { "  p\($0): { targetDedicatedNodes: 1, image: { kind: gallery, extensions: true } }\n" }
    try folder.write("poolsim: 1\nreplications: 1\npools:\n" + pools.joined(), to: "many.yaml")
    let ending = try Poolsim.run(["run", "many.yaml"], folder: folder.path)
    let lines = ending.errors.split(separator: "\n")
    #expect(lines.count == 11)
    #expect(lines.last == "many.yaml: 10 more; poolsim validate lists them", "\(lines)")
    #expect(lines.first == "many.yaml: warning[R114]: pool p1: extensions were installed in the image", "\(lines)")
  }

  @Test("explain tells the errors of resizes too, each with a cure of its own, and whose words they are")
  func explainsResizeErrors() throws {
    for error in ResizeError.allCases {
      let ending = try Poolsim.run(["explain", error.code.lowercased()])
      #expect(ending.status == 0)
      #expect(ending.output.hasPrefix("\(error.code): ") && ending.output.contains("\n\(error.message)\n"))
      #expect(ending.output.contains("\n\nCure: \(error.cure)\n\n"), "\(ending.output)")
      #expect(!ending.output.contains("\n\n\n"), "\(ending.output)")
      #expect(ending.output.contains("this tool's own") == (error == .allocationTimedOut), "\(ending.output)")
    }
    #expect(Set(ResizeError.allCases.map(\.cure)).count == ResizeError.allCases.count)
    let failed = try Poolsim.run(["explain", "AllocationFailed"]).output
    #expect(failed.contains("the image, and what it was made from, still exist"), "\(failed)")
    let late = try Poolsim.run(["explain", "AllocationTimedout"]).output
    #expect(late.contains("\n\(ResizeError.lowPriorityTimeoutMessage)\n"), "\(late)")
    #expect(try Poolsim.run(["explain", "AllocationFaild"]).status == 64)
  }
}
