// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Reporting
import ResultCheck
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a check says of results that were written and read back.
@Suite("Check report")
struct CheckReportTests {
  /// Comparisons of two variants; the count of events is for information alone.
  private static let comparisons = 2 * (Metric.replicationColumns.count - 1)

  private static func allEqual() -> String { "Equal: \(comparisons) comparisons (\(comparisons) equal)." }

  private static func result(_ overrides: String...) async throws -> FinishedRun {
    try await FinishedRun(TinyScenario.text(nodes: 4, replications: 40), set: overrides)
  }

  private static func slower() async throws -> FinishedRun {
    try await result("variants.gallery.image.replicas=1")
  }

  /// Checks a file, or a whole result, against another.
  private static func report(
    _ baseline: FinishedRun, _ candidate: FinishedRun, file: String = "", tolerances: [String] = []
  ) throws -> CheckReport {
    var settings = CheckSettings()
    settings.tolerances = try CheckTolerances(tolerances)
    func table(_ run: FinishedRun) throws -> ResultTable {
      try ResultTable(contentsOf: run.folder.path("out") + (file.isEmpty ? "" : "/" + file))
    }
    return CheckReport(
      RegressionCheck(baseline: try table(baseline), candidate: try table(candidate), settings: settings),
      baseline: "baseline", candidate: "candidate")
  }

  @Test("says how many comparisons came out how, and lists what differs or cannot be told")
  func answers() async throws {
    let baseline = try await Self.result()
    let same = try Self.report(baseline, await Self.result())
    #expect(same.conclusion == Self.allEqual() && same.problems.isEmpty)
    #expect(same.rendered(.text).hasSuffix("\n\(Self.allEqual())\n"))
    let reseeded = try Self.report(baseline, await Self.result("seed=8")).rendered(.text)
    #expect(reseeded.contains("Welch") && !reseeded.contains("paired t"), "\(reseeded)")
    let slower = try await Self.slower()
    let text = try Self.report(baseline, slower).rendered(.text)
    #expect(text.contains("- tiny/gallery idle_latency_mean_s: different; "), "\(text)")
    #expect(text.contains("40 of 40 replications changed; ") && !text.contains("- tiny/managed"))
    #expect(try Self.report(baseline, slower, tolerances: ["20%"]).problems.isEmpty)
    let strict = try Self.report(baseline, slower, tolerances: ["20%", "node_hours=0"])
    #expect(strict.problems.count == 1 && strict.problems[0].hasPrefix("tiny/gallery node_hours: different; "))
    let larger = try Self.report(baseline, await Self.result("pool.targetDedicatedNodes=5"))
    #expect(larger.conclusion.hasPrefix("Cannot tell: "))
    #expect(larger.rendered(.text).contains("they want different numbers of nodes (4 and 5)"))
    let short = try Self.report(baseline, await Self.result("seed=8", "replications=3"))
    #expect(short.rendered(.text).replacing("\n  ", with: " ").contains("too few runs: 3, and 10 are needed"))
  }

  @Test("single files are results too, and the seed beside them counts")
  func files() async throws {
    let baseline = try await Self.result()
    let slower = try Self.report(baseline, await Self.slower(), file: "replications.csv")
    #expect(slower.rendered(.text).contains("40 of 40 replications changed"))
    let equal = Self.comparisons - 12
    #expect(slower.conclusion == "Different: \(Self.comparisons) comparisons (\(equal) equal, 12 different).")
    let same = try Self.report(baseline, await Self.result(), file: "summary.csv")
    #expect(same.conclusion.hasPrefix("Equal: "))
    let reseeded = try Self.report(baseline, await Self.result("seed=8"), file: "summary.csv").rendered(.text)
    #expect(reseeded.contains("Welch") && reseeded.contains("single_resize"), "\(reseeded)")
  }

  @Test("CSV has a row a finding, Markdown a table")
  func tables() async throws {
    let report = try await Self.report(Self.result(), Self.slower())
    let text = try written { try report.writeCSV(to: $0) }
    let lines = text.split(separator: "\n")
    #expect(lines.count == 1 + 2 * Metric.replicationColumns.count)
    #expect(lines[0].hasPrefix("scenario,variant,pool,metric,verdict,decides,test,baseline_n,"))
    #expect(lines.contains { $0.hasPrefix("tiny,gallery,,steady_state_s,different,1,same seed,40,40,") })
    #expect(lines.contains { $0.hasPrefix("tiny,gallery,,events,") && $0.contains(",0,") })
    #expect(report.rendered(.markdown).hasPrefix("## candidate beside baseline\n\n| variant | metric | verdict |"))
  }

  /// Counts the elements of an XML document.
  private final class Counter: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var attributes: [String: [String: String]] = [:]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes values: [String: String]
    ) {
      counts[name, default: 0] += 1
      attributes[name] = values
    }
  }

  @Test("JUnit is XML with a case a variant and metric, whose counts are those of its head")
  func junit() async throws {
    let baseline = try await Self.result()
    // A name that XML has to escape.
    let odd = try await Self.slower()
    try odd.folder.write(
      odd.file("replications.csv").replacingOccurrences(of: "tiny,managed,", with: "tiny,\"<&\"\"'>\","),
      to: "out/replications.csv")
    let candidates: [(FinishedRun, fails: Bool, errs: Bool)] = [
      (try await Self.result(), false, false), (try await Self.slower(), true, false),
      (try await Self.result("pool.targetDedicatedNodes=5"), false, true), (odd, true, true),
    ]
    for (candidate, fails, errs) in candidates {
      let text = try Self.report(baseline, candidate).junit()
      let counter = Counter()
      let parser = XMLParser(data: Data(text.utf8))
      parser.delegate = counter
      #expect(parser.parse(), "\(text)")
      for (element, attribute) in [
        ("testcase", "tests"), ("failure", "failures"), ("error", "errors"), ("skipped", "skipped"),
      ] {
        #expect(counter.attributes["testsuite"]?[attribute] == "\(counter.counts[element] ?? 0)", "\(element)")
      }
      #expect((counter.counts["failure"] ?? 0 > 0) == fails)
      #expect((counter.counts["error"] ?? 0 > 0) == errs)
    }
  }

  @Test("what cannot be compared says why: another scenario, or a cell that is not a number")
  func reasons() async throws {
    let other = try await FinishedRun(TinyScenario.text(nodes: 4, name: "other"))
    let text = try await Self.report(Self.result(), other).rendered(.text)
    #expect(text.contains("different scenarios: the candidate has no scenario tiny, but other"), "\(text)")
  }
}
