// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// The jobs and tasks of a run, and the nodes as places for them.
///
///     stream -> job -> tasks wait (TaskQueue) -> attempt on a node (FreeNodes) -> over, or waits again
///
/// A task that waits for the first time is a part of a range, one that runs is an ``Attempt``: memory grows with the
/// tasks that run, not with those of a job.
struct Work: ~Copyable {
  /// The work of one pool.
  struct Desk {
    var queue = TaskQueue()
    var freeNodes: FreeNodes
    /// Whether any stream is the pool's.
    var hasWork = false
    /// Slots times time at work that completed [ns], of dedicated and of low-priority nodes.
    var useful: (dedicated: Int128, lowPriority: Int128) = (0, 0)
    /// The same of work that was lost.
    var lost: (dedicated: Int128, lowPriority: Int128) = (0, 0)
    /// Tasks that run; a multi-instance task counts once for each of its nodes.
    var runningCount = 0
    /// Slots that they have.
    var usedSlots = 0
    var submitted = 0
    var completed = 0
    var failed = 0
    var requeued = 0
    /// How long tasks waited until they first ran [s].
    var waits: [Double] = []
    var firstSubmission = Node.never
    var latestEnd = SimulationTime.zero
  }

  /// What is known of the tasks of a stream before the run: plain bytes, where the configuration has distributions.
  struct Plan: BitwiseCopyable {
    let pool: PoolID
    /// What its tasks need, unless they were recorded.
    let need: TaskQueue.Need
    let isRecorded: Bool
    let taskDuration: PreparedDraw
    let preparation: PreparedDraw?
    let failureProbability: Double
    /// -1 without a limit.
    let maxTaskRetryCount: Int
  }

  /// Whether tasks are simulated at all.
  let isSimulated: Bool
  var streams: Table<StreamID, JobStream>
  var plans: Table<StreamID, Plan>
  let dispatchDelay: PreparedDraw
  var desks: Table<PoolID, Desk>
  var jobs: Table<JobID, Job>
  var attempts: SlotTable<AttemptID, Attempt>
  var places: SlotTable<PlaceID, Place>
  /// The nodes as places for tasks; empty unless tasks are simulated.
  var entries: Table<NodeID, FreeNodes.Entry>
  /// When a node was ready for the tasks of a job that has to be prepared, by node, start and job.
  var prepared: [Preparation: SimulationTime] = [:]
  /// Submissions so far: they order the tasks.
  var submissionCount: UInt64 = 0
  /// The records of tasks that are over; empty unless asked for.
  var records: [TaskRecord] = []

  /// A job in one start of a node.
  struct Preparation: Hashable {
    let node: NodeID
    let start: UInt16
    let job: JobID
  }

  init(_ configuration: SystemConfiguration, _ random: RandomSource) {
    isSimulated = !configuration.work.isEmpty
    streams = Table(minimumCapacity: configuration.work.count)
    plans = Table(minimumCapacity: configuration.work.count)
    for stream in configuration.work {
      streams.append(JobStream(stream))
      plans.append(Plan(stream, random))
    }
    dispatchDelay = random.prepare(configuration.parameters.dispatchDelay, purpose: .taskDispatch)
    desks = Table(minimumCapacity: configuration.pools.count)
    for pool in configuration.pools { desks.append(Desk(freeNodes: FreeNodes(slotsPerNode: pool.taskSlotsPerNode))) }
    jobs = Table()
    attempts = SlotTable()
    places = SlotTable()
    entries = Table()
    for (index, stream) in configuration.work.enumerated() {
      desks[PoolID(stream.pool)].hasWork = true
      if let leader = stream.after { streams[StreamID(leader)].followers.append(StreamID(index)) }
    }
  }

  /// Whether a pool has work.
  func isSimulated(for pool: PoolID) -> Bool { isSimulated && desks[pool].hasWork }

  /// Sees to it that a node has an entry.
  ///
  /// - Complexity: O(1) amortised.
  mutating func makeEntry(of node: NodeID, slots: Int) {
    while entries.count <= node.index { entries.append(FreeNodes.Entry(freeSlots: 0)) }
    if entries[node].firstPlace == Place.none, !entries[node].isOffered { entries[node].freeSlots = UInt16(slots) }
  }

  /// Adds a place of an attempt on a node.
  @inline(__always)
  mutating func appendPlace(_ place: PlaceID, on node: NodeID) {
    let first = entries[node].firstPlace
    places[place].nextOnNode = first
    if first != Place.none { places[first].previousOnNode = place }
    entries[node].firstPlace = place
  }

  /// Takes a place of an attempt off its node.
  @inline(__always)
  mutating func removePlace(_ place: PlaceID, from node: NodeID) {
    let (previous, next) = (places[place].previousOnNode, places[place].nextOnNode)
    if previous == Place.none { entries[node].firstPlace = next } else { places[previous].nextOnNode = next }
    if next != Place.none { places[next].previousOnNode = previous }
  }
}

extension Work.Plan {
  init(_ stream: WorkStream, _ random: RandomSource) {
    pool = PoolID(stream.pool)
    need = TaskQueue.Need(
      priority: Int32(stream.priority), slots: UInt16(stream.tasks.requiredSlots), nodes: UInt16(stream.tasks.nodes))
    if case .generated(let work) = stream.source {
      isRecorded = false
      taskDuration = random.prepare(work.taskDuration, purpose: .taskDuration)
    } else {
      isRecorded = true
      taskDuration = random.prepare(.zero, purpose: .taskDuration)
    }
    preparation = stream.tasks.preparation.map { random.prepare($0, purpose: .jobPreparation) }
    failureProbability = stream.tasks.failureProbability
    maxTaskRetryCount = stream.tasks.maxTaskRetryCount
  }
}
