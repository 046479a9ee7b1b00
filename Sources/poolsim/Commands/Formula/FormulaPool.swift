// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import AutoscaleFormula
import Diagnostics

/// The pool of an evaluation: samples and steps of a file, and values of the command line.
struct FormulaPool {
  /// The samples of the metrics; of those that are gauges, also their values over time.
  private var histories: [FormulaMetric: SampleHistory] = [:]
  /// The targets over time.
  private var targets: [FormulaNodeKind: SampleHistory] = [:]
  private var gauges: [FormulaMetric: Double] = [:]
  /// Metrics that have had one value for a day.
  private var steady: [FormulaMetric: Double] = [:]
  private var initialTargets: [FormulaNodeKind: Double] = [:]
  private let seed: UInt64
  /// Task slots of a node unless the samples or a setting say otherwise [slots].
  var usualSlots: Int?

  /// Reads the samples, and what was set.
  ///
  /// - Throws: `Failure` for a file that cannot be read, `ValidationError` for a setting.
  init(samples: String?, epoch: FormulaInstant?, settings: [String], seed: UInt64) throws {
    self.seed = seed
    if let samples {
      for series in try FormulaSamplesFile.read(samples, epoch: epoch) {
        switch series.column {
        case .metric(let metric): histories[metric] = series.history
        case .target(let kind): targets[kind] = series.history
        }
      }
    }
    for setting in settings { try set(setting) }
  }

  private mutating func set(_ setting: String) throws {
    let (key, text) = try FormulaArgument.pair(setting, of: "--set")
    guard let value = Double(text), value.isFinite, value >= 0 else {
      throw ValidationError("--set \(key) is '\(text)'; expected a number from 0")
    }
    switch FormulaColumn(key) {
    case .target(let kind):
      guard value < 0x1p31, value == value.rounded() else {
        throw ValidationError("--set \(key) is '\(text)'; expected a whole number of nodes")
      }
      initialTargets[kind] = value
    case .metric(let metric) where metric.isGauge: gauges[metric] = value
    case .metric(let metric): steady[metric] = value
    case nil:
      throw ValidationError(
        "--set \(key): there is no such variable\(Suggestion.ending(for: key, among: FormulaColumn.names))")
    }
  }

  /// 15 s after the last sample of the file; nil without one.
  var defaultInstant: FormulaInstant? {
    let last = (histories.values.compactMap(\.last) + targets.values.compactMap(\.last)).max()
    return last?.adding(FormulaInterval(ticks: 15 * FormulaInterval.ticksPerSecond))
  }

  /// The pool at an instant.
  func snapshot(at now: FormulaInstant) -> FormulaSnapshot {
    var snapshot = FormulaSnapshot(now: now)
    snapshot.seed = seed
    snapshot.histories = histories
    for (metric, value) in steady { snapshot.histories[metric] = Self.day(of: value, before: now) }
    for (metric, history) in histories where metric.isGauge {
      snapshot.gauges[metric] = history.newest(1, through: now).last
    }
    if let usualSlots, snapshot.gauges[.taskSlotsPerNode] == nil {
      snapshot.gauges[.taskSlotsPerNode] = Double(usualSlots)
    }
    snapshot.gauges.merge(gauges) { $1 }
    snapshot.targetDedicatedNodes = target(.dedicated, at: now)
    snapshot.targetLowPriorityNodes = target(.lowPriority, at: now)
    return snapshot
  }

  /// Whether the file says what a target is, so that it does not follow from the evaluation before.
  func givesTarget(_ kind: FormulaNodeKind) -> Bool { targets[kind] != nil }

  private func target(_ kind: FormulaNodeKind, at now: FormulaInstant) -> Int {
    let value = targets[kind]?.newest(1, through: now).last ?? initialTargets[kind] ?? 0
    return Int(max(0, min(value, 0x1p31 - 1)))
  }

  private static func day(of value: Double, before now: FormulaInstant) -> SampleHistory {
    var history = SampleHistory()
    for index in (0..<2880).reversed() {
      let age = FormulaInterval(ticks: Int64(index * 30 + 15) * FormulaInterval.ticksPerSecond)
      if let instant = now.subtracting(age) { history.append(value, at: instant) }
    }
    return history
  }
}

/// What a column of samples, or a setting, is called after.
enum FormulaColumn {
  case metric(FormulaMetric)
  case target(FormulaNodeKind)

  private static let targets: [String: FormulaNodeKind] = [
    "$TargetDedicatedNodes": .dedicated, "$TargetDedicated": .dedicated, "$TargetLowPriorityNodes": .lowPriority,
    "$TargetLowPriority": .lowPriority,
  ]

  /// The names, without `$`.
  static let names: [String] =
    FormulaMetric.allCases.map { String($0.rawValue.dropFirst()) } + ["TargetDedicatedNodes", "TargetLowPriorityNodes"]

  /// A variable by its name, with `$` or without; nil for any other.
  init?(_ name: String) {
    if let metric = FormulaMetric(name: name) {
      self = .metric(metric)
    } else if let kind = Self.targets[name.hasPrefix("$") ? name : "$" + name] {
      self = .target(kind)
    } else {
      return nil
    }
  }
}
