// SPDX-License-Identifier: GPL-3.0-or-later

public import BatchPool
internal import EventEngine

/// A figure of a replication: its name, its unit, and how to read it.
///
/// ``all`` is the only place that names them: the columns of `replications.csv`, the rows of `summary.csv` and
/// `comparison.csv`, the page that documents them, and the stopping rule all come from it.
public struct Metric: Sendable {
  /// What the numbers of a metric count or measure.
  public enum Unit: String, Hashable, Sendable {
    /// Nodes.
    case nodes
    /// A plain number.
    case count
    /// Seconds [s].
    case seconds
    /// Hours [h].
    case hours
    /// A part of a whole, from 0 to 1.
    case share
    /// Money, in the currency of the scenario's prices.
    case money
    /// 1 where a claim holds and 0 where it does not; its mean is the share of replications in which it holds.
    case holds
  }

  /// What one resize more changes about a figure.
  enum Growth: Hashable, Sendable {
    /// Little: the time from a node's `creating`, say.
    case nothing
    /// One: it counts resizes.
    case itself
    /// The time that it takes.
    case duration
    /// As long as it takes all nodes are billed.
    case nodeHours
    /// All of it may happen once more.
    case everything
  }

  /// What a metric is read from.
  public struct Source: Sendable {
    /// The pool, or all pools together.
    public let outcome: PoolOutcome
    /// Events of the whole run; nil for one pool of several, which has no events of its own.
    public let events: UInt64?
    /// Node hours at work that came to something [h].
    let usefulNodeHours: Double

    /// Makes a source.
    ///
    /// - Parameters:
    ///   - outcome: The pool, or all pools together.
    ///   - events: Events of the whole run.
    ///   - nodeTimes: Where the time of the nodes of the pool, or of all, went.
    init(outcome: PoolOutcome, events: UInt64?, nodeTimes: some Sequence<NodeTimeEntry>) {
      self.outcome = outcome
      self.events = events
      usefulNodeHours = nodeTimes.reduce(0) { $0 + $1.time.hours($1.time.useful) }
    }
  }

  /// The name in every file, with its unit last.
  public let name: String
  /// What people call it.
  public let title: String
  /// What it says, in a sentence.
  public let documentation: String
  /// The unit of its numbers.
  public let unit: Unit
  /// Whether `replications.csv` has it as a column.
  public let isReplicationColumn: Bool
  /// What one resize more changes about it.
  let growth: Growth
  private let read: @Sendable (Source) -> Double?

  private init(
    _ name: String, _ title: String, _ unit: Unit, isReplicationColumn: Bool = true, growth: Growth = .nothing,
    _ documentation: String, _ read: @escaping @Sendable (Source) -> Double?
  ) {
    self.name = name
    self.title = title
    self.documentation = documentation
    self.unit = unit
    self.isReplicationColumn = isReplicationColumn
    self.growth = growth
    self.read = read
  }

  /// The figure of one replication; nil where it does not apply.
  public func value(of source: Source) -> Double? {
    read(source)
  }

  /// The figure of one replication over all its pools; nil where it does not apply.
  public func value(ofTotal outcome: RunOutcome) -> Double? {
    read(Source(outcome))
  }
}

extension Metric {
  /// From the first resize request until the pool is steady at its target [s]; applies only where it was reached.
  public static let steadyState = Metric(
    "steady_state_s", "steady state", .seconds, growth: .duration,
    "From the first resize request until the pool is steady at its target; only where that was reached."
  ) { $0.outcome.steadyState?.seconds }

  /// Mean over the nodes of the time from `creating` until first `idle` [s]; applies only where a node became idle.
  public static let idleLatencyMean = Metric(
    "idle_latency_mean_s", "idle latency", .seconds,
    "From entering `creating` until first `idle`: the mean over the nodes that became idle."
  ) { $0.outcome.idleLatency?.mean }

  /// Resize operations that were started.
  public static let resizes = Metric(
    "resizes", "resizes", .count, growth: .itself, "Resize operations that were started."
  ) { Double($0.outcome.resizes) }

