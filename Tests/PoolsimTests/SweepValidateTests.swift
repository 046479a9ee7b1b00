// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// `validate` of sweep files: their cells are checked too.
@Suite("Validate sweeps")
struct SweepValidateTests {
  private static func validate(_ text: String, _ options: String...) throws -> Poolsim.Ending {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "sweep.yaml")
    return try Poolsim.run(["validate", "sweep.yaml", "--date", "2023-04-17"] + options, folder: folder.path)
  }

  private static let base = SmallSweep.base
  private static let axes = SmallSweep.axes

  @Test("a sweep whose every cell can be run is valid")
  func valid() throws {
    let valid = try Self.validate(Self.base + Self.axes)
    #expect(valid.status == 0 && valid.output == "sweep.yaml: valid\n" && valid.errors.isEmpty, "\(valid.errors)")
    // What the axes give, the base need not have.
    let incomplete = Self.base.replacing("pool: { targetDedicatedNodes: 4 }\n", with: "")
    let open = try Self.validate(incomplete + Self.axes)
    #expect(open.status == 0 && open.output == "sweep.yaml: valid\n", "\(open.errors)")
    #expect(try Self.validate(incomplete).status == 1)
  }

  @Test("the rules of the service are held against every cell, and each is told once")
  func rulesOfCells() throws {
    let everywhere = try Self.validate(
      Self.base + Self.axes, "--set", "account.authentication=sharedKey", "--strict", "--quiet")
    #expect(everywhere.status == 1)
    #expect(
      everywhere.errors
        == "sweep.yaml: refused[R104]: a gallery image needs Azure AD authentication, not a shared key\n",
      "\(everywhere.errors)")
    let some = try Self.validate(Self.base + Self.axes.replacing("[1, 3]", with: "[1, 101]"), "--strict", "--quiet")
    #expect(some.status == 1)
    #expect(
      some.errors
        == "sweep.yaml: refused[R126]: 101 replicas, at most 100 "
        + "(in 3 of 6 cells of the sweep, the first of them with nodes = 2, replicas = 101)\n", "\(some.errors)")
    let differently = try Self.validate(
      Self.base + Self.axes.replacing("from: 2, to: 6, step: 2", with: "values: [600, 900]"), "--set",
      "pool.resizeTimeout=30 min", "--quiet")
    #expect(differently.status == 0)
    #expect(
      differently.errors
        == "sweep.yaml: warning[R124]: 1 replica for 600 nodes, at least 2 are advised "
        + "(in 2 of 4 cells of the sweep, the first of them with nodes = 600, replicas = 1)\n", "\(differently.errors)")
  }

  @Test("what no cell uses is told once and counts as a warning; what one cell uses is not told")
  func idleParts() throws {
    let base = Self.base.replacing("image:", with: "images:\n  spare: { kind: marketplace }\nimage:")
    let told = try Self.validate(base + Self.axes, "--strict")
    #expect(told.status == 1 && told.output == "sweep.yaml: valid, 1 warning\n", "\(told.output)")
    let place = try #require(base.split(separator: "\n").firstIndex(of: "  spare: { kind: marketplace }")) + 1
    #expect(
      told.errors == "sweep.yaml:\(place):10: warning: the image 'spare' is that of no pool\n", "\(told.errors)")
    let used = try Self.validate(
      base + "sweep: { axes: { which: { path: image, values: [spare, { kind: gallery, replicas: 2 }] } } }\n",
      "--strict")
    #expect(used.status == 0 && used.errors.isEmpty, "\(used.errors)")
  }

  @Test("a value that makes cells invalid is told once, at its place, with the cells that have it")
  func badValues() throws {
    let list = try Self.validate(Self.base + Self.axes.replacing("[1, 3]", with: "[1, 0, many]"))
    #expect(list.status == 1 && list.output == "sweep.yaml: 2 errors\n")
    let told = list.errors.split(separator: "\n").map(String.init).filter { $0.contains("error[") }
    let expected: [String] = [
      "sweep.yaml:10:51: error[E0109]: replicas is 0, out of range; expected a whole number from 1 to 10000 (in 3 of 9 cells of the sweep, the first of them with nodes = 2, replicas = 0)",
      "sweep.yaml:10:54: error[E0111]: replicas cannot be 'many'; expected a whole number from 1 to 10000 (in 3 of 9 cells of the sweep, the first of them with nodes = 2, replicas = many)",
    ]
    #expect(told == expected, "\(list.errors)")
    let range = try Self.validate(Self.base + Self.axes.replacing("from: 2,", with: "from: -2,"))
    #expect(range.status == 1)
    #expect(
      range.errors.hasPrefix("sweep.yaml:9:53: error[E0109]: targetDedicatedNodes is -2, out of range"),
      "\(range.errors)")
    #expect(range.errors.contains("(in 2 of 10 cells of the sweep, the first of them with nodes = -2, replicas = 1)"))
    // The constraint leaves those cells out.
    #expect(
      try Self.validate(
        Self.base + Self.axes.replacing("from: 2,", with: "from: -2,") + "  constraint: \"nodes >= 0\"\n"
      ).status == 0)
  }

  @Test("values that are good alone and bad together are told with their cell")
  func badTogether() throws {
    let kinds = Self.axes.replacing(
      "nodes: { path: pool.targetDedicatedNodes, from: 2, to: 6, step: 2 }",
      with: "kind: { path: image.kind, values: [managed, gallery] }")
    let found = try Self.validate(Self.base + kinds)
    #expect(found.status == 1)
    let first = found.errors.split(separator: "\n").first.map(String.init) ?? ""
    #expect(
      first.hasPrefix("sweep.yaml:10:51: error[E0109]: a managed image is one source and has no replicas;"),
      "\(found.errors)")
    #expect(first.hasSuffix("(in the cell of the sweep with kind = managed, replicas = 3)"), "\(found.errors)")
  }

  @Test("what is wrong with the file itself is told as of any scenario, and a malformed sweep as sweep run does")
  func badFile() throws {
    let file = try Self.validate(Self.base.replacing("seed: 7", with: "seed: -7") + Self.axes)
    #expect(file.status == 1)
    #expect(
      file.errors.hasPrefix("sweep.yaml:3:7: error[E0109]: seed cannot be '-7'") && !file.errors.contains("cells"))
    #expect(file.errors.split(separator: "\n").count == 3, "\(file.errors)")
    let empty = try Self.validate(Self.base + Self.axes + "  constraint: \"nodes > 100\"\n")
    #expect(empty.status == 1 && empty.errors.contains("matches none of the 6 combinations"), "\(empty.errors)")
    let nowhere = try Self.validate(Self.base + Self.axes.replacing("image.replicas", with: "image.copies"))
    #expect(nowhere.status == 1 && nowhere.errors.contains("error[E0123]: axis replicas: image has no key 'copies'"))
  }

  @Test("of a large sweep so many cells are looked at as fit into a moment, the last among them")
  func manyCells() throws {
    let many = Self.axes.replacing("from: 2, to: 6, step: 2", with: "from: 1, to: 100000000, points: 6000")
    let valid = try Self.validate(Self.base + many)
    #expect(valid.status == 0, "\(valid.errors)")
    #expect(valid.errors.hasPrefix("sweep.yaml: looked at 10000 of 12000 cells of the sweep\n"), "\(valid.errors)")
    let bad = try Self.validate(Self.base + many.replacing("100000000", with: "100000001"), "--quiet")
    #expect(bad.status == 1 && bad.errors.contains("targetDedicatedNodes is 100000001"), "\(bad.errors)")
  }
}
