// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Experiments
package import Scenarios

/// A sweep file with values set from outside: its cells, and how each becomes a scenario.
package struct SweepFile: Sendable {
  /// The cells.
  package let plan: SweepPlan
  /// Makes the scenario of a cell.
  package let makeScenario: SweepDefinition.MakeScenario
  private let document: ScenarioDocument
  private let settled: [String]

  /// Lays out the sweep of a document; nil when it has none.
  ///
  /// - Parameters:
  ///   - document: The file.
  ///   - settled: Values to set in every cell, `PATH=VALUE` each.
  /// - Throws: `Failure` when the section sweep is wrong.
  package init?(_ document: ScenarioDocument, overrides settled: [String]) throws(Failure) {
    guard let specification = try document.sweep() else { return nil }
    // Without the axes the base may be incomplete: its seed alone is needed here.
    let plan = try SweepPlan(specification, seed: document.headValue("seed", overrides: settled) ?? 1)
    self.plan = plan
    self.document = document
    self.settled = settled
    let read = try ScenarioOverride.all(settled)
    makeScenario = { cell throws(Failure) in
      try document.scenario(setting: read + plan.settings(of: cell))
    }
  }

  /// The scenario of the first cell that has one; when none of the first hundred has, what is wrong with the first.
  ///
  /// - Throws: `Failure` of the first cell.
  package func firstScenario() throws(Failure) -> Scenario {
    var failure: Failure?
    for cell in plan.cells.prefix(100) {
      do throws(Failure) {
        return try makeScenario(cell)
      } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? Failure(kind: .invalid, diagnostics: [])
  }

  /// A warning for every axis that changes nothing in a variant: its rows would be taken for a result of the axis.
  package var idleAxisWarnings: [String] {
    SweepIdleAxis.all(of: plan, makeScenario: makeScenario).map { idle in
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
      return "\(text): its rows are the same for every value of the axis"
    }
  }
}
