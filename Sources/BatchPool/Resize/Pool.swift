// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// Whether a pool is being resized (Azure Batch REST reference, AllocationState).
enum AllocationState: Hashable, Sendable {
  /// No resize goes on.
  case steady
  /// A resize goes on.
  case resizing
  /// The caller has stopped the resize; for a while the service is busy with that, and nodes that leave are awaited.
  case stopping
}

/// The changing state of one pool.
struct Pool {
  /// What its nodes boot from.
  let image: ImageID
  /// Whose create requests it shares.
  let subscription: SubscriptionID
  /// The name of the pool in random draws; its nodes and resizes have the numbers that follow.
  let key: UInt64

  var allocationState = AllocationState.steady
  /// What the caller last asked for: nothing before its first request.
  var targetDedicatedNodes = 0
  var targetLowPriorityNodes = 0
  var resizeTimeout: SimulationDuration
  var deallocationOption = DeallocationOption.requeue
  /// Resizes requested so far; the number of the current one.
  var resizeCount: UInt32 = 0
  /// Resizes before the caller last asked for another size.
  var earlierResizeCount: UInt32 = 0
  /// The current resize, or the latest.
  var record = ResizeID(0)
  /// Nodes that the service counts: their VM has been obtained, or they are preempted.
  var currentCount = 0
  /// Those of them that are low-priority.
  var currentLowPriorityCount = 0
  /// Nodes of the current resize whose VM has been requested and is neither obtained nor given up.
  var unfinishedCount = 0
  /// Nodes of the current resize whose VM has not been requested.
  var uncreatedCount = 0
  /// Those of them that are low-priority.
  var uncreatedLowPriorityCount = 0
  /// Whether they wait for the image to be replicated.
  var awaitsImage = false
  /// The first deployment units of dedicated and of low-priority nodes; each leads to the next.
  var firstUnit: UnitID?
  var firstLowPriorityUnit: UnitID?
  /// When the caller asked for the present target.
  var targetTakenAt = SimulationTime.zero
  /// VMs requested for new nodes so far, over all resizes: the next node's number.
  var nextOrdinal: UInt32 = 0
  /// The nodes of the current resize, in the order in which their VMs were requested.
  var members: [NodeID] = []
  /// The nodes that the current resize removes, and what they did before.
  var leaving: [LeavingNode] = []
  /// Those of them that are not gone.
  var leavingCount = 0
  /// The errors that the resize will end with once nothing is awaited any more, one a code: what ends it first, then
  /// the quotas that it met, that of the dedicated nodes before that of the low-priority ones, then nodes not removed.
  var pendingErrors: [ResizeError] = []
  var timeoutEvent: EventKey?
  var allocationEvent: EventKey?
  var removalEvent: EventKey?
  /// Until then a stopped resize goes on.
  var stopEvent: EventKey?
  /// The nodes of the size that was asked for last, where the service refused it: the pool keeps another size.
  var refusedTarget: Int?
  /// When the pool first was steady at its target.
  var steadyAt: SimulationTime?

  init(_ configuration: PoolConfiguration, key: UInt64) {
    image = ImageID(configuration.image)
    subscription = SubscriptionID(configuration.subscription)
    self.key = key
    resizeTimeout = configuration.resizeTimeout
  }

  /// Notes what ends the resize, before all that was noted earlier.
  mutating func fail(_ error: ResizeError) {
    guard pendingErrors.first != error else { return }
    pendingErrors.removeAll { $0 == error }
    pendingErrors.insert(error, at: 0)
  }

  var targetNodes: Int { targetDedicatedNodes + targetLowPriorityNodes }
  /// Nodes of the size that was asked for last, taken or refused.
  var wantedNodes: Int { refusedTarget ?? targetNodes }
  /// When the pool first was steady at the size that was asked for last.
  var reachedAt: SimulationTime? { wantedNodes == targetNodes ? steadyAt : nil }
  var currentDedicatedCount: Int { currentCount - currentLowPriorityCount }
  /// Nodes missing, or, when negative, too many.
  var missingDedicatedCount: Int { targetDedicatedNodes - currentDedicatedCount }
  var missingLowPriorityCount: Int { targetLowPriorityNodes - currentLowPriorityCount }
  var isAtTarget: Bool { missingDedicatedCount == 0 && missingLowPriorityCount == 0 }
}

extension Pool {
  /// Stops the program unless what the pool counts fits together.
  ///
  /// No pool makes more nodes than it wants, and a steady one neither makes nor removes any.
  func checkInvariants(_ id: PoolID, at now: SimulationTime) {
    precondition(
      unfinishedCount >= 0 && (0...uncreatedCount).contains(uncreatedLowPriorityCount),
      "at \(now): pool \(id) counts fewer than no nodes")
    precondition(
      (0...currentCount).contains(currentLowPriorityCount), "at \(now): pool \(id) miscounts low-priority nodes")
    precondition(
      targetDedicatedNodes >= 0 && targetLowPriorityNodes >= 0, "at \(now): pool \(id) wants fewer than no nodes")
    precondition(
      unfinishedCount + uncreatedCount <= max(0, missingDedicatedCount) + max(0, missingLowPriorityCount),
      "at \(now): pool \(id) makes more nodes than it wants")
    precondition(
      (0...leaving.count).contains(leavingCount), "at \(now): pool \(id) miscounts the nodes that leave")
    precondition(
      ResizeError.allCases.allSatisfy { error in pendingErrors.count { $0 == error } <= 1 },
      "at \(now): pool \(id) notes an error twice: \(pendingErrors)")
    precondition(earlierResizeCount <= resizeCount, "at \(now): pool \(id) miscounts resizes")
    guard allocationState == .steady else {
      precondition(timeoutEvent != nil, "at \(now): the resize of pool \(id) would never end")
      return
    }
    precondition(
      unfinishedCount == 0 && uncreatedCount == 0 && members.isEmpty, "at \(now): pool \(id) is steady and makes nodes")
    precondition(leaving.isEmpty && leavingCount == 0, "at \(now): pool \(id) is steady and removes nodes")
    precondition(
      timeoutEvent == nil && allocationEvent == nil && removalEvent == nil && stopEvent == nil && !awaitsImage
        && pendingErrors.isEmpty,
      "at \(now): pool \(id) is steady and awaits something")
  }
}
