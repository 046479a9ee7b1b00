// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine
public import Randomness

/// A pool: how many nodes it wants, from which image, and how long a resize may take.
public struct PoolConfiguration: Hashable, Sendable {
  /// The shortest resizeTimeout that the service accepts: 5 minutes (Azure Batch REST reference, Pool - Add, 2019-08-01).
  public static let shortestResizeTimeout = SimulationDuration.seconds(300)

  /// The name of the pool, unique in its system: random draws depend on it.
  public var name: String
  /// The VM size, such as `Standard_D2s_v3`.
  public var vmSize: String
  /// Dedicated nodes wanted.
  public var targetDedicatedNodes: Int
  /// Low-priority (spot) nodes wanted.
  public var targetLowPriorityNodes: Int
  /// How long one resize may take; at least ``shortestResizeTimeout``.
  public var resizeTimeout: SimulationDuration
  /// The image that the nodes boot from: an index into the system's images.
  public var image: Int
  /// The subscription whose VM create requests the pool shares: an index from 0.
  public var subscription: Int
  /// What every node runs before it takes work, if anything.
  public var startTask: StartTask?
  /// Cores of one node, for quotas; nil when they are not known, so that the quota is not checked.
  public var coresPerNode: Int?
  /// The VM series, for quotas; equal names are one series.
  public var vmSeries: String
  /// How often a low-priority node is preempted [1/s].
  public var preemptionRate: Double
  /// How often a node fails [1/s].
  public var failureRate: Double
  /// Probability that a node becomes unusable instead of joining the pool.
  public var unusableProbability: Double
  /// What the nodes do when they are to be removed; nil when they never run tasks.
  public var tasks: NodeTasks?
  /// Whether a formula sets its size: the service refuses any other resize.
  public var scalesByFormula: Bool
  /// How many nodes have an address; nil where nothing limits them.
  public var addresses: NodeAddresses?
  /// Slots that a node has for tasks; fixed when the pool is made.
  public var taskSlotsPerNode: Int
  /// Which node a task goes to.
  public var nodeFillType: NodeFillType
  /// Whether tasks begin strictly in their order: one that does not fit holds up all behind it. The service lets them pass.
  public var startsTasksInOrder: Bool

  /// The formula that sets its size in the run; nil for the size of the targets above.
  public var autoscale: AutoscaleConfiguration?

  /// Makes a pool.
  public init(
    name: String, vmSize: String, targetDedicatedNodes: Int, targetLowPriorityNodes: Int = 0,
    resizeTimeout: SimulationDuration, image: Int, subscription: Int = 0, startTask: StartTask? = nil,
    coresPerNode: Int? = nil, vmSeries: String = "", preemptionRate: Double = 0, failureRate: Double = 0,
    unusableProbability: Double = 0, tasks: NodeTasks? = nil, scalesByFormula: Bool = false,
    addresses: NodeAddresses? = nil, taskSlotsPerNode: Int = 1, nodeFillType: NodeFillType = .spread,
    startsTasksInOrder: Bool = false
  ) {
    self.name = name
    self.vmSize = vmSize
    self.targetDedicatedNodes = targetDedicatedNodes
    self.targetLowPriorityNodes = targetLowPriorityNodes
    self.resizeTimeout = resizeTimeout
    self.image = image
    self.subscription = subscription
    self.startTask = startTask
    self.coresPerNode = coresPerNode
    self.vmSeries = vmSeries
    self.preemptionRate = preemptionRate
    self.failureRate = failureRate
    self.unusableProbability = unusableProbability
    self.tasks = tasks
    self.scalesByFormula = scalesByFormula
    self.addresses = addresses
    self.taskSlotsPerNode = taskSlotsPerNode
    self.nodeFillType = nodeFillType
    self.startsTasksInOrder = startsTasksInOrder
  }

  /// Nodes wanted of both kinds.
  public var targetNodes: Int { targetDedicatedNodes + targetLowPriorityNodes }
}

/// The start task of a pool: a command that runs on every node when it joins.
public struct StartTask: Hashable, Sendable {
  /// How long one try runs [s].
  public var duration: Distribution
  /// Probability that one try fails.
  public var failureProbability: Double
  /// Tries after the first failed one; the service's default is 0.
  public var maxTaskRetryCount: Int
  /// Whether a node takes work only after its start task has succeeded; the service's default is true.
  public var waitForSuccess: Bool

  /// Makes a start task.
  public init(
    duration: Distribution, failureProbability: Double = 0, maxTaskRetryCount: Int = 0, waitForSuccess: Bool = true
  ) {
    self.duration = duration
    self.failureProbability = failureProbability
    self.maxTaskRetryCount = maxTaskRetryCount
    self.waitForSuccess = waitForSuccess
  }
}
