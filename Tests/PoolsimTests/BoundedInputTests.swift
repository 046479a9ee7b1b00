// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// Options, variables and texts beyond every sensible size: told, and not the end of the program.
@Suite("Bounded inputs")
struct BoundedInputTests {
  private static let sweep = TinyScenario.sweep(replications: 1)

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(sweep, to: "s.yaml")
    return folder
  }

  @Test("an expression has a bounded number of operators, in an option and in a file")
  func expressions() throws {
    let folder = try Self.folder()
    for (count, status) in [(900, 0), (1_100, 65), (50_000, 65)] as [(Int, Int32)] {
      for (operand, joint) in [("n", "+"), ("n == 1", " || ")] {
        // Every comparison is an operator of its own.
        let operands = Array(repeating: operand, count: joint == "+" ? count : count / 2)
        let text = operands.joined(separator: joint) + (joint == "+" ? " > 0" : "")
        // The system takes arguments of 128 KiB.
        if count < 10_000 {
          let planned = try Poolsim.run(["sweep", "plan", "s.yaml", "--filter", text], folder: folder.path)
          #expect(planned.status == status, "\(count) \(joint): \(planned.errors.prefix(300))")
        }
        try folder.write(
          Self.sweep.replacingOccurrences(of: "axes:", with: "constraint: '\(text)', axes:"), to: "c.yaml")
        #expect(try Poolsim.run(["sweep", "plan", "c.yaml"], folder: folder.path).status == status)
      }
    }
  }

  @Test(
    "a number that an option takes is used or refused",
    arguments: [
      (["--jobs", "4611686018427387904"], 0), (["--jobs", "1000000000"], 0), (["--jobs", "9223372036854775807"], 0),
      (["--jobs", "99999999999999999999"], 64), (["--precision", "5e-324%"], 64), (["--precision", "1e-300%"], 0),
      (["--precision", "nan%"], 64), (["--replications", "9223372036854775807"], 65),
    ] as [([String], Int32)])
  func options(arguments: [String], status: Int32) throws {
    let folder = try Self.folder()
    let ending = try Poolsim.run(["run", "s.yaml", "--quiet"] + arguments, folder: folder.path)
    #expect(ending.isOrderly && ending.status == status, "\(arguments): \(ending.status) \(ending.errors)")
  }

  @Test(
    "a variable of a scheduler is used or refused",
    arguments: [
      "SLURM_ARRAY_TASK_ID=-9223372036854775808 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=2",
      "SLURM_ARRAY_TASK_ID=9223372036854775807 SLURM_ARRAY_TASK_MIN=-1 SLURM_ARRAY_TASK_COUNT=2",
      "SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=9223372036854775807 PMI_RANK=1 PMI_SIZE=9223372036854775807",
      "OMPI_COMM_WORLD_RANK=9223372036854775806 OMPI_COMM_WORLD_SIZE=9223372036854775807",
    ])
  func variables(variables: String) throws {
    let folder = try Self.folder()
    let ending = try Poolsim.shell("\(variables) poolsim sweep run s.yaml --campaign c", folder: folder.path)
    #expect(ending.isOrderly && ending.status == 65, "\(ending.status) \(ending.errors)")
  }

  @Test("a message quotes the beginning of a long value")
  func longValues() throws {
    let folder = try Self.folder()
    let digits = String(repeating: "9", count: 1_000_000)
    for line in [
      "pool: { targetDedicatedNodes: \(digits) }", "pool: { targetDedicatedNodes: 1, resizeTimeout: \(digits) min }",
      "seed: \(digits)", "\(digits): 1", "name: \(digits)", "variants: { a: { \(digits): 1 } }",
      "model: { osBoot: 1.\(digits) min }",
      "model: { osBoot: 9.\(digits) h }",
    ] {
      try folder.write("poolsim: 1\nimage: { kind: gallery, replicas: 1 }\n\(line)\n", to: "long.yaml")
      let ending = try Poolsim.run(["run", "long.yaml", "--quiet"], folder: folder.path)
      #expect(ending.isOrderly)
      #expect(ending.errors.utf8.count < 5_000, "\(line.prefix(60)): \(ending.errors.utf8.count) bytes")
    }
  }

  @Test(
    "measurements are read as CSV defines them, or refused with their place",
    arguments: [
      ("x\n1,5\n", "m.csv:2"), ("x\n1\"2\n", "m.csv:2"), ("x\n\"1\n", "m.csv:2"), ("x\n0x10\n", "m.csv:2"),
      ("x,x\n1,2\n", "m.csv:1"), ("x\n1\n2,3\n", "m.csv:3"), ("x,y\n1,2\n3\n", "m.csv:3"), ("x\nnan\n", "m.csv:2"),
      ("x\ninfinity\n", "m.csv:2"), ("\u{FEFF}x\n1\n2\n", ""), ("x\r\n1\r\n2\r\n", ""), ("x\n\"1\"\n+2e0\n", ""),
    ])
  func measurements(text: String, place: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "m.csv")
    try folder.write(
      """
      poolsim: 1
      replications: 1
      pool: { targetDedicatedNodes: 1 }
      image: { kind: gallery, replicas: 1 }
      model: { osBoot: { empirical: { file: m.csv, column: x, unit: min } } }
      """, to: "s.yaml")
    let ending = try Poolsim.run(["run", "s.yaml", "--quiet"], folder: folder.path)
    #expect(ending.isOrderly && ending.status == (place.isEmpty ? 0 : 65), "\(text.debugDescription): \(ending.errors)")
    #expect(ending.errors.contains(place) || place.isEmpty, "\(text.debugDescription): \(ending.errors)")
  }

  @Test("what no run could hold is refused before anything is made of it")
  func totals() throws {
    let folder = try TemporaryFolder()
    let image = "image: { kind: gallery, replicas: 1 }"
    let pools = "pools: { p: { count: 90000, targetDedicatedNodes: 1 } }\n\(image)"
    for text in [
      "pools: { p: { count: 1000, targetDedicatedNodes: 1, image: { kind: gallery, replicas: 10000 } } }",
      pools + "\nactions:\n" + String(repeating: "  - { at: 1 min, stopResize: true }\n", count: 100),
    ] {
      try folder.write("poolsim: 1\nreplications: 1\n\(text)\n", to: "s.yaml")
      for command in ["validate", "run"] {
        let ending = try Poolsim.run([command, "s.yaml", "--quiet"], folder: folder.path)
        #expect(ending.isOrderly && ending.errors.contains("could not hold them"), "\(ending.errors.prefix(300))")
        #expect(ending.status == (command == "run" ? 65 : 1))
      }
    }
  }

  @Test("a pool or image cannot be named like every or no pool", arguments: ["true", "false"])
  func truths(name: String) throws {
    for text in [
      "pools: { '\(name)': { targetDedicatedNodes: 1 } }\nimage: { kind: gallery, replicas: 1 }",
      "images: { '\(name)': { kind: gallery, replicas: 1 } }\npool: { targetDedicatedNodes: 1, image: '\(name)' }",
    ] {
      let ending = try Poolsim.run(["run", "-"], input: "poolsim: 1\nreplications: 1\n\(text)\n")
      #expect(ending.status == 65 && ending.errors.contains("E0120"), "\(ending.errors)")
    }
  }

  @Test("copies of a pool do not take the name of another")
  func copies() throws {
    let text = "pools: { a: { count: 2, targetDedicatedNodes: 2 }, a-1: { targetDedicatedNodes: 5 } }"
    let ending = try Poolsim.run(
      ["run", "-"], input: "poolsim: 1\nreplications: 1\n\(text)\nimage: { kind: gallery, replicas: 1 }\n")
    #expect(ending.status == 65 && ending.errors.contains("two pools are named a-1"), "\(ending.errors)")
  }

  @Test("100,000 unknown keys take seconds, not minutes, and a hundred of them are told")
  func manyKeys() throws {
    let folder = try TemporaryFolder()
    let keys = (0..<100_000).map { "unknownKey\($0): 1\n" }.joined()
    try folder.write("poolsim: 1\n\(keys)", to: "keys.yaml")
    let start = ContinuousClock.now
    let ending = try Poolsim.run(["validate", "keys.yaml", "--quiet"], folder: folder.path)
    // Ten times what it takes in a debug build on a busy machine; with a suggestion for each key it is minutes.
    #expect(ContinuousClock.now - start < .seconds(60))
    #expect(ending.errors.contains("more problems are not listed"), "\(ending.errors.suffix(200))")
  }

  @Test("what show prints of the largest measurements is read again")
  func largestMeasurements() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      poolsim: 1
      replications: 1
      pool: { targetDedicatedNodes: 1 }
      image: { kind: gallery, replicas: 1 }
      model: { osBoot: { empirical: { file: m.csv, column: x, unit: s } } }
      """, to: "s.yaml")
    for (count, status) in [(100_000, 0), (100_001, 65)] as [(Int, Int32)] {
      try folder.write("x\n" + (0..<count).map { "\(1 + $0 % 977)\n" }.joined(), to: "m.csv")
      let shown = try Poolsim.run(["show", "s.yaml"], folder: folder.path)
      #expect(shown.status == status, "\(shown.errors)")
      guard status == 0 else { continue }
      try folder.write(shown.output, to: "shown.yaml")
      #expect(try Poolsim.run(["show", "shown.yaml"], folder: folder.path).status == 0)
    }
  }
}
