// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Experiments
internal import Quantities
internal import Scenarios

/// What a run says of pools that scale by a formula: there is no size that was asked for, and no time until it is reached.
enum FormulaAnswer {
  /// Whether every pool of a variant scales by a formula in the run.
  static func isScaled(_ variant: ExperimentResult.VariantResult) -> Bool {
    variant.variant.configuration.pools.allSatisfy { $0.autoscale != nil }
  }

  /// What the formula did, in a sentence or two; nil where a pool has a size of its own.
  static func sentence(_ variant: ExperimentResult.VariantResult) -> String? {
    guard isScaled(variant), !variant.outcomes.isEmpty else { return nil }
    func mean(_ count: (FormulaOutcome) -> Int) -> String {
      let sum = variant.outcomes.reduce(0) { $0 + ($1.total.formula.map(count) ?? 0) }
      return NumberText.fixed(Double(sum) / Double(variant.outcomes.count), 1)
    }
    let usable = variant.outcomes.reduce(0) { $0 + $1.total.meanUsableNodes } / Double(variant.outcomes.count)
    let errors = variant.outcomes.reduce(0) { $0 + ($1.total.formula?.errors ?? 0) }
    let evaluations =
      "\(variant.variant.name): \(NumberText.fixed(usable, 1)) nodes can work on average, and a run has at most "
      + "\(mean(\.mostNodes)). Of its \(mean(\.evaluations)) evaluations \(mean(\.oscillations)) undo a change that one of the "
      + "three before them made; \(mean(\.supersededResizes)) resizes are replaced before they are over."
    guard errors > 0 else { return evaluations }
    let message = variant.outcomes.lazy.flatMap(\.evaluations).compactMap(\.errorMessage).first ?? ""
    return evaluations + " \(mean(\.errors)) evaluations end with an error and change nothing: \(message)."
  }
}
