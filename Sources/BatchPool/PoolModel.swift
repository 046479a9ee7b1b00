// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// The state of a whole system and what each event does to it.
///
/// Dispatch only: what happens stands in the slices `PoolModel+Resize`, `+Creation`, `+Quotas`, `+Removal`, `+Images`,
/// `+Nodes`, `+Disruptions`, `+Callers` and `+World`.
///
///     resizeRequested -> service delay -> allocationStarted -> createGranted (one a node, paced)
///       -> replica queue -> read -> boot -> provisioned = starting -> agent -> [start task] -> idle
///     resizeRequested -> [removalUnblocked, when tasks hold it up] -> leavingpool -> nodeRemoved
struct PoolModel: ~Copyable, SimulationModel {
  typealias Event = PoolEvent

  let configuration: SystemConfiguration
  let random: RandomSource
  /// What every node draws.
  let draws: NodeDraws
  let recording: Recording

  var callers: Callers
  var pools: Table<Pool>
  var images: Table<Image>
  var replicas: Table<Replica>
  var createQueues: Table<CreateQueue>
  var nodes: Table<Node>
  /// The nodes of each pool, in order of creation; empty unless nodes may be removed or replaced.
  var nodesOfPool: [[UInt32]]
  var resizes: [ResizeRecord] = []
  var census: NodeCensus
  /// Cores that count against each of the configured quotas.
  var coresInUse: [Int]
  /// Whether nodes of any pool are preempted or fail.
  let hasDisruptions: Bool
  /// The event that preempts a node or makes it fail, of the nodes that have one.
  var disruptions: [UInt32: EventKey] = [:]
  /// Until when a node runs its task, as far as somebody has asked.
  var busyUntil: [UInt32: SimulationTime] = [:]
  /// When the latest event happened.
  var lastEventTime = SimulationTime.zero

  init(configuration: SystemConfiguration, seed: UInt64, replication: Int, recording: Recording) {
    self.configuration = configuration
    self.recording = recording
    let random = RandomSource(seed: seed, replication: UInt64(replication))
    self.random = random
    draws = NodeDraws(configuration.parameters, random)
    callers = Callers(configuration)
    pools = Table(minimumCapacity: configuration.pools.count)
    for pool in configuration.pools { pools.append(Pool(pool)) }
    hasDisruptions = configuration.pools.contains {
      $0.preemptionRate > 0 || $0.failureRate > 0 || $0.unusableProbability > 0
    }
    let needsNodesOfPool =
      configuration.interventions.contains { $0.changesTarget }
      || configuration.pools.contains { $0.preemptionRate > 0 }
    nodesOfPool = needsNodesOfPool ? Array(repeating: [], count: configuration.pools.count) : []
    coresInUse = Array(repeating: 0, count: configuration.quotas.count)
    images = Table(minimumCapacity: configuration.images.count)
    replicas = Table(minimumCapacity: configuration.images.reduce(0) { $0 + $1.replicas })
    Self.makeImages(configuration, random: random, images: &images, replicas: &replicas)
    let subscriptionCount = (configuration.pools.map(\.subscription).max() ?? -1) + 1
    let bucket = TokenBucket(rate: configuration.parameters.createRate, burst: configuration.parameters.createBurst)
    createQueues = Table(repeating: CreateQueue(bucket: bucket), count: subscriptionCount)
    census = NodeCensus(poolCount: configuration.pools.count, keepsTimeline: recording.contains(.timeline))
    nodes = Table(minimumCapacity: configuration.pools.reduce(0) { $0 + $1.targetNodes })
  }

  /// Asks every caller for the first time, and schedules what happens whatever the pools do.
  mutating func start(_ scheduler: inout Scheduler<PoolEvent>) {
    for pool in configuration.pools.indices {
      consultCaller(of: pool, on: .start, &scheduler)
    }
    for (index, image) in configuration.images.enumerated() {
      guard let availability = image.availability else { continue }
      scheduler.schedule(
        .imageReplicated(image: UInt32(index)),
        after: drawDuration(availability, purpose: .imageReplication, entity: UInt64(index)))
    }
    for (index, intervention) in configuration.interventions.enumerated() {
      scheduler.schedule(
        .intervention(index: UInt32(index)), at: intervention.time, priority: intervention.priority)
    }
  }

  mutating func handle(_ event: PoolEvent, scheduler: inout Scheduler<PoolEvent>) {
    lastEventTime = scheduler.now
    switch event {
    case .resizeRequested(let pool): wakeCaller(of: Int(pool), &scheduler)
    case .allocationStarted(let pool): startAllocation(Int(pool), &scheduler)
    case .createGranted(let subscription): grantCreate(Int(subscription), &scheduler)
    case .replicaReadEnded(let replica): serveReplica(Int(replica), &scheduler)
    case .unconstrainedReadEnded(let node): endRead(Int(node), &scheduler)
    case .bootEnded(let node): endBoot(Int(node), &scheduler)
    case .agentStarted(let node): endAgentStart(Int(node), &scheduler)
    case .startTaskEnded(let node): endStartTask(Int(node), &scheduler)
    case .resizeTimedOut(let pool): timeOutResize(Int(pool), &scheduler)
    case .intervention(let index): intervene(Int(index), &scheduler)
    case .imageReplicated(let image): endReplication(Int(image), &scheduler)
    case .replicasChanged(let intervention): changeReplicas(intervention: Int(intervention))
    case .nodePreempted(let node): preempt(Int(node), &scheduler)
    case .nodeFailed(let node): fail(Int(node), &scheduler)
    case .replacementDue(let node): beginReplacement(Int(node), &scheduler)
    case .removalUnblocked(let pool): beginLeaving(Int(pool), &scheduler)
    case .nodeRemoved(let node): endLeaving(Int(node), &scheduler)
    }
  }

  private mutating func intervene(_ index: Int, _ scheduler: inout Scheduler<PoolEvent>) {
    switch configuration.interventions[index].action {
    case .request(let pool, _):
      consultCaller(of: pool, on: .appointment(callers.place(ofIntervention: index)), &scheduler)
    case .world(let event): befall(event, number: index, &scheduler)
    }
  }

  /// Draws a time [s] and makes it a duration between 0 and ``longestStage``.
  func drawDuration(
    _ distribution: Distribution, purpose: DrawPurpose, entity: UInt64, attempt: UInt32 = 0
  ) -> SimulationDuration {
    Self.stage(seconds: random.draw(distribution, purpose: purpose, entity: entity, attempt: attempt))
  }

  /// The same of a prepared draw.
  @inline(__always)
  mutating func drawDuration(_ draw: PreparedDraw, entity: UInt64, attempt: UInt32) -> SimulationDuration {
    Self.stage(seconds: random.draw(draw, entity: entity, attempt: attempt))
  }

  @inline(__always)
  private static func stage(seconds: Double) -> SimulationDuration {
    SimulationDuration(seconds: min(max(seconds, 0), longestStage.seconds))
  }

  /// The longest that one stage of a node can take, and the end of every run: 1e9 s, some 31 years.
  ///
  /// It keeps every sum of times representable.
  static let longestStage = SimulationDuration.seconds(1e9)
}
