// SPDX-License-Identifier: GPL-3.0-or-later

public import Scenarios

/// Whether the cells of a sweep are scenarios that can be run.
public struct SweepCheck: Sendable {
  /// The most cells that are looked at; of larger sweeps it is so many, spread over all of them.
  public static let mostCells = 10_000
  /// Somebody has to read them.
  private static let mostTold = 100

  /// What is wrong, each problem once, with the cells that have it; in the order of the cells.
  public let diagnostics: [Diagnostic]
  /// How many cells were looked at.
  public let checkedCells: Int
  /// How many cells there are.
  public let cells: Int

  /// Looks at the cells of a plan.
  ///
  /// - Parameters:
  ///   - plan: The cells.
  ///   - file: What the sweep file is called.
  ///   - jobs: Cells that are looked at at once.
  ///   - makeScenario: Makes the scenario of a cell.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(cells), of at most ``mostCells``.
  public init(
    _ plan: SweepPlan, file: String, jobs: Int, makeScenario: @escaping SweepDefinition.MakeScenario
  ) async throws {
    cells = plan.cells.count
    let checked = min(cells, Self.mostCells)
    checkedCells = checked
    // Evenly spread, the first and the last among them.
    let chosen = (0..<checked).map { plan.cells[checked == 1 ? 0 : $0 * (plan.cells.count - 1) / (checked - 1)] }
    var problems: [(diagnostic: Diagnostic, first: SweepPlan.Cell, count: Int)] = []
    var known: [Diagnostic: Int] = [:]
    let size = 64
    try await OrderedParallelMap(jobs: jobs).run((checked + size - 1) / size) { piece in
      chosen[piece * size..<min((piece + 1) * size, checked)].map { cell in
        (cell, Self.diagnostics(of: cell, plan, makeScenario))
      }
    } deliver: { _, results in
      for (cell, diagnostics) in results {
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
    var told = problems.prefix(Self.mostTold).map { problem in
      Diagnostic(
        code: problem.diagnostic.code, place: problem.diagnostic.place,
        message: problem.diagnostic.message + Self.ending(plan, first: problem.first, count: problem.count, of: checked)
      )
    }
    if problems.count > told.count {
      told.append(
        Diagnostic(
          code: "E0005", place: SourcePlace(file: file),
          message: "\(problems.count - told.count) more problems are not listed"))
    }
    diagnostics = told
  }

  /// What is wrong with a cell; what is wrong with a value stands where the sweep gives it.
  private static func diagnostics(
    of cell: SweepPlan.Cell, _ plan: SweepPlan, _ makeScenario: SweepDefinition.MakeScenario
  ) -> [Diagnostic] {
    do throws(ScenarioError) {
      _ = try makeScenario(cell)
      return []
    } catch {
      let overrides = plan.overrides(of: cell)
      var seen: Set<Diagnostic> = []
      return error.diagnostics.compactMap { diagnostic in
        var place = diagnostic.place
        if let axis = overrides.firstIndex(where: { place.file == "--set \($0)" }),
          let own = plan.axes[axis].place(of: cell.values[axis])
        {
          place = own
        }
        let placed = Diagnostic(code: diagnostic.code, place: place, message: diagnostic.message)
        return seen.insert(placed).inserted ? placed : nil
      }
    }
  }

  private static func ending(_ plan: SweepPlan, first: SweepPlan.Cell, count: Int, of checked: Int) -> String {
    // What is wrong in every cell is wrong with the file.
    if count == checked { return "" }
    let values = zip(plan.axes, first.values).map { "\($0.name) = \($1.column)" }.joined(separator: ", ")
    return count == 1
      ? " (in the cell of the sweep with \(values))"
      : " (in \(count) of \(checked) cells of the sweep, the first of them with \(values))"
  }
}
