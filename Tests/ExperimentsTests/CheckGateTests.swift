// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Foundation
import ResultCheck
import Statistics
import TestSupport
import Testing

/// What the gate must never let pass.
@Suite("Check gate")
struct CheckGateTests {
  /// A table of one scenario with a column a metric, the same in every variant.
  private static func table(
    _ columns: [(name: String, values: [Double?])], variants: Int = 1, seed: UInt64? = 7, version: String? = "1.0.0",
    replications: [Int]? = nil
  ) throws -> ResultTable {
    let rows = columns.first?.values.count ?? 0
    var lines = [(["scenario", "variant", "replication"] + columns.map(\.name)).joined(separator: ",")]
    for variant in 0..<variants {
      for row in 0..<rows {
        let cells = columns.map { $0.values[row].map { "\($0)" } ?? "" }
        lines.append((["s", "v\(variant)", "\(replications?[row] ?? row)"] + cells).joined(separator: ","))
      }
    }
    let text = lines.joined(separator: "\n") + "\n"
    return try ResultTable(
      csv: Array(text.utf8), path: "replications.csv", seeds: seed.map { ["s": $0] } ?? [:], version: version)
  }

  private static func check(
    _ baseline: ResultTable, _ candidate: ResultTable, tolerances: [String] = [], shares: [String] = []
  ) throws -> RegressionCheck {
    var settings = CheckSettings()
    settings.tolerances = try CheckTolerances(tolerances)
    settings.minimumShares = try CheckSettings.shares(shares)
    return RegressionCheck(baseline: baseline, candidate: candidate, settings: settings)
  }

  private static let ten = (0..<10).map { Double?(500 + Double($0 * $0 % 7)) }

  @Test("with the same seed and version a change is found however many variants and however few replications there are")
  func changesAreChanges() throws {
    let columns = (0..<6).map { ("m\($0)", Self.ten) }
    let baseline = try Self.table(columns, variants: 20)
    let candidate = try Self.table(columns.map { ($0.0, $0.1.map { $0.map { $0 * 7 } }) }, variants: 20)
    let check = try Self.check(baseline, candidate)
    #expect(check.verdict == .different)
    #expect(check.findings.allSatisfy { $0.outcome == .different && $0.changedReplications == 10 })
    #expect(check.findings.first?.reason == "10 of 10 replications changed")
    // Of other versions the draws may differ, and nothing could be found: nobody can tell.
    let other = try Self.check(try Self.table(columns, variants: 20, version: "0.9.0"), candidate)
    #expect(other.verdict == .cannotTell)
    #expect(other.findings.allSatisfy { $0.outcome == .cannotTell })
  }

  @Test("one replication of 200 that changed is a change, and its size decides beside a tolerance")
  func rareChanges() throws {
    let before = (0..<200).map { Double?(500 + Double($0 % 7)) }
    var after = before
    after[17] = 5_000
    let sides = (try Self.table([("a", before)]), try Self.table([("a", after)]))
    let check = try Self.check(sides.0, sides.1)
    #expect(check.verdict == .different)
    #expect(check.findings.first?.reason == "1 of 200 replications changed")
    // The mean changes by 22 of 503.
    #expect(try Self.check(sides.0, sides.1, tolerances: ["5%"]).verdict == .withinTolerance)
    #expect(try Self.check(sides.0, sides.1, tolerances: ["4%"]).verdict == .different)
    let other = try Self.check(
      try Self.table([("a", before)], version: nil), try Self.table([("a", after)], version: nil))
    #expect(other.verdict == .cannotTell, "one pair that differs is too little for a test")
  }

  @Test("replications that are missing are told, whatever the rest says", arguments: [7, 8] as [UInt64])
  func missingReplications(seed: UInt64) throws {
    let many = (0..<40).map { Double?(Double($0 % 11)) }
    let baseline = try Self.table([("a", many)])
    let first = try Self.table([("a", Array(many[..<20]))], seed: seed)
    #expect(try Self.check(baseline, first).verdict == .cannotTell)
    #expect(try Self.check(first, baseline).verdict == .cannotTell)
    let even = stride(from: 0, to: 40, by: 2).map { $0 }
    let halved = try Self.table([("a", even.map { many[$0] })], seed: seed, replications: even)
    let check = try Self.check(halved, halved)
    #expect(check.verdict == .cannotTell)
    let reason = check.findings.first?.reason ?? ""
    #expect(reason.hasPrefix("the baseline has 20 replications, of which the last is number 38"), "\(reason)")
  }

  @Test("values that are missing are told: beside what says that they apply, and where one side alone has gaps")
  func missingValues() throws {
    let whole = (0..<40).map { Double?(Double($0 % 11)) }
    let reached = [Double?](repeating: 1, count: 40)
    var emptied = whole
    for row in stride(from: 0, to: 40, by: 2) { emptied[row] = nil }
    for seed in [7, 8] as [UInt64] {
      for name in ["steady_state_s", "node_hours", "events"] {
        let check = try Self.check(
          try Self.table([("reached_target", reached), (name, whole)]),
          try Self.table([("reached_target", reached), (name, emptied)], seed: seed))
        #expect(check.verdict == .cannotTell, "\(name) of seed \(seed)")
      }
    }
    // Two of 40 replications that missed their targets have no time, and had none before.
    let missed = reached.indices.map { Double?($0 % 20 == 0 ? 0 : 1) }
    let times = whole.indices.map { $0 % 20 == 0 ? nil : whole[$0] }
    let other = whole.indices.map { $0 % 20 == 1 ? nil : whole[$0] }
    let check = try Self.check(
      try Self.table([("reached_target", missed), ("steady_state_s", times)]),
      try Self.table(
        [("reached_target", missed.indices.map { Double?($0 % 20 == 1 ? 0 : 1) }), ("steady_state_s", other)], seed: 8))
    #expect(check.verdict == .statisticallyEqual)
  }

