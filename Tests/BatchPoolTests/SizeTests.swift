// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import Testing
import TestSupport

/// Pools whose size changes, and what limits it.
@Suite struct SizeTests {
  private func resize(
    at time: Double, to nodes: Int, option: DeallocationOption = .requeue, timeout: Double? = nil
  ) -> Intervention {
    Intervention(
      time: SimulationTime(seconds: time),
      action: .resize(
        pool: 0,
        ResizeRequest(
          targetDedicatedNodes: nodes, resizeTimeout: timeout.map { .seconds($0) }, deallocationOption: option)))
  }

  private func removal(at time: Double, count: Int) -> Intervention {
    Intervention(time: SimulationTime(seconds: time), action: .removeNodes(pool: 0, RemovalRequest(count: count)))
  }

  private func system(
    nodes: Int = 30, busyFor remaining: Double? = nil, policy: ResizePolicy = ResizePolicy(repetition: .once),
    _ interventions: Intervention...
  ) -> SystemConfiguration {
    var system = SystemConfiguration.onePool(nodes: nodes, policy: policy, interventions: interventions)
    system.pools[0].tasks = remaining.map {
      NodeTasks(busyShare: 1, remaining: constant($0), retentionTime: .seconds(50))
    }
    return system
  }

  @Test(
    "a downward resize waits for tasks as its option says",
    arguments: [
      (DeallocationOption.requeue, 1_060.0), (.terminate, 1_060), (.taskCompletion, 1_160), (.retainedData, 1_210),
    ])
  func options(option: DeallocationOption, end: Double) {
    let outcome = checkedRun(system(busyFor: 100, resize(at: 1_000, to: 10, option: option)))
    #expect(outcome.resizes.map(\.error) == [nil, nil])
    #expect(outcome.resizes[1].endedAt?.seconds == end)
    #expect(outcome.resizes[1].nodesBefore == 30 && outcome.resizes[1].nodesAfter == 10)
    #expect(outcome.total.targetNodes == 10 && outcome.total.idleNodes == 10)
    // The newest go, and all at once: one that waits holds up all.
    #expect(outcome.nodes.filter { $0.state == .removed }.map(\.node) == Array(10..<30))
    let idle = outcome.timeline.filter { $0.state == .idle && $0.time.seconds >= 1_000 }
    #expect(idle.map(\.nodes) == [10])
    #expect(idle.map(\.time.seconds) == [end - 60])
  }

  @Test func `nodes without a task hold nothing up, retained data included`() {
    var system = system(busyFor: 100, resize(at: 1_000, to: 10, option: .retainedData))
    system.pools[0].tasks?.busyShare = 0
    #expect(checkedRun(system).resizes[1].endedAt?.seconds == 1_060)
  }

  @Test func `tasks that outlast the timeout keep every node, and the next resize still waits for them`() {
    let once = checkedRun(system(busyFor: 400, resize(at: 1_000, to: 10, option: .taskCompletion, timeout: 300)))
    #expect(once.resizes.map(\.error) == [nil, .removeNodesFailed])
    #expect(once.resizes[1].endedAt?.seconds == 1_300)
    #expect(once.total.idleNodes == 30 && once.total.provisionedNodes == 30)
    #expect(!once.total.reachedTarget)
    let again = checkedRun(
      system(
        busyFor: 400, policy: ResizePolicy(), resize(at: 1_000, to: 10, option: .taskCompletion, timeout: 300)))
    #expect(again.resizes.map(\.error) == [nil, .removeNodesFailed, nil])
    #expect(again.resizes[2].endedAt?.seconds == 1_460)
  }

  @Test func `nodes that are leaving at the timeout are kept and go on`() {
    var system = system(resize(at: 1_000, to: 10, timeout: 300))
    system.parameters.nodeRemoval = constant(1_000)
    let outcome = checkedRun(system)
    #expect(outcome.resizes.map(\.error) == [nil, .removeNodesFailed])
    #expect(outcome.total.idleNodes == 30)
  }

