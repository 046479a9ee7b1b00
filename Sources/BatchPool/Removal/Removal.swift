// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// What holds removals up.
struct Removal: ~Copyable {
  /// Until when a node runs its task, as far as a removal had to know.
  var busyUntil: [NodeID: SimulationTime] = [:]
}

/// A node that its pool's resize removes.
struct LeavingNode {
  let node: NodeID
  /// The state to which it returns when it is not removed after all.
  let formerState: NodeState
}
