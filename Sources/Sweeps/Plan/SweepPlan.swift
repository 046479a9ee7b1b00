// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Experiments
internal import Foundation
internal import Randomness
package import Scenarios

/// The cells of a sweep, in order.
///
///     axes -> factors (zipped axes walk together) -> every combination -> constraint -> cells
///     axes -> design (Sobol, Latin hypercube)                          -> constraint -> cells
///
/// The last factor varies fastest. A cell's number does not depend on filters, shards or machines.
package struct SweepPlan: Sendable {
  /// The most combinations that a sweep may have before its constraint: 10 million.
  package static let combinationLimit = SweepSpecification.mostCells

  /// One combination of values.
  package struct Cell: Hashable, Sendable {
    /// The number of the cell in its plan, from 0.
    package let number: Int
    /// One value an axis, in the order of the axes.
    package let values: [SweepValue]
  }

  /// The axes, in the order of the file.
  package let axes: [SweepAxis]
  /// The design that places the cells; nil for combinations of the axes' values.
  package let design: SweepSpecification.Design?
  /// The cells, in order.
  package let cells: [Cell]

  /// Lays out a sweep.
  ///
  /// - Parameters:
  ///   - specification: What the sweep file says.
  ///   - seed: Places the points of a Latin hypercube.
  /// - Throws: `Failure` when nothing or too much is left, or the constraint is wrong.
  /// - Complexity: O(combinations x axes).
  package init(_ specification: SweepSpecification, seed: UInt64) throws(Failure) {
    axes = specification.axes
    design = specification.design
    guard !axes.isEmpty else {
      throw Self.failure(.sweep, "the sweep has no axes; name at least one", at: specification.place)
    }
    for axis in axes where SweepPlan.columns.contains(axis.name) {
      throw Self.failure(
        .sweep,
        "the axis \(axis.name) has the name of a column of the results; give it another name, such as \(axis.name)_wanted",
        at: axis.list.first.flatMap(axis.place) ?? specification.place)
    }
    let constraint = try SweepPlan.constraint(specification)
    let combinations: [[SweepValue]]
    if let design = specification.design {
      combinations = try SweepPlan.points(
        design, axes: specification.axes, seed: seed, at: specification.place)
    } else {
      combinations = try SweepPlan.combinations(specification)
    }
    if let constraint, let first = combinations.first {
      try SweepPlan.expectUnits(
        constraint, axes: axes, values: first, place: specification.constraint?.place)
    }
    var cells: [Cell] = []
    for values in combinations {
      if let constraint {
        guard
          try SweepPlan.holds(
            constraint, axes: axes, values: values, place: specification.constraint?.place)
        else {
          continue
        }
      }
      cells.append(Cell(number: cells.count, values: values))
    }
    guard !cells.isEmpty else {
      throw Self.failure(
        .noCells, "the sweep is empty: its constraint matches none of the \(combinations.count) combinations",
        at: specification.constraint?.place)
    }
    self.cells = cells
  }

  /// The columns that tables of a sweep have beside its axes.
  private static let columns = Set(
    ["cell", "scenario", "variant", "pool", "replication"] + Metric.replicationColumns.map(\.name))

  /// The cells for which a condition holds, with the numbers that they have in the plan.
  ///
  /// - Throws: `Failure` when the condition cannot be evaluated.
  /// - Complexity: O(cells).
  package func cells(where filter: SweepExpression) throws(Failure) -> [Cell] {
    if let first = cells.first {
      try SweepPlan.expectUnits(filter, axes: axes, values: first.values, place: SweepPlan.filterPlace)
    }
    var chosen: [Cell] = []
    for cell in cells
    where try SweepPlan.holds(filter, axes: axes, values: cell.values, place: SweepPlan.filterPlace) {
      chosen.append(cell)
    }
    return chosen
  }

  /// The place of a filter in diagnostics.
  package static let filterPlace = SourcePlace(file: "--filter")

  private static func failure(_ code: DiagnosticCode, _ message: String, at place: SourcePlace?) -> Failure {
    Failure(.invalid, code, at: place ?? SourcePlace(file: "sweep"), message)
  }

  /// What `--set` would be given for a cell.
  package func overrides(of cell: Cell) -> [String] {
    zip(axes, cell.values).map { "\($0.path)=\($1.text)" }
  }

  /// The same as values: those of the file are not read again.
  ///
  /// - Throws: `Failure` when a value was made of a text that is not YAML.
  package func settings(of cell: Cell) throws(Failure) -> [ScenarioOverride] {
    var settings: [ScenarioOverride] = []
    settings.reserveCapacity(axes.count)
    for (axis, value) in zip(axes, cell.values) { settings.append(try value.override(at: axis.path)) }
    return settings
  }

  private static func constraint(_ specification: SweepSpecification) throws(Failure) -> SweepExpression? {
    guard let constraint = specification.constraint else { return nil }
    do throws(SweepExpressionError) {
      return try SweepExpression(constraint.expression, names: specification.axes.map(\.name))
    } catch {
      throw error.failure(at: constraint.place)
    }
  }

  private static func expectUnits(
    _ expression: SweepExpression, axes: [SweepAxis], values: [SweepValue], place: SourcePlace?
  ) throws(Failure) {
    var units: [String: String] = [:]
    for (axis, value) in zip(axes, values) where value.hasUnit { units[axis.name] = value.unit ?? "" }
    do throws(SweepExpressionError) {
      try expression.expectUnits(units)
    } catch {
      throw error.failure(at: place ?? SweepPlan.filterPlace)
    }
  }

  private static func holds(
    _ expression: SweepExpression, axes: [SweepAxis], values: [SweepValue], place: SourcePlace?
  ) throws(Failure) -> Bool {
    do throws(SweepExpressionError) {
      return try expression.holds { name in
        guard let index = axes.firstIndex(where: { $0.name == name }) else { return nil }
        return values[index].number.map(SweepExpression.Value.number) ?? .text(values[index].column)
      }
    } catch {
      throw error.failure(at: place ?? SweepPlan.filterPlace)
    }
  }

  /// Every combination of the factors.
  private static func combinations(_ specification: SweepSpecification) throws(Failure) -> [[SweepValue]] {
    let factors = try self.factors(specification)
    var total = 1.0
    for factor in factors { total *= Double(specification.axes[factor[0]].count) }
    guard total <= Double(combinationLimit) else {
      let count = total < 1e15 ? String(Int(total)) : String(format: "%.3g", total)
      throw failure(
        .tooManyCells,
        "the sweep has \(count) cells, more than \(combinationLimit); take fewer values, or a design with fewer points",
        at: specification.place)
    }
    let lists = specification.axes.map(\.list)
    for factor in factors {
      for axis in factor where lists[axis].count != lists[factor[0]].count {
        throw failure(
          .sweep,
          "zipped axes need the same number of values: \(specification.axes[factor[0]].name) has "
            + "\(lists[factor[0]].count), \(specification.axes[axis].name) has \(lists[axis].count)",
          at: specification.place)
      }
    }
    let count = factors.reduce(1) { $0 * lists[$1[0]].count }
    return (0..<count).map { number in
      var rest = number
      var chosen = [Int](repeating: 0, count: lists.count)
      for factor in factors.reversed() {
        let size = lists[factor[0]].count
        for axis in factor { chosen[axis] = rest % size }
        rest /= size
      }
      return chosen.indices.map { lists[$0][chosen[$0]] }
    }
  }

  /// Groups of axes that are walked together, each by index, in the order of their first axis.
  private static func factors(_ specification: SweepSpecification) throws(Failure) -> [[Int]] {
    let names = specification.axes.map(\.name)
    var zipOf = [Int?](repeating: nil, count: names.count)
    for (number, zip) in specification.zips.enumerated() {
      for name in zip {
        guard let index = names.firstIndex(of: name) else {
          throw failure(
            .sweep,
            "zip names '\(name)', which is not an axis; expected \(Suggestion.listed(for: name, among: names))"
              + Suggestion.ending(for: name, among: names), at: specification.place)
        }
        guard zipOf[index] == nil else { throw failure(.sweep, "zip names \(name) twice", at: specification.place) }
        zipOf[index] = number
      }
    }
    var factors: [[Int]] = []
    for index in names.indices {
      if let zip = zipOf[index], let factor = factors.firstIndex(where: { zipOf[$0[0]] == zip }) {
        factors[factor].append(index)
      } else {
        factors.append([index])
      }
    }
    return factors
  }

  /// The points of a design.
  private static func points(
    _ design: SweepSpecification.Design, axes: [SweepAxis], seed: UInt64, at place: SourcePlace?
  ) throws(Failure) -> [[SweepValue]] {
    guard (1...combinationLimit).contains(design.points) else {
      throw failure(.sweep, "a design has 1 to \(combinationLimit) points, not \(design.points)", at: place)
    }
    let coordinates: [[Double]]
    switch design.placement {
    case .sobol:
      guard axes.count <= SobolSequence.dimensionLimit else {
        throw failure(
          .sweep, "a Sobol design has at most \(SobolSequence.dimensionLimit) axes, not \(axes.count)", at: place)
      }
      coordinates = SobolSequence(dimensions: axes.count).points(design.points)
    case .latinHypercube:
      coordinates = LatinHypercube.design(
        points: design.points, dimensions: axes.count, from: RandomSource(seed: seed, replication: 0),
        purpose: .sweepDesign)
    }
    return coordinates.map { point in
      zip(axes, point).map { axis, share in
        switch axis.values {
        case .range(let range): range.value(at: share)
        case .list(let list): list[min(Int(share * Double(list.count)), list.count - 1)]
        }
      }
    }
  }
}

extension DrawPurpose {
  /// The points of a Latin hypercube; the entity is the axis. The model's own purposes are small numbers.
  fileprivate static let sweepDesign = DrawPurpose(rawValue: 1_001)
}
