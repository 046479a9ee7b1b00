// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import GRDB
import TestSupport
import Testing

/// Sweeps whose processes are killed, or are several: the merged result has the bytes of an undisturbed run, and the store
/// is sound.
@Suite("Disturbed sweeps")
struct SweepDisturbanceTests {
  /// Few cells and many replications: a process is soon past its preparations and writes one batch after the other.
  private static let text = """
    poolsim: 1
    name: disturbed
    seed: 7
    replications: 400
    pool: { targetDedicatedNodes: 20 }
    image: { kind: gallery, replicas: 2 }
    sweep:
      axes:
        nodes: { path: pool.targetDedicatedNodes, from: 10, to: 20, step: 10 }
        replicas: { path: image.replicas, values: [1, 2] }
        timeout: { path: pool.resizeTimeout, from: 15 min, to: 30 min, points: 2 }

    """
  /// Cells and replications.
  private static let runs = 8 * 400

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "sweep.yaml")
    return folder
  }

  private static func begin(
    _ folder: TemporaryFolder, _ campaign: String, _ arguments: String...
  ) throws -> Poolsim.Running {
    try Poolsim.Running(
      Poolsim.path, ["sweep", "run", "sweep.yaml", "--campaign", campaign, "--jobs", "1"] + arguments, input: "",
      folder: folder.path)
  }

  private static func merged(_ folder: TemporaryFolder, _ campaign: String) throws -> String {
    let ending = try Poolsim.run(["sweep", "merge", "sweep.yaml", "--campaign", campaign], folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    return ending.output
  }

  /// What a campaign that nothing disturbed gives.
  private static func undisturbed(_ folder: TemporaryFolder) throws -> String {
    let ending = try Poolsim.run(["sweep", "run", "sweep.yaml", "--campaign", "whole", "--quiet"], folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    let rows = try merged(folder, "whole")
    #expect(rows.split(separator: "\n").count == 1 + runs)
    return rows
  }

  private static func expectSound(_ folder: TemporaryFolder, _ campaign: String) throws {
    let store = try DatabaseQueue(path: folder.path("\(campaign)/campaign.sqlite"))
    let answer = try store.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    #expect(answer == "ok")
    try store.close()
  }

  @Test("killed at moments drawn at random, over and over, a sweep goes on where it was")
  func killed() throws {
    let folder = try Self.folder()
    var random = SplitMix64(seed: 20)
    var kills = 0
    for _ in 0..<200 {
      let process = try Self.begin(folder, "killed", "--quiet")
      // Most moments are in the first tenth of a second, in which the store is opened and the first batches are written.
      let share = random.unit()
      usleep(UInt32(share * share * 300_000))
      process.send(signal: SIGKILL)
      let ending = try process.wait()
      guard ending.status == 128 + SIGKILL else {
        // It was done before its moment.
        #expect(ending.status == 0, "\(ending.errors)")
        break
      }
      kills += 1
    }
    // Some 100 on two cores, with a debug build.
    #expect(kills >= 10)
    let last = try Poolsim.run(["sweep", "run", "sweep.yaml", "--campaign", "killed"], folder: folder.path)
    #expect(last.status == 0, "\(last.errors)")
    try Self.expectSound(folder, "killed")
    #expect(try Self.merged(folder, "killed") == Self.undisturbed(folder))
  }

  @Test("two processes share a campaign: each run is done once, and shards beside them lack nothing")
  func together() throws {
    let folder = try Self.folder()
    let processes = try [Self.begin(folder, "both"), Self.begin(folder, "both")]
    let endings = try processes.map { try $0.wait() }
    let ran = try endings.map { ending in
      #expect(ending.status == 0, "\(ending.errors)")
      let match = try #require(ending.errors.firstMatch(of: /(\d+) runs done/), "\(ending.errors)")
      return try #require(Int(match.1))
    }
    #expect(ran.reduce(0, +) == Self.runs && !ran.contains(0), "\(ran)")
    try Self.expectSound(folder, "both")
    let undisturbed = try Self.undisturbed(folder)
    #expect(try Self.merged(folder, "both") == undisturbed)
    let whole = try Self.begin(folder, "mixed", "--quiet")
    for shard in ["1/2", "2/2"] {
      let ending = try Self.begin(folder, "mixed", "--quiet", "--shard", shard).wait()
      #expect(ending.status == 0, "\(ending.errors)")
    }
    #expect(try whole.wait().status == 0)
    try Self.expectSound(folder, "mixed")
    #expect(try Self.merged(folder, "mixed") == undisturbed)
  }
}
