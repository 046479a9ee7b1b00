// SPDX-License-Identifier: GPL-3.0-or-later

package import Scenarios

/// An axis that changes nothing in a variant: the column of the axis differs from row to row, what was run does not.
///
/// A variant that sets the path of the axis itself is one, and one whose image has no use for it.
package struct SweepIdleAxis: Hashable, Sendable {
  /// The most cells that are looked at; of larger sweeps it is so many, spread over all of them.
  package static let mostCells = 64
  /// The most other values of the axis that are put into each of them.
  package static let mostValues = 3

  /// The axis.
  package let axis: SweepAxis
  /// The variant in which it changes nothing.
  package let variant: String

  /// Finds the axes that change nothing in a variant.
  ///
  /// In every cell of the sample the value of one axis alone is replaced, whether or not the plan has such a cell: so the
  /// answer is the same for grids, zipped axes and designs. An axis counts when the system and its seed stay the same
  /// each time. One that leads into a variant (`variants.NAME...`) is checked for that variant alone.
  ///
  /// - Parameters:
  ///   - plan: The cells.
  ///   - makeScenario: Makes the scenario of a cell.
  /// - Returns: The axes in the order of the plan, each with its variants in the order of the scenario.
  /// - Complexity: O(``mostCells`` x ``mostValues``) scenarios for an axis that changes nothing, two for most others.
  package static func all(of plan: SweepPlan, makeScenario: SweepDefinition.MakeScenario) -> [SweepIdleAxis] {
    let cells = sample(plan.cells)
    return plan.axes.indices.flatMap { index in
      variants(whereIdle: index, plan.axes[index], cells, makeScenario).map { variant in
        SweepIdleAxis(axis: plan.axes[index], variant: variant)
      }
    }
  }

  /// The variants in which an axis changes nothing.
  private static func variants(
    whereIdle index: Int, _ axis: SweepAxis, _ cells: [SweepPlan.Cell], _ makeScenario: SweepDefinition.MakeScenario
  ) -> [String] {
    let values = axis.list
    guard values.count > 1 else { return [] }
    let path = axis.path.split(separator: ".")
    let meant = path.count > 2 && path[0] == "variants" ? String(path[1]) : nil
    // In the order of the scenario; nil until two scenarios could be compared.
    var idle: [String]?
    for (number, cell) in cells.enumerated() {
      guard let own = try? makeScenario(cell) else { continue }
      for value in others(than: cell.values[index], of: values, number: number) {
        var changed = cell.values
        changed[index] = value
        guard let other = try? makeScenario(SweepPlan.Cell(number: cell.number, values: changed)) else { continue }
        let known = idle ?? own.variants.map(\.name).filter { meant == nil || $0 == meant }
        idle = known.filter { isSame($0, own, other) }
        if idle?.isEmpty ?? false { return [] }
      }
    }
    return idle ?? []
  }

  /// Whether a variant of two scenarios is the same run.
  private static func isSame(_ variant: String, _ first: Scenario, _ second: Scenario) -> Bool {
    guard let one = first.variants.first(where: { $0.name == variant }),
      let other = second.variants.first(where: { $0.name == variant })
    else { return false }
    return first.seed == second.seed && one.configuration == other.configuration
  }

  /// Some values of an axis except for one: neighbouring cells of the sample get others, so that all have their turn.
  private static func others(than own: SweepValue, of values: [SweepValue], number: Int) -> [SweepValue] {
    let others =
      values.count <= mostValues + 1
      ? values
      : (0..<mostValues + 1).map { place in
        values[(number * mostValues + place * (values.count - 1) / mostValues) % values.count]
      }
    return Array(others.filter { $0 != own }.prefix(mostValues))
  }

  /// All cells, or so many of them by the golden section: even steps would meet one value of an axis again and again.
  private static func sample(_ cells: [SweepPlan.Cell]) -> [SweepPlan.Cell] {
    guard cells.count > mostCells else { return cells }
    return (0..<mostCells).map { number in
      let share = (Double(number) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
      return cells[min(Int(share * Double(cells.count)), cells.count - 1)]
    }
  }
}
