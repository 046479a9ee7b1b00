// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Statistics

/// From the work at the end of a run to its outcome.
extension PoolModel {
  /// What became of the work of every pool; nil of a pool that has none.
  ///
  /// - Complexity: O(n) expected for n tasks.
  mutating func workOutcomes() -> [WorkOutcome?] {
    guard work.isSimulated else { return pools.ids.map { _ in nil } }
    var outcomes: [WorkOutcome?] = []
    for pool in pools.ids { outcomes.append(work.desks[pool].hasWork ? outcome(of: pool) : nil) }
    for job in work.jobs.ids {
      guard let isMet = isDeadlineMet(job) else { continue }
      let pool = work.plans[work.jobs[job].stream].pool.index
      outcomes[pool]?.jobsWithDeadline += 1
      if isMet { outcomes[pool]?.jobsOnTime += 1 }
    }
    return outcomes
  }

  private mutating func outcome(of pool: PoolID) -> WorkOutcome {
    let desk = work.desks[pool]
    var waits = desk.waits
    let isDone = desk.completed + desk.failed == desk.submitted && desk.submitted > 0
    return WorkOutcome(
      tasks: desk.submitted, tasksCompleted: desk.completed, tasksFailed: desk.failed, requeues: desk.requeued,
      waitMean: waits.isEmpty ? nil : waits.reduce(0, +) / Double(waits.count),
      waitP95: Quantiles.quantile(0.95, rearranging: &waits),
      makespan: isDone ? desk.latestEnd - desk.firstSubmission : nil, jobsWithDeadline: 0, jobsOnTime: 0)
  }

  /// Whether all tasks of a job completed by its deadline; nil without one.
  ///
  /// A job whose deadline lies behind the end of the run, and that is not over, has not met it.
  private mutating func isDeadlineMet(_ job: JobID) -> Bool? {
    guard let deadline = configuration[work.jobs[job].stream].deadline else { return nil }
    return work.jobs[job].endedAt != Node.never && work.jobs[job].failedCount == 0
      && work.jobs[job].endedAt - work.jobs[job].submittedAt <= deadline
  }

  /// All pools together; nil when no pool has work.
  ///
  /// - Complexity: O(n) expected for n tasks.
  mutating func totalWork(_ outcomes: [WorkOutcome?]) -> WorkOutcome? {
    let all = outcomes.compactMap(\.self)
    guard all.count > 1 else { return all.first }
    var waits: [Double] = []
    var (first, last) = (Node.never, SimulationTime.zero)
    for pool in pools.ids where work.desks[pool].hasWork {
      waits += work.desks[pool].waits
      first = min(first, work.desks[pool].firstSubmission)
      last = max(last, work.desks[pool].latestEnd)
    }
    let isDone = all.allSatisfy { $0.tasks == $0.tasksCompleted + $0.tasksFailed } && first != Node.never
    return WorkOutcome(
      tasks: all.reduce(0) { $0 + $1.tasks }, tasksCompleted: all.reduce(0) { $0 + $1.tasksCompleted },
      tasksFailed: all.reduce(0) { $0 + $1.tasksFailed }, requeues: all.reduce(0) { $0 + $1.requeues },
      waitMean: waits.isEmpty ? nil : waits.reduce(0, +) / Double(waits.count),
      waitP95: Quantiles.quantile(0.95, rearranging: &waits), makespan: isDone ? last - first : nil,
      jobsWithDeadline: all.reduce(0) { $0 + $1.jobsWithDeadline },
      jobsOnTime: all.reduce(0) { $0 + $1.jobsOnTime })
  }

  /// Every job, in the order of submission.
  mutating func jobRecords() -> [JobRecord] {
    var records: [JobRecord] = []
    records.reserveCapacity(work.jobs.count)
    for id in work.jobs.ids {
      let job = work.jobs[id]
      records.append(
        JobRecord(
          stream: job.stream.index, number: Int(job.number), submittedAt: job.submittedAt,
          startedAt: job.startedAt == Node.never ? nil : job.startedAt,
          endedAt: job.endedAt == Node.never ? nil : job.endedAt, tasks: Int(job.taskCount),
          failedTasks: Int(job.failedCount), requeuedTasks: Int(job.requeueCount), deadlineMet: isDeadlineMet(id)))
    }
    return records
  }

