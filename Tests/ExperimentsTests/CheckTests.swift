// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Interchange
import ResultCheck
import Experiments
import Foundation
import Statistics
import TestSupport
import Testing

/// The gate for regressions: how results are read back and compared.
@Suite("Check")
struct CheckTests {
  /// Normal numbers for made-up results (Box and Muller 1958, doi:10.1214/aoms/1177706645).
  private struct Noise {
    private var generator: SplitMix64

    init(seed: UInt64) {
      generator = SplitMix64(seed: seed)
    }

    mutating func next() -> Double {
      let (radius, angle) = (1 - generator.unit(), generator.unit())
      return (-2 * log(radius)).squareRoot() * cos(2 * .pi * angle)
    }

    mutating func numbers(_ count: Int, mean: Double, deviation: Double) -> [Double] {
      (0..<count).map { _ in mean + deviation * next() }
    }
  }

  /// A table of one variant with a column a metric.
  private static func table(
    _ columns: [(name: String, values: [Double?])], variant: String = "managed", scenario: String = "tiny",
    seed: UInt64? = 7
  ) throws -> ResultTable {
    var lines = [(["scenario", "variant", "replication"] + columns.map(\.name)).joined(separator: ",")]
    for row in 0..<(columns.first?.values.count ?? 0) {
      let cells = columns.map { $0.values[row].map { "\($0)" } ?? "" }
      lines.append(([scenario, variant, "\(row)"] + cells).joined(separator: ","))
    }
    return try table(lines.joined(separator: "\n") + "\n", scenario: scenario, seed: seed)
  }

  private static func table(_ csv: String, scenario: String = "tiny", seed: UInt64? = nil) throws -> ResultTable {
    try ResultTable(csv: Array(csv.utf8), path: "replications.csv", seeds: seed.map { [scenario: $0] } ?? [:])
  }

  private static func finding(_ check: RegressionCheck, _ metric: String) throws -> CheckFinding {
    try #require(check.findings.first { $0.metric == metric })
  }

  @Test("the same text is equal, whatever the order of rows and columns")
  func knowsTheSame() throws {
    let baseline = try Self.table("scenario,variant,replication,a,b\ns,v,0,1.5,true\ns,v,1,2,\n")
    let candidate = try Self.table("replication,variant,b,a,scenario\r\n1,v,,2,s\r\n0,v,true,1.5,s\r\n")
    let check = RegressionCheck(baseline: baseline, candidate: candidate)
    #expect(check.verdict == .equal)
    #expect(check.findings.map(\.outcome) == [.equal, .equal])
    #expect(try Self.finding(check, "b").baselineCount == 1)
    #expect(try Self.finding(check, "b").baselineMean == 1)
  }

  @Test("numbers that are written differently are equal, but not exactly")
  func knowsTheSameNumbers() throws {
    let baseline = try Self.table("scenario,variant,replication,a\ns,v,0,1\ns,v,1,true\n")
    let candidate = try Self.table("scenario,variant,replication,a\ns,v,0,1.0\ns,v,1,1\n")
    #expect(RegressionCheck(baseline: baseline, candidate: candidate).verdict == .equal)
    var settings = CheckSettings()
    settings.isExact = true
    let exact = RegressionCheck(baseline: baseline, candidate: candidate, settings: settings)
    #expect(exact.verdict == .different)
    #expect(exact.findings.first?.reason?.contains("2 of 2 replications, first in replication 0") == true)
  }

  @Test("a mean within its tolerance passes, one beyond it is tested; a tolerance of its own goes before the others")
  func appliesTolerances() throws {
    let before = [Double](repeating: 100, count: 20)
    let baseline = try Self.table([("a", before), ("b", before)])
    let candidate = try Self.table([("a", before.map { $0 + 2 }), ("b", before.map { $0 - 2 })])
    func outcomes(_ texts: String...) throws -> [CheckOutcome] {
      var settings = CheckSettings()
      settings.tolerances = try CheckTolerances(texts)
      return RegressionCheck(baseline: baseline, candidate: candidate, settings: settings).findings.map(\.outcome)
    }
    #expect(try outcomes() == [.different, .different])
    #expect(try outcomes("2%") == [.withinTolerance, .withinTolerance])
    #expect(try outcomes("1.9%") == [.different, .different])
    #expect(try outcomes("b=2") == [.different, .withinTolerance])
    #expect(try outcomes("2%", "a=1") == [.different, .withinTolerance])
    #expect(try outcomes("a=1", "a = 2 %") == [.withinTolerance, .different])
    for text in ["", "5", "x%", "-1%", "a=", "=5%", "a=nan", "a=1e"] {
      #expect(throws: Failure.self, "\(text)") { try CheckTolerances([text]) }
    }
  }

