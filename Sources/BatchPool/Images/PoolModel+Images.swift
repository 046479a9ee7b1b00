// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Reads: choosing a replica, sharing it, and what its completions set off.
extension PoolModel {
  static func makeImages(
    _ configuration: SystemConfiguration, random: RandomSource, images: inout Table<Image>,
    replicas: inout Table<Replica>
  ) {
    let parameters = configuration.parameters
    for (index, image) in configuration.images.enumerated() {
      let first = replicas.count
      let count = image.kind == .managed ? 1 : image.replicas
      if image.kind != .marketplace {
        for number in 0..<configuration.mostReplicas(ofImage: index) {
          let bandwidth = drawBandwidth(of: image, index: index, replica: number, parameters, random: random)
          replicas.append(
            Replica(
              link: FairShareLink(
                bandwidth: bandwidth, flowLimit: parameters.nodeReadLimit,
                admissionLimit: parameters.replicaConcurrency)))
        }
      }
      images.append(
        Image(replicas: first..<replicas.count, replicaCount: count, isReplicated: image.availability == nil))
    }
  }

  /// The bandwidth of a replica in this run [bytes/s]: lognormal about the storage's own, with its mean kept.
  private static func drawBandwidth(
    of image: ImageConfiguration, index: Int, replica: Int, _ parameters: ModelParameters, random: RandomSource
  ) -> Double {
    let nominal =
      switch image.storage {
      case .standardHDD: parameters.standardHDDBandwidth
      case .premiumSSD: parameters.premiumSSDBandwidth
      }
    let variation =
      image.isFromSnapshot || image.kind != .managed
      ? parameters.bandwidthVariation : max(parameters.bandwidthVariation, parameters.otherSourceBandwidthVariation)
    guard let distribution = try? Distribution.lognormal(mean: nominal, coefficientOfVariation: variation) else {
      preconditionFailure("bandwidth \(nominal) bytes/s with variation \(variation)")
    }
    return random.draw(
      distribution, purpose: .replicaBandwidth, entity: UInt64(index) << 32 | UInt64(replica))
  }

  /// Sends a node to the replica with the least outstanding work, the lowest index first.
  mutating func beginRead(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    let bytes = max(
      0,
      random.draw(draws.bootWorkingSet, entity: nodes[node].entity, attempt: nodes[node].attempt))
    let image = images[configuration.pools[Int(nodes[node].pool)].image]
    if image.replicas.isEmpty {
      if nodes[node].state == .creating { nodes[node].readStartedAt = scheduler.now }
      let duration = SimulationDuration(
        seconds: min(bytes / configuration.parameters.nodeReadLimit, Self.longestStage.seconds))
      nodes[node].pendingEvent = scheduler.schedule(.unconstrainedReadEnded(node: UInt32(node)), after: duration)
      return
    }
    let replica = leastLoadedReplica(image.openReplicas, at: scheduler.now)
    nodes[node].replica = UInt32(replica)
    nodes[node].flow = replicas[replica].link.submit(UInt32(node), bytes: bytes, at: scheduler.now)
    // Most reads only wait: then there is nothing to do yet.
    if replicas[replica].link.hasNews || replicas[replica].link.nextCompletionTime != replicas[replica].completionTime {
      serveReplica(replica, &scheduler)
    }
  }

  /// - Complexity: O(replicas of the image).
  private mutating func leastLoadedReplica(_ candidates: Range<Int>, at now: SimulationTime) -> Int {
    var best = candidates.lowerBound
    guard candidates.count > 1 else { return best }
    var least = replicas[best].link.outstandingBytes(at: now)
    for candidate in candidates.dropFirst() {
      let outstanding = replicas[candidate].link.outstandingBytes(at: now)
      if outstanding < least { (best, least) = (candidate, outstanding) }
    }
    return best
  }

  /// Takes what a replica has finished and begun by now, and schedules its next completion.
  mutating func serveReplica(_ replica: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    while let node = replicas[replica].link.takeAdmission(at: scheduler.now) {
      // A read may be let in and stopped in one instant, when its whole resize is dropped.
      if nodes[Int(node)].state == .creating { nodes[Int(node)].readStartedAt = scheduler.now }
    }
    while let node = replicas[replica].link.takeCompletion(at: scheduler.now) {
      endRead(Int(node), &scheduler)
    }
    let next = replicas[replica].link.nextCompletionTime
    guard next != replicas[replica].completionTime else { return }
    if let event = replicas[replica].completionEvent { scheduler.cancel(event) }
    replicas[replica].completionTime = next
    replicas[replica].completionEvent = next.map {
      scheduler.schedule(.replicaReadEnded(replica: UInt32(replica)), at: $0)
    }
  }

  mutating func endRead(_ node: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    nodes[node].flow = nil
    if nodes[node].state == .creating { nodes[node].readEndedAt = scheduler.now }
    let duration = drawDuration(draws.osBoot, entity: nodes[node].entity, attempt: nodes[node].attempt)
    nodes[node].pendingEvent = scheduler.schedule(.bootEnded(node: UInt32(node)), after: duration)
  }

  /// Stops the read that a node waits for or is doing; its replica is to be served afterwards.
  mutating func stopRead(_ node: Int, at now: SimulationTime) {
    guard let flow = nodes[node].flow else { return }
    replicas[Int(nodes[node].replica)].link.cancel(flow, at: now)
    nodes[node].flow = nil
  }
}
