// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `sweep merge --summary`: an answer in place of rows.
@Suite("Sweep summaries")
struct SweepSummaryTests {
  private static func merge(_ folder: TemporaryFolder, _ options: String...) throws -> Poolsim.Ending {
    try Poolsim.run(["sweep", "merge", "sweep.yaml", "--campaign", "c"] + options, folder: folder.path)
  }

  private static func campaign(_ text: String = SmallSweep.withTwoResizes) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "sweep.yaml")
    let run = try Poolsim.run(["sweep", "run", "sweep.yaml", "--campaign", "c"], folder: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    return folder
  }

  @Test("--format says how the summary is written, to standard output or a file")
  func formats() throws {
    let folder = try Self.campaign()
    let csv = try Self.merge(folder, "--summary")
    #expect(csv.status == 0 && csv.errors.isEmpty && csv.output.hasPrefix("nodes,timeout,variant,n,"), "\(csv.errors)")
    #expect(try Self.merge(folder, "--summary", "--format", "text").output.hasPrefix("nodes  timeout  variant"))
    #expect(try Self.merge(folder, "--summary", "--format", "markdown").output.hasPrefix("| nodes | timeout | variant"))
    #expect(try Self.merge(folder, "--summary", "--output", "s.csv").status == 0)
    #expect(try folder.read("s.csv") == csv.output)
    #expect(try Self.merge(folder, "--format", "text").status == 64)
    #expect(try Self.merge(folder, "--summary", "--format", "json").status == 64)
  }

  @Test("what is missing is an error unless --partial, which tells how many replications there are")
  func partial() throws {
    let folder = try Self.campaign()
    #expect(try Self.merge(folder, "--summary", "--replications", "9").status == 65)
    let partial = try Self.merge(folder, "--summary", "--replications", "9", "--partial")
    #expect(partial.status == 0)
    #expect(partial.output.split(separator: "\n")[1].hasPrefix("20,15 min,gallery,8,"), "\(partial.output)")
  }

  @Test("an axis called like a column of the summary is refused there, and merged without it")
  func refusesNames() throws {
    let folder = try Self.campaign(SmallSweep.withTwoResizes.replacing("nodes:", with: "n:"))
    let summary = try Self.merge(folder, "--summary")
    #expect(summary.status == 65 && summary.output.isEmpty)
    #expect(
      summary.errors.hasPrefix("sweep.yaml:12:52: error[E0123]: the axis n has the name of a column of the summary"),
      "\(summary.errors)")
    #expect(try Self.merge(folder).status == 0)
  }
}
