// SPDX-License-Identifier: GPL-3.0-or-later

import BatchPool
import EventEngine
import TestSupport
import Testing

/// Jobs and tasks whose every time can be worked out by hand.
@Suite struct WorkTests {
  private func ends(_ outcome: RunOutcome) -> [Double?] { outcome.tasks.map { $0.endedAt?.seconds } }
  private func jobEnds(_ outcome: RunOutcome) -> [Double?] { outcome.jobs.map { $0.endedAt?.seconds } }

  @Test func `five tasks of 10 s on two nodes take 30 s`() {
    let outcome = workRun(.working(nodes: 2, [.jobs("a", at: [5], tasks: 5, seconds: 10)]))
    #expect(ends(outcome) == [15, 15, 25, 25, 35])
    #expect(outcome.total.work?.tasksCompleted == 5)
    #expect(outcome.total.work?.makespan == .seconds(30))
    #expect(outcome.total.work?.waitMean == 8)
    #expect(outcome.total.usableNodes == 2 && outcome.total.idleNodes == 2)
    let time = outcome.nodeTimes[0].time
    #expect(time.useful == 50_000_000_000 && time.lost == 0 && time.idle == 20_000_000_000)
  }

  @Test func `work waits for the first node, not for the pool to be steady`() {
    // 180 s delay, 3 s for 90 MiB at 30 MiB/s, 90 s boot, 60 s agent.
    var parameters = ModelParameters.constantTimes
    parameters.dispatchDelay = constant(3)
    let outcome = workRun(.working(nodes: 1, parameters: parameters, [.jobs("a", at: [0], tasks: 2, seconds: 10)]))
    #expect(ends(outcome) == [346, 359])
    #expect(outcome.jobs[0].startedAt?.seconds == 336)
    #expect(outcome.total.work?.waitMean == 342.5)
  }

  @Test func `a higher priority goes first, an earlier job before a later one`() {
    let outcome = workRun(
      .working(
        nodes: 1,
        [
          .jobs("low", at: [0], tasks: 3, seconds: 10),
          .jobs("high", at: [1], tasks: 1, seconds: 10, priority: 5),
          .jobs("later", at: [2], tasks: 1, seconds: 10),
        ]))
    #expect(ends(outcome) == [10, 30, 40, 20, 50])
  }

  @Test func `a task that does not fit lets later ones pass, unless they go strictly in order`() {
    let work: [WorkStream] = [
      .jobs("first", at: [0], tasks: 1, seconds: 10, traits: TaskTraits(requiredSlots: 3)),
      .jobs("wide", at: [1], tasks: 1, seconds: 10, traits: TaskTraits(requiredSlots: 4)),
      .jobs("small", at: [2], tasks: 1, seconds: 10),
    ]
    var system = SystemConfiguration.working(nodes: 1, slots: 4, work)
    #expect(ends(workRun(system)) == [10, 22, 12])
    system.pools[0].startsTasksInOrder = true
    #expect(ends(workRun(system)) == [10, 20, 30])
  }

  @Test func `a task wider than a node waits for ever, and the run ends`() {
    let outcome = workRun(
      .working(
        nodes: 2, slots: 2, [.jobs("wide", at: [0], tasks: 1, seconds: 1, traits: TaskTraits(requiredSlots: 3))]))
    #expect(outcome.end == .noEventsLeft)
    #expect(outcome.tasks.map(\.outcome) == [.waiting])
    #expect(outcome.total.work?.makespan == nil)
  }

  @Test func `spread uses the emptiest node, pack the fullest that has room`() {
    let work: [WorkStream] = [.jobs("a", at: [5], tasks: 3, seconds: 10)]
    var system = SystemConfiguration.working(nodes: 2, slots: 2, work)
    #expect(Set(workRun(system).tasks.prefix(2).map(\.node)) == [0, 1])
    system.pools[0].nodeFillType = .pack
    let packed = workRun(system)
    #expect(packed.tasks[0].node == packed.tasks[1].node && packed.tasks[2].node != packed.tasks[0].node)
  }

