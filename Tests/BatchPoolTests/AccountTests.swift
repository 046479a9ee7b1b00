// SPDX-License-Identifier: GPL-3.0-or-later

@testable import BatchPool
import EventEngine
import TestSupport
import Testing

/// Where time went: the parts are worked out by hand, and add up to the whole.
///
/// The service delay is 40 s, a disk of 120 MiB takes 4 s and a boot read of 30 MiB 1 s at 30 MiB/s, the most that a node gets;
/// the operating system boots in 10 s and the agent starts in 15 s.
@Suite("Accounts of time")
struct AccountTests {
  private static var parameters: ModelParameters { MechanismTests.narrow }

  private func expect(
    _ account: TimeAccount?, _ expected: [TimeAccount.Part: Double], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let account = try #require(account, sourceLocation: sourceLocation)
    for part in TimeAccount.Part.allCases {
      let difference = account[part].seconds - (expected[part] ?? 0)
      #expect(difference.magnitude < 1e-6, "\(part): \(account[part].seconds) s", sourceLocation: sourceLocation)
    }
  }

  @Test("a node waits for its unit, and reads alone")
  func unitRate() throws {
    var parameters = Self.parameters
    parameters.unitCreateBurst = 2
    parameters.standardHDDBandwidth = 6_000 * mebibyte
    parameters.replicaConcurrency = 100
    let outcome = checkedRun(.onePool(nodes: 5, parameters: parameters))
    // VMs are due at 40, 40, 42, 44 and 46.
    try expect(outcome.steadyAccount, [.serviceDelay: 40, .unitRate: 6, .diskReadRate: 4])
    try expect(
      outcome.nodes[3].account,
      [.serviceDelay: 40, .unitRate: 4, .diskReadRate: 4, .bootReadRate: 1, .osBoot: 10, .nodeAgent: 15])
  }

  @Test("a node waits for a place at its replica, and shares its bandwidth")
  func replica() throws {
    let outcome = checkedRun(.onePool(nodes: 3, parameters: Self.parameters))
    // The third disk begins at 44 beside two boot reads: 1.5 s at 20 MiB/s, then 3 s at 30 MiB/s. Those reads take 1.5 s.
    try expect(outcome.steadyAccount, [.serviceDelay: 40, .replicaPlaces: 4, .diskReadRate: 4, .diskBandwidth: 0.5])
    try expect(
      outcome.nodes[0].account,
      [.serviceDelay: 40, .diskReadRate: 4, .bootReadRate: 1, .bootBandwidth: 0.5, .osBoot: 10, .nodeAgent: 15])
  }

  @Test("a pool waits for the tokens of its subscription, and the pool that is steady last is accounted for")
  func subscription() throws {
    var system = SystemConfiguration.onePool(nodes: 2, parameters: Self.parameters)
    system.parameters.createBurst = 3
    system.parameters.createRate = 0.1
    system.parameters.replicaConcurrency = 100
    system.parameters.standardHDDBandwidth = 6_000 * mebibyte
    system.pools.append(system.pools[0])
    system.pools[1].name = "other"
    try expect(checkedRun(system).steadyAccount, [.serviceDelay: 40, .subscriptionRate: 10, .diskReadRate: 4])
  }

  @Test("resizes that fell short count until the caller asks again")
  func earlierResizes() throws {
    var parameters = Self.parameters
    parameters.serviceDelay = constant(290)
    let outcome = checkedRun(.onePool(nodes: 6, timeout: 300, parameters: parameters))
    // The first resize times out at 300, and the second one asks for the last two VMs at 590.
    #expect(outcome.total.resizes == 2)
    try expect(outcome.steadyAccount, [.earlierResizes: 300, .serviceDelay: 290, .diskReadRate: 4])
    try expect(
      outcome.nodes[7].account,
      [
        .earlierResizes: 300, .serviceDelay: 290, .diskReadRate: 4, .bootReadRate: 1, .osBoot: 10, .nodeAgent: 15,
      ])
    // Of a pool that is never steady there is no account, and of a node that was never idle neither.
    #expect(outcome.nodes[4].account == nil)
    var never = SystemConfiguration.onePool(nodes: 6, timeout: 300, parameters: parameters)
    never.resizePolicy.maxResizes = 1
    #expect(checkedRun(never).steadyAccount == nil)
  }

  @Test("an earlier size, and nodes that leave, have parts of their own")
  func sizes() throws {
    var system = SystemConfiguration.onePool(nodes: 2, parameters: Self.parameters)
    system.parameters.nodeRemoval = constant(60)
    system.interventions = [
      Intervention(
        time: SimulationTime(seconds: 1_000), action: .resize(pool: 0, ResizeRequest(targetDedicatedNodes: 1)))
    ]
    try expect(checkedRun(system).steadyAccount, [.earlierSizes: 1_000, .removal: 60])
  }

  /// Whatever happens to nodes, nothing of their time is lost or counted twice.
  @Test("parts add up to the whole in a life with failures, preemptions and start tasks", arguments: 0..<8)
  func addsUp(replication: Int) throws {
    var system = SystemConfiguration.onePool(
      nodes: 20, image: .gallery(replicas: 2), timeout: 300, parameters: .spreadTimes,
      startTask: StartTask(duration: constant(30), failureProbability: 0.3, maxTaskRetryCount: 3))
    system.pools[0].targetLowPriorityNodes = 20
    system.pools[0].preemptionRate = 1 / 400.0
    system.parameters.createFailureProbability = 0.2
    system.parameters.stragglerProbability = 0.1
    system.images[0].availability = constant(200)
    system.duration = .seconds(7_200)
    let outcome = checkedRun(system, seed: 5, replication: replication)
    if let steady = outcome.total.steadyState { #expect(outcome.steadyAccount?.total == steady) }
    let accounts = outcome.nodes.compactMap(\.account)
    #expect(accounts.count == outcome.nodes.count { $0.idleAt != nil } && accounts.count > 10)
    #expect(accounts.allSatisfy { account in TimeAccount.Part.allCases.allSatisfy { account[$0] >= .zero } })
    expectClose(
      accounts.reduce(0) { $0 + $1.total.seconds } / Double(accounts.count), outcome.total.requestToIdle?.mean ?? 0,
      relative: 1e-9)
    #expect(accounts.contains { $0[.interruption] > .zero } && accounts.contains { $0[.failedAttempts] > .zero })
  }
}
