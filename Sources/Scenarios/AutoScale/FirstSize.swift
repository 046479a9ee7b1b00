// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The size that a pool asks for first, and how long that resize may take.
struct FirstSize {
  let dedicatedNodes: Int
  let lowPriorityNodes: Int
  let resizeTimeout: SimulationDuration

  /// The service ignores resizeTimeout beside a formula (Azure Batch REST reference, Pool - Add), and yet ends such a
  /// resize; choice: after its default of 15 minutes.
  private static let formulaTimeout = SimulationDuration.seconds(900)

  /// The size of a pool: its targets, or those of a formula that always asks for the same.
  init(_ pool: Section<PoolKeys>) {
    let nodes = PoolFormula(pool)?.constantNodes
    dedicatedNodes = nodes?.dedicated ?? pool.targetDedicatedNodes
    lowPriorityNodes = nodes?.lowPriority ?? pool.targetLowPriorityNodes
    let isScaled = pool.autoScale != nil || (pool.autoscale ?? false)
    resizeTimeout = isScaled ? Self.formulaTimeout : pool.resizeTimeout
  }
}
