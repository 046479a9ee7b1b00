// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
package import Files
internal import Interchange
package import Sweeps
internal import Experiments
internal import Quantities
internal import Scenarios

/// The columns of tables about the cells of a sweep.
enum SweepColumns {
  /// A column an axis.
  static func axes(_ names: [String]) -> [Column<SweepPlan.Cell>] {
    names.enumerated().map { index, name in
      Column(name, "The value of the axis, in the unit of the sweep file.") { $0.values[index].column }
    }
  }
}

/// The merged results of a sweep as one tidy CSV: a column an axis, then variant, replication and the metrics.
package struct SweepTable {
  /// The columns after the axes.
  static let columns: [Column<SweepMerge.Row>] =
    [
      Column("variant", "The name of the variant.") { $0.variant },
      Column("replication", "The number of the replication, from 0.") { $0.replication },
    ]
    + SweepMerge.metrics.enumerated().map { index, metric in
      Column(metric.name, unit: metric.unit.symbol, metric.documentation) { $0.values[index] }
    }

  private let table: CSVTable<SweepMerge.Row>

  /// Begins the table.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package init(axes: [String], to writer: ByteWriter) throws(Failure) {
    table = try CSVTable(SweepColumns.axes(axes).map { $0.of(\.cell) } + Self.columns, to: writer)
  }

  /// Writes a row.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package func append(_ row: SweepMerge.Row) throws(Failure) {
    try table.append(row)
  }
}

/// The cells of a sweep, for people and as CSV.
package enum SweepPlanTable {
  /// What a plan comes to: axes, number of cells and runs, and an estimate of the time.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - cells: The cells that a filter leaves.
  ///   - replications: Replications of every cell.
  ///   - seconds: How long all of it takes, about [s]; nil when unknown.
  /// - Returns: Some lines.
  package static func summary(
    _ plan: SweepPlan, cells: [SweepPlan.Cell], replications: Int, seconds: Double?
  ) -> String {
    let isInDesign = plan.design != nil
    let table = Table<SweepAxis>(
      plan.axes,
      [
        Column(texts: "axis") { $0.name },
        Column(texts: "path") { $0.path },
        Column(texts: "values") { values(of: $0, isInDesign: isInDesign) },
      ])
    var text = table.text()
    if let design = plan.design {
      text += "\ndesign: \(design.placement.rawValue), \(NumberText.count(design.points, "point"))\n"
    }
    text += "\n" + NumberText.count(cells.count, "cell")
    if cells.count < plan.cells.count { text += " of \(plan.cells.count)" }
    text += ", \(NumberText.count(replications, "replication")) each: \(cells.count * replications) runs"
    if let seconds { text += ", about \(duration(seconds))" }
    return text + "\n"
  }

  /// The values of an axis: the first and the last of many, or the ends between which a design places its points.
  private static func values(of axis: SweepAxis, isInDesign: Bool) -> String {
    if isInDesign, case .range(let range) = axis.values {
      let ends = [range.value(at: 0), range.value(at: 1)].map(\.text)
      return ends.joined(separator: " to ") + (range.scale == .log ? ", logarithmic" : "")
        + (range.isWhole ? ", whole numbers" : "")
    }
    let list = axis.list.map(\.text)
    let shown = list.count > 6 ? list.prefix(3) + ["..."] + list.suffix(2) : list[...]
    return "\(list.count): \(shown.joined(separator: ", "))"
  }

  /// The column before those of the axes.
  static let number = Column<SweepPlan.Cell>("cell", "The number of the cell, from 0.") { $0.number }

  /// Writes the cells: their numbers and values.
  ///
  /// - Throws: `Failure` when they cannot be written.
  package static func write(
    _ plan: SweepPlan, cells: [SweepPlan.Cell], to writer: ByteWriter
  ) throws(Failure) {
    try CSVTable.write(cells, [number] + SweepColumns.axes(plan.axes.map(\.name)), to: writer)
  }

  /// A length of time in one or two units.
  package static func duration(_ seconds: Double) -> String {
    if seconds < 1 { return "1 s or less" }
    if seconds < 120 { return "\(Int(seconds.rounded(.up))) s" }
    if seconds < 7_200 { return "\(Int((seconds / 60).rounded(.up))) min" }
    if seconds < 172_800 { return "\(NumberText.fixed(seconds / 3_600, 1)) h" }
    return "\(NumberText.fixed(min(seconds, 1e12) / 86_400, 1)) days"
  }
}
