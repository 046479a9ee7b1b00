// SPDX-License-Identifier: GPL-3.0-or-later

/// A pool at one moment, by values: for evaluations outside of a simulation.
public struct FormulaSnapshot: FormulaContext, Sendable {
  /// The instant of the evaluation; later samples cannot be read.
  public var now: FormulaInstant
  /// The wanted number of dedicated nodes before the evaluation [nodes].
  public var targetDedicatedNodes = 0
  /// The wanted number of low-priority nodes before the evaluation [nodes].
  public var targetLowPriorityNodes = 0
  /// Values at this moment; what is missing is 0, and 1 for the task slots of a node.
  public var gauges: [FormulaMetric: Double] = [:]
  /// The samples of the metrics that have some.
  public var histories: [FormulaMetric: SampleHistory] = [:]
  /// What the numbers of `rand()` follow from.
  public var seed: UInt64 = 0

  /// A pool without nodes and samples.
  public init(now: FormulaInstant) {
    self.now = now
  }

  /// The wanted number of nodes of a kind before the evaluation [nodes].
  public func target(_ kind: FormulaNodeKind) -> Int {
    kind == .dedicated ? targetDedicatedNodes : targetLowPriorityNodes
  }

  /// The value of a metric at this moment.
  public func gauge(_ metric: FormulaMetric) -> Double {
    gauges[metric] ?? (metric == .taskSlotsPerNode ? 1 : 0)
  }

  /// Whether a metric is simulated or has samples.
  public func provides(_ metric: FormulaMetric) -> Bool {
    metric.isSimulated || histories[metric] != nil
  }

  /// How many samples of a metric can be read.
  public func sampleCount(of metric: FormulaMetric) -> Int {
    histories[metric]?.count(through: now) ?? 0
  }

  /// How many samples of a metric can be read that were taken after one instant and not after another.
  public func sampleCount(of metric: FormulaMetric, after older: FormulaInstant, through newer: FormulaInstant) -> Int {
    guard let history = histories[metric] else { return 0 }
    return max(0, history.count(through: min(newer, now)) - history.count(through: older))
  }

  /// Their values, oldest first.
  public func samples(of metric: FormulaMetric, after older: FormulaInstant, through newer: FormulaInstant) -> [Double]
  {
    histories[metric]?.values(after: older, through: min(newer, now)) ?? []
  }

  /// The values of the newest samples that can be read, oldest first.
  public func newestSamples(_ count: Int, of metric: FormulaMetric) -> [Double] {
    histories[metric]?.newest(count, through: now) ?? []
  }

  /// When the oldest sample that can be read was taken.
  public func oldestSample(of metric: FormulaMetric) -> FormulaInstant? {
    histories[metric]?.oldest(through: now)
  }

  /// A number that depends on the seed, the instant and the call alone (the finaliser of SplitMix64; Steele, Lea and
  /// Flood 2014, doi:10.1145/2660193.2660195).
  public func random(call: Int) -> Double {
    var z = seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(bitPattern: now.ticks)
    for _ in 0..<2 {
      z &+= 0x9E37_79B9_7F4A_7C15 &* (UInt64(truncatingIfNeeded: call) &+ 1)
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      z ^= z >> 31
    }
    return Double(z >> 11) * 0x1p-53
  }
}
