// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool

extension SweepDefinition {
  /// How long some cells take, about, from a sample of them that takes a second or so.
  ///
  /// - Parameters:
  ///   - cells: The cells.
  ///   - jobs: Replications that run at once.
  /// - Returns: The time for all replications [s]; nil when no cell of the sample can be run.
  package func estimatedSeconds(_ cells: [SweepPlan.Cell], jobs: Int) -> Double? {
    let size = min(cells.count, 24)
    guard size > 0 else { return 0 }
    var sampled = 0
    let start = ContinuousClock.now
    for index in 0..<size {
      let cell = prepare(cells[index * (cells.count - 1) / max(size - 1, 1)])
      guard cell.failure == nil else { continue }
      for variant in cell.variants {
        _ = PoolSimulation.run(variant.configuration, seed: cell.seed, replication: 0)
      }
      sampled += 1
      if ContinuousClock.now - start > .seconds(1) { break }
    }
    guard sampled > 0 else { return nil }
    let perCell = ((ContinuousClock.now - start) / .seconds(1)) / Double(sampled)
    return perCell * Double(cells.count) * Double(replications) / Double(jobs)
  }
}
