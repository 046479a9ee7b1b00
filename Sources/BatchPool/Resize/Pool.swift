// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// Whether a pool is being resized (Azure Batch REST reference, AllocationState).
enum AllocationState {
  /// No resize goes on.
  case steady
  /// A resize goes on.
  case resizing
  /// The caller has stopped the resize; nodes that are already being created are still awaited.
  case stopping
}

/// The changing state of one pool.
struct Pool {
  var allocationState = AllocationState.steady
  /// Resizes requested so far; the number of the current one.
  var resizeCount: UInt32 = 0
  /// Where the current resize stands in the list of records.
  var recordIndex = 0
  /// Nodes that are provisioned.
  var provisionedCount = 0
  /// Nodes that entered `creating` and are neither provisioned nor dropped.
  var unfinishedCount = 0
  /// Nodes of the current resize that still wait for their create request.
  var uncreatedCount = 0
  /// Nodes created so far, over all resizes: the next node's number.
  var nextOrdinal: UInt32 = 0
  /// The nodes of the current resize, in order of creation.
  var members: [UInt32] = []
  /// The error that the resize will end with once nothing is awaited any more.
  var pendingError: ResizeError?
  var timeoutEvent: EventKey?
  var allocationEvent: EventKey?
  /// When the pool first was steady at its target.
  var steadyAt: SimulationTime?
  /// Node time billed to nodes that were dropped [s].
  var droppedNodeSeconds = 0.0
}
