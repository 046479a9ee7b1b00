// SPDX-License-Identifier: GPL-3.0-or-later

internal import AutoscaleFormula
internal import EventEngine
internal import Randomness

/// Formulas: the samples that they read, and what becomes of what they ask for.
extension PoolModel {
  /// Takes the samples that were due before an event, or until a moment that they count in.
  ///
  /// - Complexity: O(pools + samples).
  @inline(never)
  mutating func takeSamples(until now: SimulationTime, includingNow: Bool) {
    sampling.nextTick = .distantFuture
    for pool in pools.ids {
      guard var log = sampling.logs[pool] else { continue }
      var next = log.time(of: log.nextTick)
      if next < now || includingNow && next == now {
        // The log is out of its place meanwhile, so that it is not copied.
        sampling.logs[pool] = nil
        let values = log.metrics.map { value(of: $0, pool) }
        while next < now || includingNow && next == now {
          append(values, to: &log, pool, at: next)
          log.nextTick += 1
          next = log.time(of: log.nextTick)
        }
        sampling.logs[pool] = log
      }
      sampling.nextTick = min(sampling.nextTick, next)
    }
  }

  private mutating func append(
    _ values: [Double?], to log: inout Sampling.Log, _ pool: PoolID, at time: SimulationTime
  ) {
    let loss = configuration.parameters.sampleLoss
    guard
      loss == 0
        || !draws.random.bernoulli(
          probability: loss, purpose: .sampleLoss, entity: pools[pool].key,
          attempt: UInt32(truncatingIfNeeded: log.nextTick)),
      let autoscale = configuration[pool].autoscale
    else { return }
    let instant = autoscale.instant(at: time)
    for (index, value) in values.enumerated() {
      if let value { log.histories[index].append(value, at: instant) }
    }
  }

  /// The value of a metric at this moment; nil where the service takes no sample.
  private mutating func value(of metric: FormulaMetric, _ pool: PoolID) -> Double? {
    switch metric {
    case .activeTasks: Double(activeTasks(of: pool))
    case .runningTasks: Double(work.desks[pool].runningCount)
    case .pendingTasks: Double(activeTasks(of: pool) + work.desks[pool].runningCount)
    case .succeededTasks: Double(work.desks[pool].completed)
    case .failedTasks: Double(work.desks[pool].failed)
    case .currentDedicatedNodes: Double(pools[pool].currentDedicatedCount)
    case .currentLowPriorityNodes: Double(pools[pool].currentLowPriorityCount)
    case .preemptedNodeCount: Double(nodes.count(of: pool, in: .preempted))
    case .usableNodeCount: Double(nodes.usableCount(of: pool))
    case .taskSlotsPerNode: Double(configuration[pool].taskSlotsPerNode)
    case .cpuPercent: busyShare(of: pool)
    default: nil
    }
  }

  /// Tasks that wait for slots; a multi-instance task counts once for each of its nodes.
  private mutating func activeTasks(of pool: PoolID) -> Int { work.desks[pool].queue.instanceCount }

  /// The part of the slots of nodes that can work which tasks have; nil without such nodes.
  private mutating func busyShare(of pool: PoolID) -> Double? {
    let slots = nodes.usableCount(of: pool) * configuration[pool].taskSlotsPerNode
    return slots == 0 ? nil : Double(work.desks[pool].usedSlots) / Double(slots)
  }

  /// What an evaluation sees of its pool.
  mutating func sampledPool(_ pool: PoolID, at now: SimulationTime) -> SampledPool? {
    guard let autoscale = configuration[pool].autoscale, let log = sampling.logs[pool] else { return nil }
    var snapshot = FormulaSnapshot(now: autoscale.instant(at: now))
    snapshot.targetDedicatedNodes = pools[pool].targetDedicatedNodes
    snapshot.targetLowPriorityNodes = pools[pool].targetLowPriorityNodes
    for metric in log.metrics where metric.isGauge { snapshot.gauges[metric] = value(of: metric, pool) }
    snapshot.seed = UInt64(
      draws.share(purpose: .formulaRandom, entity: pools[pool].key) * Double(1 << 53))
    let lag = FormulaInterval(ticks: Int64(configuration.parameters.sampleLag * 1e7))
    return SampledPool(
      snapshot: snapshot, log: log, readable: snapshot.now.subtracting(lag) ?? snapshot.now,
      runningTasksTail: configuration.parameters.runningTasksTail)
  }

  /// Whether the service skips the evaluation that is due.
  mutating func losesEvaluation(of pool: PoolID) -> Bool {
    let loss = configuration.parameters.evaluationLoss
    guard loss > 0, ledger.evaluationCounts[pool] > 0 else { return false }
    return draws.random.bernoulli(
      probability: loss, purpose: .evaluationLoss, entity: pools[pool].key,
      attempt: UInt32(truncatingIfNeeded: ledger.evaluationCounts[pool]))
  }

