// SPDX-License-Identifier: GPL-3.0-or-later

internal import Statistics
package import Claims
package import Diagnostics
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

  static func figures(_ figures: [ReproducedFigure]) -> Table<ReproducedFigure> {
    Table(
      figures,
      conditions + [Column(figures: "n") { "\($0.count)" }] + outcomes
        + [Column(texts: "verdict") { $0.verdict.rawValue }])
  }

  /// What a figure is about, for people.
  static let conditions: [Column<ReproducedFigure>] = [
    Column(texts: "claim") { $0.claim.rawValue },
    Column(texts: "figure") { $0.title },
    Column(figures: "N") { "\($0.nodes)" },
    Column(figures: "R") { "\($0.replicas)" },
    Column(figures: "timeout") { $0.resizeTimeout.map(minutes) ?? "-" },
  ]

  /// The value of a figure, for people.
  static let outcomes: [Column<ReproducedFigure>] = [
    Column(figures: "mean") { figure in figure.mean.map { text($0, figure.unit) } ?? "-" },
    Column(figures: "95 % interval") { figure in
      figure.interval.map { "\(text($0.low, figure.unit)) to \(text($0.high, figure.unit))" } ?? "-"
    },
    Column(figures: "target", target),
  ]

  static func timeouts(_ rows: [TimeoutRow]) -> Table<TimeoutRow> {
    Table(
      rows,
      [
        Column(figures: "timeout") { minutes($0.resizeTimeout) },
        Column(figures: "N") { "\($0.nodes)" },
        Column(figures: "one resize was enough") { Wording.mean($0.singleResize, .holds) },
        Column(figures: "95 % interval") { row in
          row.singleResize.interval.map { "\(text($0.low, .share)) to \(text($0.high, .share))" } ?? "-"
        },
        Column(figures: "resizes") { Wording.mean($0.resizes, .count) },
        Column(figures: "reached the target") { Wording.mean($0.reachedTarget, .holds) },
        Column(figures: "steady state", unit: "s") { Wording.mean($0.steadyState, .seconds) },
      ])
  }

  static func computed(_ shares: [ComputedShare]) -> Table<ComputedShare> {
    Table(
      shares,
      [
        Column(figures: "N") { "\($0.poolCase.nodes)" },
        Column(figures: "R") { "\($0.poolCase.image.replicas)" },
        Column(figures: "timeout") { minutes($0.poolCase.resizeTimeout) },
        Column(figures: "counted") { Wording.mean($0.counted, .holds) },
        Column(figures: "95 % interval") { share in
          share.counted.interval.map { "\(text($0.low, .share)) to \(text($0.high, .share))" } ?? "-"
        },
        Column(figures: "computed") { percent($0.computed.value, 2) },
        Column(figures: "95 % interval") { share in
          "\(percent(share.computed.interval.low, 2)) to \(percent(share.computed.interval.high, 2))"
        },
        Column(figures: "runs") { "\($0.computed.runs)" },
        Column(figures: "worth") { share in
          share.computed.varianceReduction.map { NumberText.fixed($0, 0) } ?? "-"
        },
        Column(texts: "agree") { $0.agrees ? "yes" : "no" },
      ])
  }

  private static func percent(_ share: Double, _ digits: Int) -> String {
    "\(NumberText.fixed(100 * share, digits)) %"
  }

  /// Two parameters of which only a combination shows, in a sentence.
  static func words(_ likeness: Identifiability.Likeness) -> String {
    let power = NumberText.fixed(likeness.exponent.magnitude, 1)
    let other = likeness.second.title + (power == "1.0" ? "" : " to the power of \(power)")
    let combination = likeness.exponent < 0 ? "divided by" : "times"
    return "Only \(likeness.first.title) \(combination) \(other) shows in the claims (cosine "
      + "\(NumberText.fixed(likeness.cosine, 3))): neither can be known without the other."
  }

  /// Gains as `steady / idle`, a row a size and a column a number of replicas.
  static func surface(_ rows: [SurfaceRow]) -> Table<[SurfaceRow]> {
    let replicas = rows.reduce(into: [Int]()) { if !$0.contains($1.replicas) { $0.append($1.replicas) } }
    let sizes = rows.reduce(into: [Int]()) { if !$0.contains($1.nodes) { $0.append($1.nodes) } }
    return Table(
      sizes.map { nodes in rows.filter { $0.nodes == nodes } },
      [
        Column(figures: "N") { "\($0[0].nodes)" },
        Column(figures: "managed resizes") { Wording.mean($0[0].managedResizes, .count) },
      ]
        + replicas.map { replicas in
          Column(figures: "R = \(replicas)") { cells in cells.first { $0.replicas == replicas }.map(gains) ?? "-" }
        })
  }

  private static func gains(_ cell: SurfaceRow) -> String {
    [cell.steadyState, cell.idleLatency]
      .map { $0.reductionPercent.map { "\(NumberText.fixed($0, 1)) %" } ?? "-" }.joined(separator: " / ")
  }

  static func minutes(_ duration: SimulationDuration) -> String {
    "\(NumberText.text(duration.seconds / 60)) min"
  }

  static func text(_ value: Double, _ unit: ReproducedFigure.Unit) -> String {
    switch unit {
    case .percent: "\(NumberText.fixed(value, 1)) %"
    case .share: "\(NumberText.fixed(100 * value, 1)) %"
    case .count: NumberText.fixed(value, 2)
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
    case (let low?, let high?):
      return figure.unit == .percent
        ? "\(limit((low + high) / 2)) ± \(NumberText.text((high - low) / 2))" : "\(limit(low)) to \(limit(high))"
    case (let low?, nil): return (figure.target.excludesLow ? "above " : "at least ") + limit(low)
    case (nil, let high?): return "at most \(limit(high))"
    case (nil, nil): return "-"
    }
  }

  // MARK: As CSV

  static let claimColumns: [Column<ReproducedFigure>] = [
    Column("claim", "The claim: `C1` to `C6`, `C6b` for a later page on timeouts, `recorded` for recordings.") {
      $0.claim.rawValue
    },
    Column("figure", "The figure that the claim is judged by, with its unit last.") { $0.name },
    Column("nodes", "Nodes wanted; where the figure is the largest or smallest over several sizes, that one.") {
      $0.nodes
    },
    Column("replicas", "Replicas of the image.") { $0.replicas },
    Column("resize_timeout_s", unit: "s", "How long one resize may take; empty where several are compared.") {
      $0.resizeTimeout?.seconds
    },
    Column("n", "Replications to which the figure applies.") { $0.count },
    Column("mean", unit: unit, "The figure; a share is from 0 to 1.") { $0.mean },
    Column("ci_low", unit: unit, "The lower end of its 95 % interval.") { $0.interval?.low },
    Column("ci_high", unit: unit, "The upper end of that interval.") { $0.interval?.high },
    Column("target_low", unit: unit, "The least that it must be; empty for no such limit.") { $0.target.low },
    Column("target_high", unit: unit, "The most that it may be; empty for no such limit.") { $0.target.high },
    Column("verdict", "`met`, `missed`, or `cannot tell` where there are too few replications.") {
      $0.verdict.rawValue
    },
  ]
  private static let unit = "that of the figure"

  static let timeoutColumns: [Column<TimeoutRow>] =
    [
      Column("resize_timeout_s", unit: "s", "How long one resize may take.") { $0.resizeTimeout.seconds },
      Column("nodes", "Nodes wanted.") { $0.nodes },
    ]
    + estimate("single_resize", "the share of runs in which one resize was enough") { $0.singleResize }
    + estimate("resizes", "the number of resizes until the target was reached") { $0.resizes }
    + estimate("reached_target", "the share of runs that reached the target in the end") { $0.reachedTarget }
    + estimate("steady_state_s", unit: "s", "the time to steady state") { $0.steadyState }

  static let surfaceColumns: [Column<SurfaceRow>] =
    [
      Column("nodes", "Nodes wanted.") { $0.nodes },
      Column("replicas", "Replicas of the gallery image.") { $0.replicas },
    ]
    + gain("steady_gain_percent", "the gain in time to steady state") { $0.steadyState }
    + gain("idle_gain_percent", "the gain in mean idle latency") { $0.idleLatency }
    + estimate("managed_resizes", "the number of resizes of the pool from a managed image") { $0.managedResizes }
    + estimate("gallery_resizes", "the number of resizes of the pool from a gallery image") { $0.galleryResizes }

  /// Four columns for an estimate.
  private static func estimate<Row>(
    _ name: String, unit: String? = nil, _ what: String, _ value: @escaping @Sendable (Row) -> Estimate
  ) -> [Column<Row>] {
    [
      Column("\(name)_n", "Replications that have \(what).") { value($0).count },
      Column("\(name)_mean", unit: unit, "The mean of \(what).") { value($0).mean },
      Column("\(name)_ci_low", unit: unit, "The lower end of its 95 % interval.") { value($0).interval?.low },
      Column("\(name)_ci_high", unit: unit, "The upper end of that interval.") { value($0).interval?.high },
    ]
  }

  /// Four columns for the gain of a gallery image over a managed image.
  private static func gain(
    _ name: String, _ what: String, _ value: @escaping @Sendable (SurfaceRow) -> MetricComparison
  ) -> [Column<SurfaceRow>] {
    [
      Column("\(name)_n", "Pairs of replications that have \(what).") { value($0).pairCount },
      Column("\(name)_mean", unit: "%", "The mean of \(what), gallery over managed image.") {
        value($0).reductionPercent
      },
      Column("\(name)_ci_low", unit: "%", "The lower end of its 95 % interval.") { value($0).reductionInterval?.low },
      Column("\(name)_ci_high", unit: "%", "The upper end of that interval.") { value($0).reductionInterval?.high },
    ]
  }

  /// Writes `claims.csv`: one row a figure.
  ///
  /// - Throws: `Failure` when it cannot be written.
  package static func writeClaims(_ figures: [ReproducedFigure], to writer: ByteWriter) throws(Failure) {
    try CSVTable.write(figures, claimColumns, to: writer)
  }

  /// Writes `timeouts.csv`: one row a timeout and size, for a managed image.
  ///
  /// - Throws: `Failure` when it cannot be written.
  static func writeTimeouts(_ rows: [TimeoutRow], to writer: ByteWriter) throws(Failure) {
    try CSVTable.write(rows, timeoutColumns, to: writer)
  }

  /// Writes `surface.csv`: one row a size and number of replicas, gallery beside managed image.
  ///
  /// - Throws: `Failure` when it cannot be written.
  static func writeSurface(_ rows: [SurfaceRow], to writer: ByteWriter) throws(Failure) {
    try CSVTable.write(rows, surfaceColumns, to: writer)
  }
}
