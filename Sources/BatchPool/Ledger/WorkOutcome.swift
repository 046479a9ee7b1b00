// SPDX-License-Identifier: GPL-3.0-or-later

public import EventEngine

/// What became of the work of one pool, or of all pools together, in one run.
public struct WorkOutcome: Hashable, Sendable {
  /// Tasks that were submitted.
  public var tasks: Int
  /// Tasks that completed.
  public var tasksCompleted: Int
  /// Tasks that failed for good, or were terminated with their node.
  public var tasksFailed: Int
  /// How often a task went back to the queue since its node was lost.
  package var requeues: Int
  /// From the submission of a task until it first ran, over the tasks that did [s]: mean; nil when none did.
  public var waitMean: Double?
  /// The same: 95th percentile [s].
  public var waitP95: Double?
  /// From the first submission to the end of the last task; nil while a task is not over.
  public var makespan: SimulationDuration?
  /// Jobs that have a deadline.
  package var jobsWithDeadline: Int
  /// Of these, jobs whose tasks all completed by it.
  public var jobsOnTime: Int

  /// The part of the jobs with a deadline that met it; nil without any.
  public var onTimeShare: Double? {
    jobsWithDeadline == 0 ? nil : Double(jobsOnTime) / Double(jobsWithDeadline)
  }
}

/// One job of a run.
public struct JobRecord: Hashable, Sendable {
  /// The stream: an index into the configuration's work.
  public var stream: Int
  /// The number of the job in its stream, from 0.
  public var number: Int
  /// When it was submitted.
  public var submittedAt: SimulationTime
  /// When its first task ran; nil when none did.
  public var startedAt: SimulationTime?
  /// When its last task was over; nil when one is not.
  public var endedAt: SimulationTime?
  /// Its tasks.
  public var tasks: Int
  /// Its tasks that failed for good.
  public var failedTasks: Int
  /// How often a task of it went back to the queue since its node was lost.
  public var requeuedTasks: Int
  /// Whether all its tasks completed by its deadline; nil without one.
  public var deadlineMet: Bool?
}

/// One task of a run.
public struct TaskRecord: Hashable, Sendable {
  /// What became of a task.
  public enum Outcome: String, Hashable, Sendable {
    /// It ran to its end.
    case completed
    /// Its last attempt failed, or its node was removed with `terminate`.
    case failed
    /// It ran when the run ended.
    case running
    /// It waited when the run ended.
    case waiting
  }

  /// The stream: an index into the configuration's work.
  public var stream: Int
  /// The number of its job in the stream, from 0.
  public var job: Int
  /// The number of the task in its job, from 0.
  public var task: Int
  /// When it was submitted.
  public var submittedAt: SimulationTime
  /// When its latest attempt began; nil when none did.
  public var startedAt: SimulationTime?
  /// When it was over; nil when it is not.
  public var endedAt: SimulationTime?
  /// Attempts at it.
  public var attempts: Int
  /// The node of its latest attempt: its number in the pool; nil when there was none.
  public var node: Int?
  /// Time of attempts that failed or were lost.
  public var lost: SimulationDuration
  /// What became of it.
  public var outcome: Outcome
}

/// Where the time of the nodes of one pool and kind went, exactly.
///
/// The parts add up to ``total``.
public struct NodeTimeLedger: Hashable, Sendable {
  /// From `creating` until the node could work [slot ns].
  public var starting = Int128(0)
  /// Containers and packages [slot ns].
  public var fetching = Int128(0)
  /// Able to work, and not at work [slot ns].
  public var idle = Int128(0)
  /// At work that completed, or that goes on [slot ns].
  public var useful = Int128(0)
  /// At work that was lost [slot ns].
  public var lost = Int128(0)
  /// On the way out [slot ns].
  public var leaving = Int128(0)
  /// Unable to work, and not by preemption [slot ns].
  public var unusable = Int128(0)
  /// Preempted: listed, without a VM, and not billed [slot ns].
  public var preempted = Int128(0)
  /// Slots of a node: what the parts above are multiples of.
  public var slotsPerNode = 1

  /// Every part together [slot ns].
  public var total: Int128 { billed + preempted }

  /// What is billed: the time for which a VM exists [slot ns].
  public var billed: Int128 { starting + fetching + idle + useful + lost + leaving + unusable }
}
