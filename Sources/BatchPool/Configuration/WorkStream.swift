// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine
public import Randomness

/// Work that a pool does: a stream of jobs, each of some tasks, under one name.
public struct WorkStream: Hashable, Sendable {
  /// Where jobs come from.
  public enum Source: Hashable, Sendable {
    /// They are drawn.
    case generated(GeneratedWork)
    /// They were recorded.
    case trace(TaskTrace)
  }

  /// The name of the stream, unique in its system: random draws depend on it.
  public var name: String
  /// The pool that does the work: an index into the system's pools.
  public var pool: Int
  /// Where its jobs come from.
  public var source: Source
  /// The priority of its jobs, -1000 to 1000: tasks of a higher one go first (REST reference, Job - Add).
  public var priority: Int
  /// How long after its submission a job is to be done; nil where it does not matter.
  public var deadline: SimulationDuration?
  /// The stream whose jobs a job waits for, as many of them as were submitted before it and are not over: an index into
  /// the system's work.
  public var after: Int?
  /// What the tasks of the stream are like, beside their durations.
  public var tasks: TaskTraits

  /// Makes a stream.
  public init(
    name: String, pool: Int = 0, source: Source, priority: Int = 0, deadline: SimulationDuration? = nil,
    after: Int? = nil, tasks: TaskTraits = TaskTraits()
  ) {
    self.name = name
    self.pool = pool
    self.source = source
    self.priority = priority
    self.deadline = deadline
    self.after = after
    self.tasks = tasks
  }
}

/// What tasks need, and what can become of them.
public struct TaskTraits: Hashable, Sendable {
  /// Slots that a task takes on its node; a trace has numbers of its own.
  public var requiredSlots: Int
  /// Nodes that a task needs at the same time: above 1 it is a multi-instance task, which takes its slots on each.
  public var nodes: Int
  /// Probability that an attempt at a task fails, found out at its end.
  public var failureProbability: Double
  /// Attempts after the first failed one; -1 without a limit. The service's default is 0.
  public var maxTaskRetryCount: Int
  /// What runs once on a node before the first task of a job there [s]; nil for nothing.
  public var preparation: Distribution?
  /// How long the data of a task is kept on its node after it (the service's default is 7 days).
  public var retentionTime: SimulationDuration

  /// Makes a description: one slot of one node, no failure, nothing to prepare.
  public init(
    requiredSlots: Int = 1, nodes: Int = 1, failureProbability: Double = 0, maxTaskRetryCount: Int = 0,
    preparation: Distribution? = nil, retentionTime: SimulationDuration = .seconds(7 * 86_400)
  ) {
    self.requiredSlots = requiredSlots
    self.nodes = nodes
    self.failureProbability = failureProbability
    self.maxTaskRetryCount = maxTaskRetryCount
    self.preparation = preparation
    self.retentionTime = retentionTime
  }
}

/// Jobs that are drawn.
public struct GeneratedWork: Hashable, Sendable {
  /// When they are submitted.
  public var arrivals: JobArrivals
  /// How many tasks a job has: rounded to a whole number, at least 1.
  public var taskCount: Distribution
  /// How long a task runs [s].
  public var taskDuration: Distribution

  /// Makes a description.
  public init(arrivals: JobArrivals, taskCount: Distribution, taskDuration: Distribution) {
    self.arrivals = arrivals
    self.taskCount = taskCount
    self.taskDuration = taskDuration
  }
}

/// When jobs are submitted.
public enum JobArrivals: Hashable, Sendable {
  /// At set times, in order.
  case at([SimulationTime])
  /// The first at a time, and one more every so often until another (which still counts).
  case every(SimulationDuration, from: SimulationTime, until: SimulationTime)
  /// As a Poisson process of a rate [1/s] from a time until another.
  case poisson(rate: Double, from: SimulationTime, until: SimulationTime)
  /// As a Poisson process whose rate follows the hours of the week.
  case weekly(WeeklyRates, from: SimulationTime, until: SimulationTime)
}

/// A rate that depends on the hour of the week.
public struct WeeklyRates: Hashable, Sendable {
  /// The rate of every hour [1/s], 168 of them from Monday 00:00 on.
  public var rates: [Double]
  /// How far the week was at time 0.
  public var weekTimeAtStart: SimulationDuration

  /// Makes rates.
  public init(rates: [Double], weekTimeAtStart: SimulationDuration) {
    self.rates = rates
    self.weekTimeAtStart = weekTimeAtStart
  }
}

/// Tasks that were recorded, in order of submission; shared by all runs that replay them.
public final class TaskTrace: Hashable, Sendable {
  /// One recorded task.
  public struct Entry: Hashable, Sendable {
    /// When it was submitted, from the start of the run.
    public var submittedAt: SimulationTime
    /// How long it ran.
    public var duration: SimulationDuration
    /// The job that it is of: a number below ``TaskTrace/jobNames``'s count where these are given, else its own.
    public var job: UInt32
    /// Slots that it takes on each of its nodes.
    public var slots: UInt16
    /// Nodes that it needs at the same time.
    public var nodes: UInt16

    /// Makes an entry.
    public init(
      submittedAt: SimulationTime, duration: SimulationDuration, job: UInt32, slots: UInt16 = 1, nodes: UInt16 = 1
    ) {
      self.submittedAt = submittedAt
      self.duration = duration
      self.job = job
      self.slots = slots
      self.nodes = nodes
    }
  }

  /// The tasks, in order of submission.
  public let entries: [Entry]
  /// The names of the jobs; a job's number is its place.
  public let jobNames: [String]
  /// Tells traces apart in the identity of a scenario: a hash of what was read.
  public let contentHash: UInt64

  /// Makes a trace.
  ///
  /// - Precondition: Entries are in order of submission, and every job has a name.
  /// - Complexity: O(entries).
  public init(entries: [Entry], jobNames: [String], contentHash: UInt64) {
    precondition(
      zip(entries, entries.dropFirst()).allSatisfy { $0.submittedAt <= $1.submittedAt }, "a trace is not in order")
    precondition(entries.allSatisfy { Int($0.job) < jobNames.count }, "a task of a trace has no job")
    self.entries = entries
    self.jobNames = jobNames
    self.contentHash = contentHash
  }

  /// Whether two traces hold the same.
  public static func == (left: TaskTrace, right: TaskTrace) -> Bool {
    left === right || left.contentHash == right.contentHash && left.entries == right.entries
  }

  /// Adds what tells the trace apart.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(contentHash)
  }
}

/// Where tasks go when several nodes have room (Azure Batch REST reference, ComputeNodeFillType).
public enum NodeFillType: String, CaseIterable, Hashable, Sendable {
  /// To the node with the most free slots.
  case spread
  /// To the node with the fewest free slots that are enough.
  case pack
}