  @Test("pairs find a shift that is lost in the noise of each side, and say how large it is")
  func pairingFinds() throws {
    var noise = Noise(seed: 1)
    let before = noise.numbers(100, mean: 500, deviation: 50)
    let after = before.map { $0 + 5 + noise.next() }
    let candidate = try Self.table([("steady_state_s", after)])
    let paired = RegressionCheck(baseline: try Self.table([("steady_state_s", before)]), candidate: candidate)
    let row = try Self.finding(paired, "steady_state_s")
    #expect(row.outcome == .different)
    #expect(row.method == .paired)
    // The shift of 5 within four standard errors of a mean of 100 deviations of 1.
    expectClose(row.difference ?? .nan, 5, absolute: 4 * 0.1)
    expectClose(row.differencePercent ?? .nan, 1, relative: 0.15)
    #expect((row.differenceInterval?.low ?? 0) > 4 && (row.differenceInterval?.high ?? 9) < 6)
    for seed in [UInt64?.none, 8] {
      let other = RegressionCheck(
        baseline: try Self.table([("steady_state_s", before)], seed: seed), candidate: candidate)
      let row = try Self.finding(other, "steady_state_s")
      #expect(row.outcome == .statisticallyEqual)
      #expect(row.method == .welch)
      // Of what standard errors of 50 allow to see, a shift of 5 is a quarter.
      #expect((row.leastDetectableDifference ?? 0) > 15)
    }
  }

  @Test("independent samples: Welch finds a large shift, ranks decide on counts")
  func testsIndependentSamples() throws {
    var noise = Noise(seed: 2)
    func columns(_ shift: Double) -> [(String, [Double?])] {
      [
        ("a", noise.numbers(60, mean: 100 + shift, deviation: 10)),
        ("resizes", (0..<60).map { Double(1 + $0 % 3 / 2) + (shift > 0 && $0.isMultiple(of: 2) ? 1 : 0) }),
      ]
    }
    let check = RegressionCheck(
      baseline: try Self.table(columns(0), seed: nil), candidate: try Self.table(columns(10), seed: nil))
    #expect(check.findings.map(\.method) == [.welch, .mannWhitney])
    #expect(check.findings.map(\.outcome) == [.different, .different])
  }

  /// 200 checks of ten comparisons each. At the level of 5 % at most 10 alarms are expected; the tolerance is 3.3
  /// standard deviations of a binomial number, which a right program exceeds once in 2,000 seeds.
  @Test("of 200 checks without any difference, no more than the level raise an alarm", arguments: [true, false])
  func raisesFewFalseAlarms(isPaired: Bool) throws {
    var noise = Noise(seed: 20_200_701)
    func values(_ metric: Int, _ common: [Double]) -> [Double?] {
      common.map { shared in
        let number = shared + noise.next()
        return switch metric % 3 {
        case 0: 100 + number
        case 1: exp(number)
        default: number > 1 ? 1 : 0
        }
      }
    }
    var alarms = 0
    for _ in 0..<200 {
      let common = (0..<10).map { _ in
        isPaired ? noise.numbers(30, mean: 0, deviation: 1) : Array(repeating: 0, count: 30)
      }
      let sides = try (0..<2).map { _ in
        try Self.table((0..<10).map { ("m\($0)", values($0, common[$0])) }, seed: isPaired ? 7 : nil)
      }
      let check = RegressionCheck(baseline: sides[0], candidate: sides[1])
      if check.verdict == .different { alarms += 1 }
    }
    #expect(Double(alarms) <= 200 * 0.05 + 3.3 * (200 * 0.05 * 0.95).squareRoot(), "\(alarms) alarms")
  }