  /// Does what an evaluation asks for, and notes it.
  mutating func apply(
    _ evaluation: Evaluation, to pool: PoolID, _ context: SampledPool, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    ledger.evaluationCounts[pool] += 1
    var record = record(of: evaluation, pool, context, at: scheduler.now)
    if evaluation.error == nil {
      let before = pools[pool].resizeCount
      let option = DeallocationOption(evaluation.deallocationOption)
      scale(
        pool, dedicated: evaluation.targetDedicatedNodes, lowPriority: evaluation.targetLowPriorityNodes, option,
        isFirst: record.number == 1, &scheduler)
      if pools[pool].resizeCount > before { record.resize = Int(before) + 1 }
    }
    ledger.evaluations.append(record)
  }

  /// Notes an evaluation that the service skipped.
  mutating func noteLostEvaluation(of pool: PoolID, _ context: SampledPool, at now: SimulationTime) {
    ledger.evaluationCounts[pool] += 1
    var record = emptyRecord(of: pool, context, at: now)
    record.outcome = .lost
    ledger.evaluations.append(record)
  }

  private mutating func record(
    of evaluation: Evaluation, _ pool: PoolID, _ context: SampledPool, at now: SimulationTime
  ) -> EvaluationRecord {
    var record = emptyRecord(of: pool, context, at: now)
    record.targetDedicated = evaluation.targetDedicatedNodes
    record.targetLowPriority = evaluation.targetLowPriorityNodes
    record.deallocationOption = DeallocationOption(evaluation.deallocationOption)
    switch evaluation.ending {
    case .failed(let error):
      record.outcome = .error
      record.errorCode = error.service.code
      record.errorMessage = error.service.values.first?.value ?? error.service.message
    case .stopped: record.outcome = .stopped
    case .completed:
      let dedicated = record.targetDedicated - record.targetDedicatedBefore
      let lowPriority = record.targetLowPriority - record.targetLowPriorityBefore
      let (grows, shrinks) = (max(dedicated, lowPriority) > 0, min(dedicated, lowPriority) < 0)
      record.outcome = grows && shrinks ? .mixed : grows ? .grow : shrinks ? .shrink : .unchanged
    }
    if recording.contains(.evaluations) { record.results = evaluation.results }
    return record
  }

  private mutating func emptyRecord(
    of pool: PoolID, _ context: SampledPool, at now: SimulationTime
  ) -> EvaluationRecord {
    let (dedicated, lowPriority) = (pools[pool].targetDedicatedNodes, pools[pool].targetLowPriorityNodes)
    return EvaluationRecord(
      pool: pool.index, number: ledger.evaluationCounts[pool], time: now, clock: context.now.resultText,
      outcome: .unchanged, targetDedicatedBefore: dedicated, targetLowPriorityBefore: lowPriority,
      targetDedicated: dedicated, targetLowPriority: lowPriority, deallocationOption: .requeue,
      currentDedicated: pools[pool].currentDedicatedCount, currentLowPriority: pools[pool].currentLowPriorityCount,
      preempted: nodes.count(of: pool, in: .preempted), activeTasks: activeTasks(of: pool),
      runningTasks: work.desks[pool].runningCount,
      samplesAvailable: context.log.metrics.map { context.sampleCount(of: $0) }.max() ?? 0, resize: nil,
      errorCode: nil, errorMessage: nil, results: "")
  }

  /// Takes the targets of an evaluation.
  ///
  /// The first evaluation resizes in any case; later ones where a target changes, or, in a steady pool, where the service
  /// retries what it did not reach (``ModelParameters/retriesUnmetTarget``).
  private mutating func scale(
    _ pool: PoolID, dedicated: Int, lowPriority: Int, _ option: DeallocationOption, isFirst: Bool,
    _ scheduler: inout Scheduler<PoolEvent>
  ) {
    let changes =
      dedicated != pools[pool].targetDedicatedNodes || lowPriority != pools[pool].targetLowPriorityNodes
    let timeout = SimulationDuration(seconds: configuration.parameters.autoscaleResizeTimeout)
    switch pools[pool].allocationState {
    case .steady:
      let isRetried = configuration.parameters.retriesUnmetTarget > 0 && !pools[pool].isAtTarget
      guard isFirst || changes || isRetried else { return }
      if changes || isFirst {
        takeTarget(
          pool, dedicated: dedicated, lowPriority: lowPriority, timeout: timeout, option: option, at: scheduler.now)
      } else {
        pools[pool].deallocationOption = option
      }
      beginResize(pool, removing: surplusNodes(pool), &scheduler)
    case .resizing:
      guard changes, configuration.parameters.supersedesResize > 0 else { return }
      takeTarget(
        pool, dedicated: dedicated, lowPriority: lowPriority, timeout: timeout, option: option, at: scheduler.now)
      supersedeResize(pool, &scheduler)
    case .stopping: return
    }
  }
}

extension DeallocationOption {
  fileprivate init(_ option: FormulaDeallocationOption) {
    self =
      switch option {
      case .requeue: .requeue
      case .terminate: .terminate
      case .taskCompletion: .taskCompletion
      case .retainedData: .retainedData
      }
  }
}
