// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Experiments
internal import Quantities
internal import Scenarios
internal import Statistics

/// What `poolsim run --predictive` adds: where one start will lie, for people and as columns of `summary.csv`.
enum PredictionTable {
  /// The figures that people are shown.
  private static let shown: [Metric] =
    [.steadyState, .resizes, .idleLatencyMean] + [Metric.named("request_to_idle_max_s")].compactMap { $0 }

  /// A figure of a variant.
  private struct Row: Sendable {
    let variant: String
    let prediction: Prediction
  }

  // MARK: For people

  /// A table of all variants, and what was drawn; empty where nothing was.
  static func rendered(_ result: ExperimentResult, _ layout: Layout) -> String {
    let rows = result.variants.flatMap { variant in
      shown.compactMap { metric in variant.prediction(metric).map { Row(variant: variant.variant.name, prediction: $0) }
      }
    }
    guard !rows.isEmpty else { return "" }
    let title = "\(result.scenario.name): where one start will lie, what is not known included"
    return layout.section(title, Table(rows, columns), notes: notes(result))
  }

  private static let columns: [Column<Row>] = [
    Column(texts: "variant") { $0.variant },
    Column(texts: "figure") { $0.prediction.metric.title },
    Column(texts: "unit") { $0.prediction.metric.unit.symbol ?? "" },
    Column(figures: "1 start in 2") { words($0.prediction.half, $0.prediction.metric) },
    Column(figures: "9 starts in 10") { words($0.prediction.ninety, $0.prediction.metric) },
    Column(figures: "luck") { share($0.prediction.luckShare) },
    Column(figures: "ignorance") { share($0.prediction.ignoranceShare) },
  ]

  private static func words(_ interval: ConfidenceInterval?, _ metric: Metric) -> String {
    guard let interval else { return "too few runs" }
    func end(_ value: Double) -> String {
      value.isFinite ? NumberText.fixed(value, metric.unit == .count ? 0 : Wording.decimals(metric.unit)) : "never"
    }
    return "\(end(interval.low)) to \(end(interval.high))"
  }

  private static func share(_ share: Double?) -> String {
    share.map { NumberText.percent($0) } ?? "-"
  }

  private static func notes(_ result: ExperimentResult) -> [String] {
    let drawn = Set(result.variants.flatMap { $0.predictive?.values.names ?? [] })
    var notes = [
      "Every replication draws \(NumberText.count(drawn.count, "value")) of the profile: over their documented ranges, "
        + "log-uniformly where a range excludes 0, or from the profile's belief, and the same for all variants. An interval holds one start, not a mean.",
      "Luck and ignorance are their shares of the variance: what differs between two starts under the same values, and "
        + "what differs because the values are not known. More replications reduce neither; measurements reduce ignorance.",
    ]
    if result.variants.contains(where: { $0.outcomes.contains { !$0.total.reachedTarget } }) {
      notes.append("\"never\": the pool does not reach its target in that many starts.")
    }
    var seen: Set<String> = []
    let fixed = result.variants.flatMap { $0.predictive?.values.fixedKeys ?? [] }.filter { seen.insert($0).inserted }
    if !fixed.isEmpty {
      notes.append("Not drawn, because the scenario sets them: \(fixed.joined(separator: ", ")).")
    }
    return notes
  }

  // MARK: As columns

  /// What a metric's prediction adds to `summary.csv`.
  static let figures: [Column<Prediction?>] = [
    Column(
      "prediction_50_low", unit: unit,
      "Only with `--predictive`: the lower end of the interval that holds one start with a probability of 50 %."
    ) { finite($0?.half?.low) },
    Column(
      "prediction_50_high", unit: unit,
      "The upper end of that interval; empty where it is never reached, because the pool does not reach its target."
    ) { finite($0?.half?.high) },
    Column(
      "prediction_90_low", unit: unit, "The lower end of the interval that holds one start with a probability of 90 %."
    ) { finite($0?.ninety?.low) },
    Column("prediction_90_high", unit: unit, "The upper end of that interval, likewise.") {
      finite($0?.ninety?.high)
    },
    Column(
      "luck_share", "The share of the variance that is due to luck, from 0 to 1; empty below 50 replications."
    ) { $0?.luckShare },
    Column("ignorance_share", "The share that is due to values that are not known.") { $0?.ignoranceShare },
  ]
  private static let unit = "that of the metric"

  private static func finite(_ value: Double?) -> Double? {
    value.flatMap { $0.isFinite ? $0 : nil }
  }
}
