// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Testing
import TestSupport

/// What must hold between two runs, whatever either gives.
@Suite struct MetamorphicTests {
  @Test func `half the working set at half the bandwidth and half the node limit gives the same times`() {
    var half = ModelParameters.spreadTimes
    half.standardHDDBandwidth /= 2
    half.nodeReadLimit /= 2
    half.diskMaking = constant(45 * mebibyte)
    withEvery("seed", in: UInt64(0)..<20) { seed in
      let whole = checkedRun(.onePool(nodes: 120, parameters: .spreadTimes), seed: seed, every: 97)
      let halved = checkedRun(.onePool(nodes: 120, parameters: half), seed: seed, every: 97)
      try check(whole.total.steadyState == halved.total.steadyState, "steady states differ")
      try check(whole.total.idleLatency == halved.total.idleLatency, "latencies differ")
    }
  }

  @Test func `more bandwidth makes nobody's disk later`() {
    var wide = ModelParameters.spreadTimes
    wide.standardHDDBandwidth *= 2
    withEvery("seed", in: UInt64(0)..<20) { seed in
      let narrow = checkedRun(.onePool(nodes: 100, parameters: .spreadTimes), seed: seed, every: 97)
      let wider = checkedRun(.onePool(nodes: 100, parameters: wide), seed: seed, every: 97)
      for (a, b) in zip(narrow.nodes, wider.nodes) {
        try check((b.creatingAt ?? .distantFuture) <= (a.creatingAt ?? .distantFuture), "node \(a.node) is later")
      }
    }
  }

  @Test func `pools that share an image contend for it`() throws {
    func steadyState(shared: Bool) -> Double {
      let outcome = checkedRun(
        SystemConfiguration(
          parameters: .constantTimes,
          images: [ImageConfiguration(name: "a", kind: .managed), ImageConfiguration(name: "b", kind: .managed)],
          pools: [0, 1].map {
            PoolConfiguration(
              name: "\($0)", vmSize: "Standard_D2s_v3", targetDedicatedNodes: 100, resizeTimeout: .seconds(900),
              image: shared ? 0 : $0)
          }), every: 97)
      return outcome.total.steadyState?.seconds ?? 0
    }
    expectClose(steadyState(shared: false), 180 + 150, absolute: 1e-6)
    expectClose(steadyState(shared: true), 180 + 300, absolute: 1e-6)
  }

  @Test func `conservation holds after every event of systems drawn at random`() {
    withEvery("seed", in: UInt64(0)..<150) { seed in
      var generator = SplitMix64(seed: seed)
      var parameters = ModelParameters.spreadTimes
      parameters.createFailureProbability = generator.unit() < 0.5 ? 0 : 0.2 * generator.unit()
      parameters.replicaConcurrency = Int.random(in: 1...30, using: &generator)
      parameters.createBurst = Int.random(in: 1...50, using: &generator)
      parameters.createRate = 0.2 + 2 * generator.unit()
      parameters.diskMaking = lognormal(median: 90 * mebibyte, sigma: generator.unit())
      parameters.bootWorkingSet = lognormal(median: 30 * mebibyte, sigma: generator.unit())
      parameters.deploymentUnitSize = Int.random(in: 1...40, using: &generator)
      parameters.unitCreateRate = 0.1 + generator.unit()
      parameters.unitCreateBurst = Int.random(in: 1...8, using: &generator)
      let imageCount = Int.random(in: 1...3, using: &generator)
      let poolCount = Int.random(in: 1...4, using: &generator)
      let images = (0..<imageCount).map { index in
        ImageConfiguration(
          name: "\(index)", kind: ImageConfiguration.Kind.allCases[Int.random(in: 0...2, using: &generator)],
          replicas: Int.random(in: 1...4, using: &generator))
      }
      let pools = (0..<poolCount).map { index in
        PoolConfiguration(
          name: "\(index)", vmSize: "Standard_D2s_v3",
          targetDedicatedNodes: Int.random(in: 0...60, using: &generator),
          targetLowPriorityNodes: Int.random(in: 0...10, using: &generator),
          resizeTimeout: .seconds(300 + 300 * generator.unit()),
          image: Int.random(in: 0..<imageCount, using: &generator),
          subscription: Int.random(in: 0...1, using: &generator),
          startTask: generator.unit() < 0.5 ? nil : StartTask(duration: constant(20), failureProbability: 0.3))
      }
      var interventions: [Intervention] = []
      if generator.unit() < 0.3 {
        let time = SimulationTime(seconds: 900 * generator.unit())
        let image = Int.random(in: 0..<imageCount, using: &generator)
        // A marketplace image cannot be deleted.
        if images[image].kind != .marketplace {
          interventions.append(Intervention(time: time, action: .deleteImage(image)))
        }
      }
      if generator.unit() < 0.3 {
        interventions.append(
          Intervention(
            time: SimulationTime(seconds: 900 * generator.unit()),
            action: .stopResize(Int.random(in: 0..<poolCount, using: &generator))))
      }
      let system = SystemConfiguration(
        parameters: parameters, images: images, pools: pools, resizePolicy: ResizePolicy(maxResizes: 6),
        interventions: interventions)
      let outcome = checkedRun(system, seed: seed)
      // Checking asks the links what they have carried, which must change nothing.
      let unchecked = PoolSimulation.run(system, seed: seed, replication: 0, recording: [.nodes, .accounts])
      try check(
        unchecked.nodes == outcome.nodes && unchecked.pools == outcome.pools && unchecked.resizes == outcome.resizes,
        "a run that is checked comes to other figures")
      try check(outcome.end == .noEventsLeft, "the run ended for another reason: \(outcome.end)")
      for (pool, result) in zip(pools, outcome.pools) {
        try check(result.provisionedNodes <= pool.targetNodes, "pool \(pool.name) has too many nodes")
        try check(
          result.reachedTarget == (result.provisionedNodes == pool.targetNodes), "pool \(pool.name) is steady below")
      }
      for resize in outcome.resizes {
        try check(resize.endedAt ?? .zero >= resize.requestedAt, "a resize ends before it starts")
        let timeout = pools[resize.pool].resizeTimeout
        try check(resize.endedAt ?? .distantFuture <= resize.requestedAt + timeout, "a resize outlives its timeout")
      }
    }
  }
}
