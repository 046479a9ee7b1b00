// SPDX-License-Identifier: GPL-3.0-or-later

internal import Randomness

/// What the model draws random numbers for.
///
/// Each purpose has a stream of its own for every entity, so that no draw shifts another. The numbers are part of
/// the results: changing one changes every run.
extension DrawPurpose {
  /// The service delay of a resize; the entity is pool and number of the resize, see ``DrawKeys``.
  static let serviceDelay = DrawPurpose(rawValue: 1)
  /// The bandwidth of a replica in this run; the entity is image and replica.
  static let replicaBandwidth = DrawPurpose(rawValue: 2)
  /// What a node reads of its image to boot.
  static let bootWorkingSet = DrawPurpose(rawValue: 3)
  /// The boot of a node's operating system.
  static let osBoot = DrawPurpose(rawValue: 4)
  /// The start of a node's agent.
  static let nodeAgentStart = DrawPurpose(rawValue: 5)
  /// How long a node's start task runs.
  static let startTaskDuration = DrawPurpose(rawValue: 6)
  /// Whether an attempt at creating a node's VM fails.
  static let createFailure = DrawPurpose(rawValue: 7)
  /// Whether a try of a node's start task fails.
  static let startTaskFailure = DrawPurpose(rawValue: 8)
  /// When an image version is replicated to the pools' region; the entity is the image.
  static let imageReplication = DrawPurpose(rawValue: 9)
  /// How long a change of an image's replicas takes; the entity is the image and the number of the
  /// intervention among those that concern it.
  static let replicaChange = DrawPurpose(rawValue: 10)
  /// When a low-priority node is preempted; the attempt is the number of its VM.
  static let preemption = DrawPurpose(rawValue: 11)
  /// When a node fails; the attempt is the number of its VM.
  static let nodeFailure = DrawPurpose(rawValue: 12)
  /// Whether a node becomes unusable instead of joining the pool; the attempt is the number of its VM.
  static let unusableNode = DrawPurpose(rawValue: 13)
  /// Whether a node runs a task when it is to be removed.
  static let taskPresence = DrawPurpose(rawValue: 15)
  /// How long that task goes on.
  static let taskRemainder = DrawPurpose(rawValue: 16)
  /// How long the removal of a node takes.
  static let nodeRemoval = DrawPurpose(rawValue: 17)
  /// What is read of an image to make a node's disk.
  static let diskMaking = DrawPurpose(rawValue: 18)
  /// How long a stopped resize goes on; the entity is pool and number of the resize.
  static let stopDuration = DrawPurpose(rawValue: 19)
  /// Whether a node joins its pool late.
  static let straggler = DrawPurpose(rawValue: 20)
  /// How late.
  static let stragglerDelay = DrawPurpose(rawValue: 21)
  /// Until the next job of a stream is submitted; the entity is the stream, the attempt the number of the draw.
  static let jobArrival = DrawPurpose(rawValue: 22)
  /// Whether a job is submitted at the rate of its hour.
  static let arrivalThinning = DrawPurpose(rawValue: 23)
  /// How many tasks a job has; the entity is the stream, the attempt the number of the job.
  static let jobTaskCount = DrawPurpose(rawValue: 24)
  /// How long a task runs, in every attempt at it; the entity is job and task.
  static let taskDuration = DrawPurpose(rawValue: 25)
  /// Whether an attempt at a task fails.
  static let taskFailure = DrawPurpose(rawValue: 26)
  /// From the moment at which an attempt at a task gets its slots until it runs.
  static let taskDispatch = DrawPurpose(rawValue: 27)
  /// How long a node is prepared for a job; the entity is node and job, the attempt the number of the node's start.
  static let jobPreparation = DrawPurpose(rawValue: 28)
}
