// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Shards of a sweep beside a campaign that was run as a whole.
@Suite("Sweep shards")
struct SweepShardTests {
  private static let text = SmallSweep.base + SmallSweep.axes

  private static func folder(_ text: String = text) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "sweep.yaml")
    return folder
  }

  /// Runs a part of `sweep` on `sweep.yaml` in the campaign `c`.
  private static func sweep(_ folder: TemporaryFolder, _ arguments: String...) throws -> Poolsim.Ending {
    try Poolsim.run(
      ["sweep", arguments[0], "sweep.yaml", "--campaign", "c"] + arguments.dropFirst(), folder: folder.path)
  }

  /// The two numbers of `12 runs done, 3 found`, added up over the shards 1/N to N/N.
  private static func runShards(_ folder: TemporaryFolder, of count: Int) throws -> (ran: Int, found: Int) {
    var sum = (ran: 0, found: 0)
    for number in 1...count {
      let ending = try sweep(folder, "run", "--shard", "\(number)/\(count)")
      #expect(ending.status == 0, "\(ending.errors)")
      let match = try #require(ending.errors.firstMatch(of: /(\d+) runs done, (\d+) found/), "\(ending.errors)")
      sum.ran += try #require(Int(match.1))
      sum.found += try #require(Int(match.2))
    }
    return sum
  }

  private static func merged(_ folder: TemporaryFolder) throws -> String {
    let ending = try sweep(folder, "merge")
    #expect(ending.status == 0, "\(ending.errors)")
    return ending.output
  }

  /// What merging gives when the sweep is run as a whole.
  private static func whole(_ text: String) throws -> String {
    let folder = try folder(text)
    #expect(try sweep(folder, "run").status == 0)
    return try merged(folder)
  }

  @Test("shards leave out what the whole campaign has, cells as well as replications, and nothing counts twice")
  func leaveOutWhatIsThere() throws {
    let folder = try Self.folder()
    // Two of three sizes in replication 0, one of them in replication 1 too: 6 of 12 runs.
    #expect(try Self.sweep(folder, "run", "--filter", "nodes < 5", "--replications", "1").status == 0)
    #expect(try Self.sweep(folder, "run", "--filter", "nodes < 3").status == 0)
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path("c"))
    #expect(before == ["campaign.sqlite"])
    let whole = try Data(contentsOf: URL(filePath: folder.path("c/campaign.sqlite")))
    #expect(try Self.runShards(folder, of: 2) == (ran: 6, found: 6))
    // The campaign's own store was only looked into, and no file of SQLite's is left beside it.
    #expect(try Data(contentsOf: URL(filePath: folder.path("c/campaign.sqlite"))) == whole)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("c")).sorted() == [
        "campaign.sqlite", "shard-1-of-2.sqlite", "shard-2-of-2.sqlite",
      ])
    let status = try Self.sweep(folder, "status")
    #expect(status.status == 0, "\(status.output)")
    #expect(status.output.hasPrefix("12 of 12 runs; 6 of 6 cells complete, 0 begun"), "\(status.output)")
    #expect(try Self.merged(folder) == Self.whole(Self.text))
  }

  @Test("what the whole campaign and the shards both have counts once, and a replication apart in two stores as two")
  func countsUnions() throws {
    let folder = try Self.folder()
    #expect(try Self.runShards(folder, of: 2) == (ran: 12, found: 0))
    #expect(try Self.sweep(folder, "run", "--filter", "nodes < 5").status == 0)
    #expect(try Self.runShards(folder, of: 2) == (ran: 0, found: 12))
    #expect(try Self.sweep(folder, "status").output.hasPrefix("12 of 12 runs; 6 of 6 cells complete"))
    let part = try Self.sweep(folder, "status", "--replications", "3")
    #expect(part.status == 1 && part.output.hasPrefix("12 of 18 runs; 0 of 6 cells complete, 6 begun"))
    #expect(try Self.merged(folder) == Self.whole(Self.text))
  }

  @Test("a shard does not take over what it left out: without the whole campaign it runs it itself")
  func remembersNothing() throws {
    let folder = try Self.folder()
    #expect(try Self.sweep(folder, "run", "--replications", "1").status == 0)
    #expect(try Self.runShards(folder, of: 2) == (ran: 6, found: 6))
    try FileManager.default.removeItem(atPath: folder.path("c/campaign.sqlite"))
    let status = try Self.sweep(folder, "status")
    #expect(status.status == 1 && status.output.hasPrefix("6 of 12 runs"), "\(status.output)")
    #expect(try Self.runShards(folder, of: 2) == (ran: 6, found: 6))
    #expect(try Self.merged(folder) == Self.whole(Self.text))
  }

  @Test("results of another seed or scenario in the whole campaign are not taken for those of the sweep")
  func knowsCellsByIdentity() throws {
    let folder = try Self.folder()
    #expect(try Self.sweep(folder, "run", "--seed", "8").status == 0)
    #expect(try Self.sweep(folder, "run", "--set", "pool.vmSize=Standard_D4s_v3").status == 0)
    #expect(try Self.runShards(folder, of: 2) == (ran: 12, found: 0))
    #expect(try Self.merged(folder) == Self.whole(Self.text))
  }

  @Test(
    "a whole campaign that was made and holds nothing yet does not stand in the way; one that is not a database does")
  func looksIntoAnything() throws {
    let folder = try Self.folder()
    try FileManager.default.createDirectory(atPath: folder.path("c"), withIntermediateDirectories: true)
    try folder.write("", to: "c/campaign.sqlite")
    #expect(try Self.runShards(folder, of: 2) == (ran: 12, found: 0))
    try folder.write("no database, but a text that is as long as the head of one", to: "c/campaign.sqlite")
    let ending = try Self.sweep(folder, "run", "--shard", "1/2")
    #expect(ending.status == 73 && ending.errors.contains("not a database of a sweep"), "\(ending.errors)")
  }
}
