// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics
package import Claims
package import Files
internal import Interchange
internal import Quantities
internal import EventEngine
internal import Experiments

/// The tables of a reproduction, for people and as CSV.
package enum ClaimTables {
  /// Every file that a reproduction's folder may hold.
  package static let fileNames: Set<String> = [
    "claims.csv", "timeouts.csv", "surface.csv", "sensitivity.csv", "sobol.csv", OutputDirectory.manifestName,
  ]

  // MARK: For people

  static func figures(_ figures: [ReproducedFigure]) -> TextTable {
    var table = TextTable(
      columns: ["claim", "figure"].map { TextTable.Column($0, isNumeric: false) }
        + ["N", "R", "timeout", "n", "mean", "95 % interval", "target"].map { TextTable.Column($0) }
        + [TextTable.Column("verdict", isNumeric: false)])
    for figure in figures {
      table.append([
        figure.claim.rawValue, figure.title, "\(figure.nodes)", "\(figure.replicas)",
        figure.resizeTimeout.map(minutes) ?? "-", "\(figure.count)",
        figure.mean.map { text($0, figure.unit) } ?? "-",
        figure.interval.map { "\(text($0.low, figure.unit)) to \(text($0.high, figure.unit))" } ?? "-",
        target(figure), figure.verdict.rawValue,
      ])
    }
    return table
  }

  static func timeouts(_ rows: [TimeoutRow]) -> TextTable {
    var table = TextTable(
      columns: [
        "timeout", "N", "one resize was enough", "95 % interval", "resizes", "reached the target", "steady state [s]",
      ].map { TextTable.Column($0) })
    for row in rows {
      table.append([
        minutes(row.resizeTimeout), "\(row.nodes)", Wording.mean(row.singleResize, .holds),
        row.singleResize.interval.map { "\(text($0.low, .share)) to \(text($0.high, .share))" } ?? "-",
        Wording.mean(row.resizes, .count), Wording.mean(row.reachedTarget, .holds),
        Wording.mean(row.steadyState, .seconds),
      ])
    }
    return table
  }

  /// Gains as `steady / idle`, a row a size and a column a number of replicas.
  static func surface(_ rows: [SurfaceRow]) -> TextTable {
    let replicas = rows.reduce(into: [Int]()) { if !$0.contains($1.replicas) { $0.append($1.replicas) } }
    var table = TextTable(
      columns: [TextTable.Column("N"), TextTable.Column("managed resizes")]
        + replicas.map { TextTable.Column("R = \($0)") })
    let sizes = rows.reduce(into: [Int]()) { if !$0.contains($1.nodes) { $0.append($1.nodes) } }
    for nodes in sizes {
      let cells = rows.filter { $0.nodes == nodes }
      table.append(
        ["\(nodes)", cells.first.map { Wording.mean($0.managedResizes, .count) } ?? "-"]
          + cells.map { cell in
            [cell.steadyState, cell.idleLatency]
              .map { $0.reductionPercent.map { "\(Wording.fixed($0, 1)) %" } ?? "-" }.joined(separator: " / ")
          })
    }
    return table
  }

  static func minutes(_ duration: SimulationDuration) -> String {
    "\(NumberText.text(duration.seconds / 60)) min"
  }

  static func text(_ value: Double, _ unit: ReproducedFigure.Unit) -> String {
    switch unit {
    case .percent: "\(Wording.fixed(value, 1)) %"
    case .share: "\(Wording.fixed(100 * value, 1)) %"
    case .count: Wording.fixed(value, 2)
    }
  }

  static func target(_ figure: ReproducedFigure) -> String {
    func limit(_ value: Double) -> String {
      switch figure.unit {
      case .percent: "\(NumberText.text(value)) %"
      case .share: "\(NumberText.text((1_000 * value).rounded() / 10)) %"
      case .count: NumberText.text(value)
      }
    }
    switch (figure.target.low, figure.target.high) {
    case (let low?, let high?): return "\(limit(low)) to \(limit(high))"
    case (let low?, nil): return (figure.target.excludesLow ? "above " : "at least ") + limit(low)
    case (nil, let high?): return "at most \(limit(high))"
    case (nil, nil): return "-"
    }
  }

  // MARK: As CSV

  /// Writes `claims.csv`: one row a figure.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package static func writeClaims(_ figures: [ReproducedFigure], to writer: ByteWriter) throws(OutputError) {
    var csv = try CSVWriter(
      to: writer,
      header: [
        "claim", "figure", "nodes", "replicas", "resize_timeout_s", "n", "mean", "ci_low", "ci_high", "target_low",
        "target_high", "verdict",
      ])
    for figure in figures {
      try csv.cell(figure.claim.rawValue)
      try csv.cell(figure.name)
      try csv.cell(figure.nodes)
      try csv.cell(figure.replicas)
      try csv.cell(figure.resizeTimeout?.seconds)
      try csv.cell(figure.count)
      try csv.cell(figure.mean)
      try csv.cell(figure.interval?.low)
      try csv.cell(figure.interval?.high)
      try csv.cell(figure.target.low)
      try csv.cell(figure.target.high)
      try csv.cell(figure.verdict.rawValue)
      try csv.endRow()
    }
  }

  /// Writes `timeouts.csv`: one row a timeout and size, for a managed image.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package static func writeTimeouts(_ rows: [TimeoutRow], to writer: ByteWriter) throws(OutputError) {
    var csv = try CSVWriter(
      to: writer,
      header: ["resize_timeout_s", "nodes"]
        + ["single_resize", "resizes", "reached_target", "steady_state_s"].flatMap(estimateColumns))
    for row in rows {
      try csv.cell(row.resizeTimeout.seconds)
      try csv.cell(row.nodes)
      for estimate in [row.singleResize, row.resizes, row.reachedTarget, row.steadyState] {
        try write(estimate, to: &csv)
      }
      try csv.endRow()
    }
  }

  /// Writes `surface.csv`: one row a size and number of replicas, gallery beside managed image.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  package static func writeSurface(_ rows: [SurfaceRow], to writer: ByteWriter) throws(OutputError) {
    var csv = try CSVWriter(
      to: writer,
      header: ["nodes", "replicas"]
        + ["steady_gain_percent", "idle_gain_percent", "managed_resizes", "gallery_resizes"].flatMap(estimateColumns))
    for row in rows {
      try csv.cell(row.nodes)
      try csv.cell(row.replicas)
      for gain in [row.steadyState, row.idleLatency] {
        try csv.cell(gain.pairCount)
        try csv.cell(gain.reductionPercent)
        try csv.cell(gain.reductionInterval?.low)
        try csv.cell(gain.reductionInterval?.high)
      }
      for estimate in [row.managedResizes, row.galleryResizes] { try write(estimate, to: &csv) }
      try csv.endRow()
    }
  }

  private static func estimateColumns(_ name: String) -> [String] {
    ["\(name)_n", "\(name)_mean", "\(name)_ci_low", "\(name)_ci_high"]
  }

  private static func write(_ estimate: Estimate, to csv: inout CSVWriter) throws(OutputError) {
    try csv.cell(estimate.count)
    try csv.cell(estimate.mean)
    try csv.cell(estimate.interval?.low)
    try csv.cell(estimate.interval?.high)
  }
}