  @Test("with too few runs nothing is called equal, unless it is the same or within its tolerance")
  func needsRuns() throws {
    let baseline = try Self.table([("a", [100, 110, 90]), ("b", [1, 1, 1])])
    let candidate = try Self.table([("a", [101, 108, 93]), ("b", [1, 1, 1])])
    let check = RegressionCheck(baseline: baseline, candidate: candidate)
    #expect(check.verdict == .cannotTell)
    #expect(check.findings.map(\.outcome) == [.cannotTell, .equal])
    #expect(check.findings.first?.reason == "too few runs: 3, and 10 are needed")
    var settings = CheckSettings()
    settings.tolerances = try CheckTolerances(["1%"])
    #expect(RegressionCheck(baseline: baseline, candidate: candidate, settings: settings).verdict == .withinTolerance)
    let one = RegressionCheck(baseline: try Self.table([("a", [1])]), candidate: try Self.table([("a", [2])]))
    #expect(one.verdict == .cannotTell)
  }

  @Test("the same change in every pair is as sure as the signs of so many pairs, not surer")
  func countsSigns() throws {
    func outcome(_ count: Int) throws -> CheckFinding {
      let check = RegressionCheck(
        baseline: try Self.table([("resizes", Array(repeating: 1, count: count))]),
        candidate: try Self.table([("resizes", Array(repeating: 2, count: count))]))
      return try Self.finding(check, "resizes")
    }
    #expect(try outcome(3).outcome == .cannotTell)
    #expect(try outcome(12).outcome == .different)
    #expect(try outcome(12).probability == 1.0 / 2_048)
  }

