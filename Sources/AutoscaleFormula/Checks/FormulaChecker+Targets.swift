// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaChecker {
  mutating func checkTargets() {
    guard !targets.isEmpty else {
      find(
        .noTarget, at: .start,
        "no target is assigned, and so the formula does nothing; assign $TargetDedicatedNodes or $TargetLowPriorityNodes"
      )
      return
    }
    for target in targets {
      let place = target.statement.place
      let facts = target.facts
      if !facts.isWhole, facts.type != nil {
        find(
          .fractionalTarget, at: place,
          "the target can be a fraction, which is cut: 0.5 becomes no node; write ceil(...) around it")
      }
      if facts.values.has(.activeTasks), !facts.values.has(.runningTasks), !facts.values.has(.pendingTasks) {
        find(
          .waitingOnly, at: place,
          "the target follows the tasks that wait and forgets those that run: their nodes are taken away; use "
            + "$PendingTasks")
      }
      if options.slots > 1, !facts.quantities.isDisjoint(with: .queue), !facts.isDivided {
        find(
          .ignoresSlots, at: place,
          "a node has \(options.slots) slots, and the tasks are not divided by them: too many nodes; divide by "
            + "$TaskSlotsPerNode")
      }
    }
    checkConstants()
  }

  private mutating func checkConstants() {
    if let random = targets.first(where: { $0.facts.readsRandom }) {
      find(
        .constantTarget, at: random.statement.place, "the target depends on rand(): its evaluations cannot be repeated")
    }
    let areConstant = targets.allSatisfy {
      $0.facts.mentions.isEmpty && !$0.facts.readsTime && $0.facts.readsTargets.isEmpty && !$0.facts.readsRandom
    }
    if areConstant {
      find(
        .constantTarget, at: targetPlace(),
        "the targets depend on no metric and no time; a fixed size says the same without evaluations")
    }
  }

  // MARK: - Kinds of nodes

  mutating func checkKinds() {
    for target in targets {
      let other: FormulaNodeKind = target.kind == .dedicated ? .lowPriority : .dedicated
      let place = target.statement.place
      if target.facts.readsTargets.contains(other) {
        let names = [target.kind, other].map { FormulaName.target($0, isAlias: false).serviceText }
        find(
          .otherKind, at: place, "\(names[0]) is computed from \(names[1]), the target of the other kind of nodes")
      }
      if target.facts.summands.has(.preemptedNodeCount) {
        find(
          .preemptedAsCapacity, at: place,
          "$PreemptedNodeCount is added to the target: preempted nodes come back by themselves, and it may read 0 on the "
            + "service")
      } else if target.facts.quantities.has(.currentLowPriorityNodes),
        !target.facts.subtrahends.has(.preemptedNodeCount)
      {
        find(
          .preemptedAsCapacity, at: place,
          "$CurrentLowPriorityNodes contains preempted nodes, which do not work; subtract $PreemptedNodeCount")
      }
    }
    if let low = table.targets[.lowPriority], table.targets[.dedicated] == nil {
      find(
        .dedicatedLeft, at: low.place,
        "$TargetDedicatedNodes is not assigned: dedicated nodes that the pool has stay, and are billed; assign 0")
    }
  }

  // MARK: - Deallocation

  mutating func checkDeallocation() {
    guard !targets.isEmpty else { return }
    var words: Set<FormulaDeallocationOption> = [.requeue]
    if let option = table.option { words = table.facts[option.root].words }
    let place = table.option?.place ?? targetPlace()
    if words.contains(.retainedData) {
      find(
        .waitsForData, at: place,
        "retaineddata keeps nodes until the data of their tasks may go, by default 7 days, and they are billed")
    }
    guard canFall else { return }
    if !words.isDisjoint(with: [.requeue, .terminate]) {
      let word = words.contains(.requeue) ? "requeue" : "terminate"
      let way =
        table.option == nil ? "no deallocation option is assigned, so that \(word) counts" : "the option is \(word)"
      find(
        .stopsRunningTasks, at: place,
        "\(way): when the pool shrinks, running tasks are stopped; write $NodeDeallocationOption = taskcompletion")
    }
    if words.contains(.taskCompletion) {
      find(
        .waitsForTasks, at: place,
        "with taskcompletion the pool stays 'resizing' until the longest task on a leaving node ends")
    }
  }

  /// Whether a target can become smaller than it was.
  private var canFall: Bool {
    guard targets.contains(where: { $0.facts.number == nil }) else { return false }
    guard !probes.isEmpty else { return true }
    if probes.contains(where: \.falls) { return true }
    let sizes = Dictionary(grouping: probes, by: \.load).values
    return sizes.contains { Set($0.map(\.last)).count > 1 }
  }
}
