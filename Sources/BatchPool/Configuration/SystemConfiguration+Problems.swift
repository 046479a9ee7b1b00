// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

extension SystemConfiguration {
  /// The most nodes that one system may want: 100 million, what 16 GiB of memory can hold.
  public static let mostNodes = 100_000_000

  /// What makes the system impossible to simulate, one sentence each; empty when it is sound.
  ///
  /// Limits of the service (how many nodes an image may have, say) do not concern the model and are not checked.
  ///
  /// - Complexity: O(pools + images + interventions).
  public func problems() -> [String] {
    parameterProblems() + structuralProblems()
  }

  /// The same without the model's parameters, whose table takes longer to walk than a small pool to simulate.
  func structuralProblems() -> [String] {
    poolProblems() + workProblems() + imageProblems() + interventionProblems() + durationProblems()
      + quotas.filter { $0.cores < 0 }.map { "a quota of \($0.cores) cores is negative" }
  }

  func parameterProblems() -> [String] {
    var problems = ModelParameter.all.compactMap { $0.problem(in: parameters) }
    if !(1...100_000).contains(resizePolicy.maxResizes) {
      problems.append("maxResizes is \(resizePolicy.maxResizes), not 1...100000")
    }
    if resizePolicy.pause < .zero { problems.append("the pause between resizes is negative") }
    return problems
  }

  private func poolProblems() -> [String] {
    var problems: [String] = []
    var wanted = 0
    for pool in pools {
      if pool.targetDedicatedNodes < 0 || pool.targetLowPriorityNodes < 0 {
        problems.append("pool \(pool.name) wants a negative number of nodes")
      } else {
        wanted = min(wanted + min(pool.targetDedicatedNodes, Self.mostNodes + 1), Self.mostNodes + 1)
        wanted = min(wanted + min(pool.targetLowPriorityNodes, Self.mostNodes + 1), Self.mostNodes + 1)
      }
      if pool.resizeTimeout < PoolConfiguration.shortestResizeTimeout {
        problems.append("pool \(pool.name) has a resizeTimeout of \(pool.resizeTimeout.seconds) s, below 300 s")
      }
      if let autoscale = pool.autoscale {
        if duration == nil { problems.append("pool \(pool.name) scales by a formula: the run needs a duration") }
        if !(300...604_800).contains(autoscale.evaluationInterval.seconds) {
          problems.append("pool \(pool.name) has an evaluationInterval outside of 5 min to 168 h")
        }
      }
      if !images.indices.contains(pool.image) { problems.append("pool \(pool.name) has no image \(pool.image)") }
      if !(0..<1_000_000).contains(pool.subscription) {
        problems.append("pool \(pool.name) has subscription \(pool.subscription), not 0..<1000000")
      }
      if let task = pool.startTask,
        !(0...1).contains(task.failureProbability) || !(0...1_000).contains(task.maxTaskRetryCount)
      {
        problems.append("pool \(pool.name) has a start task with an impossible probability or retry count")
      }
      problems += nodeProblems(pool)
    }
    let names = pools.map(\.name).sorted()
    for (name, next) in zip(names, names.dropFirst()) where name == next {
      problems.append("two pools are named \(name)")
    }
    if wanted > Self.mostNodes { problems.append("the pools want more than \(Self.mostNodes) nodes") }
    return problems
  }

  private func nodeProblems(_ pool: PoolConfiguration) -> [String] {
    var problems: [String] = []
    if let cores = pool.coresPerNode, !(1...10_000).contains(cores) {
      problems.append("pool \(pool.name) has \(cores) cores a node, not 1...10000")
    }
    if ![pool.preemptionRate, pool.failureRate].allSatisfy({ $0 >= 0 && $0 <= 1e9 }) {
      problems.append("pool \(pool.name) has an impossible rate of preemptions or failures")
    }
    if let addresses = pool.addresses, (addresses.subnet ?? 0) < 0 || (addresses.publicAddresses ?? 0) < 0 {
      problems.append("pool \(pool.name) has a negative number of addresses")
    }
    if !(0...1).contains(pool.unusableProbability) {
      problems.append("pool \(pool.name) has unusableProbability \(pool.unusableProbability), not 0...1")
    }
    if let tasks = pool.tasks, !(0...1).contains(tasks.busyShare) || tasks.retentionTime < .zero {
      problems.append("pool \(pool.name) has tasks with an impossible share or retention time")
    }
    return problems
  }

  private func durationProblems() -> [String] {
    if let duration {
      return duration > .zero && duration <= SystemConfiguration.longestStage
        ? [] : ["the duration is \(duration.seconds) s, not above 0 and at most 1e9 s"]
    }
    return pools.filter { $0.failureRate > 0 || ($0.preemptionRate > 0 && $0.mayHaveLowPriorityNodes(interventions)) }
      .map { "pool \($0.name) has nodes that are preempted or fail: the run needs a duration" }
  }

  private func imageProblems() -> [String] {
    images.filter { $0.kind == .gallery && !(1...10_000).contains($0.replicas) }
      .map { "image \($0.name) has \($0.replicas) replicas, not 1...10000" }
  }

  private func interventionProblems() -> [String] {
    interventions.compactMap { intervention in
      guard intervention.time >= .zero else { return "an intervention lies before the start" }
      switch intervention.action {
      case .request(let pool, let request):
        guard pools.indices.contains(pool) else { return "there is no pool \(pool) to ask anything of" }
        return request.problem(for: pools[pool])
      case .world(let event): return event.problem(among: images)
      }
    }
  }
}

extension PoolConfiguration {
  /// Whether the pool wants low-priority nodes at any time.
  fileprivate func mayHaveLowPriorityNodes(_ interventions: [Intervention]) -> Bool {
    targetLowPriorityNodes > 0
      || interventions.contains {
        if case .request(_, let request) = $0.action { request.targetLowPriorityNodes ?? 0 > 0 } else { false }
      }
  }
}
