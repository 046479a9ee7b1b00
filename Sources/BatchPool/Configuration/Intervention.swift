// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine
public import Randomness

/// Something that happens at a set time, whether or not the pools are ready for it.
public struct Intervention: Hashable, Sendable {
  /// What happens.
  public enum Action: Hashable, Sendable {
    /// The image at this index (or the snapshot behind it) is deleted: nobody can read it any more. It is one of the
    /// user's own: a marketplace image is the platform's.
    case deleteImage(Int)
    /// The caller stops the resize of the pool at this index.
    case stopResize(Int)
    /// The caller asks for another size of the pool at this index.
    case resize(pool: Int, ResizeRequest)
    /// The caller removes nodes of the pool at this index, and lowers its target by as many.
    case removeNodes(pool: Int, RemovalRequest)
    /// The owner of the gallery version at this index changes its replicas, which takes effect after a time [s].
    case setReplicas(image: Int, count: Int, after: Distribution?)
  }

  /// When it happens.
  public var time: SimulationTime
  /// What happens.
  public var action: Action

  /// Whether nodes may have to go.
  var removesNodes: Bool {
    switch action {
    case .resize, .removeNodes: true
    case .deleteImage, .stopResize, .setReplicas: false
    }
  }

  /// Makes an intervention.
  public init(time: SimulationTime, action: Action) {
    self.time = time
    self.action = action
  }
}

/// Another size for a pool.
///
/// A pool that is not steady refuses it: 409 Conflict, `PoolBeingResized`.
public struct ResizeRequest: Hashable, Sendable {
  /// Dedicated nodes wanted from now on; nil leaves them as they are.
  public var targetDedicatedNodes: Int?
  /// Low-priority nodes wanted from now on; nil leaves them as they are.
  public var targetLowPriorityNodes: Int?
  /// How long the resize, and those that repeat it, may take; nil for the pool's own.
  public var resizeTimeout: SimulationDuration?
  /// What becomes of tasks on nodes that leave.
  public var deallocationOption: DeallocationOption

  /// Makes a request.
  public init(
    targetDedicatedNodes: Int? = nil, targetLowPriorityNodes: Int? = nil, resizeTimeout: SimulationDuration? = nil,
    deallocationOption: DeallocationOption = .requeue
  ) {
    self.targetDedicatedNodes = targetDedicatedNodes
    self.targetLowPriorityNodes = targetLowPriorityNodes
    self.resizeTimeout = resizeTimeout
    self.deallocationOption = deallocationOption
  }
}

/// Nodes to remove from a pool.
///
/// The service takes the ids of the nodes; here it is so many of those that a downward resize would choose.
public struct RemovalRequest: Hashable, Sendable {
  /// The most nodes that the service removes by one request (Azure Batch REST reference, Pool - Remove Nodes).
  public static let mostNodes = 100

  /// Nodes to remove, from 1 to ``mostNodes``.
  public var count: Int
  /// How long the removal may take; nil for the pool's own.
  public var resizeTimeout: SimulationDuration?
  /// What becomes of tasks on the nodes.
  public var deallocationOption: DeallocationOption

  /// Makes a request.
  public init(
    count: Int, resizeTimeout: SimulationDuration? = nil, deallocationOption: DeallocationOption = .requeue
  ) {
    self.count = count
    self.resizeTimeout = resizeTimeout
    self.deallocationOption = deallocationOption
  }
}

/// What becomes of a node's tasks when it is removed (Azure Batch REST reference, ComputeNodeDeallocationOption).
public enum DeallocationOption: String, CaseIterable, Hashable, Sendable {
  /// They are ended and queued again; the service's default.
  case requeue
  /// They are ended.
  case terminate
  /// The removal waits until they have ended; it holds up all nodes of the request.
  case taskCompletion = "taskcompletion"
  /// The removal also waits until the retention time of their data has passed; it holds up all nodes of the request.
  case retainedData = "retaineddata"

  /// Whether running tasks hold a removal up.
  var waits: Bool {
    switch self {
    case .requeue, .terminate: false
    case .taskCompletion, .retainedData: true
    }
  }
}