  @Test func `a multi-instance task begins when all its nodes are free, each of them another`() {
    let work: [WorkStream] = [
      .jobs("one", at: [0], tasks: 1, seconds: 10),
      .jobs("three", at: [1], tasks: 1, seconds: 10, traits: TaskTraits(nodes: 3)),
    ]
    let outcome = workRun(.working(nodes: 3, slots: 1, work))
    #expect(ends(outcome) == [10, 20])
    #expect(outcome.nodeTimes[0].time.useful == 40_000_000_000)
    // Two nodes with two slots each are two nodes, not four.
    #expect(workRun(.working(nodes: 2, slots: 2, work)).tasks.last?.outcome == .waiting)
  }

  @Test func `a job is prepared once on every node`() {
    let traits = TaskTraits(preparation: constant(100))
    let outcome = workRun(.working(nodes: 2, slots: 2, [.jobs("a", at: [0], tasks: 6, seconds: 10, traits: traits)]))
    #expect(ends(outcome) == [110, 110, 110, 110, 120, 120])
  }

  @Test func `a job waits for the jobs that were submitted before it`() {
    let outcome = workRun(
      .working(
        nodes: 4,
        [
          .jobs("first", at: [0, 50], tasks: 1, seconds: 30),
          .jobs("second", at: [10, 45], tasks: 2, seconds: 5, deadline: 30, after: 0),
        ]))
    #expect(jobEnds(outcome) == [30, 35, 50, 80])
    #expect(outcome.jobs.map(\.deadlineMet) == [nil, true, true, nil])
    #expect(outcome.total.work?.onTimeShare == 1)
    // The wait counts from the end of what was waited for.
    #expect(outcome.total.work?.waitMean == 0)
  }

  @Test func `a job that is late, or one of whose tasks fails, is not on time`() {
    let late = workRun(.working(nodes: 1, [.jobs("a", at: [0], tasks: 2, seconds: 10, deadline: 19)]))
    #expect(late.jobs.map(\.deadlineMet) == [false])
    let exact = workRun(.working(nodes: 1, [.jobs("a", at: [0], tasks: 2, seconds: 10, deadline: 20)]))
    #expect(exact.jobs.map(\.deadlineMet) == [true])
    let failing = TaskTraits(failureProbability: 1, maxTaskRetryCount: 2)
    let failed = workRun(
      .working(nodes: 1, [.jobs("a", at: [0], tasks: 1, seconds: 10, deadline: 100, traits: failing)]))
    #expect(failed.jobs.map(\.deadlineMet) == [false])
    #expect(failed.tasks.map(\.attempts) == [3] && failed.tasks.map(\.lost) == [.seconds(30)])
    #expect(failed.nodeTimes[0].time.lost == 30_000_000_000)
    #expect(failed.total.work?.tasksFailed == 1)
  }

  /// A pool of two nodes that both run a task of 100 s, and is asked for one node at 40 s; removal takes 60 s.
  private func shrinking(_ option: DeallocationOption) -> RunOutcome {
    var parameters = ModelParameters.instant
    parameters.nodeRemoval = constant(60)
    var system = SystemConfiguration.working(
      nodes: 2, parameters: parameters,
      [.jobs("a", at: [0], tasks: 2, seconds: 100, traits: TaskTraits(retentionTime: .seconds(50)))])
    system.interventions = [
      Intervention(
        time: SimulationTime(seconds: 40),
        action: .resize(pool: 0, ResizeRequest(targetDedicatedNodes: 1, deallocationOption: option)))
    ]
    return workRun(system)
  }

  @Test func `the four deallocation options do to tasks what the service says`() {
    let requeued = shrinking(.requeue)
    #expect(requeued.tasks.compactMap { $0.endedAt?.seconds }.sorted() == [100, 200])
    #expect(requeued.total.work?.requeues == 1 && requeued.nodeTimes[0].time.lost == 40_000_000_000)
    #expect(requeued.resizes.last?.endedAt?.seconds == 100)
    let terminated = shrinking(.terminate)
    #expect(terminated.tasks.compactMap { $0.endedAt?.seconds }.sorted() == [40, 100])
    #expect(terminated.total.work?.tasksFailed == 1 && terminated.total.work?.requeues == 0)
    let completed = shrinking(.taskCompletion)
    #expect(ends(completed) == [100, 100] && completed.resizes.last?.endedAt?.seconds == 160)
    let retained = shrinking(.retainedData)
    #expect(ends(retained) == [100, 100] && retained.resizes.last?.endedAt?.seconds == 210)
  }

