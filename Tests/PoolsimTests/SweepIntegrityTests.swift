// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Stores that are damaged, many, or change while others look.
@Suite("Sweep integrity")
struct SweepIntegrityTests {
  private static let text = """
    poolsim: 1
    name: s
    replications: 2
    pool: { targetDedicatedNodes: 2 }
    variants: { a: { image: { kind: gallery, replicas: 1 } }, b: { image: { kind: managed } } }
    sweep: { axes: { n: { path: seed, from: 1, to: 4, step: 1 } } }
    """

  private static func folder(_ text: String = text) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "s.yaml")
    try folder.write(
      "import sqlite3, sys\nd = sqlite3.connect('c/campaign.sqlite')\nd.executescript(sys.argv[1])\nd.commit()\n",
      to: "alter.py")
    return folder
  }

  private static func sweep(_ folder: TemporaryFolder, _ part: String, _ options: String...) throws -> Poolsim.Ending {
    let ending = try Poolsim.run(["sweep", part, "s.yaml", "--campaign", "c"] + options, folder: folder.path)
    #expect(ending.isOrderly, "\(ending.errors)")
    return ending
  }

  private static func alter(_ folder: TemporaryFolder, _ statement: String) throws {
    let ending = try Poolsim.shell("python3 alter.py \"\(statement)\"", folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
  }

  @Test(
    "a result that is not what was written is told, and not merged",
    arguments: [
      "UPDATE result SET node_hours = node_hours + 1 WHERE cell = 2 AND replication = 1 AND variant = 'b'",
      "UPDATE result SET steady_state_s = NULL WHERE cell = 1", "UPDATE result SET hash = hash + 1 WHERE cell = 3",
      "UPDATE result SET node_hours = 9e999 WHERE cell = 1", "UPDATE result SET node_hours = 'x' WHERE cell = 1",
      "UPDATE result SET resizes = x'00' WHERE cell = 1",
      "UPDATE cell SET id = id + 100; UPDATE result SET cell = 101 + cell % 4",
    ])
  func damage(statement: String) throws {
    let folder = try Self.folder()
    #expect(try Self.sweep(folder, "run").status == 0)
    try Self.alter(folder, "PRAGMA foreign_keys = OFF; \(statement)")
    let ending = try Self.sweep(folder, "merge")
    #expect(ending.status == 74 && ending.errors.contains("damaged"), "\(ending.status) \(ending.errors)")
    #expect(ending.errors.contains("is not what was written"), "\(ending.errors)")
  }

  @Test("flipped bits are refused, or change nothing")
  func flippedBits() throws {
    let folder = try Self.folder()
    #expect(try Self.sweep(folder, "run").status == 0)
    let right = try Self.sweep(folder, "merge").output
    let path = URL(fileURLWithPath: folder.path("c/campaign.sqlite"))
    let whole = try Data(contentsOf: path)
    var generator = SplitMix64(seed: 7)
    for _ in 0..<60 {
      var bytes = whole
      let place = Int(generator.next() % UInt64(bytes.count))
      bytes[place] ^= 1 << UInt8(generator.next() % 8)
      try bytes.write(to: path)
      let ending = try Self.sweep(folder, "merge")
      #expect(ending.status == 0 ? ending.output == right : [65, 73, 74].contains(ending.status), "byte \(place)")
      try whole.write(to: path)
    }
  }

  @Test("a replication counts when every variant of it is there, and is run again when one is not")
  func countsVariants() throws {
    let folder = try Self.folder()
    #expect(try Self.sweep(folder, "run").status == 0)
    let right = try Self.sweep(folder, "merge").output
    try Self.alter(folder, "DELETE FROM result WHERE cell = 1 AND replication = 0 AND variant = 'a'")
    let status = try Self.sweep(folder, "status")
    #expect(status.status == 1)
    #expect(status.output.hasPrefix("7 of 8 runs; 3 of 4 cells complete, 1 begun"), "\(status.output)")
    #expect(try Self.sweep(folder, "merge").status == 65)
    let again = try Self.sweep(folder, "run")
    #expect(again.status == 0 && again.errors.contains("1 runs done, 7 found"), "\(again.errors)")
    #expect(try Self.sweep(folder, "merge").output == right)
    try Self.alter(folder, "UPDATE result SET replication = -1 WHERE cell = 1 AND replication = 0")
    #expect(try Self.sweep(folder, "status").output.hasPrefix("7 of 8 runs"))
  }

  @Test("shards are merged however few files may be open")
  func manyShards() throws {
    let folder = try Self.folder(
      """
      poolsim: 1
      name: m
      replications: 1
      pool: { targetDedicatedNodes: 1 }
      image: { kind: gallery, replicas: 1 }
      sweep: { axes: { n: { path: seed, from: 1, to: 60, step: 1 } } }
      """)
    // The same store under sixty names, each a shard of its own, is quicker than sixty runs.
    #expect(try Self.sweep(folder, "run", "--shard", "1/60").status == 0)
    try folder.write(
      """
      import shutil, sqlite3
      for i in range(2, 61):
          path = f"c/shard-{i}-of-60.sqlite"
          shutil.copy("c/shard-1-of-60.sqlite", path)
          d = sqlite3.connect(path)
          d.execute("UPDATE campaign SET value = ? WHERE name = 'shard'", (f"{i}/60",))
          d.commit()
          d.close()
      """, to: "copy.py")
    #expect(try Poolsim.shell("python3 copy.py", folder: folder.path).status == 0)
    let ending = try Poolsim.shell(
      "ulimit -n 40; poolsim sweep merge s.yaml --campaign c --partial", folder: folder.path)
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output.split(separator: "\n").count == 2, "\(ending.output)")
  }

  @Test("a shard that is published while others look or extend it is never called damaged, and nothing is lost")
  func publishesBesideOthers() throws {
    let folder = try Self.folder()
    try folder.write(
      """
      for round in 1 2 3 4 5 6; do
        rm -rf c
        poolsim sweep run s.yaml --campaign c --shard 1/1 --replications 4 --quiet &
        first=$!
        poolsim sweep run s.yaml --campaign c --shard 1/1 --replications 40 --quiet &
        second=$!
        while kill -0 $first 2>/dev/null || kill -0 $second 2>/dev/null; do
          poolsim sweep status s.yaml --campaign c --replications 40 >/dev/null 2>>looks
          code=$?
          [ $code -le 1 ] || [ $code -eq 66 ] || echo "status $code" >>faults
        done
        wait $first || echo "first $?" >>faults
        wait $second || echo "second $?" >>faults
        poolsim sweep merge s.yaml --campaign c --replications 40 >merged.csv || echo "merge $?" >>faults
        [ $(wc -l <merged.csv) -eq 321 ] || echo "rows" >>faults
        [ "$(ls -A c)" = shard-1-of-1.sqlite ] || ls -A c >>faults
      done
      touch faults; cat faults
      """, to: "rounds.sh")
    let ending = try Poolsim.shell("source rounds.sh", folder: folder.path)
    #expect(ending.output.isEmpty, "\(ending.output)\(ending.errors)")
  }

  @Test("who looks into a shard waits while another gives it its name, and looks beside others")
  func looksBesideOthers() throws {
    let folder = try Self.folder()
    try folder.write(
      """
      mkdir c
      poolsim sweep run s.yaml --campaign c --shard 1/1 --quiet
      for kind in -s -x; do
        mkfifo held
        flock $kind c sh -c 'echo locked >held; sleep 2; touch released' &
        read -r locked <held
        poolsim sweep status s.yaml --campaign c >/dev/null; [ -e released ]; echo "$kind $?"
        wait; rm released held
      done
      """, to: "locks.sh")
    let ending = try Poolsim.shell("source locks.sh", folder: folder.path)
    #expect(ending.output == "-s 1\n-x 0\n", "\(ending.errors)")
  }

  @Test("a store of the format before, which has no hashes, is read and extended as it is")
  func formerFormat() throws {
    let folder = try Self.folder()
    #expect(try Self.sweep(folder, "run").status == 0)
    let right = try Self.sweep(folder, "merge").output
    try Self.alter(folder, "ALTER TABLE result DROP COLUMN hash; PRAGMA user_version = 1")
    #expect(try Self.sweep(folder, "merge").output == right)
    #expect(try Self.sweep(folder, "run", "--replications", "3").status == 0)
    #expect(try Self.sweep(folder, "merge", "--replications", "3").output.split(separator: "\n").count == 25)
  }
}