  @Test func `nodes that are late to leave and had not ended their start task begin it again`() {
    var system = system(resize(at: 1_000, to: 10, timeout: 300))
    system.parameters.nodeRemoval = constant(1_000)
    system.pools[0].startTask = StartTask(duration: constant(2_000))
    let outcome = checkedRun(system)
    #expect(outcome.resizes.map(\.error) == [nil, .removeNodesFailed])
    #expect(outcome.total.idleNodes == 30)
    // 20 of them begin at the timeout, 10 went on all the time and began before 1,000 s.
    let idle = outcome.nodes.compactMap { $0.idleAt?.seconds }.sorted()
    #expect(idle.count == 30 && idle.suffix(20).allSatisfy { $0 == 3_300 } && idle.prefix(10).allSatisfy { $0 < 3_000 })
  }

  @Test func `a stopped downward resize removes no further node`() {
    let stop = Intervention(time: SimulationTime(seconds: 1_050), action: .stopResize(0))
    let waiting = checkedRun(system(busyFor: 400, resize(at: 1_000, to: 10, option: .taskCompletion), stop))
    #expect(waiting.resizes.map(\.error) == [nil, .resizeStopped])
    #expect(waiting.resizes[1].endedAt?.seconds == 1_100)
    #expect(waiting.total.idleNodes == 30)
    // Those that are leaving are awaited.
    let leaving = checkedRun(system(resize(at: 1_000, to: 10), stop))
    #expect(leaving.resizes[1].endedAt?.seconds == 1_100)
    #expect(leaving.total.idleNodes == 10 && leaving.resizes[1].error == nil)
  }

  @Test func `a pool grows at the caller's word, and its figures are those of the last target`() {
    let outcome = checkedRun(system(resize(at: 1_000, to: 50)))
    #expect(outcome.resizes.map(\.targetNodes) == [30, 50])
    #expect(outcome.resizes.map(\.nodesAfter) == [30, 50])
    #expect(outcome.total.targetNodes == 50 && outcome.total.idleNodes == 50)
    expectClose(outcome.total.steadyState?.seconds ?? 0, 1_000 + 180 + 30, absolute: 1e-6)
    #expect(outcome.total.singleResize && outcome.total.resizes == 2)
  }

  @Test func `one kind can grow while the other shrinks`() {
    let request = ResizeRequest(targetDedicatedNodes: 10, targetLowPriorityNodes: 20)
    let outcome = checkedRun(
      system(Intervention(time: SimulationTime(seconds: 1_000), action: .resize(pool: 0, request))))
    #expect(outcome.resizes.map(\.nodesAfter) == [30, 30])
    #expect(outcome.nodes.filter { $0.state == .removed }.count == 20)
    #expect(outcome.nodes.filter { $0.resize == 2 }.count == 20)
    #expect(outcome.total.reachedTarget)
  }

  @Test func `a resize that meets a resize is refused with 409 and changes nothing`() {
    let outcome = checkedRun(system(resize(at: 100, to: 10), removal(at: 200, count: 5)))
    #expect(outcome.resizes.map(\.error) == [nil, .poolBeingResized, .poolBeingResized])
    #expect(outcome.resizes.map(\.outcome) == [.completed, .refused, .refused])
    #expect(outcome.resizes.map(\.resize) == [1, nil, nil])
    #expect(outcome.resizes.map(\.targetNodes) == [30, 10, 25])
    #expect(outcome.total.resizes == 1 && outcome.total.idleNodes == 30)
    // What was asked for last is what the figures are about, and it was not reached.
    #expect(outcome.total.targetNodes == 25 && !outcome.total.reachedTarget && !outcome.total.singleResize)
    #expect(outcome.total.steadyState == nil)
    // The size that the pool has already is refused too, and it has it.
    let same = checkedRun(system(resize(at: 100, to: 30)))
    #expect(same.resizes.map(\.outcome) == [.completed, .refused] && same.total.reachedTarget)
    // A later size that is taken counts again.
    let later = checkedRun(system(resize(at: 100, to: 10), resize(at: 3_000, to: 20)))
    #expect(later.total.targetNodes == 20 && later.total.reachedTarget)
  }

