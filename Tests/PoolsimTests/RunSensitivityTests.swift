// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `poolsim run --sensitivity`: what it prints and writes, and when it is refused.
@Suite("run --sensitivity")
struct RunSensitivityTests {
  private static func run(_ folder: TemporaryFolder, _ arguments: String...) throws -> Poolsim.Ending {
    try Poolsim.run(["run", "tiny.yaml", "--date", "2026-03-31"] + arguments, folder: folder.path)
  }

  private static func tiny(replications: Int = 3) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4, replications: replications), to: "tiny.yaml")
    return folder
  }

  @Test("a second table is printed, or sensitivity.csv written; a folder of an earlier result is replaced")
  func printsOrWrites() throws {
    let folder = try Self.tiny()
    let ending = try Self.run(folder, "--format", "text", "--sensitivity")
    #expect(ending.status == 0 && ending.errors.isEmpty, "\(ending.errors)")
    #expect(ending.output.contains("\ntiny, managed: one value of the profile at a time"))
    #expect(try Self.run(folder, "--sensitivity", "--output", "out", "--quiet").output.isEmpty)
    #expect(try folder.names(in: "out").contains("sensitivity.csv"))
    #expect(try Self.run(folder, "--output", "out", "--quiet").status == 0)
    #expect(try !folder.names(in: "out").contains("sensitivity.csv"))
  }

  @Test("replications are at most 50 unless they are asked for")
  func capsReplications() throws {
    let folder = try Self.tiny(replications: 60)
    #expect(try Self.run(folder, "--format", "text", "--sensitivity").output.contains("over the same 50 replications"))
    let asked = try Self.run(folder, "--format", "text", "--sensitivity", "--replications", "55")
    #expect(asked.output.contains("over the same 55 replications"))
  }

  @Test(
    "where neither a table nor a file has a place, it is wrong usage",
    arguments: [[], ["--format", "csv"], ["--format", "json"], ["--output", "-"], ["--trace", "-"]])
  func isRefused(arguments: [String]) throws {
    let folder = try Self.tiny()
    let ending = try Poolsim.run(["run", "tiny.yaml", "--sensitivity"] + arguments, folder: folder.path)
    #expect(ending.status == 64)
    #expect(ending.output.isEmpty && ending.errors.contains("add --format text or --output DIR"), "\(ending.errors)")
  }
}
