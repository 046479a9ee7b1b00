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
    #expect(try folder.names(in: "full") == (folder.names(in: "plain") + ["nodes.csv", "timeline.csv"]).sorted())
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

  @Test("several scenarios may be run at once, but none twice")
  func runsSeveral() throws {
    let folder = try Self.scenario()
    #expect(try Poolsim.run(["run", "tiny.yaml", "pools.yaml"], folder: folder.path).status == 0)
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

  @Test("compare pairs two variants, and refuses what cannot be compared")
  func compares() throws {
    let folder = try Self.scenario()
    try folder.write(TinyScenario.text(nodes: 3, name: "other"), to: "other.yaml")
    func compare(_ arguments: String...) throws -> Poolsim.Ending {
      try Poolsim.run(["compare"] + arguments + ["--format", "text"], folder: folder.path)
    }
    let good = try compare("tiny.yaml#managed", "tiny.yaml#gallery", "--replications", "20")
    #expect(good.status == 0, "\(good.errors)")
    #expect(good.output.contains("gallery compared with managed, paired on 20 replications"))
    let same = try compare("tiny.yaml#managed", "tiny.yaml#gallery", "--replications", "1")
    #expect(same.output.contains("not enough runs to tell"))
    let otherSize = try compare("tiny.yaml#managed", "other.yaml#gallery")
    #expect(otherSize.status == 65)
    #expect(otherSize.errors.contains("not comparable: they ask for different numbers of nodes (4 and 3"))
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

  @Test("--precision is a percentage, and --replications the most that it may take")
  func replicatesToAPrecision() throws {
    let folder = try Self.scenario()
    let reached = try Poolsim.run(
      ["run", "tiny.yaml", "--precision", "20%", "--format", "text"], folder: folder.path)
    #expect(reached.status == 0 && reached.output.contains("20 %"), "\(reached.output)")
    let capped = try Poolsim.run(
      ["run", "tiny.yaml", "--precision", "0.01%", "--replications", "12", "--format", "text"], folder: folder.path)
    #expect(capped.status == 0 && capped.output.contains("tiny: 12 replications"), "\(capped.output)")
  }

  @Test("show prints a scenario that gives the same results")
  func shows() throws {
    let folder = try Self.scenario()
    let shown = try Poolsim.run(["show", "tiny.yaml"], folder: folder.path)
    #expect(shown.status == 0, "\(shown.errors)")
    try folder.write(shown.output, to: "shown.yaml")
    let original = try Poolsim.run(["run", "tiny.yaml"], folder: folder.path)
    #expect(try Poolsim.run(["run", "shown.yaml"], folder: folder.path).output == original.output)
    for comment in ["  # free, 15 MiB/s to 60 MiB/s\n", "  # published\n", "  # seen in reports", "  # assumed\n"] {
      #expect(shown.output.contains(comment), "\(comment)")
    }
    let again = try Poolsim.run(["show", "shown.yaml"], folder: folder.path)
    #expect(again.output.contains("  # set by the scenario\n") && !again.output.contains("# free"))
    let json = try Poolsim.run(["show", "tiny.yaml", "--format", "json"], folder: folder.path)
    #expect((try? JSONSerialization.jsonObject(with: Data(json.output.utf8))) != nil)
  }

  @Test("fingerprint prints a row a replication; what counts of an event is an option")
  func printsFingerprints() throws {
    let folder = try Self.scenario()
    func fingerprints(_ arguments: String...) throws -> [String] {
      let ending = try Poolsim.run(["fingerprint", "tiny.yaml"] + arguments, folder: folder.path)
      #expect(ending.status == 0, "\(ending.errors)")
      return UnquotedCSV.rows(ending.output).compactMap { $0["fingerprint"] }
    }
    let all = try fingerprints()
    #expect(all.count == 6 && Set(all).count == 6)
    #expect(try fingerprints("--with", "priority,time,event") == all)
    #expect(try fingerprints("--with", "event").allSatisfy { !all.contains($0) })
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
      "rules", "import", "schema", "why",
    ])
  func helpIsKept(command: String) throws {
    let ending = try Poolsim.run(command.isEmpty ? ["--help"] : [command, "--help"])
    #expect(ending.status == 0)
    expectGolden(ending.output, "help\(command.isEmpty ? "" : "-\(command)").txt")
  }

  @Test("why takes a file or one variant of it, and refuses a variant, a node and a replication that are not there")
  func why() throws {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4), to: "tiny.yaml")
    let all = try Poolsim.run(["why", "tiny.yaml"], folder: folder.path)
    #expect(
      all.status == 0 && Set(UnquotedCSV.rows(all.output).compactMap { $0["variant"] }) == ["managed", "gallery"])
    let one = try Poolsim.run(["why", "tiny.yaml#gallery", "--node", "2", "--format", "json"], folder: folder.path)
    let json = try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? [[String: Any]]
    #expect(one.status == 0 && json?.allSatisfy { $0["variant"] as? String == "gallery" } == true)
    for (arguments, status, words) in [
      (["why", "tiny.yaml#galery"], 64, "did you mean"),
      (["why", "tiny.yaml", "--node", "4"], 64, "there is no node 4"),
      (["why", "tiny.yaml", "--node", "1", "--slowest", "2"], 64, "leave one out"),
      (["why", "tiny.yaml", "--replication=-1"], 64, "at least 0"), (["why", "no.yaml"], 66, "no.yaml"),
    ] as [([String], Int32, String)] {
      let ending = try Poolsim.run(arguments, folder: folder.path)
      #expect(
        ending.status == status && ending.errors.contains(words), "\(arguments): \(ending.status) \(ending.errors)")
    }
  }
}
