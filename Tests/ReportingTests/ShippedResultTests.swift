// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Reporting
import ResultCheck
import TestSupport
import Testing

/// What the repository shows of `scenarios/large-pool.yaml`, against the program as it is.
@Suite("Shipped results")
struct ShippedResultTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func run(_ overrides: String...) async throws -> FinishedRun {
    let scenario = try String(contentsOf: root.appending(path: "scenarios/large-pool.yaml"), encoding: .utf8)
    return try await FinishedRun(scenario, set: overrides)
  }

  @Test("README.md shows what the program prints")
  func readme() async throws {
    let page = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let report = try await RunReport(Self.run().result, files: ["scenarios/large-pool.yaml"])
    let printed = report.rendered(.text).trimmingCharacters(in: .newlines)
    #expect(!printed.isEmpty && page.contains(printed), "README.md does not show what the program prints:\n\(printed)")
  }

  /// It was made by `poolsim run scenarios/large-pool.yaml --replications 20 --output results/reference`.
  @Test("results/reference is what the program computes")
  func reference() async throws {
    let now = try await Self.run("replications=20")
    let kept = Self.root.appending(path: "results/reference").path
    let check = RegressionCheck(
      baseline: try ResultTable(contentsOf: kept), candidate: try ResultTable(contentsOf: now.folder.path("out")),
      settings: CheckSettings())
    #expect(
      [.equal, .withinTolerance, .statisticallyEqual].contains(check.verdict),
      "\(CheckReport(check, baseline: "results/reference", candidate: "now").rendered(.text))")
  }
}