  @Test func `usable nodes are those that are idle, and their average is over the whole run`() {
    var configuration = system(removal(at: 3_000, count: 5))
    configuration.duration = .seconds(4_000)
    let outcome = checkedRun(configuration)
    #expect(outcome.total.usableNodes == 25 && outcome.total.idleNodes == 25)
    var nodeSeconds = 0.0
    for node in outcome.nodes {
      guard let idle = node.idleAt else { continue }
      nodeSeconds +=
        ((node.state == .removed ? SimulationTime(seconds: 3_000) : SimulationTime(seconds: 4_000)) - idle).seconds
    }
    // Sums in another order: 30 terms of at most 4,000 s.
    expectClose(outcome.total.meanUsableNodes, nodeSeconds / 4_000, absolute: 1e-9)
    #expect(outcome.total.meanUsableNodes < 30)
  }

  @Test func `a pool with a formula refuses another size with 409, and goes on as if nobody had asked`() {
    var configuration = system(resize(at: 1_000, to: 10), removal(at: 2_000, count: 5))
    configuration.pools[0].scalesByFormula = true
    let outcome = checkedRun(configuration)
    #expect(outcome.resizes.map(\.error) == [nil, .poolScalesByFormula, nil])
    #expect(outcome.resizes.map(\.outcome) == [.completed, .refused, .completed])
    #expect(outcome.resizes.map(\.resize) == [1, nil, 2])
    #expect(outcome.resizes.map(\.targetNodes) == [30, 10, 25])
    // While it is being resized the answer is the same.
    var early = system(resize(at: 100, to: 10))
    early.pools[0].scalesByFormula = true
    let refused = checkedRun(early)
    #expect(refused.resizes.map(\.error) == [nil, .poolScalesByFormula] && refused.total.idleNodes == 30)
  }

  @Test(
    "with too few addresses a part of the nodes is allocated, and the resize ends with an error",
    arguments: [
      (NodeAddresses(subnet: 50), 50), (NodeAddresses(subnet: 49), 49), (NodeAddresses(subnet: 7), 7),
      (NodeAddresses(subnet: 0), 0), (NodeAddresses(publicAddresses: 2), 50), (NodeAddresses(publicAddresses: 1), 30),
      (NodeAddresses(subnet: 20, publicAddresses: 1), 20),
    ])
  func addresses(addresses: NodeAddresses, nodes: Int) {
    var configuration = SystemConfiguration.onePool(nodes: 30, policy: ResizePolicy(repetition: .once))
    configuration.pools[0].targetLowPriorityNodes = 20
    configuration.pools[0].addresses = addresses
    let outcome = checkedRun(configuration)
    let isShort = nodes < 50
    #expect(outcome.resizes.map(\.error) == [isShort ? .allocationFailed : nil])
    #expect(outcome.resizes.map(\.outcome) == [isShort ? .failed : .completed])
    #expect(outcome.resizes.map(\.nodesAfter) == [nodes] && outcome.total.idleNodes == nodes)
  }

  @Test func `nodes that leave free their addresses for a later growth`() {
    var configuration = system(resize(at: 2_000, to: 10), resize(at: 4_000, to: 40))
    configuration.pools[0].addresses = NodeAddresses(subnet: 35)
    configuration.resizePolicy = ResizePolicy(repetition: .once)
    let outcome = checkedRun(configuration)
    #expect(outcome.resizes.map(\.nodesAfter) == [30, 10, 35])
    #expect(outcome.resizes.map(\.error) == [nil, nil, .allocationFailed])
  }

  @Test func `a resize at time 0 meets the first one`() {
    let outcome = checkedRun(system(resize(at: 0, to: 10)))
    #expect(outcome.resizes.map(\.error) == [nil, .poolBeingResized])
    #expect(outcome.resizes.map(\.targetNodes) == [30, 10])
    // A pool of no nodes is steady at once: the second is its first with nodes.
    let grown = checkedRun(system(nodes: 0, resize(at: 0, to: 10)))
    #expect(grown.resizes.map(\.nodesAfter) == [0, 10] && grown.total.idleNodes == 10)
  }

