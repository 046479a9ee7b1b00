// SPDX-License-Identifier: GPL-3.0-or-later

/// What a formula does, found by trying it on synthetic pools.
public struct FormulaPortrait: Sendable {
  /// Samples that it reads or counts.
  public struct Read: Sendable {
    /// The metric.
    public let metric: FormulaMetric
    /// Where the call stands.
    public let place: FormulaPlace
    /// The call, shortened.
    public let text: String
    /// How long the window is; nil for a count of samples, and for a window that is not a constant.
    public let length: FormulaInterval?
    /// How many samples the window should hold; nil likewise.
    public let expected: Int?
  }

  /// What it asks for while so many tasks wait or run.
  public struct Answer: Sendable {
    /// Tasks that wait or run [tasks].
    public let tasks: Int
    /// How the pool grows from no nodes.
    public let probe: FormulaProbe
  }

  /// Samples that it reads or counts, in the order of the text.
  public let reads: [Read]
  /// Metrics that it reads without a method.
  public let gauges: [FormulaMetric]
  /// The first evaluation's error; nil when it succeeds.
  public let firstError: FormulaError?
  /// After how long an evaluation can succeed; nil when none does within a day.
  public let firstSuccess: FormulaInterval?
  /// What it asks for by the number of tasks; empty when it reads what is not simulated.
  public let answers: [Answer]
  /// How idle pools shrink, or grow.
  public let idle: [FormulaProbe]
  /// What would be otherwise if the service were, each a sentence.
  public let differences: [String]
}

extension Formula {
  /// The numbers of tasks of a portrait; the last is far beyond any limit.
  private static let portrayedTasks = [0, 1, 2, 5, 10, 100, 10_000]

  /// Tries what the formula does.
  ///
  /// - Parameters:
  ///   - slots: Task slots of a node [slots].
  ///   - now: The instant of the evaluations.
  ///   - dialect: How the service behaves where that is uncertain.
  /// - Returns: What it does.
  /// - Complexity: some 80 evaluations for the first that succeeds, and 64 for each of ten probes.
  public func portrait(slots: Int, at now: FormulaInstant, dialect: FormulaDialect = FormulaDialect())
    -> FormulaPortrait
  {
    let first = firstSuccess(slots: slots, at: now, dialect: dialect)
    let isSimulated = metrics.metrics.allSatisfy(\.isSimulated)
    let probe = { (load: FormulaProbe.Load) in self.probe(load, at: now, slots: slots, dialect: dialect).probe }
    return FormulaPortrait(
      reads: sampleReads, gauges: gaugesRead, firstError: first.error, firstSuccess: first.time,
      answers: isSimulated ? Self.portrayedTasks.map { .init(tasks: $0, probe: probe(.pending(tasks: $0))) } : [],
      idle: isSimulated ? [10, 1000].map { probe(.idle(nodes: $0)) } : [],
      differences: differences(slots: slots, at: now, dialect: dialect))
  }

  /// The samples that it reads or counts, in the order of the text.
  ///
  /// - Complexity: O(n).
  public var sampleReads: [FormulaPortrait.Read] {
    SampleCall.all(in: FactTable(tree)).map { call in
      FormulaPortrait.Read(
        metric: call.metric, place: tree.nodes[call.index].start, text: tree.text(of: call.index), length: call.length,
        expected: call.length.map(FormulaSampleWindow.expected))
    }
  }

  private var gaugesRead: [FormulaMetric] {
    var set: FormulaMetricSet = []
    for node in tree.nodes {
      if case .name(.metric(let metric, _)) = node.kind { set.insert(FormulaMetricSet(metric)) }
    }
    return set.metrics
  }

  /// Samples up to which each number is tried; beyond, success is taken to last once it is there.
  private static let fewSamples = 60
  /// Samples of a day.
  private static let mostSamples = 2_880

  /// When an evaluation first succeeds, by its number of samples.
  private func firstSuccess(slots: Int, at now: FormulaInstant, dialect: FormulaDialect) -> (
    error: FormulaError?, time: FormulaInterval?
  ) {
    var pool = SteadyPool(now: now, slots: max(1, slots))
    func error(with count: Int) -> FormulaError? {
      pool.limit = count
      return evaluate(in: pool, dialect: dialect).error
    }
    func time(of count: Int) -> FormulaInterval {
      FormulaInterval(ticks: FormulaInterval.samplePeriod.ticks * Int64(count))
    }
    let firstError = error(with: 0)
    var count = 0
    while let failure = error(with: count) {
      // More samples cure nothing else.
      guard failure.code == .tooFewSamples, count < Self.mostSamples else { return (firstError, nil) }
      count = count < Self.fewSamples ? count + 1 : min(2 * count, Self.mostSamples)
    }
    // Between the last number that was too small and this one.
    var tooFew = count <= Self.fewSamples ? count - 1 : count / 2
    while count - tooFew > 1 {
      let middle = (tooFew + count) / 2
      if error(with: middle) == nil { count = middle } else { tooFew = middle }
    }
    return (firstError, time(of: count))
  }

  // MARK: - Dialects

  /// What would be otherwise if the service were, each a sentence.
  ///
  /// - Complexity: some 160 evaluations for the first that succeeds.
  func differences(slots: Int, at now: FormulaInstant, dialect: FormulaDialect) -> [String] {
    var sentences: [String] = []
    var low = dialect
    low.defaultSamplePercent = 10
    let usual = firstSuccess(slots: slots, at: now, dialect: dialect).time
    let early = firstSuccess(slots: slots, at: now, dialect: low).time
    if usual != early {
      let time = early.map { $0.ticks == 0 ? "at once" : "after \($0.resultText)" } ?? "never"
      sentences.append("with defaultSamplePercent=10 an evaluation can succeed \(time)")
    }
    guard metrics.has(.preemptedNodeCount) else { return sentences }
    var zero = dialect
    zero.preemptedNodeCount = .zero
    var pool = SteadyPool(now: now, slots: max(1, slots))
    (pool.dedicated, pool.lowPriority, pool.preempted, pool.pending) = (2, 4, 2, 10)
    let actual = evaluate(in: pool, dialect: dialect)
    let other = evaluate(in: pool, dialect: zero)
    let wanted = { (evaluation: Evaluation) in
      "\(evaluation.targetDedicatedNodes) dedicated and \(evaluation.targetLowPriorityNodes) low-priority nodes"
    }
    if wanted(actual) != wanted(other) {
      sentences.append(
        "with preemptedNodeCount=zero a pool of 2 dedicated and 4 low-priority nodes, 2 of them preempted, with 10 tasks "
          + "asks for \(wanted(other)) instead of \(wanted(actual))")
    }
    return sentences
  }
}
