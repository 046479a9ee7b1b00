// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// From the evaluations of a run to the figures of a run.
extension PoolModel {
  /// What the formula of every pool did; nil of a pool without one.
  ///
  /// - Complexity: O(pools + evaluations + resizes).
  mutating func formulaOutcomes() -> [FormulaOutcome?] {
    var outcomes: [FormulaOutcome?] = configuration.pools.map {
      $0.autoscale == nil
        ? nil : FormulaOutcome(evaluations: 0, errors: 0, supersededResizes: 0, oscillations: 0, mostNodes: 0)
    }
    guard !ledger.evaluations.isEmpty else { return outcomes }
    // The latest evaluation of each pool that changed its targets, and in which direction.
    var latest: [(number: Int, sign: Int)?] = Array(repeating: nil, count: outcomes.count)
    for record in ledger.evaluations {
      outcomes[record.pool]?.evaluations += 1
      if record.outcome == .error { outcomes[record.pool]?.errors += 1 }
      let nodes = record.currentDedicated + record.currentLowPriority
      let most = outcomes[record.pool]?.mostNodes ?? 0
      outcomes[record.pool]?.mostNodes = max(most, nodes)
      let change =
        record.targetDedicated + record.targetLowPriority - record.targetDedicatedBefore
        - record.targetLowPriorityBefore
      guard change != 0, record.outcome != .error else { continue }
      if let latest = latest[record.pool], latest.sign != change.signum(), record.number - latest.number <= 3 {
        outcomes[record.pool]?.oscillations += 1
      }
      latest[record.pool] = (record.number, change.signum())
    }
    for resize in ledger.resizes where resize.outcome == .superseded {
      outcomes[resize.pool]?.supersededResizes += 1
    }
    return outcomes
  }
}

extension FormulaOutcome {
  /// Those of several pools together; nil of none. The most nodes are the sum of those of each.
  init?(adding outcomes: [FormulaOutcome]) {
    guard !outcomes.isEmpty else { return nil }
    self.init(
      evaluations: outcomes.reduce(0) { $0 + $1.evaluations }, errors: outcomes.reduce(0) { $0 + $1.errors },
      supersededResizes: outcomes.reduce(0) { $0 + $1.supersededResizes },
      oscillations: outcomes.reduce(0) { $0 + $1.oscillations },
      mostNodes: outcomes.reduce(0) { $0 + $1.mostNodes })
  }
}
