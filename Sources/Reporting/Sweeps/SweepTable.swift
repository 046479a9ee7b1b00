// SPDX-License-Identifier: GPL-3.0-or-later

package import Files
internal import Interchange
package import Sweeps
internal import Experiments
internal import Scenarios

/// The merged results of a sweep as one tidy CSV: a column an axis, then variant, replication and the metrics.
package struct SweepTable: ~Copyable {
  private var csv: CSVWriter

  /// Begins the table.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package init(axes: [String], to writer: ByteWriter) throws(OutputError) {
    csv = try CSVWriter(to: writer, header: axes + ["variant", "replication"] + Metric.replicationColumns.map(\.name))
  }

  /// Writes a row.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package mutating func append(_ row: SweepMerge.Row) throws(OutputError) {
    for value in row.cell.values { try csv.cell(value.column) }
    try csv.cell(row.variant)
    try csv.cell(row.replication)
    for value in row.values { try csv.cell(value) }
    try csv.endRow()
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
    var table = TextTable(
      columns: ["axis", "path", "values"].map { TextTable.Column($0, isNumeric: false) })
    for axis in plan.axes {
      table.append([axis.name, axis.path, values(of: axis, isInDesign: plan.design != nil)])
    }
    var text = table.text()
    if let design = plan.design {
      text += "\ndesign: \(design.placement.rawValue), \(design.points) point\(design.points == 1 ? "" : "s")\n"
    }
    text += "\n\(cells.count) cell\(cells.count == 1 ? "" : "s")"
    if cells.count < plan.cells.count { text += " of \(plan.cells.count)" }
    text += ", \(replications) replication\(replications == 1 ? "" : "s") each: \(cells.count * replications) runs"
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

  /// Writes the cells: their numbers and values.
  ///
  /// - Throws: `OutputError` when they cannot be written.
  package static func write(
    _ plan: SweepPlan, cells: [SweepPlan.Cell], to writer: ByteWriter
  ) throws(OutputError) {
    var csv = try CSVWriter(to: writer, header: ["cell"] + plan.axes.map(\.name))
    for cell in cells {
      try csv.cell(cell.number)
      for value in cell.values { try csv.cell(value.column) }
      try csv.endRow()
    }
  }

  /// A length of time in one or two units.
  package static func duration(_ seconds: Double) -> String {
    if seconds < 1 { return "1 s or less" }
    if seconds < 120 { return "\(Int(seconds.rounded(.up))) s" }
    if seconds < 7_200 { return "\(Int((seconds / 60).rounded(.up))) min" }
    if seconds < 172_800 { return "\(Wording.fixed(seconds / 3_600, 1)) h" }
    return "\(Wording.fixed(min(seconds, 1e12) / 86_400, 1)) days"
  }
}