  @Test("a variant, scenario, column or pool that one side lacks cannot be told; the rest is compared")
  func namesWhatIsMissing() throws {
    let head = "scenario,variant,pool,replication,a\n"
    let baseline = try Self.table(head + "s,v,,0,1\ns,w,,0,1\ns,v,front,0,1\n")
    let noVariant = RegressionCheck(baseline: baseline, candidate: try Self.table(head + "s,v,,0,1\n"))
    #expect(noVariant.verdict == .cannotTell)
    #expect(
      noVariant.findings.compactMap(\.reason)
        == ["the candidate has no variant w, but v", "the candidate has no pool front in this variant"])
    #expect(noVariant.findings.count { $0.outcome == .equal } == 1)
    let other = RegressionCheck(
      baseline: try Self.table(head + "s,v,,0,1\n"), candidate: try Self.table(head + "t,v,,0,1\n"))
    #expect(other.verdict == .cannotTell)
    #expect(other.findings.first?.reason == "different scenarios: the candidate has no scenario s, but t")
    let columns = RegressionCheck(
      baseline: try Self.table([("a", [1, 2]), ("b", [1, 2])]),
      candidate: try Self.table([("a", [1, 2]), ("c", [1, 2])]))
    #expect(columns.findings.map { $0.metric } == ["a", "b", "c"])
    #expect(columns.findings.map(\.outcome) == [.equal, .cannotTell, .cannotTell])
  }

  @Test("pools of other sizes are not compared; what never applies is not a difference")
  func respectsTheTarget() throws {
    let sizes = RegressionCheck(
      baseline: try Self.table([("target_nodes", [4, 4]), ("a", [1, 2])]),
      candidate: try Self.table([("target_nodes", [5, 5]), ("a", [3, 4])]))
    #expect(sizes.findings.map(\.metric) == ["target_nodes"])
    #expect(sizes.findings.first?.reason?.hasPrefix("they want different numbers of nodes (4 and 5)") == true)
    #expect(sizes.verdict == .cannotTell)
    let never = RegressionCheck(
      baseline: try Self.table([("a", [nil, nil]), ("b", [1, nil])]),
      candidate: try Self.table([("a", [nil, nil, nil]), ("b", [nil, nil, 3])]))
    #expect(never.findings.map(\.outcome) == [.cannotTell, .equal, .cannotTell])
    #expect(never.findings.first?.reason?.hasPrefix("the baseline has 2 replications and the candidate 3") == true)
  }

  @Test("events are told for information, and decide only when every byte must be the same")
  func informsAboutEvents() throws {
    let baseline = try Self.table([("events", (0..<20).map { Double($0) })])
    let candidate = try Self.table([("events", (0..<20).map { Double($0 + 9) })])
    let check = RegressionCheck(baseline: baseline, candidate: candidate)
    #expect(check.findings.map(\.outcome) == [.different])
    #expect(check.verdict == .equal)
    var settings = CheckSettings()
    settings.isExact = true
    #expect(RegressionCheck(baseline: baseline, candidate: candidate, settings: settings).verdict == .different)
  }

  @Test("summaries are compared from count, mean and deviation, as the numbers themselves would be")
  func comparesSummaries() throws {
    var noise = Noise(seed: 3)
    let before = noise.numbers(40, mean: 100, deviation: 10)
    let after = noise.numbers(50, mean: 106, deviation: 20)
    func summary(_ numbers: [Double]) throws -> ResultTable {
      let tally = Tally(numbers)
      return try Self.table(
        "scenario,variant,metric,n,mean,stddev\ntiny,managed,a,\(tally.count),\(tally.mean),\(tally.standardDeviation ?? 0)\n"
      )
    }
    let row = try Self.finding(RegressionCheck(baseline: summary(before), candidate: summary(after)), "a")
    let known = try Self.finding(
      RegressionCheck(
        baseline: try Self.table([("a", before)], seed: nil), candidate: try Self.table([("a", after)], seed: nil)), "a"
    )
    #expect(row.method == .welch)
    expectClose(row.probability ?? .nan, known.probability ?? 0, relative: 1e-9)
    expectClose(row.difference ?? .nan, known.difference ?? 0, relative: 1e-9)
    expectClose(
      row.leastDetectableDifference ?? .nan, known.leastDetectableDifference ?? 0, relative: 1e-9)
  }

  @Test("cells in quotes hold commas, quotes and line breaks")
  func readsQuotes() throws {
    let text = "\u{FEFF}a,\"b \"\"c\"\"\",\"d\ne\"\r\n\r\n\"\",f,\n"
    var reader = CSVReader(Array(text.utf8), path: "x.csv")
    let first = try #require(try reader.next())
    #expect(first.cells == ["a", "b \"c\"", "d\ne"])
    let second = try #require(try reader.next())
    #expect(second.cells == ["", "f", ""])
    #expect(first.line == 1)
    #expect(second.line == 4)
    #expect(try reader.next() == nil)
  }

  @Test(
    "what is not a result is refused with its line",
    arguments: [
      ("", nil, "empty"), ("scenario,variant,replication,a\n", 1, "no row"), ("poolsim: 1\n", 1, "not a result"),
      ("scenario,variant,replication,a\ns,v,0,1\ns,v,1\n", 3, "3 cells under 4 columns"),
      ("scenario,variant,replication,a\ns,v,0,1\ns,v,0,2\n", 3, "second time"),
      ("scenario,variant,replication,a\ns,v,0,nan\n", 2, "'nan' in column a"),
      ("scenario,variant,replication,a\ns,v,0,0x10\n", 2, "'0x10' in column a"),
      ("scenario,variant,replication,a\ns,v,-1,2\n", 2, "'-1' in column replication"),
      ("scenario,variant,replication,a,a\ns,v,0,1,1\n", 1, "two columns"),
      ("scenario,variant,replication,a\n\"s,v,0,1\n", 2, "never closed"),
      ("scenario,variant,replication,a\n\"s\"x,v,0,1\n", 2, "closing quote"),
      ("scenario,variant,replication,a\ns,v\"w,0,1\n", 2, "middle of a cell"),
      ("scenario,variant,metric,n,mean,stddev\ns,v,a,0,1,\n", 2, "contradict each other"),
    ] as [(String, Int?, String)])
  func refusesWhatIsNoResult(text: String, line: Int?, words: String) throws {
    let error = #expect(throws: Failure.self) { try ResultTable(csv: Array(text.utf8), path: "x.csv") }
    #expect(error?.kind == .invalid)
    let diagnostic = try #require(error?.diagnostics.first)
    #expect([.notAResult, .resultRow, .notCSV].contains(diagnostic.code))
    #expect(diagnostic.place.line == line)
    #expect(diagnostic.message.contains(words), "\(diagnostic)")
  }
}
