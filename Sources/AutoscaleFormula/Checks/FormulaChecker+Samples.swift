// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaChecker {
  // MARK: - Windows

  mutating func checkWindows() {
    for call in calls {
      guard call.isWindow, let length = call.length else { continue }
      let expected = FormulaSampleWindow.expected(in: length)
      if expected < 3 {
        find(
          .shortWindow, at: call.place,
          "a window of \(length.resultText) expects \(FormulaWording.count(expected, "sample")); one late sample empties "
            + "it: take 3 minutes or more")
      }
    }
    let lengths = calls.compactMap { call in call.length.map { (call: call, ticks: $0.ticks) } }
    let interval = options.evaluationInterval.ticks
    guard let shortest = lengths.min(by: { $0.ticks < $1.ticks }), interval > 0 else { return }
    if shortest.ticks / 10 > interval || (shortest.ticks > 0 && shortest.ticks < interval / 3) {
      let reason =
        shortest.ticks > interval
        ? "is longer than ten evaluation intervals: the pool follows later than the interval suggests"
        : "is shorter than a third of the evaluation interval: work between two windows is never seen"
      find(
        .windowAgainstInterval, at: shortest.call.place,
        "the shortest window, \(FormulaInterval(ticks: shortest.ticks).resultText), \(reason)")
    }
  }

  // MARK: - Guards

  mutating func checkGuards() {
    if let error = first.error, error.code == .tooFewSamples {
      find(
        .unguardedSamples, at: error.place,
        "the first evaluation ends here, as there are no samples yet; write "
          + "METRIC.GetSamplePercent(WINDOW) < 70 ? FALLBACK : ... around it")
    }
    let parents = parents()
    for call in calls where call.canFail {
      let guards = guards(of: call.index, parents)
      guard !guards.isEmpty, !guards.contains(where: { $0.looksAtSame(as: call) }) else { continue }
      let others = guards.map { tree.text(of: $0.index) }.joined(separator: ", ")
      find(
        .guardOfOther, at: call.place,
        "\(tree.text(of: call.index)) is guarded by \(others), which looks at other samples; test the same metric and "
          + "window")
    }
  }

  /// The node that each node is an operand of; nil for the root of a statement.
  private func parents() -> [FormulaTree.Index?] {
    var parents = [FormulaTree.Index?](repeating: nil, count: tree.nodes.count)
    for index in tree.nodes.indices {
      switch tree.nodes[index].kind {
      case .unary(_, let operand), .member(_, of: let operand): parents[operand] = index
      case .binary(_, let left, let right): (parents[left], parents[right]) = (index, index)
      case .conditional(let condition, let then, let otherwise):
        (parents[condition], parents[then], parents[otherwise]) = (index, index, index)
      case .call(_, let arguments): for argument in tree.arguments[arguments] { parents[argument] = index }
      case .number, .text, .name, .receiver, .callee: break
      }
    }
    return parents
  }

  /// The tests of samples that decide whether a node is evaluated.
  private func guards(of index: FormulaTree.Index, _ parents: [FormulaTree.Index?]) -> [SampleCall] {
    var found: [FormulaTree.Index] = []
    var node = index
    while let parent = parents[node] {
      switch tree.nodes[parent].kind {
      case .conditional(let condition, _, _) where condition != node: found += table.facts[condition].guards
      case .binary(let sign, let left, let right) where sign.isLogical && right == node:
        found += table.facts[left].guards
      default: break
      }
      node = parent
      if found.count > NodeFacts.mostGuards { break }
    }
    return calls.filter { $0.method == .getSamplePercent && found.contains($0.index) }
  }

  // MARK: - Samples

  mutating func checkSamples() {
    let reads = calls.filter { $0.method == .getSample }
    if let first = reads.first, reads.allSatisfy({ $0.count == 1 }) {
      find(
        .singleSample, at: first.place,
        "every read is GetSample(1): one sample, whose age is unknown; take a window with a guard")
    }
    for read in reads where read.metric == .runningTasks {
      let isFresh = read.ages.map { $0.lowerBound < 60 * FormulaInterval.ticksPerSecond } ?? false
      guard read.count.map({ $0 <= 2 }) ?? isFresh else { continue }
      find(
        .freshRunningTasks, at: read.place,
        "the newest one or two samples of $RunningTasks are often 0; take the maximum of a longer window, or let it end "
          + "a minute ago")
    }
  }
}
