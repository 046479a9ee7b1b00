// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// What can happen in a system of pools.
///
/// A value of at most 8 bytes: an index says to whom it happens, the rest is looked up.

enum PoolEvent: Hashable, Sendable, BitwiseCopyable {
  /// The caller asks for the next resize of a pool.
  case resizeRequested(pool: UInt32)
  /// The service has taken up the resize of a pool: nodes may be created from now on.
  case allocationStarted(pool: UInt32)
  /// The subscription's next VM create request is let through.
  case createGranted(subscription: UInt32)
  /// A replica has served a read to its end.
  case replicaReadEnded(replica: UInt32)
  /// A node has finished reading from a source without a bottleneck.
  case unconstrainedReadEnded(node: UInt32)
  /// The operating system of a node is up.
  case bootEnded(node: UInt32)
  /// The agent of a node has joined the pool.
  case agentStarted(node: UInt32)
  /// One try of a node's start task is over.
  case startTaskEnded(node: UInt32)
  /// The resizeTimeout of a pool's resize has passed.
  case resizeTimedOut(pool: UInt32)
  /// One of the configured interventions happens.
  case intervention(index: UInt32)
  /// An image version has been replicated to the pools' region.
  case imageReplicated(image: UInt32)
  /// A change of an image's replicas has taken effect.
  case replicasChanged(intervention: UInt32)
  /// A low-priority node loses its VM.
  case nodePreempted(node: UInt32)
  /// A node fails.
  case nodeFailed(node: UInt32)
  /// The service begins to replace the VM of a preempted node.
  case replacementDue(node: UInt32)
  /// No task holds up the removal of a pool's nodes any more.
  case removalUnblocked(pool: UInt32)
  /// A node is gone.
  case nodeRemoved(node: UInt32)
}

extension PoolEvent: FingerprintedEvent {
  /// The case in the upper half, whom it happens to in the lower; the numbers of the cases are part of reference
  /// fingerprints, so that a new case takes the next free one.
  var fingerprint: UInt64 {
    let (number, index): (UInt64, UInt32) =
      switch self {
      case .resizeRequested(let pool): (1, pool)
      case .allocationStarted(let pool): (2, pool)
      case .createGranted(let subscription): (3, subscription)
      case .replicaReadEnded(let replica): (4, replica)
      case .unconstrainedReadEnded(let node): (5, node)
      case .bootEnded(let node): (6, node)
      case .agentStarted(let node): (7, node)
      case .startTaskEnded(let node): (8, node)
      case .resizeTimedOut(let pool): (9, pool)
      case .intervention(let index): (10, index)
      case .imageReplicated(let image): (11, image)
      case .replicasChanged(let intervention): (12, intervention)
      case .nodePreempted(let node): (13, node)
      case .nodeFailed(let node): (14, node)
      case .replacementDue(let node): (15, node)
      case .removalUnblocked(let pool): (16, pool)
      case .nodeRemoved(let node): (17, node)
      }
    return number << 32 | UInt64(index)
  }
}
