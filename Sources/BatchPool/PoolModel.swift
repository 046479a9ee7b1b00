// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// The state of a whole system and what each event does to it.
///
/// Dispatch only: what happens stands in the slices `PoolModel+Resize`, `+Creation`, `+Images`, `+Nodes` and
/// `+Interventions`.
///
///     resizeRequested -> service delay -> allocationStarted -> createGranted (one a node, paced)
///       -> replica queue -> read -> boot -> provisioned = starting -> agent -> [start task] -> idle
struct PoolModel: ~Copyable, SimulationModel {
  typealias Event = PoolEvent

  let configuration: SystemConfiguration
  let random: RandomSource
  let recording: Recording

  var pools: Table<Pool>
  var images: Table<Image>
  var replicas: Table<Replica>
  var createQueues: Table<CreateQueue>
  var nodes: Table<Node>
  var resizes: [ResizeRecord] = []
  var census: NodeCensus
  /// When the latest event happened.
  var lastEventTime = SimulationTime.zero

  init(configuration: SystemConfiguration, seed: UInt64, replication: Int, recording: Recording) {
    self.configuration = configuration
    self.recording = recording
    let random = RandomSource(seed: seed, replication: UInt64(replication))
    self.random = random
    pools = Table(repeating: Pool(), count: configuration.pools.count)
    images = Table(minimumCapacity: configuration.images.count)
    replicas = Table(minimumCapacity: configuration.images.reduce(0) { $0 + $1.replicas })
    Self.makeImages(configuration, random: random, images: &images, replicas: &replicas)
    let subscriptionCount = (configuration.pools.map(\.subscription).max() ?? -1) + 1
    let bucket = TokenBucket(rate: configuration.parameters.createRate, burst: configuration.parameters.createBurst)
    createQueues = Table(repeating: CreateQueue(bucket: bucket), count: subscriptionCount)
    census = NodeCensus(poolCount: configuration.pools.count, keepsTimeline: recording.contains(.timeline))
    nodes = Table(minimumCapacity: configuration.pools.reduce(0) { $0 + $1.targetNodes })
  }

  /// Schedules what happens whatever the pools do: the first request of every pool, and the interventions.
  func start(_ scheduler: inout Scheduler<PoolEvent>) {
    for pool in configuration.pools.indices {
      scheduler.schedule(.resizeRequested(pool: UInt32(pool)), at: .zero)
    }
    for (index, intervention) in configuration.interventions.enumerated() {
      scheduler.schedule(.intervention(index: UInt32(index)), at: intervention.time, priority: .early)
    }
  }

  mutating func handle(_ event: PoolEvent, scheduler: inout Scheduler<PoolEvent>) {
    lastEventTime = scheduler.now
    switch event {
    case .resizeRequested(let pool): requestResize(Int(pool), &scheduler)
    case .allocationStarted(let pool): startAllocation(Int(pool), &scheduler)
    case .createGranted(let subscription): grantCreate(Int(subscription), &scheduler)
    case .replicaReadEnded(let replica): serveReplica(Int(replica), &scheduler)
    case .unconstrainedReadEnded(let node): endRead(Int(node), &scheduler)
    case .bootEnded(let node): endBoot(Int(node), &scheduler)
    case .agentStarted(let node): endAgentStart(Int(node), &scheduler)
    case .startTaskEnded(let node): endStartTask(Int(node), &scheduler)
    case .resizeTimedOut(let pool): timeOutResize(Int(pool), &scheduler)
    case .intervention(let index): intervene(Int(index), &scheduler)
    }
  }

  /// Draws a time [s] and makes it a duration between 0 and ``longestStage``.
  func drawDuration(
    _ distribution: Distribution, purpose: DrawPurpose, entity: UInt64, attempt: UInt32 = 0
  ) -> SimulationDuration {
    let seconds = random.draw(distribution, purpose: purpose, entity: entity, attempt: attempt)
    return SimulationDuration(seconds: min(max(seconds, 0), Self.longestStage.seconds))
  }

  /// The longest that one stage of a node can take, and the end of every run: 1e9 s, some 31 years.
  ///
  /// It keeps every sum of times representable.
  static let longestStage = SimulationDuration.seconds(1e9)
}
