// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaCode {
  /// Doubts about how a formula behaves, which probes or the pool show.
  static let behaviours: [FormulaCode: FormulaExplanation] = [
    .neverEmpty: .init(
      "the pool never empties", "Without tasks it keeps nodes, which are billed. The message shows the steps.",
      cure: "Let the target reach 0, unless nodes must be ready.", example: "max(1, n)   // max(0, n)"),
    .neverShrinks: .init(
      "the pool never shrinks",
      "A target that depends on itself, or on the current nodes, can keep what it has for ever.",
      cure: "Compute the target from the tasks alone.", example: "max($TargetDedicatedNodes, n)   // n"),
    .unbounded: .init(
      "nothing bounds the target",
      "10,000 tasks ask for more than 1,000 nodes; the quota is reached, and evaluations may stop.",
      cure: "Write a limit.", example: "min(100, n)"),
    .negativeTarget: .init(
      "a target is below zero", "0 is taken here; what the service does is not known.", cure: "Write max(0, ...).",
      example: "$TargetDedicatedNodes = max(0, n - 4);"),
    .stopsRunningTasks: .init(
      "running tasks are stopped when the pool shrinks",
      "Without an assignment, requeue counts: tasks on leaving nodes are stopped and begin again. An option in quotes may "
        + "not be understood.", cure: "Assign taskcompletion, without quotes.",
      example: "$NodeDeallocationOption = taskcompletion;"),
    .waitsForTasks: .init(
      "shrinking waits for the longest task",
      "With taskcompletion the pool is resizing until then, and waits with growth.",
      cure: "Accept it, or keep tasks short.", example: "$NodeDeallocationOption = taskcompletion;"),
    .waitsForData: .init(
      "shrinking waits for retained data", "Data of tasks are kept for 7 days by default, and so are the nodes.",
      cure: "Use taskcompletion, or a short retention time.", example: "$NodeDeallocationOption = taskcompletion;"),
    .preemptedAsCapacity: .init(
      "preempted nodes count as nodes",
      "$CurrentLowPriorityNodes contains them, and adding their number asks for more each time.",
      cure: "Subtract them where capacity is meant, and do not add them to a target.",
      example: "$CurrentLowPriorityNodes - $PreemptedNodeCount"),
    .otherKind: .init(
      "one target is computed from the other kind's", "Halving the other target acts on a number that is often 0.",
      cure: "Read the target of the same kind.",
      example: "$TargetLowPriorityNodes = $TargetDedicatedNodes / 2;   // $TargetLowPriorityNodes / 2"),
    .dedicatedLeft: .init(
      "dedicated nodes stay", "The formula sets low-priority nodes only: what the pool had stays, and is billed.",
      cure: "Assign 0.", example: "$TargetDedicatedNodes = 0;"),
    .oscillates: .init(
      "the targets go up and down while nothing changes",
      "Nodes are bought and thrown away. The message shows the steps.",
      cure: "Compute the target from the tasks, not from whether there are enough nodes.",
      example: "$CurrentDedicatedNodes >= n ? 0 : n   // n"),
    .constantTarget: .init(
      "the targets do not follow the pool", "They depend on no metric and no time, or on rand().",
      cure: "Use a fixed size, or a metric.", example: "targetDedicatedNodes: 12"),
    .taskTooLarge: .init(
      "tasks need more slots than a node has", "They wait for ever; the formula sees them and asks for nodes.",
      cure: "Give the nodes more slots.", example: "taskSlotsPerNode: 4"),
  ]
}
