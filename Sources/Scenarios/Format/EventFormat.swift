// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import BatchPool

/// The keys for what happens to pools after their first resize.
enum EventFormat {
  private static let time = ValueKind.quantity(.duration, 0...Dimension.duration.limit)
  private static let nodes = ValueKind.integer(0...SystemConfiguration.mostNodes)

  static let action = MapFormat([
    KeyFormat("at", time, .required, "When the caller acts."),
    KeyFormat(
      "resize", .allOrName, .optional, "The pool of that name is to have another size; true for every pool."),
    KeyFormat("targetDedicatedNodes", nodes, .optional, "Of resize: dedicated nodes wanted from now on."),
    KeyFormat("targetLowPriorityNodes", nodes, .optional, "Of resize: low-priority nodes wanted from now on."),
    KeyFormat(
      "removeNodes", .allOrName, .optional,
      "Nodes of the pool of that name are removed, and its target is lowered by as many; true for every pool."),
    KeyFormat(
      "count", .integer(1...RemovalRequest.mostNodes), .optional,
      "Of removeNodes: how many; the service takes at most \(RemovalRequest.mostNodes) a request."),
    KeyFormat(
      "nodeDeallocationOption", .choice(DeallocationOption.allCases.map(\.rawValue)), .optional,
      "Of resize and removeNodes: what becomes of tasks on nodes that leave; requeue unless given."),
    KeyFormat(
      "resizeTimeout", .quantity(.duration, 300...Dimension.duration.limit), .optional,
      "Of resize and removeNodes: how long it may take; the pool's own unless given."),
    KeyFormat(
      "stopResize", .allOrName, .optional, "The resize of the pool of that name is stopped; true for every pool."),
    KeyFormat(
      "setReplicas", .allOrName, .optional,
      "The gallery image of that name gets other replicas; true for every gallery image."),
    KeyFormat("replicas", .integer(1...10_000), .optional, "Of setReplicas: how many."),
    KeyFormat(
      "after", .distribution(.duration), .optional, "Of setReplicas: how long replication takes; none unless given."),
  ])

  static let fault = MapFormat([
    KeyFormat("at", time, .required, "When it happens."),
    KeyFormat(
      "deleteImage", .allOrName, .optional, "The image of that name is deleted; true for every image of the user's own."
    ),
    KeyFormat(
      "deleteSnapshot", .name, .optional,
      "The snapshot of that name is deleted: so is every image that was made from it."),
    KeyFormat(
      "stopResize", .allOrName, .optional, "The resize of the pool of that name is stopped; true for every pool."),
  ])

  static let tasks = MapFormat([
    KeyFormat(
      "busyShare", .quantity(.share, 0...1), .defaults(to: "1"), "Probability that an idle node runs a task."),
    KeyFormat("remaining", .distribution(.duration), .required, "How long that task still runs."),
    KeyFormat("retentionTime", time, .defaults(to: "7 d"), "How long the data of a task is kept."),
  ])

  static let poolKeys = [
    KeyFormat(
      "preemptionRate", .quantity(.rate, 0...1e3), .defaults(to: "0/h"), "How often one low-priority node is preempted."
    ),
    KeyFormat("failureRate", .quantity(.rate, 0...1e3), .defaults(to: "0/h"), "How often one node fails."),
    KeyFormat(
      "unusableProbability", .quantity(.share, 0...1), .defaults(to: "0"),
      "Probability that a node becomes unusable in place of joining the pool."),
    KeyFormat(
      "tasks", .map(tasks), .optional,
      "What nodes do when they are to leave: taskcompletion and retaineddata wait for it."),
  ]
}
