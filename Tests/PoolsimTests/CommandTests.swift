// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// The commands on good input: what they print where, and that results do not depend on how they were computed.
@Suite("Commands")
struct CommandTests {
  private static func scenario() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4), to: "tiny.yaml")
    try folder.write(TinyScenario.pools(), to: "pools.yaml")
    return folder
  }

  /// The rows of a CSV text by the names of its header. No cell of these tests is quoted.
  private static func rows(_ text: String) -> [[String: String]] {
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { cells in
      Dictionary(uniqueKeysWithValues: zip(header, cells).map { (String($0), String($1)) })
    }
  }

  @Test("run prints CSV in a pipe: a row a variant and replication, in order, with the columns of the interface")
  func runPrintsCSV() throws {
    let folder = try Self.scenario()
    let ending = try Poolsim.run(["run", "tiny.yaml", "--date", "2026-03-31"], folder: folder.path)
    #expect(ending.status == 0)
    #expect(ending.errors.isEmpty, "\(ending.errors)")
    #expect(
      ending.output.hasPrefix(
        "scenario,variant,replication,target_nodes,provisioned_nodes,idle_nodes,reached_target,resizes,steady_state_s,"
          + "idle_latency_mean_s,idle_latency_p50_s,idle_latency_p95_s,idle_latency_max_s,node_hours,events\n"))
    let rows = Self.rows(ending.output)
    #expect(
      rows.map { "\($0["variant"] ?? "") \($0["replication"] ?? "")" }
        == ["managed 0", "managed 1", "managed 2", "gallery 0", "gallery 1", "gallery 2"])
    #expect(rows.allSatisfy { $0["target_nodes"] == "4" && $0["idle_nodes"] == "4" && $0["resizes"] == "1" })
  }

  @Test("run tells of every size that was asked for, where there are several: the figures are of the last")
  func runTellsSizes() throws {
    let folder = try Self.scenario()
    func run(_ text: String) throws -> String {
      try folder.write(text, to: "day.yaml")
      let ending = try Poolsim.run(["run", "day.yaml", "--format", "text", "--quiet"], folder: folder.path)
      #expect(ending.status == 0, "\(ending.errors)")
      return ending.output
    }
    let one = try run(TinyScenario.text(nodes: 4))
    #expect(!one.contains("asked for at"), "\(one)")
    let day = """
      poolsim: 1
      replications: 8
      pool: { targetDedicatedNodes: 3 }
      image: { kind: gallery, replicas: 2 }
      faults: [{ at: 2 h, deleteImage: true }]
      actions:
        - { at: 1 min, resize: true, targetDedicatedNodes: 7 }
        - { at: 3 h, resize: true, targetDedicatedNodes: 5 }
        - { at: 6 h, resize: true, targetDedicatedNodes: 2 }

      """
    let lines = try run(day).split(separator: "\n").map { line in
      line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    // The last size is reached, the one before is not: its image is gone. A request that met a resize has a row too.
    #expect(lines.contains { $0.hasPrefix("default 2 100 % 100 % 3.00") }, "\(lines)")
    let sizes = lines.filter { $0.hasPrefix("default ") && !$0.contains("±") }
    #expect(sizes.count == 4, "\(sizes)")
    #expect(sizes.contains { $0.hasPrefix("default 0 3 100 % 100 % 1.00 ") }, "\(sizes)")
    #expect(sizes.contains("default 60 7 0 % 0 % 0.00 - PoolBeingResized (100 %)"), "\(sizes)")
    #expect(sizes.contains("default 10800 5 0 % 0 % 1.00 - AllocationFailed (100 %)"), "\(sizes)")
    #expect(sizes.contains { $0.hasPrefix("default 21600 2 100 % 100 % 1.00 ") }, "\(sizes)")
  }

  @Test("run writes every file of the interface, and nodes and timeline when asked for")
  func runWritesFiles() throws {
    let folder = try Self.scenario()
    let plain = try Poolsim.run(["run", "tiny.yaml", "--output", "plain"], folder: folder.path)
    #expect(plain.status == 0)
    #expect(plain.output.hasPrefix("tiny: 3 replications, seed 7, profile azure-2020\n"))
    #expect(
      try folder.names(in: "plain")
        == ["comparison.csv", "manifest.json", "replications.csv", "resizes.csv", "summary.csv"])
    let full = try Poolsim.run(
      ["run", "tiny.yaml", "--nodes", "--timeline", "--output", "full", "--quiet"], folder: folder.path)
    #expect(full.status == 0)
    #expect(full.output.isEmpty && full.errors.isEmpty)
    for file in try folder.names(in: "plain") where file != "manifest.json" {
      #expect(try folder.read("plain/\(file)") == folder.read("full/\(file)"), "\(file)")
    }
    // Every node of every replication became idle, in the order of its stages.
    let nodes = Self.rows(try folder.read("full/nodes.csv"))
    #expect(nodes.count == 2 * 3 * 4)
    for node in nodes {
      #expect(node["outcome"] == "idle")
      let stages = ["creating_at_s", "read_started_at_s", "read_ended_at_s", "provisioned_at_s", "idle_at_s"]
      let times = stages.compactMap { node[$0].flatMap(Double.init) }
      #expect(times.count == stages.count && times == times.sorted(), "\(node)")
    }
    let timeline = Self.rows(try folder.read("full/timeline.csv"))
    #expect(timeline.last { $0["state"] == "idle" }?["nodes"] == "4")
  }

  @Test(
    "rows are the same bytes as ever",
    arguments: ["replications", "summary", "comparison", "resizes", "nodes", "timeline"])
  func bytesAreKept(file: String) throws {
    let folder = try Self.scenario()
    let ending = try Poolsim.run(
      ["run", "tiny.yaml", "--nodes", "--timeline", "--output", "out", "--quiet"], folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    expectGolden(try folder.read("out/\(file).csv"), "tiny-\(file).csv")
  }

  @Test("bytes do not depend on jobs, process, format of output or order of options; they do depend on the seed")
  func isDeterministic() throws {
    let folder = try Self.scenario()
    func output(_ arguments: String...) throws -> String {
      let ending = try Poolsim.run(arguments, folder: folder.path)
      #expect(ending.status == 0, "\(ending.errors)")
      return ending.output
    }
    let reference = try output("run", "tiny.yaml", "--replications", "40", "--jobs", "1")
    #expect(try output("run", "tiny.yaml", "--replications", "40", "--jobs", "2") == reference)
    #expect(try output("run", "tiny.yaml", "--replications", "40", "--jobs", "7") == reference)
    #expect(try output("--jobs", "2", "--replications=40", "run", "tiny.yaml", "--output", "-") == reference)
    #expect(try output("run", "--set", "replications=40", "tiny.yaml", "--format", "csv") == reference)
    #expect(try output("run", "tiny.yaml", "--replications", "40", "--seed", "7") == reference)
    #expect(try output("run", "tiny.yaml", "--replications", "40", "--seed", "8") != reference)
    // A longer experiment begins with the shorter one.
    let short = try output("run", "tiny.yaml", "--set", "variants.gallery.image.replicas=3")
    let managedRows = { (text: String) in text.split(separator: "\n").filter { $0.hasPrefix("tiny,managed,") } }
    #expect(Array(managedRows(reference).prefix(3)) == managedRows(short))
  }

  @Test("pools that have names are a column after the variant; their total is a row without one")
  func namesPools() throws {
    let folder = try Self.scenario()
    let ending = try Poolsim.run(
      ["run", "pools.yaml", "--nodes", "--timeline", "--output", "out", "--quiet"], folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    for file in ["replications", "summary", "resizes", "nodes", "timeline"] {
      #expect(try folder.read("out/\(file).csv").hasPrefix("scenario,variant,pool,"), "\(file)")
    }
    #expect(try folder.read("out/comparison.csv").hasPrefix("scenario,baseline,candidate,pool,"))
    let rows = Self.rows(try folder.read("out/replications.csv"))
    #expect(rows.count == 2 * 4)
    let total = rows.filter { $0["pool"] == "" }
    #expect(total.count == 2)
    #expect(total.allSatisfy { $0["target_nodes"] == "7" && $0["events"] != "" })
    #expect(rows.filter { $0["pool"] != "" }.allSatisfy { $0["events"] == "" })
    #expect(rows.prefix(4).compactMap { Int($0["target_nodes"] ?? "") } == [7, 3, 2, 2])
  }

  @Test("several scenarios give rows of all, told apart by the first column")
  func runsSeveral() throws {
    let folder = try Self.scenario()
    try folder.write(TinyScenario.text(nodes: 3, name: "other"), to: "other.yaml")
    let ending = try Poolsim.run(["run", "tiny.yaml", "other.yaml"], folder: folder.path)
    #expect(Self.rows(ending.output).compactMap { $0["scenario"] }.filter { $0 == "other" }.count == 6)
    let twice = try Poolsim.run(["run", "tiny.yaml", "tiny.yaml"], folder: folder.path)
    #expect(twice.status == 64)
  }

  @Test("standard input is a scenario, standard output a trace")
  func usesStandardStreams() throws {
    let ending = try Poolsim.run(["run", "-", "--trace", "-"], input: TinyScenario.text(nodes: 4))
    #expect(ending.status == 0, "\(ending.errors)")
    let trace = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
    let events = trace?["traceEvents"] as? [[String: Any]] ?? []
    #expect(events.filter { $0["ph"] as? String == "X" && $0["name"] as? String == "boots" }.count == 8)
  }

  @Test("json holds what the CSV files hold, and parses")
  func printsJSON() throws {
    let folder = try Self.scenario()
    let ending = try Poolsim.run(["run", "tiny.yaml", "--format", "json"], folder: folder.path)
    let document = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
    let scenarios = document?["scenarios"] as? [[String: Any]]
    let variants = scenarios?.first?["variants"] as? [[String: Any]]
    #expect(variants?.count == 2)
    #expect((variants?.first?["replications"] as? [Any])?.count == 3)
    #expect((document?["comparisons"] as? [Any])?.count == 1)
  }

  @Test("compare pairs two variants, and refuses what cannot be compared")
  func compares() throws {
    let folder = try Self.scenario()
    try folder.write(TinyScenario.text(nodes: 3, name: "other"), to: "other.yaml")
    func compare(_ arguments: String...) throws -> Poolsim.Ending {
      try Poolsim.run(["compare"] + arguments + ["--format", "text"], folder: folder.path)
    }
    let good = try compare("tiny.yaml#managed", "tiny.yaml#gallery", "--replications", "20")
    #expect(good.status == 0, "\(good.errors)")
    #expect(good.output.contains("gallery beside managed, paired on 20 replications"))
    let same = try compare("tiny.yaml#managed", "tiny.yaml#gallery", "--replications", "1")
    #expect(same.output.contains("not enough runs to tell"))
    let otherSize = try compare("tiny.yaml#managed", "other.yaml#gallery")
    #expect(otherSize.status == 65)
    #expect(otherSize.errors.contains("not comparable: they want different numbers of nodes (4 and 3"))
    try folder.write(
      TinyScenario.text(nodes: 4, name: "reseeded").replacingOccurrences(of: "seed: 7", with: "seed: 8"),
      to: "reseeded.yaml")
    let otherSeed = try compare("tiny.yaml#managed", "reseeded.yaml#gallery")
    #expect(otherSeed.status == 65)
    #expect(otherSeed.errors.contains("seeds differ (7 and 8)"))
    #expect(try compare("tiny.yaml#managed", "reseeded.yaml#gallery", "--seed", "9").status == 0)
    #expect(try compare("tiny.yaml#managed", "pools.yaml").status == 65)
    #expect(try compare("tiny.yaml#managed", "tiny.yaml#managed").status == 65)
    #expect(try compare("tiny.yaml", "tiny.yaml#managed").status == 64)
    #expect(try compare("tiny.yaml#nonsense", "tiny.yaml#managed").status == 64)
  }

  @Test("a precision ends the run when it is reached, and says so when it is not")
  func replicatesToAPrecision() throws {
    let folder = try Self.scenario()
    let reached = try Poolsim.run(
      ["run", "tiny.yaml", "--precision", "20%", "--format", "text"], folder: folder.path)
    #expect(reached.status == 0, "\(reached.errors)")
    #expect(reached.output.contains("20 %"), "\(reached.output)")
    let capped = try Poolsim.run(
      ["run", "tiny.yaml", "--precision", "0.01%", "--replications", "12", "--format", "text"], folder: folder.path)
    #expect(capped.status == 0, "\(capped.errors)")
    #expect(capped.output.contains("tiny: 12 replications"), "\(capped.output)")
    #expect(capped.output.contains("not reached"), "\(capped.output)")
  }

  @Test("what a precision ended with is what so many replications give")
  func precisionIsOnlyACount() throws {
    let folder = try Self.scenario()
    let precise = try Poolsim.run(
      ["run", "tiny.yaml", "--precision", "10%", "--nodes", "--output", "precise", "--quiet"], folder: folder.path)
    #expect(precise.status == 0, "\(precise.errors)")
    let count = Self.rows(try folder.read("precise/replications.csv")).count / 2
    let fixed = try Poolsim.run(
      ["run", "tiny.yaml", "--replications", "\(count)", "--nodes", "--output", "fixed", "--quiet"], folder: folder.path
    )
    #expect(fixed.status == 0, "\(fixed.errors)")
    for file in ["replications", "summary", "comparison", "resizes", "nodes"] {
      #expect(try folder.read("precise/\(file).csv") == folder.read("fixed/\(file).csv"), "\(file)")
    }
  }

  @Test("show prints a scenario that gives the same results")
  func shows() throws {
    let folder = try Self.scenario()
    let shown = try Poolsim.run(["show", "tiny.yaml"], folder: folder.path)
    #expect(shown.status == 0, "\(shown.errors)")
    try folder.write(shown.output, to: "shown.yaml")
    let original = try Poolsim.run(["run", "tiny.yaml"], folder: folder.path)
    #expect(try Poolsim.run(["run", "shown.yaml"], folder: folder.path).output == original.output)
    for comment in ["  # free, 25 MiB to 250 MiB\n", "  # published\n", "  # seen in reports\n", "  # assumed\n"] {
      #expect(shown.output.contains(comment), "\(comment)")
    }
    let again = try Poolsim.run(["show", "shown.yaml"], folder: folder.path)
    #expect(again.output.contains("  # set by the scenario\n") && !again.output.contains("# free"))
    let json = try Poolsim.run(["show", "tiny.yaml", "--format", "json"], folder: folder.path)
    #expect((try? JSONSerialization.jsonObject(with: Data(json.output.utf8))) != nil)
  }

  @Test("fingerprint tells runs apart by what happened in them, and by when unless that does not count")
  func printsFingerprints() throws {
    let folder = try Self.scenario()
    func fingerprints(_ arguments: String...) throws -> [String] {
      let ending = try Poolsim.run(["fingerprint", "tiny.yaml"] + arguments, folder: folder.path)
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(ending.output.hasPrefix("scenario,variant,replication,fingerprint\ntiny,managed,0,"))
      return Self.rows(ending.output).compactMap { $0["fingerprint"] }
    }
    let all = try fingerprints()
    #expect(all.count == 6 && Set(all).count == 6)
    #expect(all.allSatisfy { $0.count == 16 && UInt64($0, radix: 16) != nil }, "\(all)")
    #expect(try fingerprints("--with", "priority,time,event") == all)
    #expect(try fingerprints("--seed", "8").allSatisfy { !all.contains($0) })
    #expect(try fingerprints("--replications", "1") == [all[0], all[3]])
    // One node: the same events in the same order, at other times.
    let one = ["--set", "pool.targetDedicatedNodes=1", "--seed"]
    #expect(
      try fingerprints("--with", "event", one[0], one[1], one[2], "1")
        == fingerprints("--with", "event", one[0], one[1], one[2], "2"))
    #expect(
      try fingerprints("--with", "time", one[0], one[1], one[2], "1")
        != fingerprints("--with", "time", one[0], one[1], one[2], "2"))
    #expect(try Poolsim.run(["fingerprint", "tiny.yaml", "--with", "colour"], folder: folder.path).status == 64)
  }

  @Test("schema prints JSON, version the versions, and --quiet may stand anywhere")
  func printsSmallThings() throws {
    let schema = try Poolsim.run(["schema"])
    #expect((try? JSONSerialization.jsonObject(with: Data(schema.output.utf8))) != nil)
    for arguments in [["--version"], ["run", "--version"], ["--quiet", "run", "--version"]] {
      let version = try Poolsim.run(arguments)
      #expect(version.status == 0)
      #expect(version.output.hasPrefix("poolsim ") && version.output.contains("(GSL 2."), "\(version.output)")
    }
  }

  @Test(
    "help is the same text as ever",
    arguments: [
      "", "run", "compare", "check", "sweep", "reproduce", "calibrate", "validate", "show", "fingerprint", "explain",
      "rules", "import", "schema",
    ])
  func helpIsKept(command: String) throws {
    let ending = try Poolsim.run(command.isEmpty ? ["--help"] : [command, "--help"])
    #expect(ending.status == 0)
    expectGolden(ending.output, "help\(command.isEmpty ? "" : "-\(command)").txt")
  }
}
