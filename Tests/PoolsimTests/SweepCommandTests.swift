// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Sweeps on the command line: good input, and everything that can be wrong with a sweep file.
@Suite("Sweep commands")
struct SweepCommandTests {
  private static func folder(_ text: String = SmallSweep.base + SmallSweep.axes) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "sweep.yaml")
    return folder
  }

  private static func sweep(_ folder: TemporaryFolder, _ arguments: String...) throws -> Poolsim.Ending {
    try Poolsim.run(["sweep"] + arguments, folder: folder.path)
  }

  @Test("plan tells axes, cells and runs, and lists the cells as CSV")
  func plans() throws {
    let folder = try Self.folder()
    let plan = try Self.sweep(folder, "plan", "sweep.yaml")
    #expect(plan.status == 0, "\(plan.errors)")
    #expect(plan.output.contains("6 cells, 2 replications each: 12 runs"))
    let csv = try Self.sweep(folder, "plan", "sweep.yaml", "--format", "csv", "--filter", "nodes > 2 && replicas == 3")
    #expect(csv.output == "cell,nodes,replicas\n3,4,3\n5,6,3\n")
    #expect(try folder.names() == ["sweep.yaml"])
  }

  @Test("run, status and merge: a row for every cell, variant and replication, sorted, and nothing is run twice")
  func runs() throws {
    let folder = try Self.folder()
    let empty = try Self.sweep(folder, "status", "sweep.yaml", "--campaign", "c")
    #expect(empty.status == 66, "\(empty.errors)")
    #expect(empty.errors == "c: error[E0809]: there is no campaign here; poolsim sweep run begins one\n")
    let nothing = try Self.sweep(folder, "merge", "sweep.yaml", "--campaign", "c", "--output", "o.csv")
    #expect(nothing.status == 66 && nothing.output.isEmpty, "\(nothing.errors)")
    #expect(try folder.names() == ["sweep.yaml"])
    let first = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.contains("12 runs done, 0 found"))
    #expect(try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c").errors.contains("0 runs done, 12 found"))
    #expect(try Self.sweep(folder, "status", "sweep.yaml", "--campaign", "c").status == 0)
    let merged = try Self.sweep(folder, "merge", "sweep.yaml", "--campaign", "c")
    #expect(merged.status == 0, "\(merged.errors)")
    let lines = merged.output.split(separator: "\n")
    #expect(lines.count == 13)
    #expect(lines[0].hasPrefix("nodes,replicas,variant,replication,target_nodes,"))
    #expect(lines[1].hasPrefix("2,1,default,0,2,") && lines[12].hasPrefix("6,3,default,1,6,"))
    // More replications extend; what merge sees without them is what it was.
    let more = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c", "--replications", "3")
    #expect(more.errors.contains("6 runs done, 12 found"), "\(more.errors)")
    #expect(try Self.sweep(folder, "merge", "sweep.yaml", "--campaign", "c").output == merged.output)
  }

  @Test("a sweep that is not complete is not merged unless asked for")
  func incomplete() throws {
    let folder = try Self.folder()
    _ = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c", "--filter", "nodes < 5")
    let merge = try Self.sweep(folder, "merge", "sweep.yaml", "--campaign", "c")
    #expect(merge.status == 65)
    #expect(merge.errors.contains("8 of 12 runs"))
    #expect(merge.output.isEmpty)
    #expect(try Self.sweep(folder, "status", "sweep.yaml", "--campaign", "c").status == 1)
    let partial = try Self.sweep(folder, "merge", "sweep.yaml", "--campaign", "c", "--partial")
    #expect(partial.output.split(separator: "\n").count == 9)
  }

  @Test("a shard that is under way counts in status and in merge --partial, and is missing all the same")
  func shardsUnderWay() throws {
    let folder = try Self.folder()
    for shard in ["1/2", "2/2"] {
      #expect(try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c", "--shard", shard).status == 0)
    }
    let campaign = URL(filePath: folder.path).appending(path: "c")
    try FileManager.default.moveItem(
      at: campaign.appending(path: "shard-2-of-2.sqlite"), to: campaign.appending(path: "shard-2-of-2.partial"))
    let status = try Self.sweep(folder, "status", "sweep.yaml", "--campaign", "c")
    #expect(status.status == 1)
    #expect(status.output.contains("12 of 12 runs"), "\(status.output)\(status.errors)")
    #expect(status.output.contains("missing shards: 2/2\nbegun among them: 2/2\n"))
    let merge = try Self.sweep(folder, "merge", "sweep.yaml", "--campaign", "c")
    #expect(merge.status == 65 && merge.errors.contains("missing shards: 2/2"))
    let partial = try Self.sweep(folder, "merge", "sweep.yaml", "--campaign", "c", "--partial")
    #expect(partial.output.split(separator: "\n").count == 13)
  }

  @Test("a shard of another sweep is refused and stays complete; one that is complete already is not a failure")
  func foreignShards() throws {
    let folder = try Self.folder()
    try folder.write(
      SmallSweep.base.replacing("targetDedicatedNodes: 4", with: "targetDedicatedNodes: 4, vmSize: Standard_D4s_v3")
        + SmallSweep.axes,
      to: "other.yaml")
    #expect(try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c", "--shard", "1/1").status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/c").sorted()
    let other = try Self.sweep(folder, "run", "other.yaml", "--campaign", "c", "--shard", "1/1")
    #expect(other.status == 65 && other.errors.contains("belongs to another sweep"), "\(other.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/c").sorted() == names)
    #expect(names == ["shard-1-of-1.sqlite"])
    #expect(try Self.sweep(folder, "merge", "sweep.yaml", "--campaign", "c").status == 0)
    let again = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c", "--shard", "1/1")
    #expect(again.status == 0 && again.errors.contains("0 runs done, 12 found"))
  }

  @Test("a store of another version is refused with what to do, and is left as it is")
  func otherVersion() throws {
    let folder = try Self.folder()
    #expect(try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c").status == 0)
    let path = URL(filePath: folder.path).appending(path: "c/campaign.sqlite")
    // The version of the tables is the big-endian number at byte 60 of an SQLite file.
    var bytes = try Data(contentsOf: path)
    bytes[63] = 99
    try bytes.write(to: path)
    for command in ["run", "status", "merge"] {
      let ending = try Self.sweep(folder, command, "sweep.yaml", "--campaign", "c")
      #expect(ending.status == 73)
      #expect(ending.errors.contains("written in format 99") && ending.errors.contains("begin in another folder"))
    }
    #expect(try Data(contentsOf: path) == bytes)
    bytes.replaceSubrange(0..<16, with: Data("not a database!!".utf8))
    try bytes.write(to: path)
    let ending = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c")
    #expect(ending.status == 73 && ending.errors.contains("not a database of a sweep"), "\(ending.errors)")
  }

  @Test("cells that cannot be run are told and passed over, or end the sweep with --fail-fast")
  func failingCells() throws {
    let folder = try Self.folder(SmallSweep.base + SmallSweep.axes.replacingOccurrences(of: "[1, 3]", with: "[0, 3]"))
    let run = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c")
    #expect(run.status == 1, "\(run.errors)")
    #expect(run.errors.contains("3 cells cannot be run"))
    #expect(run.errors.contains("6 runs done"))
    let status = try Self.sweep(folder, "status", "sweep.yaml", "--campaign", "c")
    #expect(status.status == 1)
    let merge = try Self.sweep(folder, "merge", "sweep.yaml", "--campaign", "c")
    #expect(merge.status == 0 && merge.errors.contains("3 cells cannot be run and are left out"))
    #expect(status.output.contains("cell 0: --set image.replicas=0: error[E0109]"), "\(status.output)")
    let fast = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "d", "--fail-fast")
    #expect(fast.status == 65)
    #expect(fast.errors.contains("stops at the first failure"))
  }

  @Test("a filter on an axis with a unit needs the unit")
  func filterUnits() throws {
    let folder = try Self.folder(
      SmallSweep.base + SmallSweep.axes
        + "    timeout: { path: pool.resizeTimeout, from: 15 min, to: 30 min, points: 4 }\n")
    func plan(_ filter: String) throws -> Poolsim.Ending {
      try Self.sweep(folder, "plan", "sweep.yaml", "--format", "csv", "--filter", filter)
    }
    #expect(try plan("timeout >= 20 min && nodes == 2 && replicas == 1").output.split(separator: "\n").count == 4)
    let bare = try plan("nodes > 0 && timeout >= 20")
    #expect(bare.status == 65)
    #expect(bare.errors.contains("column 25: timeout needs a unit: write 20 min"), "\(bare.errors)")
  }

  static let badSweeps: [(String, String, String)] = [
    ("no sweep", "", "no section sweep"),
    (
      "a path that does not exist",
      SmallSweep.axes.replacingOccurrences(of: "pool.targetDedicatedNodes", with: "pool.targetNodes"),
      "sweep.yaml:9:20: error[E0123]: axis nodes: pool has no key 'targetNodes'"
    ),
    (
      "a constraint with a syntax error", SmallSweep.axes + "  constraint: \"nodes >\"\n",
      "sweep.yaml:11:15: error[E0801]: column 8: the expression ends where a value was expected\n  nodes >\n         ^"
    ),
    ("an empty sweep", SmallSweep.axes + "  constraint: \"nodes > 100\"\n", "matches none of the 6 combinations"),
    ("no axes", "sweep: { axes: {} }\n", "sweep.axes cannot be an empty map"),
    (
      "too many cells",
      SmallSweep.axes.replacingOccurrences(of: "to: 6, step: 2", with: "to: 1000000, points: 1000000")
        .replacingOccurrences(of: "values: [1, 3]", with: "from: 1, to: 10000, points: 1000000"), "1000000000000 cells"
    ),
    ("an unknown key", SmallSweep.axes + "  constrain: \"true\"\n", "did you mean constraint?"),
    ("a range without step", SmallSweep.axes.replacingOccurrences(of: ", step: 2", with: ""), "either step"),
    (
      "units that differ", SmallSweep.axes.replacingOccurrences(of: "from: 2, to: 6", with: "from: 2 s, to: 6"),
      "the same unit"
    ),
    ("a zip of unknown axes", SmallSweep.axes + "  zip: [[nodes, timeout]]\n", "not an axis"),
    ("a zip of other lengths", SmallSweep.axes + "  zip: [[nodes, replicas]]\n", "the same number of values"),
    (
      "an axis called like a figure", SmallSweep.axes.replacingOccurrences(of: "replicas:", with: "resizes:"),
      "sweep.yaml:10:47: error[E0123]: the axis resizes has the name of a column"
    ),
    (
      "an axis called like a column", SmallSweep.axes.replacingOccurrences(of: "replicas:", with: "variant:"),
      "the axis variant has the name of a column"
    ),
    ("a design without points", SmallSweep.axes + "  design: { kind: sobol }\n", "points"),
    ("an unknown design", SmallSweep.axes + "  design: { kind: random, points: 3 }\n", "latin-hypercube"),
  ]

  @Test("what is wrong with a sweep is refused before anything starts, with its place", arguments: badSweeps)
  func refuses(name: String, sweep: String, says: String) throws {
    let folder = try Self.folder(SmallSweep.base + sweep)
    let ending = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c")
    #expect(ending.status == 65, "\(ending.errors)")
    #expect(ending.errors.contains(says), "\(name): \(ending.errors)")
    #expect(ending.isOrderly)
    #expect(try folder.names() == ["sweep.yaml"])
  }

  @Test("shards out of range, filters that are wrong and foreign stores are refused")
  func refusesMore() throws {
    let folder = try Self.folder()
    #expect(
      try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c", "--shard", "5/4").errors.contains("no shard 5/4"))
    #expect(try Self.sweep(folder, "run", "sweep.yaml", "--filter", "nodez > 1").errors.contains("no axis nodez"))
    try folder.write("no database", to: "campaign.sqlite")
    try FileManager.default.createDirectory(atPath: folder.path("c"), withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: folder.path("campaign.sqlite"), toPath: folder.path("c/campaign.sqlite"))
    let foreign = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "c")
    #expect(foreign.status == 73, "\(foreign.errors)")
    #expect(foreign.errors.contains("not a database of a sweep"))
    #expect(try folder.read("c/campaign.sqlite") == "no database")
    // Shards of different sweeps do not mix.
    _ = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "d", "--shard", "1/2")
    let other = try Self.sweep(folder, "run", "sweep.yaml", "--campaign", "d", "--shard", "1/2", "--seed", "8")
    #expect(other.status == 65, "\(other.errors)")
    #expect(other.errors.contains("belongs to another sweep"))
  }

  @Test(
    "emit prints scripts with every shard, and JSON that parses",
    arguments: ["slurm", "mpi", "parallel", "azure-batch"])
  func emits(engine: String) throws {
    let folder = try Self.folder()
    let ending = try Self.sweep(folder, "emit", engine, "sweep.yaml", "--shards", "3", "--replications", "5")
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output.contains("sweep run sweep.yaml"))
    #expect(ending.output.contains("--replications 5"))
    if engine == "azure-batch" {
      let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
      #expect(
        (object?["tasks"] as? [[String: Any]])?.map { $0["id"] as? String ?? "" } == [
          "shard-1-of-3", "shard-2-of-3", "shard-3-of-3",
        ])
    } else {
      try folder.write(ending.output, to: "script.sh")
      #expect(try Poolsim.shell("bash -n script.sh", folder: folder.path).status == 0)
    }
    #expect(try Self.sweep(folder, "emit", "condor", "sweep.yaml").status == 64)
  }
}
