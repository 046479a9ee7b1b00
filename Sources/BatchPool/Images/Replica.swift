// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// One copy of an image: a link that the disk makings and the boot reads of its nodes share.
struct Replica: ~Copyable {
  var link: FairShareLink
  /// The event at the link's next completion, and its time.
  var completionEvent: EventKey?
  var completionTime: SimulationTime?

  init(link: consuming FairShareLink) {
    self.link = link
  }

  /// Flows and waiting VMs at present.
  mutating func load(at now: SimulationTime) -> Int { link.flowCount(at: now) }
}

/// The changing state of one image source.
struct Image {
  /// The name of the image in random draws; its replicas have the numbers that follow.
  let key: UInt64
  /// Every replica that it has at any time: a range of the system's replicas; empty when reads are unconstrained.
  let replicas: Range<ReplicaID>
  /// So many of them, from the first, take new reads.
  var replicaCount: Int
  /// Whether it is where the pools are.
  var isReplicated: Bool
  var isDeleted = false

  /// The replicas that take new reads.
  @inline(__always)
  var openReplicas: Range<ReplicaID> {
    let end = min(replicas.upperBound.index, replicas.lowerBound.index + replicaCount)
    return replicas.lowerBound..<ReplicaID(end)
  }
}
