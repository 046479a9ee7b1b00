// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
package import Diagnostics
internal import EventEngine
package import Experiments
package import Files
internal import Interchange
internal import Scenarios

/// `jobs.csv` and `tasks.csv`, written replication by replication as they finish: none of their rows is kept.
package struct WorkTables {
  struct JobRow: ReplicatedRow {
    let names: VariantNames
    let pool: Int?
    let replication: Int
    let name: CellText
    fileprivate let job: JobRecord
  }

  struct TaskRow: ReplicatedRow {
    let names: VariantNames
    let pool: Int?
    let replication: Int
    let job: CellText
    fileprivate let task: TaskRecord
  }

  static func jobColumns(namesPools: Bool) -> [Column<JobRow>] {
    JobRow.replicationColumns(namesPools: namesPools) + [
      Column(
        "job", "The name of the stream and the number of the job in it, from 1; of a trace the name that it has there.",
        cell: { .text($0.name) }),
      Column("submitted_at_s", unit: "s", "When it was submitted.", cell: { .time($0.job.submittedAt) }),
      Column(
        "started_at_s", unit: "s", "When the first of its tasks ran; empty where none did.",
        cell: { CellValue($0.job.startedAt) }),
      Column(
        "ended_at_s", unit: "s", "When the last of its tasks was over; empty where one is not.",
        cell: { CellValue($0.job.endedAt) }),
      Column("tasks", "Its tasks.", cell: { .whole($0.job.tasks) }),
      Column("failed_tasks", "Its tasks that failed for good.", cell: { .whole($0.job.failedTasks) }),
      Column(
        "requeued_tasks", "How often a task of it went back to the queue because its node was lost.",
        cell: { .whole($0.job.requeuedTasks) }),
      Column(
        "deadline_met", "1 where all its tasks completed by its deadline, else 0; empty without a deadline.",
        cell: { CellValue($0.job.deadlineMet.map { $0 ? 1 : 0 }) }),
    ]
  }

  static func taskColumns(namesPools: Bool) -> [Column<TaskRow>] {
    TaskRow.replicationColumns(namesPools: namesPools) + [
      Column("job", "The job, as in `jobs.csv`.", cell: { .text($0.job) }),
      Column("task", "The number of the task in its job, from 0.", cell: { .whole($0.task.task) }),
      Column("submitted_at_s", unit: "s", "When it was submitted.", cell: { .time($0.task.submittedAt) }),
      Column(
        "started_at_s", unit: "s", "When the latest attempt at it began; empty where none did.",
        cell: { CellValue($0.task.startedAt) }),
      Column("ended_at_s", unit: "s", "When it was over; empty where it is not.", cell: { CellValue($0.task.endedAt) }),
      Column("attempts", "Attempts at it.", cell: { .whole($0.task.attempts) }),
      Column(
        "node",
        "The node of the latest attempt: its number in the pool, as in `nodes.csv`; empty where there was none.",
        cell: { CellValue($0.task.node) }),
      Column(
        "lost_s", unit: "s", "Time of attempts that did not complete.", cell: { .number($0.task.lost.seconds) }),
      Column(
        "outcome", "`completed`, `failed`, or `running` or `waiting` at the end of the run.",
        cell: { .text(outcomeTexts[$0.task.outcome] ?? CellText("")) }),
    ]
  }

  private static let outcomeTexts = Dictionary(
    uniqueKeysWithValues: [TaskRecord.Outcome.completed, .failed, .running, .waiting].map {
      ($0, CellText($0.rawValue))
    })

  private let jobs: StreamedTable<JobRow>
  private let tasks: StreamedTable<TaskRow>

  /// Begins the files that are wanted.
  ///
  /// - Throws: `Failure` when they cannot be written.
  package init(jobs jobsFile: ByteWriter?, tasks tasksFile: ByteWriter?, namesPools: Bool) throws(Failure) {
    jobs = try StreamedTable(Self.jobColumns(namesPools: namesPools), to: jobsFile)
    tasks = try StreamedTable(Self.taskColumns(namesPools: namesPools), to: tasksFile)
  }

  /// Writes the rows of one replication.
  ///
  /// - Throws: `Failure` when they cannot be written.
  /// - Complexity: O(rows).
  package func append(_ details: ReplicationDetails) throws(Failure) {
    guard jobs.isWanted || tasks.isWanted else { return }
    let names = VariantNames(details.scenario, details.variant)
    let work = details.variant.configuration.work
    func pool(_ stream: Int) -> Int? { work.indices.contains(stream) ? work[stream].pool : nil }
    if jobs.isWanted {
      for job in details.outcome.jobs {
        try jobs.append(
          JobRow(
            names: names, pool: pool(job.stream), replication: details.replication,
            name: CellText(work.nameOfJob(job.number, stream: job.stream)), job: job))
      }
    }
    if tasks.isWanted {
      // The tasks of a job follow each other.
      var latest = (stream: -1, job: -1)
      var name = CellText("")
      for task in details.outcome.tasks {
        if latest != (task.stream, task.job) {
          latest = (task.stream, task.job)
          name = CellText(work.nameOfJob(task.job, stream: task.stream))
        }
        try tasks.append(
          TaskRow(names: names, pool: pool(task.stream), replication: details.replication, job: name, task: task))
      }
    }
  }

  /// Closes the files.
  ///
  /// - Throws: `Failure` when they cannot be written.
  package func close() throws(Failure) {
    try jobs.close()
    try tasks.close()
  }
}

extension [WorkStream] {
  /// The name of a job: `render-1`, or the one that it has in its trace.
  fileprivate func nameOfJob(_ number: Int, stream index: Int) -> String {
    let stream = self[index]
    if case .trace(let trace) = stream.source { return trace.jobNames[number] }
    return "\(stream.name)-\(number + 1)"
  }
}
