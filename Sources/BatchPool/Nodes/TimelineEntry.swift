// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine

/// How many nodes were in a state from a time on.
public struct TimelineEntry: Hashable, Sendable {
  /// From when on.
  public var time: SimulationTime
  /// The pool: an index into the configuration's pools.
  public var pool: Int
  /// The state.
  public var state: NodeState
  /// Nodes in that state.
  public var nodes: Int
}