  /// Every task, by stream, job and number; empty unless asked for.
  ///
  /// - Complexity: O(n log n) for n tasks.
  mutating func taskRecords() -> [TaskRecord] {
    guard recording.contains(.tasks) else { return [] }
    forEachRunning { model, id in
      let attempt = model.work.attempts[id]
      model.work.records.append(model.record(attempt, attempt.history, .running, endedAt: nil))
    }
    for pool in pools.ids {
      var waiting: [(job: JobID, task: UInt32, history: TaskHistory)] = []
      work.desks[pool].queue.forEach { job, tasks, history in
        for task in tasks { waiting.append((job, task, history)) }
      }
      for task in waiting { work.records.append(recordOfWaiting(task.job, task.task, task.history)) }
    }
    for stream in work.streams.ids {
      for job in work.streams[stream].blocked {
        for task in tasks(of: job) { work.records.append(recordOfWaiting(job, task, TaskHistory())) }
      }
    }
    numberRecordedTasks()
    return work.records.sorted { ($0.stream, $0.job, $0.task) < ($1.stream, $1.job, $1.task) }
  }

  /// The tasks of a job that have been submitted: for a recorded one, their places in the trace.
  mutating func tasks(of job: JobID) -> [UInt32] {
    let stream = work.jobs[job].stream
    guard case .trace(let trace) = configuration[stream].source else { return Array(0..<work.jobs[job].taskCount) }
    return (0..<work.streams[stream].taken).filter { trace.entries[$0].job == work.jobs[job].number }.map(UInt32.init)
  }

  /// Recorded tasks get their numbers within their jobs.
  private mutating func numberRecordedTasks() {
    for stream in work.streams.ids {
      guard case .trace(let trace) = configuration[stream].source else { continue }
      var counts = [Int](repeating: 0, count: trace.jobNames.count)
      let numbers = trace.entries.map { entry in
        counts[Int(entry.job)] += 1
        return counts[Int(entry.job)] - 1
      }
      for index in work.records.indices where work.records[index].stream == stream.index {
        work.records[index].task = numbers[work.records[index].task]
      }
    }
  }

  mutating func record(
    _ attempt: Attempt, _ history: TaskHistory, _ outcome: TaskRecord.Outcome, endedAt: SimulationTime?
  ) -> TaskRecord {
    TaskRecord(
      stream: work.jobs[attempt.job].stream.index, job: Int(work.jobs[attempt.job].number), task: Int(attempt.task),
      submittedAt: submissionTime(of: attempt.job, attempt.task), startedAt: attempt.startedAt, endedAt: endedAt,
      attempts: Int(history.attempts), node: Int(nodes[attempt.node].ordinal),
      lost: SimulationDuration(nanoseconds: history.lost), outcome: outcome)
  }

  private mutating func recordOfWaiting(_ job: JobID, _ task: UInt32, _ history: TaskHistory) -> TaskRecord {
    TaskRecord(
      stream: work.jobs[job].stream.index, job: Int(work.jobs[job].number), task: Int(task),
      submittedAt: submissionTime(of: job, task), startedAt: nil, endedAt: nil, attempts: Int(history.attempts),
      node: nil, lost: SimulationDuration(nanoseconds: history.lost), outcome: .waiting)
  }

  private mutating func submissionTime(of job: JobID, _ task: UInt32) -> SimulationTime {
    guard case .trace(let trace) = configuration[work.jobs[job].stream].source else {
      return work.jobs[job].submittedAt
    }
    return trace.entries[Int(task)].submittedAt
  }

  /// Calls a function with every attempt that goes on.
  ///
  /// - Complexity: O(nodes + attempts).
  mutating func forEachRunning(_ body: (inout PoolModel, AttemptID) -> Void) {
    for node in work.entries.ids {
      var place = work.entries[node].firstPlace
      while place != Place.none {
        let attempt = work.places[place].attempt
        let next = work.places[place].nextOnNode
        if work.attempts[attempt].firstPlace == place { body(&self, attempt) }
        place = next
      }
    }
  }
}
