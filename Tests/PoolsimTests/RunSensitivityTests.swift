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

  @Test("a table a variant follows what run prints without it, and a sentence a variant ends it")
  func printsTables() throws {
    let folder = try Self.tiny()
    let plain = try Self.run(folder, "--format", "text")
    #expect(plain.output.contains("\nIntervals are of the replications alone, for the values of the profile; run --"))
    let ending = try Self.run(folder, "--format", "text", "--sensitivity")
    #expect(ending.status == 0 && ending.errors.isEmpty, "\(ending.errors)")
    #expect(ending.output.hasPrefix(plain.output + "\ntiny, managed: one value of the profile at a time"))
    #expect(ending.output.contains("\ntiny, gallery: one value of the profile at a time"))
    #expect(ending.output.contains("over the same 3 replications\n"))
    #expect(
      ending.output.contains("Not moved, because no range is documented: osBoot (evidence), createAttempts (assumed)."))
    let last = ending.output.split(separator: "\n").suffix(2)
    #expect(last.allSatisfy { $0.hasPrefix("One resize is enough in ") && $0.hasSuffix(" moves it most.") }, "\(last)")
    let markdown = try Self.run(folder, "--format", "markdown", "--sensitivity")
    #expect(
      markdown.output.contains("\n## tiny, gallery: one value") && markdown.output.contains("| bootWorkingSet | free |")
    )
  }

  @Test(
    "sensitivity.csv has a row as it is and one for each end; a moved value is what --set gives; jobs change nothing")
  func writesFile() throws {
    let folder = try Self.tiny()
    #expect(try Self.run(folder, "--sensitivity", "--output", "out", "--quiet", "--jobs", "1").output.isEmpty)
    let text = try folder.read("out/sensitivity.csv")
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      text.hasPrefix(
        "scenario,variant,parameter,status,value,replications,single_resize,steady_state_s,idle_latency_mean_s\n"
          + "tiny,managed,,,,3,1,"))
    // 12 ranges of the profile.
    #expect(lines.count == 1 + 2 * (1 + 2 * 12))
    #expect(try Self.run(folder, "--set", "model.bootWorkingSet=250 MiB", "--output", "set", "--quiet").status == 0)
    let row = try #require(lines.first { $0[1] == "gallery" && $0[2] == "bootWorkingSet" && $0[4] == "250 MiB" })
    let summary = try folder.read("set/summary.csv").split(separator: "\n").map { $0.split(separator: ",") }
    for (column, metric) in [(6, "single_resize"), (7, "steady_state_s"), (8, "idle_latency_mean_s")] {
      #expect(summary.first { $0[1] == "gallery" && $0[2] == metric }?[4] == row[column], "\(metric)")
    }
    // The folder is an earlier result, with or without the file.
    #expect(try Self.run(folder, "--sensitivity", "--output", "out", "--quiet", "--jobs", "2").status == 0)
    #expect(try folder.read("out/sensitivity.csv") == text)
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

  @Test("a scenario that sets everything leaves nothing to move, and is told so")
  func movesNothing() throws {
    let folder = try Self.tiny()
    try folder.write(try Poolsim.run(["show", "tiny.yaml"], folder: folder.path).output, to: "tiny.yaml")
    let ending = try Self.run(folder, "--format", "text", "--sensitivity")
    #expect(ending.status == 0)
    #expect(ending.output.hasSuffix("sets every value of gallery that has a range: there was nothing to move.\n"))
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
