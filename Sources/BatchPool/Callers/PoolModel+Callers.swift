// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The caller's door: whoever wants another size of a pool is asked here, and what it asks for is taken or refused here.
extension PoolModel {
  /// The time that a pool's caller gave has come.
  mutating func wakeCaller(of pool: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    callers.entries[pool].wakeEvent = nil
    callers.entries[pool].wakeAt = nil
    consultCaller(of: pool, on: .wake, &scheduler)
  }

  /// Asks the caller of a pool, and does what it asks for.
  mutating func consultCaller(of pool: Int, on occasion: Occasion, _ scheduler: inout Scheduler<PoolEvent>) {
    let view = view(of: pool, at: scheduler.now)
    let decision = callers.entries[pool].caller.decide(view, on: occasion)
    // Before the request, which may end at once and ask the caller again.
    wakeCaller(of: pool, at: decision.wakeAt, &scheduler)
    if let request = decision.request { accept(request, for: pool, &scheduler) }
  }

  private mutating func wakeCaller(
    of pool: Int, at time: SimulationTime?, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    guard time != callers.entries[pool].wakeAt else { return }
    if let event = callers.entries[pool].wakeEvent { scheduler.cancel(event) }
    callers.entries[pool].wakeAt = time
    callers.entries[pool].wakeEvent = time.map { scheduler.schedule(.resizeRequested(pool: UInt32(pool)), at: $0) }
  }

  /// Takes a request, or refuses it as the service does. Nothing else changes a pool's target.
  private mutating func accept(
    _ request: PoolRequest, for pool: Int, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    switch request {
    case .resize(let request):
      let dedicated = request.targetDedicatedNodes ?? pools[pool].targetDedicatedNodes
      let lowPriority = request.targetLowPriorityNodes ?? pools[pool].targetLowPriorityNodes
      guard isSteady(pool, orRefuses: dedicated + lowPriority, at: scheduler.now) else { return }
      takeTarget(
        pool, dedicated: dedicated, lowPriority: lowPriority, timeout: request.resizeTimeout,
        option: request.deallocationOption)
      beginResize(pool, removing: surplusNodes(pool), &scheduler)
    case .resizeAgain:
      guard isSteady(pool, orRefuses: pools[pool].targetNodes, at: scheduler.now) else { return }
      beginResize(pool, removing: surplusNodes(pool), &scheduler)
    case .removeNodes(let request):
      let remaining = max(0, pools[pool].targetNodes - request.count)
      guard isSteady(pool, orRefuses: remaining, at: scheduler.now) else { return }
      let leaving = nodesToRemove(pool, count: request.count, lowPriority: nil)
      let lowPriority = leaving.count { nodes[Int($0)].isLowPriority }
      takeTarget(
        pool, dedicated: max(0, pools[pool].targetDedicatedNodes - (leaving.count - lowPriority)),
        lowPriority: max(0, pools[pool].targetLowPriorityNodes - lowPriority), timeout: request.resizeTimeout,
        option: request.deallocationOption)
      beginResize(pool, removing: leaving, allocates: false, &scheduler)
    case .stopResize: stopResize(pool, &scheduler)
    }
  }

  /// Whether a pool is steady; one that is not takes no other size: 409 Conflict.
  private mutating func isSteady(_ pool: Int, orRefuses target: Int, at now: SimulationTime) -> Bool {
    guard pools[pool].allocationState == .steady else {
      refuseResize(pool, target: target, at: now)
      return false
    }
    return true
  }

  private mutating func takeTarget(
    _ pool: Int, dedicated: Int, lowPriority: Int, timeout: SimulationDuration?, option: DeallocationOption
  ) {
    pools[pool].targetDedicatedNodes = dedicated
    pools[pool].targetLowPriorityNodes = lowPriority
    pools[pool].resizeTimeout = timeout ?? configuration.pools[pool].resizeTimeout
    pools[pool].deallocationOption = option
    pools[pool].earlierResizeCount = pools[pool].resizeCount
    pools[pool].steadyAt = nil
  }

  /// What the service shows of a pool.
  ///
  /// - Complexity: O(states of a node).
  private mutating func view(of pool: Int, at now: SimulationTime) -> PoolView {
    var lastResize: PoolView.LastResize?
    if pools[pool].resizeCount > 0 {
      let record = resizes[pools[pool].recordIndex]
      lastResize = PoolView.LastResize(requestedAt: record.requestedAt, errors: record.errors)
    }
    var nodesByState = [Int](repeating: 0, count: NodeState.allCases.count)
    for state in NodeState.allCases { nodesByState[Int(state.rawValue)] = census.count(pool: pool, state: state) }
    return PoolView(
      now: now, targetDedicatedNodes: pools[pool].targetDedicatedNodes,
      targetLowPriorityNodes: pools[pool].targetLowPriorityNodes,
      currentDedicatedNodes: pools[pool].currentDedicatedCount,
      currentLowPriorityNodes: pools[pool].currentLowPriorityCount, allocationState: pools[pool].allocationState,
      lastResize: lastResize, nodesByState: nodesByState)
  }
}
