// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine
public import Randomness

/// What the nodes of a pool do when they are to be removed.
///
/// Jobs are not simulated: a node that has become idle runs one task with a set probability, and that task goes on for
/// a set time from the moment of the request.
public struct NodeTasks: Hashable, Sendable {
  /// Probability that a node runs a task.
  public var busyShare: Double
  /// How long the task still runs [s].
  public var remaining: Distribution
  /// How long the task's data is kept after it (`retentionTime` of a task; the service's default is 7 days).
  public var retentionTime: SimulationDuration

  /// Makes a description.
  public init(busyShare: Double, remaining: Distribution, retentionTime: SimulationDuration) {
    self.busyShare = busyShare
    self.remaining = remaining
    self.retentionTime = retentionTime
  }
}