  /// Whether the pool became steady at its target.
  public static let reachedTarget = Metric(
    "reached_target", "reached the target", .holds, "Whether the pool became steady at its target."
  ) { $0.outcome.reachedTarget ? 1 : 0 }

  /// Whether one resize was enough.
  public static let singleResize = Metric(
    "single_resize", "one resize was enough", .holds, isReplicationColumn: false,
    "Whether one resize was enough to reach the target."
  ) { $0.outcome.singleResize ? 1 : 0 }

  /// Nodes that can work at the end of the run.
  public static let usableNodes = Metric(
    "usable_nodes", "can work", .nodes, "Nodes at the end of the run that can work: those that are idle or running."
  ) { Double($0.outcome.usableNodes) }

  /// Nodes that can work, on average over the run.
  public static let meanUsableNodes = Metric(
    "mean_usable_nodes", "can work on average", .nodes,
    "Nodes that can work, on the average of the time from the first resize request to the end of the run."
  ) { $0.outcome.meanUsableNodes }

  /// How often a node lost its VM.
  public static let preemptions = Metric(
    "preemptions", "preemptions", .count, "How often a node lost its VM."
  ) { Double($0.outcome.preemptions) }

  /// From the submission of a task until it first ran, over the tasks that did [s].
  public static let taskWaitMean = Metric(
    "task_wait_mean_s", "wait of a task", .seconds,
    "From the submission of a task until it first ran: the mean over the tasks that did."
  ) { $0.outcome.work?.waitMean }

  /// The 95th percentile of that [s].
  public static let taskWaitP95 = Metric(
    "task_wait_p95_s", "wait of a task, 95th percentile", .seconds,
    "From the submission of a task until it first ran: the 95th percentile over the tasks that did."
  ) { $0.outcome.work?.waitP95 }

  /// From the first submission to the end of the last task [s]; applies only where all tasks are over.
  public static let makespan = Metric(
    "makespan_s", "makespan", .seconds,
    "From the first submission to the end of the last task; only where all tasks are over."
  ) { $0.outcome.work?.makespan?.seconds }

  /// The part of the jobs with a deadline that met it; applies only where there are any.
  public static let jobsOnTime = Metric(
    "jobs_on_time", "jobs on time", .share,
    "The part of the jobs with a deadline whose tasks all completed by it; only where there are any."
  ) { $0.outcome.work?.onTimeShare }

  /// Whether every job with a deadline met it; applies only where there are any. It is a part of the words of a report, and
  /// of no file.
  package static let deadlinesMet = Metric(
    "deadlines_met", "all jobs on time", .holds, isReplicationColumn: false,
    "Whether every job with a deadline met it; only where there are any."
  ) { $0.outcome.work?.onTimeShare.map { $0 == 1 ? 1 : 0 } }

  /// What the run cost, where the scenario has prices.
  public static let cost = Metric(
    "cost", "cost", .money, growth: .nothing,
    "What the run cost, in the currency of the scenario's prices; empty without prices, and of one pool of several."
  ) { $0.outcome.cost }

  /// The most nodes that the service counted at an evaluation.
  public static let maxNodes = Metric(
    "max_nodes", "most nodes", .nodes,
    "The most nodes that the service counted at an evaluation; empty without a formula."
  ) { $0.outcome.formula.map { Double($0.mostNodes) } }

  /// Mean over the nodes of the time from the request for their size until first `idle` [s].
  public static let requestToIdleMean = requestToIdle("mean", "request to idle", "the mean over") { $0.mean }

