// SPDX-License-Identifier: GPL-3.0-or-later

/// A pool that has been as it is for as long as anybody asks: each metric has had one value, in a sample every 30 s of
/// which the newest is 15 s old.
struct SteadyPool: FormulaContext {
  let now: FormulaInstant
  let slots: Int
  var dedicated = 0
  var lowPriority = 0
  var pending = 0
  var preempted = 0
  /// How many samples of each metric there are; nil for as many as anybody asks for.
  var limit: Int?

  /// The age of the newest sample.
  private static let lag = 15 * FormulaInterval.ticksPerSecond
  private static let period = FormulaInterval.samplePeriod.ticks
  /// How many samples `Count()` gives: those of an hour.
  private static let counted = 120

  init(now: FormulaInstant, slots: Int) {
    self.now = now
    self.slots = slots
  }

  /// All nodes [nodes].
  var nodes: Int { dedicated + lowPriority }

  func target(_ kind: FormulaNodeKind) -> Int { kind == .dedicated ? dedicated : lowPriority }
  func gauge(_ metric: FormulaMetric) -> Double { value(of: metric) }
  func provides(_ metric: FormulaMetric) -> Bool { true }
  func random(call: Int) -> Double { 0.5 }

  private func value(of metric: FormulaMetric) -> Double {
    let places = Double(nodes) * Double(slots)
    let running = min(Double(pending), places)
    return switch metric {
    case .activeTasks: Double(pending) - running
    case .runningTasks: running
    case .pendingTasks: Double(pending)
    case .currentDedicatedNodes: Double(dedicated)
    case .currentLowPriorityNodes: Double(lowPriority)
    case .preemptedNodeCount: Double(preempted)
    case .usableNodeCount: Double(nodes - preempted)
    case .taskSlotsPerNode: Double(slots)
    case .cpuPercent: places > 0 ? running / places : 0
    default: 0
    }
  }

  // MARK: - Samples

  func sampleCount(of metric: FormulaMetric) -> Int { limit ?? Self.counted }

  func sampleCount(of metric: FormulaMetric, after older: FormulaInstant, through newer: FormulaInstant) -> Int {
    guard older < newer else { return 0 }
    let most = limit ?? .max
    return max(0, min(most, ticks(after: older)) - min(most, ticks(after: newer)))
  }

  /// How many ticks lie after an instant and not after the newest.
  private func ticks(after instant: FormulaInstant) -> Int {
    let newest = now.ticks - Self.lag
    guard instant.ticks < newest else { return 0 }
    return Int((newest - instant.ticks - 1) / Self.period + 1)
  }

  func samples(of metric: FormulaMetric, after older: FormulaInstant, through newer: FormulaInstant) -> [Double] {
    Array(repeating: value(of: metric), count: sampleCount(of: metric, after: older, through: newer))
  }

  func newestSamples(_ count: Int, of metric: FormulaMetric) -> [Double] {
    Array(repeating: value(of: metric), count: min(max(0, count), sampleCount(of: metric)))
  }

  func oldestSample(of metric: FormulaMetric) -> FormulaInstant? {
    let count = sampleCount(of: metric)
    guard count > 0 else { return nil }
    return FormulaInstant(ticks: now.ticks - Self.lag - Int64(count - 1) * Self.period)
  }
}
