// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// Designs, ranges and their messages, filters without a cell, and sweeps that are run as scenarios.
@Suite("Sweep ranges")
struct SweepDesignTests {
  private static func run(_ sweep: String, _ arguments: String...) throws -> Poolsim.Ending {
    let folder = try TemporaryFolder()
    try folder.write(SmallSweep.base + sweep, to: "sweep.yaml")
    return try Poolsim.run(arguments, folder: folder.path)
  }

  @Test(
    "what is wrong with a range is told with what to write",
    arguments: [
      (
        "from: 15 min, to: 30 min, step: 0 min",
        "the step of the axis x is a number above 0 in min, as from and to are, such as step: 5 min"
      ),
      ("from: 15 min, to: 30 min, step: 5", "such as step: 5 min"),
      ("from: 15 min, to: 30 min, step: wide", "'wide' is not a number, with its unit if it has one"),
      (
        "from: 30 min, to: 15 min, step: 5 min",
        "'from' (30 min) is larger than 'to' (15 min); swap them, as in step: 5 min"
      ),
      (
        "from: 15 min, to: 30 min",
        "the axis x needs either step, such as step: 5 min, or points, such as points: 5, beside from and to"
      ),
      ("from: 15 min, to: 30 min, step: 5 min, points: 4", "beside from and to, not both"),
      ("from: 15 min, to: 30 min, step: 5 min, scale: log", "points: 5; a logarithmic scale has no step"),
      ("from: 15 min", "needs values, or from and to with step or points"),
    ])
  func words(range: String, says: String) throws {
    let ending = try Self.run(
      "sweep: { axes: { x: { path: pool.resizeTimeout, \(range) } } }\n", "sweep", "plan", "sweep.yaml")
    #expect(ending.status == 65)
    #expect(ending.errors.contains("error[E01") && ending.errors.contains(says), "\(ending.errors)")
  }

  @Test("explain tells of every kind of axis")
  func explains() throws {
    let explained = try Poolsim.run(["explain", "E0123"])
    for word in ["values", "from", "step", "points", "scale: log", "design"] {
      #expect(explained.output.contains(word), "\(explained.output)")
    }
  }

  @Test(
    "a filter that no cell satisfies is an error and leaves nothing behind",
    arguments: [["plan"], ["run"], ["status"], ["merge"], ["merge", "--summary"], ["emit", "slurm"]])
  func emptyFilter(command: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write(SmallSweep.base + SmallSweep.axes, to: "sweep.yaml")
    let arguments = ["sweep"] + command + ["sweep.yaml", "--campaign", "c", "--filter", "nodes > 6"]
    let ending = try Poolsim.run(arguments, folder: folder.path)
    #expect(ending.status == 65 && ending.output.isEmpty, "\(ending.output)")
    #expect(
      ending.errors
        == "--filter: error[E0802]: the filter matches none of the 6 cells; poolsim sweep plan shows the values of each axis\n"
    )
    #expect(try folder.names() == ["sweep.yaml"])
  }

  @Test("run and compare say of a sweep that its base is run alone")
  func runsBase() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      SmallSweep.base + "variants: { a: {}, b: { image: { replicas: 1 } } }\n" + SmallSweep.axes,
      to: "sweep.yaml")
    let note = "sweep.yaml is a sweep of 6 cells; this runs only its base (for all cells: poolsim sweep run sweep.yaml)"
    for command in [["run", "sweep.yaml"], ["compare", "sweep.yaml#a", "sweep.yaml#b"]] {
      let loud = try Poolsim.run(command + ["--date", "2023-04-17"], folder: folder.path)
      #expect(loud.status == 0)
      #expect(loud.errors.split(separator: "\n").count { $0 == note } == 1, "\(loud.errors)")
      let quiet = try Poolsim.run(command + ["--date", "2023-04-17", "--quiet"], folder: folder.path)
      #expect(quiet.status == 0 && !quiet.errors.contains("is a sweep"))
    }
  }
}
