// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
internal import Randomness

/// Jobs as they are submitted, and as they wait for each other.
extension PoolModel {
  @inline(__always)
  mutating func handle(_ event: WorkEvent, _ scheduler: inout Scheduler<PoolEvent>) {
    switch event {
    case .submitted(let stream): submitJobs(of: stream, &scheduler)
    case .attemptEnded(let attempt): endAttempt(attempt, &scheduler)
    }
  }

  /// Schedules the first submission of every stream.
  mutating func scheduleWork(_ scheduler: inout Scheduler<PoolEvent>) {
    for stream in work.streams.ids { scheduleSubmission(of: stream, &scheduler) }
  }

  private mutating func scheduleSubmission(of stream: StreamID, _ scheduler: inout Scheduler<PoolEvent>) {
    guard let time = work.streams[stream].nextArrival(configuration[stream].source, draws.random) else { return }
    assert(time >= scheduler.now, "at \(scheduler.now): a job was to be submitted at \(time)")
    scheduler.schedule(.work(.submitted(stream)), at: time)
  }

  private mutating func submitJobs(of stream: StreamID, _ scheduler: inout Scheduler<PoolEvent>) {
    switch configuration[stream].source {
    case .generated(let generated):
      let number = work.streams[stream].jobCount
      let count = draws.random.draw(
        generated.taskCount, purpose: .jobTaskCount, entity: work.streams[stream].key, attempt: number)
      let most = Double(WorkStream.mostTasksPerJob)
      submitJob(number, of: stream, tasks: 0..<UInt32(max(1, min(count.rounded(), most))), at: scheduler.now)
    case .trace(let trace): submitEntries(of: trace, stream, at: scheduler.now)
    }
    scheduleSubmission(of: stream, &scheduler)
    dispatch(work.plans[stream].pool, &scheduler)
  }

  /// The recorded tasks of this instant are submitted.
  private mutating func submitEntries(of trace: TaskTrace, _ stream: StreamID, at now: SimulationTime) {
    while work.streams[stream].taken < trace.entries.count {
      let index = work.streams[stream].taken
      let entry = trace.entries[index]
      guard entry.submittedAt <= now else { return }
      work.streams[stream].taken += 1
      let job = work.streams[stream].recordedJobs[Int(entry.job)]
      let task = UInt32(index)..<UInt32(index + 1)
      if job == JobStream.noJob {
        work.streams[stream].recordedJobs[Int(entry.job)] = submitJob(
          entry.job, of: stream, tasks: task, at: now)
      } else {
        extendJob(job, by: task, at: now)
      }
    }
  }

  /// A job is submitted with its tasks, or with the first of them.
  @discardableResult
  private mutating func submitJob(
    _ number: UInt32, of stream: StreamID, tasks: Range<UInt32>, at now: SimulationTime
  ) -> JobID {
    work.streams[stream].jobCount += 1
    work.streams[stream].openCount += 1
    let awaited = configuration[stream].after.map { work.streams[StreamID($0)].openCount } ?? 0
    let job = work.jobs.nextID
    work.jobs.append(
      Job(
        stream: stream, number: number, key: DrawKeys.mixed(work.streams[stream].key &+ UInt64(number)),
        submittedAt: now, taskCount: UInt32(tasks.count), openCount: UInt32(tasks.count), awaitedCount: awaited))
    noteSubmission(of: tasks.count, to: work.plans[stream].pool, at: now)
    if awaited > 0 {
      work.streams[stream].blocked.append(job)
    } else {
      work.jobs[job].readyAt = now
      enqueue(job, tasks)
    }
    return job
  }

  /// A recorded job gets another task; one that was over goes on.
  private mutating func extendJob(_ job: JobID, by task: Range<UInt32>, at now: SimulationTime) {
    let stream = work.jobs[job].stream
    if work.jobs[job].openCount == 0 { work.streams[stream].openCount += 1 }
    work.jobs[job].endedAt = Node.never
    work.jobs[job].taskCount += 1
    work.jobs[job].openCount += 1
    noteSubmission(of: 1, to: work.plans[stream].pool, at: now)
    if work.jobs[job].readyAt != Node.never { enqueue(job, task) }
  }

  private mutating func noteSubmission(of tasks: Int, to pool: PoolID, at now: SimulationTime) {
    work.desks[pool].submitted += tasks
    work.desks[pool].firstSubmission = min(work.desks[pool].firstSubmission, now)
  }

  /// Tasks of a job begin to wait for slots.
  private mutating func enqueue(_ job: JobID, _ tasks: Range<UInt32>) {
    let stream = work.jobs[job].stream
    let order = work.submissionCount << 32
    work.submissionCount += 1
    work.desks[work.plans[stream].pool].queue.append(
      TaskQueue.Range(job: job, next: tasks.lowerBound, end: tasks.upperBound, order: order),
      need: need(of: tasks.lowerBound, stream))
  }

  /// What a task needs.
  mutating func need(of task: UInt32, _ stream: StreamID) -> TaskQueue.Need {
    let need = work.plans[stream].need
    guard work.plans[stream].isRecorded, case .trace(let trace) = configuration[stream].source else { return need }
    let entry = trace.entries[Int(task)]
    return TaskQueue.Need(priority: need.priority, slots: entry.slots, nodes: entry.nodes)
  }

  /// A job is over: those that waited for it may begin.
  mutating func endJob(_ job: JobID, _ scheduler: inout Scheduler<PoolEvent>) {
    let stream = work.jobs[job].stream
    work.jobs[job].endedAt = scheduler.now
    work.streams[stream].openCount -= 1
    for follower in work.streams[stream].followers {
      var isReleased = false
      for blocked in work.streams[follower].blocked where blocked > job && work.jobs[blocked].awaitedCount > 0 {
        work.jobs[blocked].awaitedCount -= 1
        guard work.jobs[blocked].awaitedCount == 0 else { continue }
        isReleased = true
        release(blocked, of: follower, at: scheduler.now)
      }
      guard isReleased else { continue }
      work.streams[follower].blocked.removeAll { work.jobs[$0].awaitedCount == 0 }
      dispatch(work.plans[follower].pool, &scheduler)
    }
  }

  /// A job has waited long enough for others: its tasks wait for slots from now on.
  private mutating func release(_ job: JobID, of stream: StreamID, at now: SimulationTime) {
    work.jobs[job].readyAt = now
    guard case .trace(let trace) = configuration[stream].source else {
      enqueue(job, 0..<work.jobs[job].taskCount)
      return
    }
    for index in 0..<work.streams[stream].taken
    where work.streams[stream].recordedJobs[Int(trace.entries[index].job)] == job {
      enqueue(job, UInt32(index)..<UInt32(index + 1))
    }
  }
}
