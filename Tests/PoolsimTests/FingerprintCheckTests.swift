// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// `check --fingerprint`: exact regressions of the engine and the model.
@Suite("Fingerprint check")
struct FingerprintCheckTests {
  private static func check(_ folder: TemporaryFolder, _ before: String, _ after: String) throws -> Poolsim.Ending {
    try Poolsim.run(["check", before, after, "--fingerprint"], folder: folder.path)
  }

  @Test("the same events are equal, other ones are named, and what cannot be paired cannot be told")
  func verdicts() throws {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4), to: "tiny.yaml")
    func write(_ name: String, _ options: String...) throws {
      let ending = try Poolsim.run(["fingerprint", "tiny.yaml"] + options, folder: folder.path)
      #expect(ending.status == 0, "\(ending.errors)")
      try folder.write(ending.output, to: name)
    }
    try write("a.csv")
    try write("same.csv")
    try write("other.csv", "--set", "variants.gallery.image.replicas=3")
    try write("fewer.csv", "--replications", "2")
    let same = try Self.check(folder, "a.csv", "same.csv")
    #expect(same.status == 0 && same.output == "equal: 6 fingerprints\n", "\(same.output)")
    let other = try Self.check(folder, "a.csv", "other.csv")
    #expect(other.status == 1)
    #expect(other.output.contains("tiny, gallery, replication 0: ") && !other.output.contains("managed"))
    let fewer = try Self.check(folder, "a.csv", "fewer.csv")
    #expect(fewer.status == 2)
    #expect(fewer.output.contains("tiny, managed, replication 2 is missing in fewer.csv"))
  }

  @Test("files that are not fingerprints, are missing, or meet other options are refused")
  func refusals() throws {
    let folder = try TemporaryFolder()
    try folder.write("scenario,variant,replication,events\nt,v,0,3\n", to: "b.csv")
    let wrong = try Self.check(folder, "b.csv", "b.csv")
    #expect(wrong.status == 65 && wrong.errors.contains("b.csv:1: error[E0704]: "), "\(wrong.errors)")
    #expect(try Self.check(folder, "none.csv", "b.csv").status == 66)
    #expect(try Poolsim.run(["check", "b.csv", "b.csv", "--fingerprint", "--exact"], folder: folder.path).status == 64)
  }
}
