// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import Testing
import TestSupport

@Suite struct CommonRandomNumbersTests {
  /// Boot and agent times of every node that got through both.
  private func stages(_ outcome: RunOutcome) -> [Int: [Int64]] {
    var stages: [Int: [Int64]] = [:]
    for node in outcome.nodes {
      guard let read = node.bootReadEndedAt, let booted = node.bootedAt, let idle = node.idleAt else { continue }
      stages[node.node] = [(booted - read).nanoseconds, (idle - booted).nanoseconds]
    }
    return stages
  }

  @Test func `changing the replicas leaves every node's boot and agent times as they were`() {
    let reference = stages(
      checkedRun(.onePool(nodes: 200, image: .gallery(replicas: 2), parameters: .spreadTimes), every: 97))
    #expect(reference.count == 200)
    for replicas in [1, 3, 7] {
      let other = stages(
        checkedRun(.onePool(nodes: 200, image: .gallery(replicas: replicas), parameters: .spreadTimes), every: 97))
      #expect(other == reference)
    }
    let managed = stages(checkedRun(.onePool(nodes: 200, parameters: .spreadTimes), every: 97))
    #expect(managed == reference)
  }

  @Test func `another seed and another replication change them`() {
    let configuration = SystemConfiguration.onePool(nodes: 50, parameters: .spreadTimes)
    let reference = stages(checkedRun(configuration, seed: 1, replication: 0))
    #expect(stages(checkedRun(configuration, seed: 2, replication: 0)) != reference)
    #expect(stages(checkedRun(configuration, seed: 1, replication: 1)) != reference)
    #expect(stages(checkedRun(configuration, seed: 1, replication: 0)) == reference)
  }

  @Test func `a pool on an image of its own does not notice its neighbours`() throws {
    func system(pools count: Int) -> SystemConfiguration {
      SystemConfiguration(
        parameters: .spreadTimes, images: (0..<count).map { ImageConfiguration(name: "\($0)", kind: .managed) },
        pools: (0..<count).map {
          PoolConfiguration(
            name: "\($0)", vmSize: "Standard_D2s_v3", targetDedicatedNodes: 40, resizeTimeout: .seconds(900),
            image: $0, subscription: $0)
        })
    }
    let alone = checkedRun(system(pools: 1), every: 97)
    let together = checkedRun(system(pools: 5), every: 97)
    #expect(together.pools[0].steadyState == alone.pools[0].steadyState)
    #expect(together.pools[0].idleLatency == alone.pools[0].idleLatency)
    #expect(together.total.targetNodes == 200)
  }

  /// What a pool's nodes do, without the place of the pool in its system.
  private func lives(_ outcome: RunOutcome, pool: Int) -> [NodeRecord] {
    outcome.nodes.filter { $0.pool == pool }.map { node in
      var node = node
      node.pool = 0
      return node
    }
  }

  /// A pool that draws everything there is to draw, on an image of its own that is on its way and changes its replicas.
  private func eventful(_ name: String, image: Int) -> PoolConfiguration {
    PoolConfiguration(
      name: name, vmSize: "Standard_D2s_v3", targetDedicatedNodes: 30, targetLowPriorityNodes: 20,
      resizeTimeout: .seconds(600), image: image, subscription: image,
      startTask: StartTask(duration: lognormal(median: 60, sigma: 0.5), failureProbability: 0.2, maxTaskRetryCount: 1),
      preemptionRate: 2e-4, failureRate: 2e-5, unusableProbability: 0.05,
      tasks: NodeTasks(busyShare: 0.5, remaining: lognormal(median: 200, sigma: 1), retentionTime: .seconds(100)))
  }