  @Test func `removed nodes lower the target; unusable ones go first`() {
    var system = system(removal(at: 2_000, count: 12))
    system.pools[0].unusableProbability = 0.2
    let outcome = checkedRun(system)
    let unusable = outcome.timeline.last { $0.state == .unusable && $0.time.seconds < 2_000 }?.nodes ?? 0
    #expect(unusable > 0 && unusable < 12)
    #expect(outcome.total.targetNodes == 18 && outcome.total.provisionedNodes == 18 && outcome.total.idleNodes == 18)
    #expect(outcome.resizes[1].endedAt?.seconds == 2_060)
    // Node hours end with the node.
    let empty = checkedRun(self.system(nodes: 1, removal(at: 2_000, count: 5)))
    expectClose(empty.total.nodeHours, (2_060 - 183) / 3_600.0, absolute: 1e-9)
    #expect(empty.total.targetNodes == 0)
  }

  @Test(
    "nodes are added up to the quota, then the resize stops with the quota's error",
    arguments: [
      (CoreQuota(.dedicated, cores: 43), ResizeError.accountCoreQuotaReached, 30),
      (CoreQuota(.lowPriority, cores: 19), .accountLowPriorityCoreQuotaReached, 34),
      (CoreQuota(.spot, cores: 0), .accountSpotCoreQuotaReached, 30),
      (CoreQuota(.vmSeries("dsv3"), cores: 40), .accountVMSeriesCoreQuotaReached, 30),
    ])
  func quotas(quota: CoreQuota, error: ResizeError, nodes: Int) {
    var system = system(policy: ResizePolicy())
    system.pools[0].targetLowPriorityNodes = 20
    system.pools[0].coresPerNode = 4
    system.pools[0].vmSeries = "dsv3"
    system.quotas = [quota, CoreQuota(.vmSeries("other"), cores: 0)]
    let outcome = checkedRun(system)
    // The caller does not ask again: nothing would change.
    #expect(outcome.resizes.map(\.error) == [error])
    #expect(outcome.resizes.map(\.outcome) == [.failed])
    #expect(outcome.total.provisionedNodes == nodes)
    #expect(!outcome.total.reachedTarget)
    // Without known cores no quota can be told.
    system.pools[0].coresPerNode = nil
    #expect(checkedRun(system).total.reachedTarget)
  }

