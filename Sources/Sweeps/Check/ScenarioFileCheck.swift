// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import Experiments
package import Quantities
package import Scenarios
package import ServiceRules

/// What can be said of a scenario file before anything runs: the rules of the service that it breaks, and how many of
/// them count. Of a sweep file every cell is looked at.
package struct ScenarioFileCheck: Sendable {
  /// A rule that the file breaks, and the line that says so.
  package struct Finding: Sendable {
    /// The finding; of a sweep, that of the first cell that breaks the rule.
    package let finding: PreflightFinding
    /// The finding after its place, with the cells of a sweep that break the rule.
    package let line: String
  }

  /// The scenario of the file. That of a sweep is its base, or its first cell where the base is incomplete.
  package let scenario: Scenario
  /// The rules that are broken, by rule.
  package let findings: [Finding]
  /// Warnings about what changes nothing: axes of a sweep, and what no variant of any cell uses.
  package let idleParts: [String]
  /// Cells of the sweep that were looked at, and how many there are; nil where all were.
  package let coverage: (checked: Int, cells: Int)?

  /// Looks at a file.
  ///
  /// - Parameters:
  ///   - document: The file.
  ///   - overrides: Values to set, `PATH=VALUE` each.
  ///   - date: The creation date of the pools.
  ///   - jobs: Cells that are looked at at the same time.
  /// - Throws: `Failure` with everything that is wrong, or `CancellationError`.
  /// - Complexity: O(cells), of at most ``SweepCheck/mostCells``.
  package init(_ document: ScenarioDocument, overrides: [String], on date: CalendarDate, jobs: Int) async throws {
    guard let sweep = try SweepFile(document, overrides: overrides) else {
      scenario = try document.scenario(overrides: overrides)
      findings = Preflight.findings(of: scenario, on: date).map {
        Finding(finding: $0, line: $0.located(in: document.file))
      }
      idleParts = scenario.idleParts.map { "\($0)" }
      coverage = nil
      return
    }
    let check = try await SweepCheck(
      sweep.plan, file: document.file, on: date, jobs: jobs, makeScenario: sweep.makeScenario)
    if !check.diagnostics.isEmpty { throw Failure(kind: .invalid, diagnostics: check.diagnostics) }
    findings = check.findings.map { Finding(finding: $0.finding, line: $0.located(in: document.file)) }
    idleParts = sweep.idleAxisWarnings + check.idleParts.map { "\($0)" }
    coverage = check.checkedCells < check.cells ? (check.checkedCells, check.cells) : nil
    if let base = try? document.scenario(overrides: overrides) {
      scenario = base
    } else {
      scenario = try sweep.firstScenario()
    }
  }

  /// How many errors the service would refuse on the day.
  package var refusedCount: Int { count(.refused) }

  /// How many warnings apply on the day.
  package var warningCount: Int { count(.warning) + idleParts.count }

  /// What was found, in one line: `2 errors the service would refuse, 1 warning`, or `valid`.
  package var sum: String {
    let parts = [
      (refusedCount, "error", "errors", " the service would refuse"), (warningCount, "warning", "warnings", ""),
      (count(.advice), "item of advice", "items of advice", ""),
    ].filter { $0.0 > 0 }.map { count, one, several, ending in "\(count) \(count == 1 ? one : several)\(ending)" }
    return ((refusedCount == 0 ? ["valid"] : []) + parts).joined(separator: ", ")
  }

  private func count(_ severity: PreflightRule.Severity) -> Int {
    findings.count { $0.finding.isInForce && $0.finding.severity == severity }
  }
}