  private func eventfulSystem(_ names: [String]) -> SystemConfiguration {
    var parameters = ModelParameters.spreadTimes
    parameters.createFailureProbability = 0.1
    parameters.nodeRemoval = lognormal(median: 60, sigma: 0.5)
    parameters.diskMaking = lognormal(median: 90 * mebibyte, sigma: 0.3)
    parameters.bootWorkingSet = lognormal(median: 30 * mebibyte, sigma: 0.3)
    parameters.stopDuration = lognormal(median: 50, sigma: 0.5)
    parameters.stragglerProbability = 0.2
    parameters.stragglerDelay = lognormal(median: 300, sigma: 0.5)
    var interventions: [Intervention] = []
    for index in names.indices {
      interventions += [
        Intervention(
          time: SimulationTime(seconds: 900),
          action: .setReplicas(image: index, count: 3, after: lognormal(median: 200, sigma: 1))),
        Intervention(
          time: SimulationTime(seconds: 2_000),
          action: .resize(
            pool: index, ResizeRequest(targetDedicatedNodes: 10, deallocationOption: .taskCompletion))),
      ]
    }
    return SystemConfiguration(
      parameters: parameters,
      images: names.map {
        ImageConfiguration(
          name: $0, kind: .gallery, replicas: 2, availability: lognormal(median: 200, sigma: 1))
      },
      pools: names.enumerated().map { eventful($1, image: $0) },
      interventions: interventions.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
        .map(\.element), duration: .seconds(6_000))
  }

  @Test func `a pool that is put before another changes no time of the other's nodes`() throws {
    withEvery("seed", in: UInt64(0)..<10) { seed in
      let alone = checkedRun(eventfulSystem(["render"]), seed: seed, every: 53)
      let second = checkedRun(eventfulSystem(["front", "render"]), seed: seed, every: 53)
      let last = checkedRun(eventfulSystem(["pool", "front", "render"]), seed: seed, every: 53)
      try check(alone.nodes.count > 30, "the pool makes \(alone.nodes.count) nodes")
      try check(lives(second, pool: 1) == lives(alone, pool: 0), "a pool before it changes the pool")
      try check(lives(last, pool: 2) == lives(alone, pool: 0), "two pools before it change the pool")
      try check(lives(second, pool: 0) != lives(alone, pool: 0), "two pools draw the same")
      try check(second.pools[1] == alone.pools[0], "the figures of the pool differ")
    }
  }

  @Test func `an image that pools share draws by its name, one of a pool's own by the pool's`() {
    func keys(images: [String], pools: [(String, Int)]) -> DrawKeys {
      DrawKeys(
        SystemConfiguration(
          parameters: .constantTimes, images: images.map { ImageConfiguration(name: $0, kind: .managed) },
          pools: pools.map { eventful($0.0, image: $0.1) }))
    }
    let own = keys(images: ["a", "b"], pools: [("x", 0), ("y", 1)])
    #expect(own.images == own.pools)
    #expect(own.pools[0] != own.pools[1])
    let shared = keys(images: ["a", "b"], pools: [("x", 1), ("y", 1)])
    #expect(shared.pools == own.pools)
    #expect(!shared.pools.contains(shared.images[1]))
    // Neither another image before it nor another pool that shares it changes it.
    let later = keys(images: ["c", "a", "b"], pools: [("z", 2), ("x", 2), ("y", 2)])
    #expect(later.images[2] == shared.images[1])
    // Images of one name draw apart.
    let namesakes = keys(images: ["a", "a"], pools: [("x", 0), ("y", 0), ("z", 1), ("w", 1)])
    #expect(namesakes.images[0] != namesakes.images[1])
  }

  @Test func `keys are the same in every process, and the unnamed pool has the key 0`() {
    #expect(DrawKeys.key("pool") == 0)
    #expect(DrawKeys.key("front") == 0x02DC_7CB8_534F_D0BC)
    // Names that differ in their last letter alone lie far apart: further than any pool has nodes.
    let keys = (1...1_000).map { DrawKeys.key("pool-\($0)") }.sorted()
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $1 - $0 > UInt64(SystemConfiguration.mostNodes) })
  }

  @Test func `two pools cannot have one name`() {
    #expect(eventfulSystem(["a", "a"]).problems() == ["two pools are named a"])
  }
}
