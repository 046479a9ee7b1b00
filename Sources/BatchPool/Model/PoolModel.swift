// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// The state of a whole system and what each event does to it.
///
/// Dispatch only: every slice has a folder with its part of the state, its events, and what they do.
///
///     Callers   who wants which size       Resize    the resize of a pool, from request to end
///     Creation  paced requests for VMs     Images    replicas, disk makings, reads
///     Nodes     a node, once it is there   Removal   nodes that leave
///     Quotas    cores in use               Ledger    what is kept for the outcome
///     Work      jobs and tasks
///     World     what befalls the pools
///
///     caller wakes -> service delay -> allocationStarted -> vmRequestDue (one a node, paced by its unit)
///       -> replica queue -> disk making -> obtained = creating; all obtained: steady
///     creating -> boot read -> operating system and agent -> agentStarted -> [start task] -> idle
///     caller wakes -> rebooting, or reimaging (a disk as above, boot read) -> agentStarted -> [start task] -> idle
///     workSubmitted -> [jobs that it waits for] -> queue -> slots of a node -> taskEnded
///     caller wakes -> [removalUnblocked, when tasks hold it up] -> leavingpool -> nodeRemoved
///
/// Its methods are mutating even where they change nothing: as a borrowed value the model would be copied for the call,
/// several hundred bytes (docs/performance.md; a test refuses others).
struct PoolModel: ~Copyable, SimulationModel {
  typealias Event = PoolEvent

  let configuration: SystemConfiguration
  let recording: Recording
  let draws: Draws

  var callers: Callers
  var pools: Table<PoolID, Pool>
  var creation: Creation
  var images: Images
  var nodes: Nodes
  var removal: Removal
  var quotas: Quotas
  var work: Work
  var ledger: Ledger

  init(configuration: SystemConfiguration, seed: UInt64, replication: Int, recording: Recording) {
    self.configuration = configuration
    self.recording = recording
    draws = Draws(configuration.parameters, seed: seed, replication: replication)
    callers = Callers(configuration)
    pools = Table(minimumCapacity: configuration.pools.count)
    let keys = DrawKeys(configuration)
    for (pool, key) in zip(configuration.pools, keys.pools) { pools.append(Pool(pool, key: key)) }
    creation = Creation(configuration)
    images = Images(configuration, keys, draws)
    nodes = Nodes(configuration, keepsTimeline: recording.contains(.timeline))
    removal = Removal()
    quotas = Quotas(configuration.quotas)
    work = Work(configuration, draws.random)
    ledger = Ledger(poolCount: configuration.pools.count)
  }

  /// Asks every caller for the first time, and schedules what happens whatever the pools do.
  mutating func start(_ scheduler: inout Scheduler<PoolEvent>) {
    precondition(scheduler.now == .zero && scheduler.pendingCount == 0, "a run starts at time 0, without events")
    for pool in pools.ids { consultCaller(of: pool, on: .start, &scheduler) }
    scheduleReplications(&scheduler)
    scheduleWork(&scheduler)
    for (index, intervention) in configuration.interventions.enumerated() {
      let event: PoolEvent =
        switch intervention.action {
        case .request: .caller(.appointment(InterventionID(index)))
        case .world: .world(InterventionID(index))
        }
      scheduler.schedule(event, at: intervention.time, priority: intervention.priority)
    }
  }

  mutating func handle(_ event: PoolEvent, scheduler: inout Scheduler<PoolEvent>) {
    assert(scheduler.now >= ledger.lastEventTime, "at \(scheduler.now): \(event) comes after \(ledger.lastEventTime)")
    ledger.lastEventTime = scheduler.now
    if nodes.nextShowing <= scheduler.now { nodes.showStarting(until: scheduler.now) }
    switch event {
    case .caller(let event): handle(event, &scheduler)
    case .resize(let event): handle(event, &scheduler)
    case .creation(let event): handle(event, &scheduler)
    case .image(let event): handle(event, &scheduler)
    case .node(let event): handle(event, &scheduler)
    case .work(let event): handle(event, &scheduler)
    case .world(let event): befall(event, &scheduler)
    }
  }

  /// The name of a pool's node in random draws: the same whatever else the run contains.
  @inline(__always)
  mutating func entity(of node: NodeID) -> UInt64 {
    pools[nodes[node].pool].key &+ UInt64(nodes[node].ordinal)
  }
}
