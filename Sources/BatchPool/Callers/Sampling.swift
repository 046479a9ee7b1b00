// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
internal import EventEngine

/// The samples that the service takes of pools that scale by a formula, of the metrics that the formula names.
///
/// One every 30 s ("Create a formula to automatically scale compute nodes in a Batch pool"), from a phase on that is drawn
/// for each pool. No event takes them: nothing changes between two events, so that the next event takes all that were due.
struct Sampling: ~Copyable {
  /// The samples of one pool.
  struct Log {
    let metrics: [FormulaMetric]
    let phase: SimulationDuration
    /// The number of the next sample.
    var nextTick: Int64 = 0
    var histories: [SampleHistory]
  }

  /// The time between two samples [ns].
  static let period: Int64 = 30_000_000_000

  var logs: Table<PoolID, Log?>
  /// When the next sample of any pool is due.
  var nextTick = SimulationTime.distantFuture

  init(_ configuration: SystemConfiguration, keys: [UInt64], _ draws: Draws) {
    logs = Table(minimumCapacity: configuration.pools.count)
    for (pool, key) in zip(configuration.pools, keys) {
      guard let autoscale = pool.autoscale else {
        logs.append(nil)
        continue
      }
      let metrics = autoscale.formula.metrics.metrics
      let share = draws.share(purpose: .samplingPhase, entity: key)
      let log = Log(
        metrics: metrics, phase: SimulationDuration(nanoseconds: max(1, Int64(share * Double(Self.period)))),
        histories: metrics.map { _ in SampleHistory() })
      nextTick = min(nextTick, log.time(of: 0))
      logs.append(log)
    }
  }
}

extension Sampling.Log {
  /// When a sample is due.
  func time(of tick: Int64) -> SimulationTime {
    .zero + SimulationDuration(nanoseconds: phase.nanoseconds + Sampling.period * tick)
  }

  /// The samples of a metric.
  func history(of metric: FormulaMetric) -> SampleHistory? {
    metrics.firstIndex(of: metric).map { histories[$0] }
  }
}
