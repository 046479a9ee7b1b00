// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Randomness

/// 2^20 bytes.
let mebibyte = 1_048_576.0

/// A constant, for scenarios whose every time can be worked out by hand.
func constant(_ value: Double) -> Distribution {
  guard let distribution = try? Distribution.constant(value) else { preconditionFailure("constant \(value)") }
  return distribution
}

/// A lognormal distribution about a median.
func lognormal(median: Double, sigma: Double) -> Distribution {
  guard let distribution = try? Distribution.lognormal(median: median, sigma: sigma) else {
    preconditionFailure("lognormal \(median) \(sigma)")
  }
  return distribution
}

extension ModelParameters {
  /// Nothing random, one unit: 60 MiB/s, 20 disks at once, 90 MiB a disk, nothing read to boot, 180 s service delay, 90 s
  /// boot, 60 s agent.
  static var constantTimes: ModelParameters {
    var parameters = ModelParameters()
    parameters.standardHDDBandwidth = 60 * mebibyte
    parameters.premiumSSDBandwidth = 200 * mebibyte
    parameters.replicaConcurrency = 20
    parameters.diskMaking = constant(90 * mebibyte)
    parameters.nodeReadLimit = 30 * mebibyte
    parameters.serviceDelay = constant(180)
    parameters.createRate = 500.0 / 60
    parameters.createBurst = 1_500
    parameters.osBoot = constant(90)
    parameters.nodeAgentStart = constant(60)
    parameters.createAttempts = 3
    parameters.otherSourceBandwidthVariation = 0.3
    parameters.nodeRemoval = constant(60)
    parameters.stopDuration = constant(50)
    return parameters
  }

  /// As `constantTimes`, with spread where the published profile has it.
  static var spreadTimes: ModelParameters {
    var parameters = constantTimes
    parameters.bandwidthVariation = 0.05
    parameters.serviceDelay = lognormal(median: 180, sigma: 0.35)
    parameters.osBoot = lognormal(median: 90, sigma: 0.3)
    parameters.nodeAgentStart = lognormal(median: 60, sigma: 0.3)
    return parameters
  }
}

extension SystemConfiguration {
  /// One pool on one image.
  static func onePool(
    nodes: Int, image: ImageConfiguration = .managed, timeout: Double = 900,
    parameters: ModelParameters = .constantTimes, policy: ResizePolicy = ResizePolicy(), startTask: StartTask? = nil,
    interventions: [Intervention] = []
  ) -> SystemConfiguration {
    SystemConfiguration(
      parameters: parameters, images: [image],
      pools: [
        PoolConfiguration(
          name: "pool", vmSize: "Standard_D2s_v3", targetDedicatedNodes: nodes, resizeTimeout: .seconds(timeout),
          image: 0, startTask: startTask)
      ],
      resizePolicy: policy, interventions: interventions)
  }
}

extension Intervention.Action {
  /// The caller of a pool asks for another size.
  static func resize(pool: Int, _ request: ResizeRequest) -> Self { .request(pool: pool, .resize(request)) }

  /// The caller of a pool removes nodes.
  static func removeNodes(pool: Int, _ request: RemovalRequest) -> Self { .request(pool: pool, .removeNodes(request)) }

  /// The caller of a pool stops its resize.
  static func stopResize(_ pool: Int) -> Self { .request(pool: pool, .stopResize) }

  /// Nodes of a pool start once more.
  static func restart(pool: Int, count: Int? = nil, reimages: Bool) -> Self {
    .request(pool: pool, .restart(RestartRequest(count: count, reimages: reimages)))
  }

  /// An image is deleted.
  static func deleteImage(_ image: Int) -> Self { .world(.deleteImage(image)) }

  /// The replicas of an image change.
  static func setReplicas(image: Int, count: Int, after duration: Distribution?) -> Self {
    .world(.setReplicas(image: image, count: count, after: duration))
  }
}

extension ImageConfiguration {
  /// A managed image.
  static var managed: ImageConfiguration { ImageConfiguration(name: "image", kind: .managed) }

  /// A gallery version with so many replicas.
  static func gallery(replicas: Int) -> ImageConfiguration {
    ImageConfiguration(name: "image", kind: .gallery, replicas: replicas)
  }
}

/// Runs one replication and checks conservation of nodes and bytes after every event.
func checkedRun(
  _ configuration: SystemConfiguration, seed: UInt64 = 1, replication: Int = 0, every eventCount: UInt64 = 1
) -> RunOutcome {
  PoolSimulation.run(
    configuration, seed: seed, replication: replication, recording: [.nodes, .timeline, .accounts],
    checkingInvariantsEvery: eventCount)
}

/// A time in seconds.
func seconds(_ time: SimulationTime?) -> Double? { time?.seconds }
