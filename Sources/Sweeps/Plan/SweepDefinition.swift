// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Experiments
internal import BatchPool
internal import Foundation
package import Scenarios

/// A sweep that is ready to be run: its cells, and how each becomes a scenario.
package struct SweepDefinition: Sendable {
  /// Makes the scenario of a cell.
  package typealias MakeScenario = @Sendable (SweepPlan.Cell) throws(Failure) -> Scenario

  /// The name of the scenario that is varied.
  package let name: String
  /// The cells.
  package let plan: SweepPlan
  /// Replications of every cell.
  package let replications: Int
  /// Tells this sweep from others: what it varies of which scenario.
  package let signature: String
  let makeScenario: MakeScenario

  /// Makes a definition.
  ///
  /// - Parameters:
  ///   - base: The scenario that is varied.
  ///   - plan: The cells.
  ///   - replications: Replications of every cell.
  ///   - makeScenario: Makes the scenario of a cell.
  package init(base: Scenario, plan: SweepPlan, replications: Int, makeScenario: @escaping MakeScenario) {
    name = base.name
    self.plan = plan
    self.replications = replications
    self.makeScenario = makeScenario
    let axes = plan.axes.map { axis in
      "\(axis.name)=\(axis.path)=\(axis.list.map(\.text).joined(separator: "|"))"
    }
    signature = ([base.identity, "seed \(base.seed)", "\(plan.cells.count) cells"] + axes).joined(separator: "; ")
  }

  /// The scenario of a cell.
  ///
  /// - Throws: `Failure` where the values of the cell make none.
  package func scenario(of cell: SweepPlan.Cell) throws(Failure) -> Scenario {
    try makeScenario(cell)
  }

  /// A cell that can be run: its identity and the systems of its variants.
  struct PreparedCell: Sendable {
    let cell: SweepPlan.Cell
    let identity: String
    let seed: UInt64
    let variants: [(name: String, configuration: SystemConfiguration)]
    /// Why it cannot be run, if so.
    let failure: Failure?

    /// The replications that are whole: those that every variant has.
    ///
    /// - Parameter found: What there is of each variant, by name.
    /// - Returns: Their numbers.
    func wholeReplications(_ found: [String: IndexSet]?) -> IndexSet {
      guard let found, let first = variants.first else { return IndexSet() }
      return variants.dropFirst().reduce(found[first.name] ?? IndexSet()) {
        $0.intersection(found[$1.name] ?? IndexSet())
      }
    }
  }

  /// Makes the scenario of a cell ready.
  func prepare(_ cell: SweepPlan.Cell) -> PreparedCell {
    do throws(Failure) {
      let scenario = try scenario(of: cell)
      return PreparedCell(
        cell: cell,
        identity: "\(scenario.identity)/seed-\(scenario.seed)/model-\(PoolSimulation.modelVersion)",
        seed: scenario.seed, variants: scenario.variants.map { ($0.name, $0.configuration) }, failure: nil)
    } catch {
      // What cannot be run has no scenario to be known by: its values stand in.
      let values = plan.overrides(of: cell).joined(separator: " ")
      return PreparedCell(
        cell: cell, identity: "refused/\(values)", seed: 0, variants: [],
        failure: error)
    }
  }

  /// Makes cells ready on several cores.
  ///
  /// - Throws: `CancellationError`.
  func prepare(_ cells: [SweepPlan.Cell], jobs: Int) async throws -> [PreparedCell] {
    let definition = self
    var prepared: [PreparedCell] = []
    prepared.reserveCapacity(cells.count)
    // Pieces of a few hundred: a task for each cell would cost more than the cell.
    let size = 256
    let pieces = (cells.count + size - 1) / size
    try await OrderedParallelMap(jobs: jobs).run(pieces) { piece in
      cells[piece * size..<min((piece + 1) * size, cells.count)].map(definition.prepare)
    } deliver: { _, list in
      prepared += list
    }
    return prepared
  }
}
