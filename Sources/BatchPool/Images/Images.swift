// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// The image sources of a system, and their replicas.
struct Images: ~Copyable {
  private var images: Table<ImageID, Image>
  private var replicas: Table<ReplicaID, Replica>

  init(_ configuration: SystemConfiguration, _ keys: DrawKeys, _ draws: Draws) {
    let parameters = configuration.parameters
    images = Table(minimumCapacity: configuration.images.count)
    replicas = Table(minimumCapacity: configuration.images.reduce(0) { $0 + $1.replicas })
    for (index, image) in configuration.images.enumerated() {
      let key = keys.images[index]
      let first = replicas.nextID
      if image.kind != .marketplace {
        let bandwidth = image.replicaBandwidth(parameters)
        for number in 0..<configuration.mostReplicas(ofImage: index) {
          replicas.append(
            Replica(
              link: FairShareLink(
                bandwidth: draws.random.draw(
                  bandwidth, purpose: .replicaBandwidth, entity: key &+ UInt64(number)),
                flowLimit: parameters.nodeReadLimit, admissionLimit: parameters.replicaConcurrency)))
        }
      }
      images.append(
        Image(
          key: key, replicas: first..<replicas.nextID, replicaCount: image.kind == .managed ? 1 : image.replicas,
          isReplicated: image.availability == nil))
    }
  }

  @inline(__always)
  subscript(image: ImageID) -> Image {
    _read { yield images[image] }
    _modify { yield &images[image] }
  }

  @inline(__always)
  subscript(replica: ReplicaID) -> Replica {
    _read { yield replicas[replica] }
    _modify { yield &replicas[replica] }
  }

  /// The ids of all images.
  var ids: Range<ImageID> { images.ids }

  /// The replica with the fewest flows and waiting VMs of those that take new ones, the first of equal ones.
  ///
  /// - Complexity: O(replicas of the image).
  mutating func leastLoadedReplica(of image: ImageID, at now: SimulationTime) -> ReplicaID {
    let candidates = images[image].openReplicas
    precondition(!candidates.isEmpty, "at \(now): image \(image) has no replica that takes reads")
    var best = candidates.lowerBound
    guard candidates.count > 1 else { return best }
    var fewest = replicas[best].load(at: now)
    for number in best.index + 1..<candidates.upperBound.index where fewest > 0 {
      let candidate = ReplicaID(number)
      let load = replicas[candidate].load(at: now)
      if load < fewest { (best, fewest) = (candidate, load) }
    }
    return best
  }

  /// Stops the program unless bytes are conserved: each replica has served, stopped or still owes every byte that it was
  /// asked for.
  ///
  /// - Complexity: O(replicas).
  mutating func checkInvariants(at now: SimulationTime) {
    for replica in replicas.ids {
      let carried = replicas[replica].link.servedBytes(at: now) + replicas[replica].link.outstandingBytes(at: now)
      let accounted = carried + replicas[replica].link.cancelledBytes
      let asked = replicas[replica].link.submittedBytes
      precondition(
        (accounted - asked).magnitude <= 1e-9 * max(asked, 1),
        "at \(now): replica \(replica) accounts for \(accounted) of \(asked) bytes")
      precondition(
        (replicas[replica].completionTime == nil) == (replicas[replica].completionEvent == nil),
        "at \(now): replica \(replica) has a completion without an event, or an event without one")
    }
    for image in images.ids {
      precondition(images[image].replicaCount >= 1, "at \(now): image \(image) has no replicas")
      precondition(
        images[image].openReplicas.isEmpty == images[image].replicas.isEmpty,
        "at \(now): no replica of image \(image) takes reads")
    }
  }
}

/// What happens to images.
enum ImageEvent: Hashable, Sendable, BitwiseCopyable {
  /// A replica has served a read to its end.
  case readEnded(ReplicaID)
  /// A version has been replicated to the pools' region.
  case replicated(ImageID)
  /// A change of replicas has taken effect.
  case replicasChanged(InterventionID)

  /// How the event is shown.
  var label: EventLabel {
    switch self {
    case .readEnded(let replica): EventLabel(4, "replicaReadEnded", "replica", replica)
    case .replicated(let image): EventLabel(11, "imageReplicated", "image", image)
    case .replicasChanged(let intervention): EventLabel(12, "replicasChanged", "intervention", intervention)
    }
  }
}
