// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

/// A job that has been submitted.
struct Job {
  let stream: StreamID
  /// The number of the job in its stream, or among the names of its trace.
  let number: UInt32
  /// With the number of a task, the name of the task in random draws.
  let key: UInt64
  let submittedAt: SimulationTime
  /// When its tasks could be given to nodes: at its submission, or when the jobs that it waits for were over.
  var readyAt = Node.never
  var startedAt = Node.never
  var endedAt = Node.never
  /// Its tasks so far: those of a recorded job may be submitted one after the other.
  var taskCount: UInt32
  /// Its tasks that are not over.
  var openCount: UInt32
  var failedCount: UInt32 = 0
  var requeueCount: UInt32 = 0
  /// Jobs that it waits for.
  var awaitedCount: UInt32 = 0
}

/// An attempt at a task that goes on.
struct Attempt {
  let job: JobID
  let task: UInt32
  /// The place of the task in its queue.
  let order: UInt64
  /// When the task runs: some time after it got its slots.
  let startedAt: SimulationTime
  let endsAt: SimulationTime
  /// The event of its end.
  var event: EventKey?
  /// The node that it got last, or its only one.
  let node: NodeID
  /// The first of its places; they are a list.
  let firstPlace: PlaceID
  let slots: UInt16
  let nodes: UInt16
  /// What earlier attempts at the task came to.
  let history: TaskHistory
}

/// What earlier attempts at a task came to.
struct TaskHistory: Hashable {
  /// Attempts so far.
  var attempts: UInt16 = 0
  /// Of these, attempts that failed.
  var failures: UInt16 = 0
  /// Time that they ran [ns].
  var lost: Int64 = 0
}

/// The share of a node that an attempt has.
struct Place {
  /// The attempt, as soon as it has a number.
  var attempt = AttemptID(number: .max)
  let node: NodeID
  /// Its neighbours among the places on the node; ``none`` at either end.
  var previousOnNode = Place.none
  var nextOnNode = Place.none
  /// The next place of the attempt; ``none`` at the end.
  var nextOfAttempt = Place.none

  /// Stands for "no place".
  static let none = PlaceID(number: .max)
}
