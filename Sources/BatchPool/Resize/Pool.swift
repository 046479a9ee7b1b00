// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// Whether a pool is being resized (Azure Batch REST reference, AllocationState).
enum AllocationState: Hashable, Sendable {
  /// No resize goes on.
  case steady
  /// A resize goes on.
  case resizing
  /// The caller has stopped the resize; nodes that are already being created or removed are still awaited.
  case stopping
}

/// The changing state of one pool.
struct Pool {
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
  /// Where the current resize stands in the list of records.
  var recordIndex = 0
  /// Nodes that the service counts: provisioned, or preempted.
  var currentCount = 0
  /// Those of them that are low-priority.
  var currentLowPriorityCount = 0
  /// Nodes that entered `creating` and are neither provisioned nor dropped.
  var unfinishedCount = 0
  /// Nodes of the current resize that still wait for their create request.
  var uncreatedCount = 0
  /// Those of them that are low-priority; they come after the dedicated ones.
  var uncreatedLowPriorityCount = 0
  /// Whether they wait for the image to be replicated.
  var awaitsImage = false
  /// Nodes created so far, over all resizes: the next node's number.
  var nextOrdinal: UInt32 = 0
  /// The nodes of the current resize, in order of creation.
  var members: [UInt32] = []
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
  /// When the pool first was steady at its target.
  var steadyAt: SimulationTime?
  /// Node time billed to nodes that were dropped or removed [s].
  var goneNodeSeconds = 0.0

  init(_ configuration: PoolConfiguration) {
    resizeTimeout = configuration.resizeTimeout
  }

  /// Notes what ends the resize, before all that was noted earlier.
  mutating func fail(_ error: ResizeError) {
    guard pendingErrors.first != error else { return }
    pendingErrors.removeAll { $0 == error }
    pendingErrors.insert(error, at: 0)
  }

  var targetNodes: Int { targetDedicatedNodes + targetLowPriorityNodes }
  var currentDedicatedCount: Int { currentCount - currentLowPriorityCount }
  /// Nodes missing, or, when negative, too many.
  var missingDedicatedCount: Int { targetDedicatedNodes - currentDedicatedCount }
  var missingLowPriorityCount: Int { targetLowPriorityNodes - currentLowPriorityCount }
  var isAtTarget: Bool { missingDedicatedCount == 0 && missingLowPriorityCount == 0 }
}

/// A node that its pool's resize removes.
struct LeavingNode {
  let node: UInt32
  /// The state to which it returns when it is not removed after all.
  let formerState: NodeState
}
