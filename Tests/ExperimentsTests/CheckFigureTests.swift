// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
@testable import ResultCheck
import Testing

/// Limits of the gate, each from both sides: an operator that is another one shows here.
@Suite("Figures of the check gate")
struct CheckFigureTests {
  /// A table of one scenario, by replication, with a column.
  static func table(_ metric: String, _ values: [Double?], seed: UInt64, variants: Int = 1) throws -> ResultTable {
    var text = "scenario,variant,replication,\(metric)\n"
    for variant in 0..<variants {
      for (row, value) in values.enumerated() {
        text += "s,v\(variant),\(row),\(value.map { "\($0)" } ?? "")\n"
      }
    }
    return try ResultTable(csv: Array(text.utf8), path: "replications.csv", seeds: ["s": seed], version: "1.0.0")
  }

  static func summary(_ rows: String...) throws -> ResultTable {
    let text = "scenario,variant,metric,n,mean,stddev\n" + rows.map { "s,v,\($0)\n" }.joined()
    return try ResultTable(csv: Array(text.utf8), path: "summary.csv")
  }

  @Test(
    "shares of gaps are as chance has them up to a probability of 5 %",
    arguments: [
      (200, 33, CheckOutcome.statisticallyEqual), (200, 34, .cannotTell), (400, 63, .statisticallyEqual),
      (400, 64, .cannotTell),
    ])
  func gaps(count: Int, missing: Int, outcome: CheckOutcome) throws {
    // 20 of 200 gaps beside them: the two-sided probabilities of the normal distribution are 5.5, 4.1, 5.4 and 4.6 %.
    func values(_ count: Int, _ missing: Int) -> [Double?] {
      (0..<count).map { $0 < missing ? nil : 500 + Double($0 % 97) }
    }
    let sides = (
      try Self.table("own", values(200, 20), seed: 7), try Self.table("own", values(count, missing), seed: 8)
    )
    // Only the metric's own finding: the numbers of replications differ, too.
    let finding = RegressionCheck(baseline: sides.0, candidate: sides.1).findings.first { $0.metric == "own" }
    #expect(finding?.outcome == outcome)
  }

  @Test("a summary that has fewer times than starts that reached their target has lost some")
  func lostOfSummary() throws {
    let baseline = try Self.summary("reached_target,20,0.9,0.3077935", "steady_state_s,18,500,10")
    for (count, outcome) in [(18, CheckOutcome.statisticallyEqual), (17, .cannotTell)] {
      let candidate = try Self.summary("reached_target,20,0.9,0.3077935", "steady_state_s,\(count),501,10")
      let finding = RegressionCheck(baseline: baseline, candidate: candidate).findings
        .first { $0.metric == "steady_state_s" }
      #expect(finding?.outcome == outcome)
      if outcome == .cannotTell {
        #expect(finding?.reason == "the candidate lacks the value in 1 of 20 replications to which it applies")
      }
    }
  }

  @Test("a time that no replication of one side has says which side")
  func noneOnOneSide() throws {
    func sides(_ reached: Int) throws -> ResultTable {
      var text = "scenario,variant,replication,reached_target,steady_state_s\n"
      for row in 0..<20 { text += "s,v,\(row),\(reached),\(reached == 1 ? "\(500 + row)" : "")\n" }
      return try ResultTable(csv: Array(text.utf8), path: "replications.csv", seeds: ["s": UInt64(reached)])
    }
    for (first, second, name) in [(0, 1, "baseline"), (1, 0, "candidate")] {
      let findings = RegressionCheck(baseline: try sides(first), candidate: try sides(second)).findings
      let finding = findings.first { $0.metric == "steady_state_s" }
      #expect(finding?.outcome == .cannotTell)
      #expect(finding?.reason == "applies to no replication of the \(name)")
    }
  }

  @Test("numbers of a summary that are written differently are the same")
  func sameNumbers() throws {
    let check = RegressionCheck(baseline: try Self.summary("a,100,1,2"), candidate: try Self.summary("a,100,1.0,2.0"))
    #expect(check.findings.map(\.reason) == ["the same numbers, written differently"])
    #expect(throws: Failure.self) { try Self.summary("a,2,1,") }
    #expect(throws: Never.self) { try Self.summary("a,1,1,") }
  }

  @Test(
    "the share of a summary is one of its count, as far as it is written",
    arguments: [
      ("200,0.95,0.2184", "90%", CheckOutcome.aboveMinimum), ("200,0.9512,0.2184", "90%", .cannotTell),
      ("300,0.3333333,0.4722", "20%", .aboveMinimum), ("300,0.3333333,0.4722", "30%", .belowMinimum),
    ])
  func sharesOfSummaries(row: String, minimum: String, outcome: CheckOutcome) throws {
    var settings = CheckSettings()
    settings.minimumShares = try CheckSettings.shares(["reached_target=\(minimum)"])
    let table = try Self.summary("reached_target,\(row)")
    let finding = RegressionCheck(baseline: table, candidate: table, settings: settings).findings.last
    #expect(finding?.outcome == outcome)
    #expect(finding?.metric == "reached_target at least \(minimum.dropLast()) %")
  }

  @Test("a test of means is for moderate shapes: a skewness up to 2, an excess kurtosis up to 7")
  func shapes() {
    var plain: [Double] = []
    for step in 0..<20 {
      let value = 1 + Double(step) / 100
      plain += [value, -value]
    }
    // Symmetric, with two numbers far out: an excess kurtosis of 6.5, of 7.5 and of 15.7.
    for (out, isNear) in [(6.9629, true), (7.562, false), (20, false)] {
      #expect(SampleTest.isNearNormal(plain + [out, -out], plain) == isNear)
      #expect(SampleTest.isNearNormal(plain, plain + [out, -out]) == isNear)
    }
    // One number far out on either side.
    for out in [30.0, -30] { #expect(!SampleTest.isNearNormal(plain + [out], plain)) }
    // Ten values are discrete, eleven are not, unless no number is there twice.
    func values(_ count: Int) -> [Double] { (0..<40).map { Double($0 % count) } }
    #expect(!SampleTest.isNearNormal(values(10), values(10)) && SampleTest.isNearNormal(values(11), values(11)))
    #expect(SampleTest.isNearNormal([1, 2, 3, 4], [5, 6, 7, 8.5]))
  }

  @Test("up to five names are listed, more are counted")
  func names() throws {
    for (count, words) in [(5, "v0, v1, v2, v3, v4"), (6, "6 others")] {
      let numbers = (0..<10).map { Double?(Double($0)) }
      let check = RegressionCheck(
        baseline: try Self.table("a", numbers, seed: 7, variants: count + 1),
        candidate: try Self.table("a", numbers, seed: 7, variants: count))
      #expect(check.findings.contains { $0.reason == "the candidate has no variant v\(count), but \(words)" })
    }
  }
}
