// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `poolsim run --predictive`: what it prints and writes, and when it is refused.
@Suite("run --predictive")
struct PredictiveCommandTests {
  private static func run(_ folder: TemporaryFolder, _ arguments: String...) throws -> Poolsim.Ending {
    try Poolsim.run(["run", "tiny.yaml", "--date", "2026-03-31", "--predictive"] + arguments, folder: folder.path)
  }

  private static func tiny() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(TinyScenario.text(nodes: 4, replications: 60), to: "tiny.yaml")
    return folder
  }

  @Test("a second table says where one start will lie, and of which width luck and ignorance are the cause")
  func prints() throws {
    let folder = try Self.tiny()
    let ending = try Self.run(
      folder, "--format", "text", "--set", "model.createAttempts=2", "--set", "model.osBoot=10 s")
    #expect(ending.status == 0 && ending.errors.isEmpty, "\(ending.errors)")
    #expect(ending.output.contains("\ntiny: where one start will lie, what is not known included\n"))
    #expect(ending.output.contains("9 starts in 10   luck  ignorance\n"), "\(ending.output)")
    #expect(ending.output.contains("Not drawn, because the scenario sets them: osBoot."), "\(ending.output)")
  }

  @Test("summary.csv and manifest.json have it, with the same bytes for any number of jobs")
  func writes() throws {
    let folder = try Self.tiny()
    for jobs in ["1", "3"] {
      #expect(try Self.run(folder, "--output", "out\(jobs)", "--quiet", "--jobs", jobs).status == 0)
    }
    for name in ["summary.csv", "replications.csv"] {
      #expect(try folder.read("out1/" + name) == folder.read("out3/" + name))
    }
    let summary = try folder.read("out1/summary.csv").split(separator: "\n")
    #expect(summary[0].hasSuffix(",prediction_90_low,prediction_90_high,luck_share,ignorance_share"))
    let steady = summary.first { $0.hasPrefix("tiny,gallery,steady_state_s,") }
    let cells = steady?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    #expect(cells.suffix(6).count { !$0.isEmpty } == 6)
    let manifest = try folder.read("out1/manifest.json")
    #expect(manifest.contains("\"predictive\"") && manifest.contains("\"nodeReadLimit\""))
    #expect(try Poolsim.run(["run", "tiny.yaml", "--output", "plain", "--quiet"], folder: folder.path).status == 0)
    #expect(try !folder.read("plain/summary.csv").contains("prediction"))
    #expect(try !folder.read("plain/manifest.json").contains("predictive"))
  }

  @Test(
    "with what moves values itself, or makes means precise, it is wrong usage",
    arguments: [["--sensitivity", "--format", "text"], ["--precision", "5%"], ["--trace", "t.json"]])
  func isRefused(arguments: [String]) throws {
    let folder = try Self.tiny()
    let ending = try Poolsim.run(["run", "tiny.yaml", "--predictive"] + arguments, folder: folder.path)
    #expect(ending.status == 64 && ending.output.isEmpty)
    #expect(ending.errors.contains("and \(arguments[0]) "), "\(ending.errors)")
  }
}