  /// Every metric, in the order of the files.
  public static let all: [Metric] = [
    Metric("target_nodes", "target", .nodes, "Nodes of the size that was asked for last.") {
      Double($0.outcome.targetNodes)
    },
    Metric(
      "provisioned_nodes", "provisioned", .nodes,
      "Nodes at the end of the run whose VM has been obtained; one that is preempted has none."
    ) { Double($0.outcome.provisionedNodes) },
    Metric("idle_nodes", "idle", .nodes, "Nodes idle at the end of the run.") { Double($0.outcome.idleNodes) },
    reachedTarget,
    resizes,
    steadyState,
    idleLatencyMean,
    Metric(
      "idle_latency_p50_s", "idle latency, median", .seconds,
      "From entering `creating` until first `idle`: the median over the nodes that became idle."
    ) { $0.outcome.idleLatency?.p50 },
    Metric(
      "idle_latency_p95_s", "idle latency, 95th percentile", .seconds,
      "From entering `creating` until first `idle`: the 95th percentile over the nodes that became idle."
    ) { $0.outcome.idleLatency?.p95 },
    Metric(
      "idle_latency_max_s", "idle latency, slowest", .seconds,
      "From entering `creating` until first `idle`: the slowest of the nodes that became idle."
    ) { $0.outcome.idleLatency?.max },
    Metric(
      "node_hours", "node hours", .hours, growth: .nodeHours,
      "Node hours billed: every node from `creating` until it was removed or the run ended."
    ) { $0.outcome.nodeHours },
    Metric(
      "events", "events", .count, growth: .everything,
      "Events that the engine processed; one pool of several has none of its own."
    ) { $0.events.map { Double($0) } },
    requestToIdleMean,
    requestToIdle("p50", "request to idle, median", "the median over") { $0.p50 },
    requestToIdle("p95", "request to idle, 95th percentile", "the 95th percentile over") { $0.p95 },
    requestToIdle("max", "request to idle, slowest", "the slowest of") { $0.max },
    usableNodes,
    meanUsableNodes,
    preemptions,
    Metric("tasks_completed", "tasks completed", .count, "Tasks that completed; empty where there is no work.") {
      $0.outcome.work.map { Double($0.tasksCompleted) }
    },
    taskWaitMean,
    taskWaitP95,
    makespan,
    jobsOnTime,
    Metric(
      "useful_node_hours", "useful node hours", .hours,
      "Node hours at work that completed, or that goes on at the end of the run; empty where there is no work."
    ) { $0.outcome.work == nil ? nil : $0.usefulNodeHours },
    Metric(
      "billed_node_hours", "billed node hours", .hours, growth: .nodeHours,
      "Node hours billed: those for which a node has a VM."
    ) { $0.outcome.nodeHours },
    cost,
    Metric(
      "evaluations", "evaluations", .count, "Evaluations of a formula; empty where no pool scales by one in the run."
    ) { $0.outcome.formula.map { Double($0.evaluations) } },
    Metric(
      "evaluation_errors", "evaluations with an error", .count,
      "Evaluations that ended with an error, so that nothing applied; empty without a formula."
    ) { $0.outcome.formula.map { Double($0.errors) } },
    Metric(
      "resizes_superseded", "replaced resizes", .count,
      "Resizes whose targets an evaluation replaced before they were over; empty without a formula."
    ) { $0.outcome.formula.map { Double($0.supersededResizes) } },
    maxNodes,
    Metric(
      "oscillations", "oscillations", .count,
      "How often a target changed its direction within three evaluations; empty without a formula."
    ) { $0.outcome.formula.map { Double($0.oscillations) } },
    singleResize,
  ]

  /// A figure of the time from the request for the pool's size until nodes were first `idle` [s].
  private static func requestToIdle(
    _ name: String, _ title: String, _ words: String, _ read: @escaping @Sendable (IdleLatency) -> Double
  ) -> Metric {
    Metric(
      "request_to_idle_\(name)_s", title, .seconds, growth: .duration,
      "From the request for the pool's size until first `idle`: \(words) the nodes that became idle."
    ) { $0.outcome.requestToIdle.map(read) }
  }

  /// The metrics that `replications.csv` and the rows of a merged sweep have as columns.
  package static let replicationColumns = all.filter(\.isReplicationColumn)

  /// The metrics that `--precision` makes precise.
  package static let headline: [Metric] = [steadyState, idleLatencyMean]

  /// The metric of that name, if there is one.
  public static func named(_ name: String) -> Metric? {
    all.first { $0.name == name }
  }
}
