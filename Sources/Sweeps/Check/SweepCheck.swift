// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Experiments
package import Quantities
package import ServiceRules
internal import Scenarios

/// Whether the cells of a sweep are scenarios that can be run, and which of the service's own rules they break.
package struct SweepCheck: Sendable {
  /// The most cells that are looked at; of larger sweeps it is so many, spread over all of them.
  package static let mostCells = 10_000

  /// A rule that cells break: the finding of the first of them, and which cells there are.
  package struct Finding: Sendable {
    /// What is found in the first cell that breaks the rule.
    package let finding: PreflightFinding
    /// The cells in brackets; empty when all of them have the same finding.
    package let ending: String

    /// The finding of the first cell after its place, with the cells that break the rule.
    ///
    /// - Parameter file: What the sweep file is called.
    /// - Returns: A line.
    package func located(in file: String) -> String {
      finding.located(in: file) + ending
    }
  }

  /// What is wrong, each problem once, with the cells that have it; in the order of the cells.
  package let diagnostics: [Diagnostic]
  /// The rules that cells break, by rule and then in the order of the cells; each once for a variant and pool.
  package let findings: [Finding]
  /// What every cell says and none uses.
  let idleParts: [Scenario.IdlePart]
  /// How many cells were looked at.
  package let checkedCells: Int
  /// How many cells there are.
  package let cells: Int

  /// Looks at the cells of a plan.
  ///
  /// - Parameters:
  ///   - plan: The cells.
  ///   - file: What the sweep file is called.
  ///   - date: The creation date of the pools.
  ///   - jobs: Cells that are looked at at once.
  ///   - makeScenario: Makes the scenario of a cell.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(cells), of at most ``mostCells``.
  package init(
    _ plan: SweepPlan, file: String, on date: CalendarDate, jobs: Int,
    makeScenario: @escaping SweepDefinition.MakeScenario
  ) async throws {
    cells = plan.cells.count
    let checked = min(cells, Self.mostCells)
    checkedCells = checked
    // Evenly spread, the first and the last among them.
    let chosen = (0..<checked).map { plan.cells[checked == 1 ? 0 : $0 * (plan.cells.count - 1) / (checked - 1)] }
    var problems: [Problem] = []
    var known: [Diagnostic: Int] = [:]
    var broken: [BrokenRule: (finding: PreflightFinding, first: SweepPlan.Cell, count: Int, isSame: Bool)] = [:]
    var idle: [Scenario.IdlePart]?
    let size = 64
    try await OrderedParallelMap(jobs: jobs).run((checked + size - 1) / size) { piece in
      chosen[piece * size..<min((piece + 1) * size, checked)].map { cell in
        (cell, Self.problems(of: cell, plan, date, makeScenario))
      }
    } deliver: { _, results in
      for (cell, (diagnostics, findings, idleParts)) in results {
        // What is used in one cell is not idle.
        if diagnostics.isEmpty { idle = idle.map { $0.filter(Set(idleParts).contains) } ?? idleParts }
        for finding in findings {
          let rule = BrokenRule(finding)
          if let seen = broken[rule] {
            broken[rule] = (
              seen.finding, seen.first, seen.count + 1, seen.isSame && seen.finding.message == finding.message
            )
          } else {
            broken[rule] = (finding, cell, 1, true)
          }
        }
        for diagnostic in diagnostics {
          if let place = known[diagnostic] {
            problems[place].count += 1
          } else {
            known[diagnostic] = problems.count
            problems.append((diagnostic, cell, 1))
          }
        }
      }
    }
    idleParts = idle ?? []
    diagnostics = Self.listed(problems, plan, file: file, of: checked)
    findings = broken.values.sorted {
      ($0.finding.rule.code, $0.first.number, $0.finding.variant ?? "", $0.finding.pool ?? "")
        < ($1.finding.rule.code, $1.first.number, $1.finding.variant ?? "", $1.finding.pool ?? "")
    }.map { rule in
      let isEverywhere = rule.isSame && rule.count == checked
      return Finding(
        finding: rule.finding,
        ending: isEverywhere
          ? "" : Self.ending(plan, first: rule.first, count: rule.count, of: checked, naming: true))
    }
  }

  /// Something that is wrong, the first cell that has it, and how many do.
  private typealias Problem = (diagnostic: Diagnostic, first: SweepPlan.Cell, count: Int)

  /// The first of the problems, with the cells that have them.
  private static func listed(_ problems: [Problem], _ plan: SweepPlan, file: String, of checked: Int) -> [Diagnostic] {
    let told = problems.prefix(DiagnosticList.mostTold).map { problem in
      Diagnostic(
        code: problem.diagnostic.code, place: problem.diagnostic.place,
        message: problem.diagnostic.message + ending(plan, first: problem.first, count: problem.count, of: checked))
    }
    guard problems.count > told.count else { return told }
    return told + [
      Diagnostic(
        code: .tooMany, place: SourcePlace(file: file),
        message: "\(problems.count - told.count) more problems are not listed")
    ]
  }

  /// What makes two findings of different cells one.
  private struct BrokenRule: Hashable {
    let code: String
    let variant: String?
    let pool: String?

    init(_ finding: PreflightFinding) {
      (code, variant, pool) = (finding.rule.code, finding.variant, finding.pool)
    }
  }

  /// What is wrong with a cell, or else which rules it breaks; what is wrong with a value stands where the sweep gives it.
  private static func problems(
    of cell: SweepPlan.Cell, _ plan: SweepPlan, _ date: CalendarDate, _ makeScenario: SweepDefinition.MakeScenario
  ) -> (diagnostics: [Diagnostic], findings: [PreflightFinding], idleParts: [Scenario.IdlePart]) {
    do throws(Failure) {
      var seen: Set<BrokenRule> = []
      let scenario = try makeScenario(cell)
      let findings = Preflight.findings(of: scenario, on: date)
      return ([], findings.filter { seen.insert(BrokenRule($0)).inserted }, scenario.idleParts)
    } catch {
      let overrides = plan.overrides(of: cell)
      var seen: Set<Diagnostic> = []
      let diagnostics = error.diagnostics.compactMap { diagnostic -> Diagnostic? in
        var place = diagnostic.place
        if let axis = overrides.firstIndex(where: { place.file == "--set \($0)" }),
          let own = plan.axes[axis].place(of: cell.values[axis])
        {
          place = own
        }
        let placed = Diagnostic(code: diagnostic.code, place: place, message: diagnostic.message)
        return seen.insert(placed).inserted ? placed : nil
      }
      return (diagnostics, [], [])
    }
  }

  private static func ending(
    _ plan: SweepPlan, first: SweepPlan.Cell, count: Int, of checked: Int, naming isAlwaysNamed: Bool = false
  ) -> String {
    // What is wrong in every cell is wrong with the file.
    if count == checked, !isAlwaysNamed { return "" }
    let values = zip(plan.axes, first.values).map { "\($0.name) = \($1.column)" }.joined(separator: ", ")
    return count == 1
      ? " (in the cell of the sweep with \(values))"
      : " (in \(count) of \(checked) cells of the sweep, the first of them with \(values))"
  }
}
