// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// What the program says to who has taken a wrong turn.
@Suite("Hints of commands")
struct HintCommandTests {
  @Test("import overwrites no file with other content, unless --replace says so")
  func replace() throws {
    let folder = try TemporaryFolder()
    try folder.write(ImportCommandTests.marketplaceImage, to: "pool.json")
    let first = ["import", "pool.json", "--output", "pool.yaml"]
    #expect(try Poolsim.run(first, folder: folder.path).status == 0)
    #expect(try Poolsim.run(first, folder: folder.path).status == 0)
    let file = URL(filePath: folder.path).appending(path: "pool.yaml")
    let imported = try String(contentsOf: file, encoding: .utf8)
    let edited = imported + "# mine\n"
    try folder.write(edited, to: "pool.yaml")
    let refused = try Poolsim.run(first, folder: folder.path)
    #expect(refused.status == 73 && refused.errors.contains("pool.yaml: error[E0903]: "), "\(refused.errors)")
    #expect(refused.errors.contains("other content") && refused.errors.contains("--replace"), "\(refused.errors)")
    #expect(try String(contentsOf: file, encoding: .utf8) == edited)
    #expect(try folder.names() == ["pool.json", "pool.yaml"])
    #expect(try Poolsim.run(first + ["--replace"], folder: folder.path).status == 0)
    #expect(try String(contentsOf: file, encoding: .utf8) == imported)
    #expect(try Poolsim.run(["import", "pool.json", "--output", "/dev/null"], folder: folder.path).status == 0)
  }

  @Test("a wrong turn is answered with the right one")
  func turns() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "# mine\npoolsim: 1\npool: { targetDedicatedNodes: 5 }\nimage: { kind: managed }\n", to: "a.yaml")
    try folder.write("{ \"poolsim\": 1, \"pool\": { \"targetDedicatedNodes\": 5 } }", to: "a.json")
    try folder.write(ImportCommandTests.template, to: "template.json")
    for name in ["base", "cand"] {
      try FileManager.default.createDirectory(
        at: URL(filePath: folder.path).appending(path: name), withIntermediateDirectories: true)
      try folder.write("", to: "\(name)/campaign.sqlite")
    }
    for (arguments, status, says) in [
      (["import", "a.yaml"], Int32(65), "a.yaml:1:1: error[E0601]: this is a scenario already"),
      (["import", "a.json"], 65, "a.json:1:1: error[E0601]: this is a scenario already"),
      (["import", "template.json", "--set", "parameters.nodes=500"], 65, "--parameters FILE"),
      (["check", "base", "cand"], 66, "merge it first (poolsim sweep merge"),
      (["run", "a.yaml", "--precision", "2"], 64, "expected a percentage such as 2%"),
      (["check", "a", "b", "--level", "x"], 64, "expected a percentage such as 5%"),
      (["run", "a.yaml", "--seed", "-1"], 64, "'-1' is invalid"),
    ] {
      let ending = try Poolsim.run(arguments, folder: folder.path)
      #expect(
        ending.status == status && ending.errors.contains(says), "\(arguments): \(ending.status) \(ending.errors)")
    }
  }
}
