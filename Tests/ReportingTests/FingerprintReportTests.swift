// SPDX-License-Identifier: GPL-3.0-or-later

import ResultCheck
import Experiments
import Reporting
import Testing

@Suite("Fingerprint report")
struct FingerprintReportTests {
  private static func list(_ fingerprints: [String]) -> [UInt8] {
    let rows = fingerprints.enumerated().map { "s,v,\($0.offset),\($0.element)\n" }
    return Array(("scenario,variant,replication,fingerprint\n" + rows.joined()).utf8)
  }

  private static func text(_ before: [String], _ after: [String]) throws -> [String] {
    let comparison = try FingerprintComparison(
      baseline: (list(before), "a.csv"), candidate: (list(after), "b.csv"))
    let text = FingerprintReport(comparison).text()
    #expect(text.hasSuffix(FingerprintReport(comparison).conclusion + "\n"))
    return text.split(separator: "\n").map(String.init)
  }

  @Test("tells what differs or is missing, a line each, and ends with the answer")
  func tells() throws {
    #expect(try Self.text(["1", "2"], ["1", "2"]) == ["equal: 2 fingerprints"])
    #expect(
      try Self.text(["1", "2"], ["1", "3"]) == [
        "s, v, replication 1: 2 became 3", "different: 1 findings among 2 fingerprints",
      ])
    #expect(
      try Self.text(["1", "2"], ["1"]) == [
        "s, v, replication 1 is missing in b.csv", "cannot tell: the files do not hold the same replications",
      ])
  }

  @Test("tells the first twenty findings, and that there are more")
  func tellsFew() throws {
    let lines = try Self.text(Array(repeating: "1", count: 21), Array(repeating: "2", count: 21))
    #expect(lines.count == 22)
    #expect(lines[19] == "s, v, replication 19: 1 became 2" && lines[20] == "...")
    #expect(lines[21] == "different: 21 findings among 21 fingerprints")
    #expect(try Self.text(Array(repeating: "1", count: 20), Array(repeating: "2", count: 20)).count == 21)
  }
}
