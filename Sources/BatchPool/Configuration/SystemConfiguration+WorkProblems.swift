// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine

extension WorkStream {
  /// The most tasks of one job: 2^31 - 1.
  static let mostTasksPerJob = 2_147_483_647
  /// The most slots of a node (REST reference, Pool - Add, 2023-11-01: at most 256).
  static let mostSlotsPerNode = 256
}

extension SystemConfiguration {
  /// What makes the work impossible to simulate, one sentence each.
  ///
  /// - Complexity: O(streams + arrivals that are listed).
  func workProblems() -> [String] {
    var problems: [String] = []
    for pool in pools where !(1...WorkStream.mostSlotsPerNode).contains(pool.taskSlotsPerNode) {
      problems.append("pool \(pool.name) has \(pool.taskSlotsPerNode) slots a node, not 1...256")
    }
    for (index, stream) in work.enumerated() { problems += self.problems(of: stream, at: index) }
    let names = work.map(\.name).sorted()
    for (name, next) in zip(names, names.dropFirst()) where name == next {
      problems.append("two streams of jobs are named \(name)")
    }
    return problems
  }

  private func problems(of stream: WorkStream, at index: Int) -> [String] {
    var problems: [String] = []
    if !pools.indices.contains(stream.pool) { problems.append("work \(stream.name) has no pool \(stream.pool)") }
    if !(-1_000...1_000).contains(stream.priority) {
      problems.append("work \(stream.name) has priority \(stream.priority), not -1000...1000")
    }
    if let deadline = stream.deadline, deadline <= .zero {
      problems.append("the deadline of \(stream.name) is 0 or less")
    }
    if waitsForItself(index) { problems.append("work \(stream.name) waits for itself") }
    problems += stream.tasks.problems.map { "work \(stream.name) has \($0)" }
    if case .generated(let generated) = stream.source, let problem = generated.arrivals.problem {
      problems.append("work \(stream.name) has \(problem)")
    }
    return problems
  }

  /// Whether the streams that a stream waits for lead back to it, or to none that exists.
  private func waitsForItself(_ index: Int) -> Bool {
    var present = work[index].after
    for _ in work.indices {
      guard let leader = present else { return false }
      guard work.indices.contains(leader) else { return true }
      present = work[leader].after
    }
    return present != nil
  }
}

extension TaskTraits {
  fileprivate var problems: [String] {
    var problems: [String] = []
    if !(1...WorkStream.mostSlotsPerNode).contains(requiredSlots) { problems.append("tasks of \(requiredSlots) slots") }
    if !(1...Int(UInt16.max)).contains(nodes) { problems.append("tasks of \(nodes) nodes") }
    if !(0...1).contains(failureProbability) { problems.append("a failureProbability of \(failureProbability)") }
    if !(-1...1_000).contains(maxTaskRetryCount) { problems.append("a maxTaskRetryCount of \(maxTaskRetryCount)") }
    if failureProbability == 1, maxTaskRetryCount < 0 { problems.append("tasks that fail for ever") }
    if retentionTime < .zero { problems.append("a negative retentionTime") }
    return problems
  }
}

extension JobArrivals {
  fileprivate var problem: String? {
    switch self {
    case .at(let times):
      let isInOrder = zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
      return isInOrder && times.allSatisfy { $0 >= .zero } ? nil : "arrivals before the start or out of order"
    case .every(let interval, let from, let until):
      return interval > .zero && from >= .zero && until <= Self.latest ? nil : "an impossible interval of arrivals"
    case .poisson(let rate, let from, let until):
      return rate >= 0 && rate <= 1e9 && from >= .zero && until <= Self.latest ? nil : "an impossible rate of arrivals"
    case .weekly(let weekly, let from, let until):
      let isSound =
        weekly.rates.count == 168 && weekly.rates.allSatisfy { $0 >= 0 && $0 <= 1e9 }
        && weekly.weekTimeAtStart >= .zero && from >= .zero && until <= Self.latest
      return isSound ? nil : "impossible rates of arrivals"
    }
  }

  private static var latest: SimulationTime { .zero + SystemConfiguration.longestStage }
}