  @Test func `a resize tells every error that it met, what ended it first`() {
    func errors(dedicated: Int = 30, lowPriority: Int = 20, quotas: [CoreQuota], _ interventions: Intervention...)
      -> ResizeRecord?
    {
      var system = SystemConfiguration.onePool(
        nodes: dedicated, policy: ResizePolicy(repetition: .once), interventions: interventions)
      system.pools[0].targetLowPriorityNodes = lowPriority
      system.pools[0].coresPerNode = 1
      system.quotas = quotas
      return checkedRun(system, every: 7).resizes.last
    }
    let (dedicated, lowPriority) = (CoreQuota(.dedicated, cores: 25), CoreQuota(.lowPriority, cores: 15))
    let both = errors(quotas: [lowPriority, dedicated])
    #expect(both?.errors == [.accountCoreQuotaReached, .accountLowPriorityCoreQuotaReached])
    #expect(both?.error == .accountCoreQuotaReached && both?.nodesAfter == 40 && both?.outcome == .failed)
    #expect(
      both?.errorMessage
        == "The specified account has reached core quota; AccountLowPriorityCoreQuotaReached: "
        + "The specified account has reached low priority core quota")
    #expect(errors(quotas: [dedicated])?.errors == [.accountCoreQuotaReached])
    #expect(errors(quotas: [])?.errors == [] && errors(quotas: [])?.errorMessage == nil)
    // The timeout comes first, and its message speaks of the nodes that it met: those that no quota refused.
    let late = errors(lowPriority: 600, quotas: [dedicated])
    #expect(late?.errors == [.allocationTimedOut, .accountCoreQuotaReached])
    #expect(
      late?.errorMessage
        == "\(ResizeError.lowPriorityTimeoutMessage); AccountCoreQuotaReached: The specified account has reached core quota"
    )
    let dedicatedLate = errors(dedicated: 600, quotas: [lowPriority])
    #expect(dedicatedLate?.errors == [.allocationTimedOut, .accountLowPriorityCoreQuotaReached])
    #expect(dedicatedLate?.errorMessage?.hasPrefix(ResizeError.allocationTimedOut.message + "; ") == true)
    // So does the stop, and the image that is gone.
    let stop = Intervention(time: SimulationTime(seconds: 190), action: .stopResize(0))
    #expect(errors(quotas: [dedicated], stop)?.errors == [.resizeStopped, .accountCoreQuotaReached])
    let deletion = Intervention(time: SimulationTime(seconds: 190), action: .deleteImage(0))
    #expect(
      errors(quotas: [dedicated, lowPriority], deletion)?.errors
        == [.allocationFailed, .accountCoreQuotaReached, .accountLowPriorityCoreQuotaReached])
  }

  @Test func `a timeout in the service delay speaks of the kind of nodes that is wanted`() {
    func message(dedicated: Int, lowPriority: Int) -> String? {
      var system = SystemConfiguration.onePool(
        nodes: dedicated, timeout: 300, policy: ResizePolicy(repetition: .once))
      system.pools[0].targetLowPriorityNodes = lowPriority
      system.parameters.serviceDelay = constant(400)
      return checkedRun(system).resizes.first?.errorMessage
    }
    #expect(message(dedicated: 3, lowPriority: 3) == ResizeError.allocationTimedOut.message)
    #expect(message(dedicated: 3, lowPriority: 0) == ResizeError.allocationTimedOut.message)
    #expect(message(dedicated: 0, lowPriority: 3) == ResizeError.lowPriorityTimeoutMessage)
  }

  @Test func `nodes that are late to leave are told beside those that are late to come`() {
    let request = ResizeRequest(targetDedicatedNodes: 10, targetLowPriorityNodes: 600, resizeTimeout: .seconds(300))
    var system = system(Intervention(time: SimulationTime(seconds: 1_000), action: .resize(pool: 0, request)))
    system.parameters.nodeRemoval = constant(1_000)
    let record = checkedRun(system, every: 11).resizes.last
    #expect(record?.errors == [.allocationTimedOut, .removeNodesFailed])
    #expect(
      record?.errorMessage
        == "\(ResizeError.lowPriorityTimeoutMessage); RemoveNodesFailed: \(ResizeError.removeNodesFailed.message)")
  }

  @Test func `pools share the quota, and what one gives back another may take`() {
    var system = system(resize(at: 1_000, to: 10))
    system.pools[0].coresPerNode = 1
    system.pools.append(system.pools[0])
    system.pools[1].name = "other"
    system.quotas = [CoreQuota(.dedicated, cores: 50)]
    system.interventions.append(
      Intervention(
        time: SimulationTime(seconds: 2_000), action: .resize(pool: 1, ResizeRequest(targetDedicatedNodes: 40))))
    let outcome = checkedRun(system)
    #expect(outcome.resizes.map(\.nodesAfter) == [30, 20, 10, 40])
    #expect(outcome.resizes.map(\.error) == [nil, .accountCoreQuotaReached, nil, nil])
  }

  @Test func `cores of nodes that were not made in time are given back`() {
    var system = SystemConfiguration.onePool(nodes: 500, policy: ResizePolicy())
    system.pools[0].coresPerNode = 2
    system.quotas = [CoreQuota(.dedicated, cores: 1_000)]
    let outcome = checkedRun(system, every: 11)
    #expect(outcome.resizes.map(\.error) == [.allocationTimedOut, nil])
    #expect(outcome.total.provisionedNodes == 500)
  }

  @Test func `conservation holds after every event of pools that anything may befall`() {
    withEvery("seed", in: UInt64(0)..<200) { seed in
      var generator = SplitMix64(seed: seed)
      let poolCount = Int.random(in: 1...3, using: &generator)
      var images = [ImageConfiguration(name: "a", kind: .gallery, replicas: Int.random(in: 1...3, using: &generator))]
      if generator.unit() < 0.3 { images[0].availability = constant(900 * generator.unit()) }
      images.append(ImageConfiguration(name: "b", kind: generator.unit() < 0.5 ? .managed : .marketplace))
      let pools = (0..<poolCount).map { index in
        PoolConfiguration(
          name: "\(index)", vmSize: "Standard_D2s_v3", targetDedicatedNodes: Int.random(in: 0...30, using: &generator),
          targetLowPriorityNodes: Int.random(in: 0...20, using: &generator),
          resizeTimeout: .seconds(300 + 300 * generator.unit()),
          image: Int.random(in: 0...1, using: &generator), subscription: index % 2,
          startTask: generator.unit() < 0.5 ? nil : StartTask(duration: constant(60), failureProbability: 0.2),
          coresPerNode: generator.unit() < 0.8 ? 2 : nil, vmSeries: "s", preemptionRate: 1e-3 * generator.unit(),
          failureRate: 1e-4 * generator.unit(), unusableProbability: 0.1 * generator.unit(),
          tasks: generator.unit() < 0.5
            ? nil : NodeTasks(busyShare: 0.5, remaining: constant(200), retentionTime: .seconds(100)))
      }
      let interventions = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        let pool = Int.random(in: 0..<poolCount, using: &generator)
        let option = DeallocationOption.allCases[Int.random(in: 0...3, using: &generator)]
        let action: Intervention.Action =
          switch Int.random(in: 0...12, using: &generator) {
          case 0: .deleteImage(images[1].kind == .marketplace ? 0 : Int.random(in: 0...1, using: &generator))
          case 1: .stopResize(pool)
          case 2...5:
            .resize(
              pool: pool,
              ResizeRequest(
                targetDedicatedNodes: Int.random(in: 0...40, using: &generator),
                targetLowPriorityNodes: Int.random(in: 0...20, using: &generator), resizeTimeout: .seconds(320),
                deallocationOption: option))
          case 10...12:
            .restart(
              pool: pool, count: generator.unit() < 0.3 ? nil : Int.random(in: 1...30, using: &generator),
              reimages: generator.unit() < 0.7)
          case 6...7:
            .removeNodes(
              pool: pool,
              RemovalRequest(count: Int.random(in: 1...30, using: &generator), deallocationOption: option))
          default:
            .setReplicas(
              image: 0, count: Int.random(in: 1...4, using: &generator),
              after: generator.unit() < 0.5 ? nil : constant(200))
          }
        return Intervention(time: SimulationTime(seconds: 8_000 * generator.unit()), action: action)
      }.sorted { $0.time < $1.time }
      var parameters = ModelParameters.spreadTimes
      parameters.createFailureProbability = generator.unit() < 0.5 ? 0 : 0.2 * generator.unit()
      parameters.createBurst = Int.random(in: 1...50, using: &generator)
      parameters.bootWorkingSet = lognormal(median: 30 * mebibyte, sigma: generator.unit())
      parameters.deploymentUnitSize = Int.random(in: 1...40, using: &generator)
      parameters.unitCreateRate = 0.02 + generator.unit()
      parameters.unitCreateBurst = Int.random(in: 1...8, using: &generator)
      parameters.stragglerProbability = generator.unit() < 0.5 ? 0 : 0.2
      parameters.stragglerDelay = constant(600)
      let outcome = checkedRun(
        SystemConfiguration(
          parameters: parameters, images: images, pools: pools,
          resizePolicy: ResizePolicy(maxResizes: 6, pause: .seconds(30)), interventions: interventions,
          quotas: generator.unit() < 0.5 ? [] : [CoreQuota(.dedicated, cores: 60), CoreQuota(.spot, cores: 30)],
          duration: .seconds(10_000)), seed: seed)
      for record in outcome.resizes {
        try check(record.outcome == .underway || record.endedAt != nil, "a resize neither ended nor goes on")
        try check((record.resize == nil) == (record.outcome == .refused), "a refused request has a number")
      }
      try check(
        outcome.total.idleNodes <= outcome.total.provisionedNodes, "more nodes are idle than there are")
    }
  }
}
