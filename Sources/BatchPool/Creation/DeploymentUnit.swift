// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// A part of a pool that creates its nodes by itself, as the service spreads a large pool over several scale sets.
///
/// It holds at most ``ModelParameters/deploymentUnitSize`` nodes of one kind. Its VM requests come one after the other,
/// first come first served, at the pace of a token bucket of its own.
struct DeploymentUnit {
  let pool: PoolID
  let isLowPriority: Bool
  /// The pool's next unit of the same kind.
  var next: UnitID?
  /// Nodes whose VM has been obtained and that have not left.
  var nodeCount = 0
  var bucket: TokenBucket
  /// The event at which the next request is due, and its time.
  var dueEvent: EventKey?
  var dueAt = SimulationTime.distantFuture
  /// New nodes of the current resize whose request is not due yet.
  var newCount = 0
  /// Nodes that want another VM: those that came before the new ones, and those behind them.
  private var earlier = WaitingLine<NodeID>()
  private var later = WaitingLine<NodeID>()

  /// Whose turn it is.
  enum Turn {
    /// A node that has been requested before.
    case again(NodeID)
    /// A new node.
    case new
  }

  init(pool: PoolID, isLowPriority: Bool, bucket: TokenBucket) {
    self.pool = pool
    self.isLowPriority = isLowPriority
    self.bucket = bucket
  }

  /// Whether no request waits to be due.
  var isEmpty: Bool { newCount == 0 && earlier.isEmpty && later.isEmpty }

  /// Another VM for a node: behind everything that waits.
  mutating func append(_ node: NodeID) {
    if newCount == 0 && later.isEmpty { earlier.append(node) } else { later.append(node) }
  }

  /// Whose request is due next; nil when nobody waits.
  var first: Turn? {
    if let node = earlier.first { return .again(node) }
    if newCount > 0 { return .new }
    return later.first.map { .again($0) }
  }

  /// Takes the first request.
  ///
  /// - Complexity: O(1) amortised.
  mutating func removeFirst() {
    if !earlier.isEmpty {
      earlier.removeFirst()
    } else if newCount > 0 {
      newCount -= 1
    } else {
      later.removeFirst()
    }
  }

  /// Takes every request back, and returns the nodes that wanted another VM, in order.
  mutating func removeAll() -> [NodeID] {
    newCount = 0
    return Array(earlier.removeAll()) + later.removeAll()
  }

  /// Stops the program unless the unit is sound.
  func checkInvariants(_ id: UnitID, size: Int, at now: SimulationTime) {
    precondition((0...size).contains(nodeCount), "at \(now): unit \(id) of \(size) places has \(nodeCount) nodes")
    precondition((0...size).contains(newCount), "at \(now): unit \(id) of \(size) places makes \(newCount) nodes")
    precondition(
      (dueEvent == nil) == (dueAt == .distantFuture),
      "at \(now): unit \(id) has a time without an event, or the reverse")
    precondition(isEmpty || dueEvent != nil, "at \(now): a request of unit \(id) would never be due")
  }
}
