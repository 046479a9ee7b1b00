// SPDX-License-Identifier: GPL-3.0-or-later

/// How a formula behaves while the load of its pool stays as it is: it is evaluated again and again, and the pool has the
/// nodes that it asked for.
public struct FormulaProbe: Sendable {
  /// The load.
  public enum Load: Hashable, Sendable {
    /// No tasks, from so many nodes.
    case idle(nodes: Int)
    /// So many tasks that wait or run, from no nodes.
    case pending(tasks: Int)
  }

  /// How it ended.
  public enum Ending: Sendable {
    /// The targets stay.
    case settles
    /// The targets return to earlier ones, again and again.
    case cycles
    /// Neither, in ``FormulaProbe/mostSteps`` evaluations.
    case goesOn
    /// An evaluation ended with an error.
    case fails(FormulaError)
  }

  /// How many evaluations a probe has.
  public static let mostSteps = 64

  /// The load.
  public let load: Load
  /// The instant of all evaluations.
  public let now: FormulaInstant
  /// Wanted nodes of both kinds: at the beginning, and after each evaluation [nodes].
  public let steps: [Int]
  /// How it ended.
  public let ending: Ending

  /// The last number of nodes wanted [nodes].
  public var last: Int { steps.last ?? 0 }

  /// Whether an evaluation asked for fewer nodes than the one before.
  public var falls: Bool { zip(steps, steps.dropFirst()).contains { $1 < $0 } }

  /// `10 -> 5 -> 2 -> 1`, shortened.
  public var sequence: String {
    let shown = steps.prefix(8).map(String.init).joined(separator: " -> ")
    return steps.count > 8 ? shown + " -> ... -> \(last)" : shown
  }

  /// `no tasks, from 10 nodes`.
  public var wording: String {
    switch load {
    case .idle(let nodes): "no tasks, from \(FormulaWording.count(nodes, "node"))"
    case .pending(let tasks): "\(FormulaWording.count(tasks, "pending task")), from 0 nodes"
    }
  }
}

extension Formula {
  /// Numbers of nodes from which an idle pool is tried, and of pending tasks.
  static let probedNodes = [0, 1, 10, 1000]
  static let probedTasks = [1, 2, 7, 100, 10_000]

  /// Monday at three and at noon, and Sunday at noon (2 and 1 March 2026): a night, a working day and a day off.
  static let probedTimes: [FormulaInstant] = [1_772_420_400, 1_772_452_800, 1_772_366_400].compactMap {
    FormulaInstant(secondsSince1970: $0)
  }

  /// Tries how the formula behaves; it has no probes when it reads a metric that is not simulated.
  ///
  /// - Complexity: at most ``FormulaProbe/mostSteps`` evaluations a probe.
  func probes(slots: Int, dialect: FormulaDialect) -> (probes: [FormulaProbe], warnings: [FormulaFinding]) {
    guard metrics.metrics.allSatisfy(\.isSimulated) else { return ([], []) }
    var probes: [FormulaProbe] = []
    var warnings: [FormulaFinding] = []
    let times = readsTime ? Self.probedTimes : Array(Self.probedTimes.suffix(2).prefix(1))
    let loads =
      Self.probedNodes.map { FormulaProbe.Load.idle(nodes: $0) } + Self.probedTasks.map { .pending(tasks: $0) }
    for now in times {
      for load in loads {
        let (probe, found) = self.probe(load, at: now, slots: slots, dialect: dialect)
        probes.append(probe)
        warnings += found
      }
    }
    return (probes, warnings)
  }

  /// One probe.
  public func probe(_ load: FormulaProbe.Load, at now: FormulaInstant, slots: Int, dialect: FormulaDialect) -> (
    probe: FormulaProbe, warnings: [FormulaFinding]
  ) {
    var pool = SteadyPool(now: now, slots: max(1, slots))
    switch load {
    case .idle(let nodes):
      if targets.contains(.dedicated) { pool.dedicated = nodes }
      if targets.contains(.lowPriority) { pool.lowPriority = nodes }
    case .pending(let tasks): pool.pending = tasks
    }
    var steps = [pool.nodes]
    var seen: Set<[Int]> = [[pool.dedicated, pool.lowPriority]]
    var warnings: [FormulaFinding] = []
    for _ in 0..<FormulaProbe.mostSteps {
      let evaluation = evaluate(in: pool, dialect: dialect)
      warnings += evaluation.warnings
      if let error = evaluation.error {
        return (FormulaProbe(load: load, now: now, steps: steps, ending: .fails(error)), warnings)
      }
      let before = [pool.dedicated, pool.lowPriority]
      (pool.dedicated, pool.lowPriority) = (evaluation.targetDedicatedNodes, evaluation.targetLowPriorityNodes)
      let after = [pool.dedicated, pool.lowPriority]
      steps.append(pool.nodes)
      if after == before { return (FormulaProbe(load: load, now: now, steps: steps, ending: .settles), warnings) }
      guard seen.insert(after).inserted else {
        return (FormulaProbe(load: load, now: now, steps: steps, ending: .cycles), warnings)
      }
    }
    return (FormulaProbe(load: load, now: now, steps: steps, ending: .goesOn), warnings)
  }
}
