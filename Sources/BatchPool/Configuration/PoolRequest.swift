// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine

/// What a caller can ask the service to do with a pool.
///
/// A pool that is not steady refuses another size: 409 Conflict, `PoolBeingResized`.
public enum PoolRequest: Hashable, Sendable {
  /// Another size.
  case resize(ResizeRequest)
  /// The size, the timeout and the option that were last asked for, once more.
  case resizeAgain
  /// Remove nodes, and lower the target by as many.
  case removeNodes(RemovalRequest)
  /// Stop the resize that is going on; without one nothing happens.
  case stopResize
  /// Have nodes start once more, whether or not the pool is steady.
  case restart(RestartRequest)

  /// Whether the pool has another target afterwards, so that nodes may have to go.
  package var changesTarget: Bool {
    switch self {
    case .resize, .removeNodes: true
    case .resizeAgain, .stopResize, .restart: false
    }
  }

  /// Its place among the events of its time: another size that is asked for at time 0 comes after the first, and a stop
  /// comes before all.
  var priority: EventPriority {
    switch self {
    case .resize, .removeNodes, .resizeAgain, .restart: .normal
    case .stopResize: .early
    }
  }

  /// Low-priority nodes that it asks for; nil when it leaves their number as it is.
  var targetLowPriorityNodes: Int? {
    switch self {
    case .resize(let request): request.targetLowPriorityNodes
    case .resizeAgain, .removeNodes, .stopResize, .restart: nil
    }
  }

  /// What makes the request impossible for a pool, in a sentence; nil when it is sound.
  func problem(for pool: PoolConfiguration) -> String? {
    switch self {
    case .resize(let request):
      let targets = [request.targetDedicatedNodes, request.targetLowPriorityNodes].compactMap(\.self)
      if !targets.allSatisfy({ (0...SystemConfiguration.mostNodes).contains($0) }) {
        return "pool \(pool.name) is to have an impossible number of nodes"
      }
      return Self.timeoutProblem(request.resizeTimeout, of: pool)
    case .removeNodes(let request):
      if !(1...RemovalRequest.mostNodes).contains(request.count) {
        return "one request removes 1 to \(RemovalRequest.mostNodes) nodes, not \(request.count)"
      }
      return Self.timeoutProblem(request.resizeTimeout, of: pool)
    case .restart(let request):
      guard let count = request.count, !(1...SystemConfiguration.mostNodes).contains(count) else { return nil }
      return "pool \(pool.name) is to restart \(count) nodes, not 1...\(SystemConfiguration.mostNodes)"
    case .resizeAgain, .stopResize: return nil
    }
  }

  private static func timeoutProblem(_ timeout: SimulationDuration?, of pool: PoolConfiguration) -> String? {
    guard let timeout, timeout < PoolConfiguration.shortestResizeTimeout else { return nil }
    return "pool \(pool.name) is resized with a resizeTimeout of \(timeout.seconds) s, below 300 s"
  }
}

/// Another size for a pool.
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

/// Nodes that start once more, each on the VM that it has.
///
/// The service takes the id of one node a request, which must be idle or running (Azure Batch REST reference, Compute Node -
/// Reboot and Reimage, 2024-07-01); here it is so many of those that can work, the lowest numbers first.
public struct RestartRequest: Hashable, Sendable {
  /// Nodes to restart, at least 1; fewer if fewer can work. Nil for all that can.
  public var count: Int?
  /// Whether the disk of each is made from its image again first.
  public var reimages: Bool

  /// Makes a request.
  public init(count: Int? = nil, reimages: Bool = false) {
    self.count = count
    self.reimages = reimages
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
