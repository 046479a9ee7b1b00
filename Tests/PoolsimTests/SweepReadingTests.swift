// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Campaigns in folders that cannot be written.
@Suite("Reading campaigns")
struct SweepReadingTests {
  /// What runs the program as somebody whom permissions bind: root is not.
  private static let bound = getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups -- " : ""

  /// Whether such a run is possible here.
  static var canBeBound: Bool {
    (try? Poolsim.shell("\(bound)poolsim --version"))?.status == 0
  }

  private static func sweep(_ folder: TemporaryFolder, _ arguments: String) throws -> Poolsim.Ending {
    try Poolsim.shell("\(bound)poolsim sweep \(arguments)", folder: folder.path)
  }

  /// A finished campaign, as a whole and in two shards, and its merged rows.
  private static func campaigns() throws -> (folder: TemporaryFolder, merged: String) {
    let folder = try TemporaryFolder()
    try folder.write(SmallSweep.base + SmallSweep.axes, to: "sweep.yaml")
    for (campaign, shard) in [("a b#1%", []), ("d", ["--shard", "1/2"]), ("d", ["--shard", "2/2"])] {
      let ran = try Poolsim.run(["sweep", "run", "sweep.yaml", "--campaign", campaign] + shard, folder: folder.path)
      #expect(ran.status == 0, "\(ran.errors)")
    }
    let merged = try Poolsim.run(["sweep", "merge", "sweep.yaml", "--campaign", "d"], folder: folder.path)
    #expect(merged.output.split(separator: "\n").count == 13, "\(merged.errors)")
    return (folder, merged.output)
  }

  @Test("status and merge read a campaign in a folder that cannot be written", .enabled(if: canBeBound))
  func readsWhatCannotBeWritten() throws {
    let (folder, merged) = try Self.campaigns()
    #expect(try Poolsim.shell("chmod a+rx .; chmod -R a+rX,a-w 'a b#1%' d", folder: folder.path).status == 0)
    defer { _ = try? Poolsim.shell("chmod -R u+w 'a b#1%' d", folder: folder.path) }
    for campaign in ["'a b#1%'", "d"] {
      let before = try Poolsim.shell("ls -la \(campaign)", folder: folder.path).output
      let status = try Self.sweep(folder, "status sweep.yaml --campaign \(campaign)")
      #expect(status.status == 0, "\(status.errors)")
      #expect(status.output == "12 of 12 runs; 6 of 6 cells complete, 0 begun, 0 cannot be run\n")
      let rows = try Self.sweep(folder, "merge sweep.yaml --campaign \(campaign)")
      #expect(rows.status == 0 && rows.output == merged, "\(rows.errors)")
      // Nobody can go on in it.
      let more = try Self.sweep(folder, "run sweep.yaml --campaign \(campaign) --replications 3")
      #expect(more.status == 73, "\(more.errors)")
      #expect(try Poolsim.shell("ls -la \(campaign)", folder: folder.path).output == before)
    }
  }

  @Test("what a run that was killed has left is not passed over in such a folder", .enabled(if: canBeBound))
  func expectsTheLog() throws {
    let (folder, _) = try Self.campaigns()
    try folder.write("a log that was not merged", to: "d/shard-1-of-2.sqlite-wal")
    #expect(try Poolsim.shell("chmod a+rx .; chmod -R a+rX,a-w d", folder: folder.path).status == 0)
    defer { _ = try? Poolsim.shell("chmod -R u+w d", folder: folder.path) }
    let status = try Self.sweep(folder, "status sweep.yaml --campaign d")
    #expect(status.status == 74 && status.errors.contains("copy the folder to one that can"), "\(status.errors)")
  }
}
