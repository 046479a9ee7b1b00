// SPDX-License-Identifier: GPL-3.0-or-later

import Diagnostics
import Sweeps
import Experiments
import Scenarios

/// A sweep file with the options of the command line: its cells, and how each becomes a scenario.
struct SweepFile {
  let plan: SweepPlan
  let makeScenario: SweepDefinition.MakeScenario
  private let document: ScenarioDocument
  private let settled: [String]

  /// Lays out the sweep of a document; nil when it has none.
  ///
  /// - Throws: `ScenarioError` or `SweepError`.
  init?(_ document: ScenarioDocument, _ options: ScenarioOptions) throws {
    guard let specification = try document.sweep() else { return nil }
    let settled = options.allOverrides
    // Without the axes the base may be incomplete: its seed alone is needed here.
    let plan = try SweepPlan(specification, seed: document.headValue("seed", overrides: settled) ?? 1)
    self.plan = plan
    self.document = document
    self.settled = settled
    let read = try ScenarioOverride.all(settled)
    makeScenario = { cell throws(ScenarioError) in
      try document.scenario(setting: read + plan.settings(of: cell))
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

  /// Says of axes that change nothing in a variant that they do not: the rows would be taken for what they are not.
  func tellIdleAxes(_ silence: SilenceOptions) {
    guard !silence.quiet else { return }
    for idle in SweepIdleAxis.all(of: plan, makeScenario: makeScenario) {
      let axis = idle.axis
      let place = axis.list.first.flatMap(axis.place).map { "\($0)" } ?? document.file
      var text = "\(place): warning: the axis \(axis.name) changes nothing that is simulated"
      if let own = document.value(at: axis.path, ofVariant: idle.variant, overrides: settled) {
        text += " in the variant \(idle.variant), which "
        text += own.isAround ? "gives \(own.path) as a whole" : "sets \(own.path) itself"
        text += " (\(own.place))"
      } else if idle.variant != Scenario.onlyVariantName {
        text += " in the variant \(idle.variant)"
      }
      silence.tell("\(text): its rows are the same for every value of the axis")
    }
  }
}
