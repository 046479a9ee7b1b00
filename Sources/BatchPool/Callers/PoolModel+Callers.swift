// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// The caller's door: whoever wants another size of a pool is asked here, and what it asks for is taken or refused here.
extension PoolModel {
  mutating func handle(_ event: CallerEvent, _ scheduler: inout Scheduler<PoolEvent>) {
    switch event {
    case .wake(let pool):
      assert(
        callers[pool].wakeAt == scheduler.now, "at \(scheduler.now): a caller is woken at another time than it gave")
      callers[pool].wakeEvent = nil
      callers[pool].wakeAt = nil
      consultCaller(of: pool, on: .wake, &scheduler)
    case .appointment(let intervention):
      guard case .request(let pool, _) = configuration[intervention].action else {
        preconditionFailure("at \(scheduler.now): intervention \(intervention) does not belong to a caller")
      }
      consultCaller(of: PoolID(pool), on: .appointment(callers.place(of: intervention)), &scheduler)
    }
  }

  /// Asks the caller of a pool, and does what it asks for.
  mutating func consultCaller(of pool: PoolID, on occasion: Occasion, _ scheduler: inout Scheduler<PoolEvent>) {
    let view = view(of: pool, at: scheduler.now)
    let decision = callers[pool].caller.decide(view, on: occasion)
    // Before the request, which may end at once and ask the caller again.
    wakeCaller(of: pool, at: decision.wakeAt, &scheduler)
    guard let request = decision.request else { return }
    // What a pool with a formula asks for by itself is what the formula asks for.
    if case .appointment = occasion, view.refuses(request), case .resize(let size) = request {
      let dedicated = size.targetDedicatedNodes ?? view.targetDedicatedNodes
      let target = dedicated + (size.targetLowPriorityNodes ?? view.targetLowPriorityNodes)
      refuseResize(pool, target: target, error: .poolScalesByFormula, at: scheduler.now)
      return
    }
    accept(request, for: pool, &scheduler)
  }

  private mutating func wakeCaller(
    of pool: PoolID, at time: SimulationTime?, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    guard time != callers[pool].wakeAt else { return }
    if let event = callers[pool].wakeEvent { scheduler.cancel(event) }
    callers[pool].wakeAt = time
    callers[pool].wakeEvent = time.map { scheduler.schedule(.caller(.wake(pool)), at: $0) }
  }

  /// Takes a request, or refuses it as the service does. Nothing else changes a pool's target.
  private mutating func accept(
    _ request: PoolRequest, for pool: PoolID, _ scheduler: inout Scheduler<PoolEvent>
  ) {
    switch request {
    case .resize(let request):
      let dedicated = request.targetDedicatedNodes ?? pools[pool].targetDedicatedNodes
      let lowPriority = request.targetLowPriorityNodes ?? pools[pool].targetLowPriorityNodes
      guard isSteady(pool, orRefuses: dedicated + lowPriority, at: scheduler.now) else { return }
      takeTarget(
        pool, dedicated: dedicated, lowPriority: lowPriority, timeout: request.resizeTimeout,
        option: request.deallocationOption, at: scheduler.now)
      beginResize(pool, removing: surplusNodes(pool), &scheduler)
    case .resizeAgain:
      guard isSteady(pool, orRefuses: pools[pool].wantedNodes, at: scheduler.now) else { return }
      beginResize(pool, removing: surplusNodes(pool), &scheduler)
    case .removeNodes(let request):
      let remaining = max(0, pools[pool].targetNodes - request.count)
      guard isSteady(pool, orRefuses: remaining, at: scheduler.now) else { return }
      let leaving = nodesToRemove(pool, count: request.count, lowPriority: nil)
      let lowPriority = leaving.count { nodes[$0].isLowPriority }
      takeTarget(
        pool, dedicated: max(0, pools[pool].targetDedicatedNodes - (leaving.count - lowPriority)),
        lowPriority: max(0, pools[pool].targetLowPriorityNodes - lowPriority), timeout: request.resizeTimeout,
        option: request.deallocationOption, at: scheduler.now)
      beginResize(pool, removing: leaving, allocates: false, &scheduler)
    case .stopResize: stopResize(pool, &scheduler)
    case .restart(let request): restartNodes(of: pool, request, &scheduler)
    }
  }

  /// Whether a pool is steady; one that is not takes no other size: 409 Conflict.
  private mutating func isSteady(_ pool: PoolID, orRefuses target: Int, at now: SimulationTime) -> Bool {
    guard pools[pool].allocationState == .steady else {
      refuseResize(pool, target: target, error: .poolBeingResized, at: now)
      return false
    }
    return true
  }

  private mutating func takeTarget(
    _ pool: PoolID, dedicated: Int, lowPriority: Int, timeout: SimulationDuration?, option: DeallocationOption,
    at now: SimulationTime
  ) {
    pools[pool].targetDedicatedNodes = dedicated
    pools[pool].targetLowPriorityNodes = lowPriority
    pools[pool].resizeTimeout = timeout ?? configuration[pool].resizeTimeout
    pools[pool].deallocationOption = option
    pools[pool].earlierResizeCount = pools[pool].resizeCount
    pools[pool].refusedTarget = nil
    pools[pool].steadyAt = nil
    pools[pool].targetTakenAt = now
  }

  /// What the service shows of a pool.
  ///
  /// - Complexity: O(states of a node).
  private mutating func view(of pool: PoolID, at now: SimulationTime) -> PoolView {
    var lastResize: PoolView.LastResize?
    if pools[pool].resizeCount > 0 {
      let record = ledger[pools[pool].record]
      lastResize = PoolView.LastResize(requestedAt: record.requestedAt, errors: record.errors)
    }
    var nodesByState = [Int](repeating: 0, count: NodeState.allCases.count)
    for state in NodeState.allCases where state.isShown {
      nodesByState[Int(state.rawValue)] = nodes.count(of: pool, in: state)
    }
    return PoolView(
      now: now, targetDedicatedNodes: pools[pool].targetDedicatedNodes,
      targetLowPriorityNodes: pools[pool].targetLowPriorityNodes,
      currentDedicatedNodes: pools[pool].currentDedicatedCount,
      currentLowPriorityNodes: pools[pool].currentLowPriorityCount, allocationState: pools[pool].allocationState,
      scalesByFormula: configuration[pool].scalesByFormula, lastResize: lastResize, nodesByState: nodesByState)
  }
}
