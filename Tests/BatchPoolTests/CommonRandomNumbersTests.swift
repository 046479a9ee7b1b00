// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Testing
import TestSupport

@Suite struct CommonRandomNumbersTests {
  /// Boot and agent times of every node that got through both.
  private func stages(_ outcome: RunOutcome) -> [Int: [Int64]] {
    var stages: [Int: [Int64]] = [:]
    for node in outcome.nodes {
      guard let read = node.readEndedAt, let provisioned = node.provisionedAt, let idle = node.idleAt else { continue }
      stages[node.node] = [(provisioned - read).nanoseconds, (idle - provisioned).nanoseconds]
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
}
