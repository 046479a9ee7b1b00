// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Scenarios

/// A sweep file with the options of the command line: its cells, and how each becomes a scenario.
struct SweepFile {
  let plan: SweepPlan
  let makeScenario: SweepDefinition.MakeScenario

  /// Lays out the sweep of a document; nil when it has none.
  ///
  /// - Throws: `ScenarioError` or `SweepError`.
  init?(_ document: ScenarioDocument, _ options: ScenarioOptions) throws {
    guard let specification = try document.sweep() else { return nil }
    let settled = options.allOverrides
    // Without the axes the base may be incomplete: its seed alone is needed here.
    let plan = try SweepPlan(specification, seed: document.headValue("seed", overrides: settled) ?? 1)
    self.plan = plan
    makeScenario = { cell throws(ScenarioError) in
      try document.scenario(overrides: settled + plan.overrides(of: cell))
    }
  }

  /// The scenario of the first cell that has one; when none of the first hundred has, what is wrong with the first.
  ///
  /// - Throws: `ScenarioError`.
  func firstScenario() throws(ScenarioError) -> Scenario {
    var failure: ScenarioError?
    for cell in plan.cells.prefix(100) {
      do throws(ScenarioError) {
        return try makeScenario(cell)
      } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? ScenarioError(kind: .invalid, diagnostics: [])
  }
}
