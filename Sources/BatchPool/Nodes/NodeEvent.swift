// SPDX-License-Identifier: GPL-3.0-or-later

/// What happens to a node.
enum NodeEvent: Hashable, Sendable, BitwiseCopyable {
  /// Its agent has joined the pool.
  case agentStarted(NodeID)
  /// One try of its start task is over.
  case startTaskEnded(NodeID)
  /// It loses its low-priority VM.
  case preempted(NodeID)
  /// It fails.
  case failed(NodeID)
  /// It is gone.
  case removed(NodeID)

  /// How the event is shown.
  var label: EventLabel {
    switch self {
    case .agentStarted(let node): EventLabel(7, "agentStarted", "node", node)
    case .startTaskEnded(let node): EventLabel(8, "startTaskEnded", "node", node)
    case .preempted(let node): EventLabel(13, "nodePreempted", "node", node)
    case .failed(let node): EventLabel(14, "nodeFailed", "node", node)
    case .removed(let node): EventLabel(17, "nodeRemoved", "node", node)
    }
  }
}
