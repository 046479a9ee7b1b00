// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// What the service's API shows of a pool, and nothing more (Azure Batch REST reference, Pool - Get and Account - List
/// Pool Node Counts, 2019-08-01).
///
/// Callers decide on this alone: a policy that could look behind it would be one that nobody can have.
struct PoolView: Sendable {
  /// The present time.
  let now: SimulationTime
  /// Nodes that were last asked for.
  let targetDedicatedNodes: Int
  let targetLowPriorityNodes: Int
  /// Nodes that the service counts: their VM has been obtained, or they are preempted.
  let currentDedicatedNodes: Int
  let currentLowPriorityNodes: Int
  /// Whether a resize goes on.
  let allocationState: AllocationState
  /// Whether a formula sets its size (`enableAutoScale`).
  var scalesByFormula = false
  /// The latest resize; nil before the first.
  let lastResize: LastResize?
  /// How many nodes are in each state, by the raw value of the state.
  let nodesByState: [Int]
  /// What an evaluation of its formula would see; nil unless one is due.
  var formulaContext: SampledPool?

  /// A resize as the pool shows it.
  struct LastResize: Hashable, Sendable {
    /// When it was asked for.
    let requestedAt: SimulationTime
    /// The errors with which it ended; empty while it goes on.
    let errors: [ResizeError]
  }

  /// Nodes that the service counts, of both kinds.
  var currentNodes: Int { currentDedicatedNodes + currentLowPriorityNodes }

  /// Whether the service refuses a user's request because a formula sets the pool's size (REST reference, Pool -
  /// Resize: error 409).
  func refuses(_ request: PoolRequest) -> Bool {
    guard scalesByFormula, case .resize = request else { return false }
    return true
  }

  /// How many nodes are in a state.
  func nodes(in state: NodeState) -> Int { nodesByState[Int(state.rawValue)] }
}
