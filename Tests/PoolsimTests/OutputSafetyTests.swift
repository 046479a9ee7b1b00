// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Nothing of the caller's is taken over, overwritten or removed.
@Suite("Output safety")
struct OutputSafetyTests {
  private static let sweep = TinyScenario.sweep(replications: 2)

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(sweep, to: "s.yaml")
    return folder
  }

  private static func make(_ name: String, in folder: TemporaryFolder) throws {
    try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: false)
  }

  @Test("a folder with a manifest of something else is not taken over, nor one with a folder of a result's name")
  func foreignFolders() throws {
    let folder = try Self.folder()
    for (index, manifest) in ["{\"manifest_version\":3}", "", "[]", "{\"tool\":\"other\"}"].enumerated() {
      let name = "e\(index)"
      try Self.make(name, in: folder)
      try folder.write(manifest, to: "\(name)/manifest.json")
      try folder.write("mine", to: "\(name)/nodes.csv")
      #expect(try Poolsim.run(["run", "s.yaml", "--output", name, "--quiet"], folder: folder.path).status == 73)
      #expect(try folder.read("\(name)/nodes.csv") == "mine")
    }
    #expect(try Poolsim.run(["run", "s.yaml", "--output", "r", "--quiet"], folder: folder.path).status == 0)
    #expect(try Poolsim.run(["run", "s.yaml", "--output", "r", "--quiet"], folder: folder.path).status == 0)
    try Self.make("r/nodes.csv", in: folder)
    #expect(try Poolsim.run(["run", "s.yaml", "--output", "r", "--quiet"], folder: folder.path).status == 73)
    try Self.make("f", in: folder)
    try Self.make("f/manifest.json", in: folder)
    #expect(try Poolsim.run(["run", "s.yaml", "--output", "f", "--quiet"], folder: folder.path).status == 73)
    #expect(try folder.names() == ["e0", "e1", "e2", "e3", "f", "r", "s.yaml"])
  }

  @Test("no output takes the place of an input, however it is named, or of a database")
  func inputs() throws {
    let folder = try Self.folder()
    try folder.write("scenario,variant,replication,m\ns,v,0,1\n", to: "a.csv")
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "s.yaml")
    #expect(try Poolsim.run(["sweep", "run", "s.yaml", "--campaign", "c"], folder: folder.path).status == 0)
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.path("c/campaign.sqlite")))
    for command in [
      ["run", "s.yaml", "--trace", "s.yaml"], ["run", "s.yaml", "--trace", "link"],
      ["run", "link", "--trace", "./s.yaml"],
      ["check", "a.csv", "a.csv", "--output", "a.csv"],
      ["sweep", "merge", "s.yaml", "--campaign", "c", "--output", "s.yaml"],
      ["sweep", "merge", "s.yaml", "--campaign", "c", "--output", "c/campaign.sqlite"],
    ] {
      let ending = try Poolsim.run(command + ["--quiet"], folder: folder.path)
      #expect(ending.status == 73, "\(command): \(ending.status) \(ending.errors)")
    }
    #expect(try folder.read("s.yaml") == Self.sweep)
    #expect(try folder.read("a.csv").hasPrefix("scenario"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path("c/campaign.sqlite"))) == before)
    #expect(try folder.names() == ["a.csv", "c", "link", "s.yaml"])
  }

  @Test("a link to nowhere is told before anything runs")
  func danglingLinks() throws {
    let folder = try Self.folder()
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "nowhere")
    let ending = try Poolsim.run(["run", "s.yaml", "--output", "link"], folder: folder.path)
    #expect(ending.status == 73 && ending.errors.contains("link to a place that does not exist"), "\(ending.errors)")
  }

  @Test("what a process that was killed left beside an output is removed, and nothing else")
  func leftOvers() throws {
    let folder = try Self.folder()
    let dead = try Poolsim.shell("bash -c 'echo $$'", folder: folder.path).output.split(separator: "\n")[0]
    for name in [
      "out.tmp-\(dead)", "out.tmp-\(dead)-1", "out.tmp-\(dead)-old", "out.tmp-1", "out.tmp-x", "mine.tmp-\(dead)",
    ] {
      try Self.make(name, in: folder)
      try folder.write("half", to: "\(name)/nodes.csv")
    }
    try Self.make("out.tmp-\(dead)-2", in: folder)
    try folder.write("mine", to: "out.tmp-\(dead)-2/notes.txt")
    try folder.write("half", to: "t.json.tmp-\(dead)")
    let ending = try Poolsim.run(
      ["run", "s.yaml", "--output", "out", "--trace", "t.json", "--quiet"], folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(
      try folder.names()
        == ["mine.tmp-\(dead)", "out", "out.tmp-1", "out.tmp-\(dead)-2", "out.tmp-x", "s.yaml", "t.json"].sorted())
  }

  @Test("a campaign of somebody else removes no file: what its store calls a worker is one, or nothing")
  func foreignCampaigns() throws {
    let folder = try Self.folder()
    #expect(try Poolsim.run(["sweep", "run", "s.yaml", "--campaign", "c"], folder: folder.path).status == 0)
    try folder.write("precious", to: "precious.txt")
    try folder.write("precious", to: "c/.precious")
    for worker in ["/../precious.txt", "/../../precious.txt", "precious", "worker-/../../precious.txt", "", "worker-x"]
    {
      try Self.alter(
        folder, "DELETE FROM result WHERE cell = 1; INSERT OR REPLACE INTO claim VALUES (1, 0, '\(worker)')")
      let ending = try Poolsim.run(["sweep", "run", "s.yaml", "--campaign", "c"], folder: folder.path)
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(ending.errors.contains("2 runs done, 4 found"), "\(worker): \(ending.errors)")
      #expect(try folder.read("precious.txt") == "precious")
      #expect(try folder.read("c/.precious") == "precious")
    }
  }

  /// Changes the store of a campaign behind the tool's back.
  private static func alter(_ folder: TemporaryFolder, _ statements: String) throws {
    try folder.write(
      "import sqlite3, sys\nd = sqlite3.connect('c/campaign.sqlite')\nd.executescript(sys.argv[1])\nd.commit()\n",
      to: "alter.py")
    let ending = try Poolsim.shell("python3 alter.py \"\(statements)\"", folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
  }

  @Test("the files of workers that were killed are removed by the next one, those of the living stay")
  func deadWorkers() throws {
    let folder = try Self.folder()
    try Self.make("c", in: folder)
    let old = "c/.worker-00000000-0000-0000-0000-000000000001"
    for name in [old, "c/.worker-00000000-0000-0000-0000-000000000002", "c/.worker-mine"] {
      try folder.write("", to: name)
    }
    _ = try Poolsim.shell("touch -d '2 hours ago' \(old) c/.worker-mine", folder: folder.path)
    #expect(try Poolsim.run(["sweep", "run", "s.yaml", "--campaign", "c"], folder: folder.path).status == 0)
    #expect(
      try folder.names(in: "c")
        == [".worker-00000000-0000-0000-0000-000000000002", ".worker-mine", "campaign.sqlite"])
  }

  @Test("in a sandbox nothing outside of it is read or written", arguments: [true, false])
  func sandbox(isOption: Bool) throws {
    let folder = try TemporaryFolder()
    try Self.make("in", in: folder)
    try folder.write(Self.sweep, to: "in/s.yaml")
    try folder.write("secret: root:*:20228\n", to: "outside.yaml")
    try folder.write("poolsim: 1\nextends: ../outside.yaml\n", to: "in/up.yaml")
    try folder.write("poolsim: 1\nextends: \(folder.path("outside.yaml"))\n", to: "in/absolute.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("in/link.yaml"), withDestinationPath: "../outside.yaml")
    try folder.write("poolsim: 1\nextends: link.yaml\n", to: "in/linked.yaml")
    try folder.write(
      """
      poolsim: 1
      pool: { targetDedicatedNodes: 1 }
      image: { kind: gallery, replicas: 1 }
      model: { osBoot: { empirical: { file: ../outside.yaml, column: x, unit: min } } }
      """, to: "in/measured.yaml")
    func run(_ arguments: [String]) throws -> Poolsim.Ending {
      isOption
        ? try Poolsim.run(arguments + ["--sandbox", "in"], folder: folder.path)
        : try Poolsim.shell("POOLSIM_SANDBOX=in poolsim \(arguments.joined(separator: " "))", folder: folder.path)
    }
    for file in ["up", "absolute", "linked", "measured", "../outside"] {
      let ending = try run(["run", "in/\(file).yaml"])
      #expect([65, 74].contains(ending.status) && ending.errors.contains("sandbox"), "\(file): \(ending.errors)")
      #expect(!ending.errors.contains("root:"), "\(ending.errors)")
    }
    for command in [
      ["run", "in/s.yaml", "--output", "out"], ["run", "in/s.yaml", "--trace", "in/../t.json"],
      ["sweep", "run", "in/s.yaml", "--campaign", "c"],
    ] {
      let ending = try run(command)
      #expect(ending.status == 73 && ending.errors.contains("sandbox"), "\(command): \(ending.status) \(ending.errors)")
    }
    #expect(try run(["run", "in/s.yaml", "--output", "in/out", "--quiet"]).status == 0)
    #expect(try run(["sweep", "run", "in/s.yaml", "--campaign", "in/c", "--quiet"]).status == 0)
    #expect(try run(["sweep", "merge", "in/s.yaml", "--campaign", "in/c", "--quiet"]).status == 0)
    #expect(try run(["check", "in/out", "in/out", "--quiet"]).status == 0)
    #expect(try folder.names() == ["in", "outside.yaml"])
    #expect(try Poolsim.run(["run", "in/s.yaml", "--sandbox", "nowhere"], folder: folder.path).status == 64)
  }
}
