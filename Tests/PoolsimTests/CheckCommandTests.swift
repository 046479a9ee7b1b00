// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// The command `check` on results that the program itself wrote.
@Suite("Check command")
struct CheckCommandTests {
  /// Results named by what is special about them; `baseline` is always among them.
  private static func results(_ names: String...) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4), to: "tiny.yaml")
    let variations: [(String, [String])] = [
      ("baseline", []), ("same", []), ("reseeded", ["--seed", "8"]),
      ("slower", ["--set", "variants.gallery.image.replicas=1"]),
      ("larger", ["--set", "pool.targetDedicatedNodes=5"]),
    ]
    for (name, options) in variations where name == "baseline" || names.contains(name) {
      let ending = try Poolsim.run(
        ["run", "tiny.yaml", "--output", name, "--quiet", "--replications", "40"] + options, folder: folder.path)
      #expect(ending.status == 0, "\(name): \(ending.errors)")
    }
    return folder
  }

  private static func check(_ folder: TemporaryFolder, _ arguments: String...) throws -> Poolsim.Ending {
    let ending = try Poolsim.run(["check"] + arguments, folder: folder.path)
    #expect(ending.isOrderly, "\(ending.errors)")
    return ending
  }

  @Test("reads the merged results of sweeps: a cell's values stand in the place of a scenario")
  func checksSweeps() throws {
    let folder = try TemporaryFolder()
    for (name, boot) in [("baseline", "90 s"), ("same", "90 s"), ("slower", "200 s")] {
      try folder.write(
        SmallSweep.base + "model: { osBoot: \(boot) }\n" + SmallSweep.axes,
        to: "\(name).yaml")
      let campaign = ["\(name).yaml", "--campaign", name, "--replications", "30"]
      #expect(try Poolsim.run(["sweep", "run", "--no-progress"] + campaign, folder: folder.path).status == 0)
      let merged = try Poolsim.run(["sweep", "merge", "--output", "\(name).csv"] + campaign, folder: folder.path)
      #expect(merged.status == 0, "\(merged.errors)")
    }
    let same = try Self.check(folder, "baseline.csv", "same.csv")
    #expect(same.status == 0 && same.output.contains("186 comparisons (186 equal)"), "\(same.output)")
    let slower = try Self.check(folder, "baseline.csv", "slower.csv")
    #expect(slower.status == 1)
    #expect(slower.output.contains("- nodes=6 replicas=1/default idle_latency_mean_s: different; "), "\(slower.output)")
    // A file that is not a result is refused as before.
    try folder.write("nodes,variant,steady_state_s\n2,base,1\n", to: "other.csv")
    #expect(try Self.check(folder, "other.csv", "same.csv").status == 65)
  }

  @Test("exits 0 when all is equal, 1 when something differs, and 2 when nobody can tell")
  func answers() throws {
    let folder = try Self.results("same", "slower", "larger")
    let same = try Self.check(folder, "baseline", "same")
    #expect(same.status == 0)
    #expect(same.errors.isEmpty && same.output.hasSuffix("Equal: 62 comparisons (62 equal).\n"), "\(same.output)")
    #expect(try Self.check(folder, "baseline", "slower").status == 1)
    #expect(try Self.check(folder, "baseline", "slower", "--tolerance", "20%").status == 0)
    #expect(
      try Self.check(folder, "baseline", "slower", "--tolerance", "20%", "--tolerance", "node_hours=0").status == 1)
    #expect(try Self.check(folder, "baseline", "larger").status == 2)
    #expect(try Self.check(folder, "baseline/summary.csv", "same/summary.csv").status == 0)
    #expect(try Self.check(folder, "baseline", "slower", "--quiet").output.isEmpty)
  }

  @Test("--exact demands every byte of every file")
  func demandsBytes() throws {
    let folder = try Self.results("same", "reseeded")
    #expect(try Self.check(folder, "baseline", "same", "--exact").status == 0)
    let reseeded = try Self.check(folder, "baseline", "reseeded", "--exact")
    #expect(reseeded.status == 1)
    #expect(reseeded.output.contains("- file summary.csv: different; the bytes differ, first in line"))
    let text = try folder.read("same/replications.csv")
    try folder.write(text.split(separator: "\n").joined(separator: "\r\n") + "\r\n", to: "same/replications.csv")
    #expect(try Self.check(folder, "baseline", "same").status == 0)
    let broken = try Self.check(folder, "baseline", "same", "--exact")
    #expect(broken.status == 1)
    #expect(broken.output.contains("- file replications.csv: different; the bytes differ, first in line 1"))
    #expect(try Self.check(folder, "baseline", "same", "--exact", "--tolerance", "1%").status == 64)
  }

  @Test("--format says what is printed, and --output writes it into a file with the answer beside it")
  func writesTables() throws {
    let folder = try Self.results("slower")
    let csv = try Self.check(folder, "baseline", "slower", "--format", "csv")
    #expect(csv.status == 1 && csv.output.hasPrefix("scenario,variant,"))
    for (format, start) in [("markdown", "## slower beside baseline\n"), ("junit", "<?xml ")] {
      #expect(try Self.check(folder, "baseline", "slower", "--format", format).output.hasPrefix(start), "\(format)")
    }
    let file = try Self.check(folder, "baseline", "slower", "--format", "csv", "--output", "check.csv")
    #expect(file.status == 1)
    #expect(try folder.read("check.csv") == csv.output)
    #expect(file.output.hasPrefix("tiny/gallery steady_state_s: different; "), "\(file.output)")
    #expect(file.output.hasSuffix("\nDifferent: 62 comparisons (50 equal, 12 different).\n"), "\(file.output)")
    #expect(try Self.check(folder, "baseline", "slower", "--output", "nowhere/check.csv").status == 73)
  }

  @Test("bad input is said to be: what is missing, what is not a result and where, what no metric is called")
  func refusesBadInput() throws {
    let folder = try Self.results("same", "slower")
    for path in ["nowhere", "nowhere/replications.csv", "."] {
      let missing = try Self.check(folder, "baseline", path)
      #expect(missing.status == 66)
      #expect(
        missing.errors.hasPrefix("\(path): error[E0\(path == "." ? "703" : "001")]: there is no "), "\(missing.errors)")
      #expect(missing.output.isEmpty)
    }
    try folder.write("", to: "empty.csv")
    try folder.write("scenario,variant,replication,a\ns,v,0,1\ns,v,1,x\n", to: "text.csv")
    for (path, words) in [
      ("empty.csv", "empty.csv: error[E0701]: the file is empty"),
      ("tiny.yaml", "tiny.yaml:1: error[E0701]: this is not a result of poolsim"),
      ("text.csv", "text.csv:3: error[E0702]: 'x' in column a is not a number"),
      ("baseline/manifest.json", "manifest.json:1: error[E0701]: this is not a result of poolsim"),
    ] {
      let bad = try Self.check(folder, "baseline", path)
      #expect(bad.status == 65)
      #expect(bad.errors.contains(words), "\(bad.errors)")
    }
    try folder.write("{}", to: "same/manifest.json")
    #expect(try Self.check(folder, "baseline", "same").status == 65)
    let unknown = try Self.check(folder, "baseline", "slower", "--tolerance", "steady_states=3")
    #expect(unknown.status == 64)
    #expect(
      unknown.errors.hasPrefix(
        "--tolerance: error[E0706]: neither result has a metric 'steady_states'; expected steady_state_s, "),
      "\(unknown.errors)")
    #expect(unknown.errors.contains("\nUsage: poolsim check "), "\(unknown.errors)")
    #expect(try Self.check(folder, "baseline", "slower", "--tolerance", "3").status == 64)
    #expect(try Self.check(folder, "baseline", "slower", "--level", "0.05").status == 64)
    #expect(try Self.check(folder, "baseline").status == 64)
  }
}
