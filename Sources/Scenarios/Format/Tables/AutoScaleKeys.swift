// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
internal import EventEngine

/// How the service sizes a pool by a formula.
struct AutoScaleKeys: KeySet {
  static let keys = AutoScaleKeys()
  static let format = MapFormat(keys)

  let formula = Key<String?>("formula", optional: .text, "The formula; this, or formulaFile.")
  let formulaFile = Key<String?>(
    "formulaFile", optional: .text, "A file with the formula, relative to the folder of the scenario.")
  let evaluationInterval = Key<SimulationDuration>(
    "evaluationInterval", .duration(from: 300, to: 604_800), default: "15 min",
    "The time between evaluations: 5 minutes to 168 hours.")
  let dialect = Key<Section<FormulaDialectKeys>?>(
    "dialect", optional: .map(FormulaDialectKeys.self), "How the service behaves where that is uncertain.")

  var rows: [KeyFormat] { [formula.format, formulaFile.format, evaluationInterval.format, dialect.format] }
}

/// How the service evaluates formulas where that is uncertain.
struct FormulaDialectKeys: KeySet {
  static let keys = FormulaDialectKeys()
  static let format = MapFormat(keys)

  let defaultSamplePercent = Key<Int>(
    "defaultSamplePercent", .integer(0...100), default: "70",
    "The percentage of samples that GetSample wants where the formula names none.")
  let preemptedNodeCount = Key<FormulaDialect.PreemptedNodeCount>(
    "preemptedNodeCount", .choice, default: FormulaDialect.PreemptedNodeCount.actual.rawValue,
    "Whether $PreemptedNodeCount tells the preempted nodes, or 0.")

  var rows: [KeyFormat] { [defaultSamplePercent.format, preemptedNodeCount.format] }
}
