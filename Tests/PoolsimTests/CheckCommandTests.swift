// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

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
      ("larger", ["--set", "pool.targetDedicatedNodes=5"]), ("short", ["--seed", "8", "--replications", "3"]),
    ]
    for (name, options) in variations where name == "baseline" || names.contains(name) {
      let replications = options.contains("--replications") ? [] : ["--replications", "40"]
      let ending = try Poolsim.run(
        ["run", "tiny.yaml", "--output", name, "--quiet"] + replications + options, folder: folder.path)
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
        SweepCommandTests.base + "model: { osBoot: \(boot) }\n" + SweepCommandTests.axes,
        to: "\(name).yaml")
      let campaign = ["\(name).yaml", "--campaign", name, "--replications", "30"]
      #expect(try Poolsim.run(["sweep", "run", "--no-progress"] + campaign, folder: folder.path).status == 0)
      let merged = try Poolsim.run(["sweep", "merge", "--output", "\(name).csv"] + campaign, folder: folder.path)
      #expect(merged.status == 0, "\(merged.errors)")
    }
    let same = try Self.check(folder, "baseline.csv", "same.csv")
    #expect(same.status == 0 && same.output.contains("66 comparisons (66 equal)"), "\(same.output)")
    let slower = try Self.check(folder, "baseline.csv", "slower.csv")
    #expect(slower.status == 1)
    #expect(slower.output.contains("- nodes=6 replicas=1/default idle_latency_mean_s: different; "), "\(slower.output)")
    // What is no result is told as before.
    try folder.write("nodes,variant,steady_state_s\n2,base,1\n", to: "other.csv")
    #expect(try Self.check(folder, "other.csv", "same.csv").status == 65)
  }

  @Test("exits 0 when all is equal, 1 when something differs, and 2 when nobody can tell")
  func answers() throws {
    let folder = try Self.results("same", "reseeded", "slower", "larger", "short")
    let same = try Self.check(folder, "baseline", "same")
    #expect(same.status == 0)
    #expect(same.errors.isEmpty && same.output.hasSuffix("Equal: 22 comparisons (22 equal).\n"), "\(same.output)")
    let reseeded = try Self.check(folder, "baseline", "reseeded")
    #expect(reseeded.status == 0, "\(reseeded.output)")
    #expect(reseeded.output.contains("Welch") && !reseeded.output.contains("paired t"))
    let slower = try Self.check(folder, "baseline", "slower")
    #expect(slower.status == 1)
    #expect(slower.output.contains("- tiny/gallery idle_latency_mean_s: different; "), "\(slower.output)")
    #expect(slower.output.contains("paired t on 40 pairs"))
    #expect(!slower.output.contains("- tiny/managed"))
    #expect(try Self.check(folder, "baseline", "slower", "--tolerance", "5%").status == 0)
    #expect(
      try Self.check(folder, "baseline", "slower", "--tolerance", "5%", "--tolerance", "node_hours=0").status == 1)
    let larger = try Self.check(folder, "baseline", "larger")
    #expect(larger.status == 2)
    #expect(larger.output.contains("they want different numbers of nodes (4 and 5)"))
    let short = try Self.check(folder, "baseline", "short")
    #expect(short.status == 2)
    #expect(short.output.contains("too few runs: 3, and 10 are needed"))
    #expect(try Self.check(folder, "baseline", "slower", "--quiet").output.isEmpty)
  }

  @Test("single files are results too, and the seed beside them counts")
  func comparesFiles() throws {
    let folder = try Self.results("same", "reseeded", "slower")
    let replications = try Self.check(folder, "baseline/replications.csv", "slower/replications.csv")
    #expect(replications.status == 1)
    #expect(replications.output.contains("paired t on 40 pairs"))
    #expect(try Self.check(folder, "baseline/summary.csv", "same/summary.csv").status == 0)
    let summary = try Self.check(folder, "baseline/summary.csv", "reseeded/summary.csv")
    #expect(summary.status == 0, "\(summary.output)")
    #expect(summary.output.contains("Welch") && summary.output.contains("single_resize"))
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

  @Test("csv has a row a finding, markdown a table, and --output a file with the answer beside it")
  func writesTables() throws {
    let folder = try Self.results("slower")
    let csv = try Self.check(folder, "baseline", "slower", "--format", "csv")
    #expect(csv.status == 1)
    let lines = csv.output.split(separator: "\n")
    #expect(lines.count == 1 + 2 * 12)
    #expect(lines.first?.hasPrefix("scenario,variant,pool,metric,verdict,decides,test,baseline_n,") == true)
    #expect(lines.contains { $0.hasPrefix("tiny,gallery,,steady_state_s,different,1,paired t,40,40,") })
    let markdown = try Self.check(folder, "baseline", "slower", "--format", "markdown")
    #expect(markdown.output.hasPrefix("## slower beside baseline\n\n| variant | metric | verdict |"))
    let file = try Self.check(folder, "baseline", "slower", "--format", "csv", "--output", "check.csv")
    #expect(file.status == 1)
    #expect(try folder.read("check.csv") == csv.output)
    #expect(file.output.hasPrefix("tiny/gallery steady_state_s: different; "), "\(file.output)")
    #expect(file.output.hasSuffix("\nDifferent: 22 comparisons (16 equal, 6 different).\n"), "\(file.output)")
    #expect(try Self.check(folder, "baseline", "slower", "--output", "nowhere/check.csv").status == 73)
  }

  /// Counts the elements of an XML document.
  private final class Counter: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var attributes: [String: [String: String]] = [:]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes values: [String: String]
    ) {
      counts[name, default: 0] += 1
      attributes[name] = values
    }
  }

  @Test("junit is XML with a case a variant and metric, whose counts are those of its head")
  func writesJUnit() throws {
    let folder = try Self.results("same", "slower", "larger")
    // A name that XML has to escape.
    try folder.write(
      folder.read("slower/replications.csv").replacingOccurrences(of: "tiny,managed,", with: "tiny,\"<&\"\"'>\","),
      to: "odd.csv")
    for (candidate, status) in [("same", 0), ("slower", 1), ("larger", 2), ("odd.csv", 2)] as [(String, Int32)] {
      let ending = try Self.check(folder, "baseline", candidate, "--format", "junit")
      #expect(ending.status == status)
      let counter = Counter()
      let parser = XMLParser(data: Data(ending.output.utf8))
      parser.delegate = counter
      #expect(parser.parse(), "\(ending.output)")
      for (element, attribute) in [
        ("testcase", "tests"), ("failure", "failures"), ("error", "errors"), ("skipped", "skipped"),
      ] {
        #expect(counter.attributes["testsuite"]?[attribute] == "\(counter.counts[element] ?? 0)", "\(element)")
      }
      #expect((counter.counts["failure"] ?? 0 > 0) == (status == 1))
      #expect((counter.counts["error"] ?? 0 > 0) == (status == 2))
    }
  }

  @Test("bad input is said to be: what is missing, what is not a result and where, what no metric is called")
  func refusesBadInput() throws {
    let folder = try Self.results("same", "slower")
    for path in ["nowhere", "nowhere/replications.csv", "."] {
      let missing = try Self.check(folder, "baseline", path)
      #expect(missing.status == 66)
      #expect(missing.errors.hasPrefix("poolsim: \(path): error: there is no "), "\(missing.errors)")
      #expect(missing.output.isEmpty)
    }
    try folder.write("", to: "empty.csv")
    try folder.write("scenario,variant,replication,a\ns,v,0,1\ns,v,1,x\n", to: "text.csv")
    for (path, words) in [
      ("empty.csv", "empty.csv: error: the file is empty"),
      ("tiny.yaml", "tiny.yaml:1: error: not a result of poolsim"),
      ("text.csv", "text.csv:3: error: \"x\" in column a is not a number"),
      ("baseline/manifest.json", "manifest.json:1: error: not a result of poolsim"),
    ] {
      let bad = try Self.check(folder, "baseline", path)
      #expect(bad.status == 65)
      #expect(bad.errors.contains(words), "\(bad.errors)")
    }
    try folder.write("{}", to: "same/manifest.json")
    #expect(try Self.check(folder, "baseline", "same").status == 65)
    #expect(try Self.check(folder, "baseline", "slower", "--tolerance", "nonsense=3").status == 64)
    #expect(try Self.check(folder, "baseline", "slower", "--tolerance", "3").status == 64)
    #expect(try Self.check(folder, "baseline", "slower", "--level", "0.05").status == 64)
    #expect(try Self.check(folder, "baseline").status == 64)
    try folder.write(TinyScenario.text(nodes: 4, name: "other"), to: "other.yaml")
    _ = try Poolsim.run(["run", "other.yaml", "--output", "other", "--quiet"], folder: folder.path)
    let other = try Self.check(folder, "baseline", "other")
    #expect(other.status == 2)
    #expect(
      other.output.contains("different scenarios: the candidate has no scenario tiny, but other"), "\(other.output)")
  }
}