  @Test func `a node that waits to leave takes no task, and does again when the removal is stopped`() {
    var system = SystemConfiguration.working(
      nodes: 2,
      [.jobs("a", at: [0], tasks: 2, seconds: 100), .jobs("b", at: [0], tasks: 4, seconds: 50)])
    system.parameters.stopDuration = constant(1)
    let removal = ResizeRequest(targetDedicatedNodes: 1, deallocationOption: .taskCompletion)
    system.interventions = [
      Intervention(time: SimulationTime(seconds: 40), action: .resize(pool: 0, removal)),
      Intervention(time: SimulationTime(seconds: 60), action: .stopResize(0)),
    ]
    #expect(ends(workRun(system)) == [100, 100, 150, 150, 200, 200])
    system.interventions.removeLast()
    #expect(ends(workRun(system)) == [100, 100, 150, 200, 250, 300])
  }

  @Test func `jobs come every so often until a time, which still counts`() {
    let stream = WorkStream(
      name: "a",
      source: .generated(
        GeneratedWork(
          arrivals: .every(.seconds(60), from: SimulationTime(seconds: 30), until: SimulationTime(seconds: 150)),
          taskCount: constant(1), taskDuration: constant(1))))
    #expect(workRun(.working(nodes: 1, [stream])).jobs.map(\.submittedAt.seconds) == [30, 90, 150])
  }

  @Test func `recorded tasks of one job make one job, which is over with the last of them`() {
    let entries = [(0.0, 10.0, 0), (1, 5, 1), (20, 10, 0)].map { at, seconds, job in
      TaskTrace.Entry(submittedAt: SimulationTime(seconds: at), duration: .seconds(seconds), job: UInt32(job))
    }
    let trace = TaskTrace(entries: entries, jobNames: ["x", "y"], contentHash: 1)
    let outcome = workRun(.working(nodes: 1, [WorkStream(name: "log", source: .trace(trace))]))
    #expect(jobEnds(outcome) == [30, 15] && outcome.jobs.map(\.tasks) == [2, 1])
    #expect(outcome.tasks.map(\.job) == [0, 0, 1] && outcome.tasks.map(\.task) == [0, 1, 0])
  }

  @Test func `impossible work is refused`() {
    func problems(_ change: (inout WorkStream) -> Void) -> Int {
      var stream = WorkStream.jobs("a", at: [0], tasks: 1, seconds: 1)
      change(&stream)
      return SystemConfiguration.working(nodes: 1, [stream]).problems().count
    }
    #expect(problems { _ in } == 0)
    #expect(problems { $0.pool = 1 } == 1)
    #expect(problems { $0.priority = 1_001 } == 1)
    #expect(problems { $0.deadline = .zero } == 1)
    #expect(problems { $0.after = 0 } == 1)
    #expect(problems { $0.after = 7 } == 1)
    #expect(problems { $0.tasks.requiredSlots = 0 } == 1)
    #expect(problems { $0.tasks.nodes = 0 } == 1)
    #expect(problems { $0.tasks.failureProbability = 2 } == 1)
    #expect(problems { $0.tasks.maxTaskRetryCount = -2 } == 1)
    #expect(problems { $0.tasks = TaskTraits(failureProbability: 1, maxTaskRetryCount: -1) } == 1)
    #expect(problems { $0.tasks.retentionTime = .seconds(-1) } == 1)
    #expect(SystemConfiguration.working(nodes: 1, slots: 0, []).problems().count == 1)
    #expect(SystemConfiguration.working(nodes: 1, slots: 257, []).problems().count == 1)
    let same = WorkStream.jobs("a", at: [0], tasks: 1, seconds: 1)
    #expect(SystemConfiguration.working(nodes: 1, [same, same]).problems().count == 1)
    let disordered = WorkStream.jobs("a", at: [2, 1], tasks: 1, seconds: 1)
    #expect(SystemConfiguration.working(nodes: 1, [disordered]).problems().count == 1)
  }
}