  @Test("numbers beyond numbers are told, and end nothing")
  func hugeNumbers() throws {
    let before = (0..<20).map { Double?(Double($0)) }
    let huge = before.map { $0.map { 1e200 + $0 } }
    let largest = before.indices.map { Double?($0.isMultiple(of: 2) ? 1.7e308 : -1.7e308) }
    for seed in [7, 8] as [UInt64] {
      for after in [huge, largest] {
        let check = try Self.check(try Self.table([("a", before)]), try Self.table([("a", after)], seed: seed))
        #expect(!check.verdict.isGood)
        for finding in check.findings {
          for figure in [finding.difference, finding.differencePercent, finding.differenceInterval?.low] {
            #expect(figure?.isFinite != false)
          }
        }
      }
    }
    let targets = try Self.check(
      try Self.table([("target_nodes", [1, 1])]), try Self.table([("target_nodes", [1e19, 1e19])]))
    #expect(targets.verdict == .cannotTell)
    func summary(_ row: String) throws -> ResultTable {
      let text = "scenario,variant,metric,n,mean,stddev\ns,v,a,\(row)\n"
      return try ResultTable(csv: Array(text.utf8), path: "summary.csv")
    }
    #expect(try Self.check(summary("100,1,1e200"), summary("100,2,1e200")).verdict == .cannotTell)
    #expect(try Self.check(summary("1000000000,1,0"), summary("1000000000,2,0")).verdict == .different)
    #expect(throws: Failure.self) { try summary("9223372036854775807,1,0") }
  }

  @Test("a few replications far outside of the other side are not called equal")
  func outliers() throws {
    let before = (0..<20).map { Double?(500 + Double($0 * $0 % 17)) }
    var after = before.map { $0.map { $0 + 0.5 } }
    after[3] = 5_000
    after[11] = 5_100
    let check = try Self.check(try Self.table([("a", before)]), try Self.table([("a", after)], seed: 8))
    #expect(check.verdict == .cannotTell)
    #expect(check.findings.first?.reason?.hasPrefix("2 of 20 replications of the candidate lie far outside") == true)
  }

  @Test(
    "a number far from one that never varies is not called equal, one more resize is",
    arguments: [
      (20, 1e300, CheckOutcome.cannotTell), (20, -200, .cannotTell), (20, 221, .cannotTell),
      (20, 219, .statisticallyEqual), (1, 2, .statisticallyEqual), (1, 11, .statisticallyEqual), (1, 12, .cannotTell),
      (0, 10, .statisticallyEqual), (0, 11, .cannotTell),
    ])
  func outlierOfConstants(constant: Double, value: Double, outcome: CheckOutcome) throws {
    let before = [Double?](repeating: constant, count: 20)
    var after = before
    after[3] = value
    for (first, second) in [(before, after), (after, before)] {
      let check = try Self.check(try Self.table([("a", first)]), try Self.table([("a", second)], seed: 8))
      #expect(check.verdict == outcome)
    }
  }

  @Test(
    "a share is as sure as the lower end of its interval",
    arguments: [
      // Wilson's lower end is n / (n + 3.8415) where all hold: 73 of 73 show 95 %, 72 of 72 do not.
      (73, 73, "95%", CheckOutcome.aboveMinimum), (72, 72, "95%", .belowMinimum), (200, 190, "95%", .belowMinimum),
      (200, 190, "90%", .aboveMinimum), (10, 10, "0%", .aboveMinimum), (10, 10, "100%", .belowMinimum),
    ])
  func shares(count: Int, holds: Int, minimum: String, outcome: CheckOutcome) throws {
    let values = (0..<count).map { Double?($0 < holds ? 1 : 0) }
    let table = try Self.table([("reached_target", values)])
    let check = try Self.check(table, table, shares: ["reached_target=\(minimum)"])
    #expect(check.findings.last?.outcome == outcome, "\(check.findings.last?.reason ?? "")")
    #expect(check.verdict == (outcome == .aboveMinimum ? .equal : .belowMinimum))
    let mean = Double(holds) / Double(count)
    let deviation = (mean * (1 - mean) * Double(count) / Double(count - 1)).squareRoot()
    let text = "scenario,variant,metric,n,mean,stddev\ns,v,reached_target,\(count),\(mean),\(deviation)\n"
    let summary = try ResultTable(csv: Array(text.utf8), path: "summary.csv")
    #expect(try Self.check(summary, summary, shares: ["reached_target=\(minimum)"]).findings.last?.outcome == outcome)
  }

  @Test("a share of what is none, or of values that are missing, cannot be told; one that cannot be read is refused")
  func badShares() throws {
    let table = try Self.table([("a", [1, 2, 1]), ("b", [1, nil, 1])])
    for name in ["a", "b", "c"] {
      #expect(try Self.check(table, table, shares: ["\(name)=10%"]).verdict == .cannotTell, "\(name)")
    }
    for text in ["", "a", "a=", "=95%", "a=95", "a=101%", "a=-1%", "a=x%"] {
      #expect(throws: Failure.self, "\(text)") { try CheckSettings.shares([text]) }
    }
  }
}
