// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import BatchPool
internal import EventEngine
internal import Randomness

/// Where the service puts the nodes of a pool.
package enum NodePlacement: String, CaseIterable, Hashable, Sendable {
  /// Anywhere in the region.
  case regional
  /// Over the availability zones of the region.
  case zonal
}

/// A pool.
struct PoolKeys: KeySet {
  static let keys = PoolKeys()
  static let format = MapFormat(keys)
  /// The one pool of a scenario, of which there are no copies.
  static let alone = format.without([keys.count.name])

  /// The shortest time that a resize may have.
  static let resizeTimeout = ValueType<SimulationDuration>.duration(
    from: PoolConfiguration.shortestResizeTimeout.seconds)
  static let nodes = ValueType<Int>.integer(0...SystemConfiguration.mostNodes)
  private static let eventRate = ValueType<Double>.quantity(.rate, 0...1e3)
  private static let probability = ValueType<Double>.quantity(.share, 0...1)

  let vmSize = Key<String>("vmSize", .name, default: "Standard_D2s_v3", "The VM size.")
  let targetDedicatedNodes = Key<Int>(
    "targetDedicatedNodes", Self.nodes, default: "0", beside: "targetLowPriorityNodes",
    "Dedicated nodes wanted; 0 when targetLowPriorityNodes alone is given. Not beside autoScale.",
    unlessThere: "autoScale")
  let targetLowPriorityNodes = Key<Int>(
    "targetLowPriorityNodes", Self.nodes, default: "0",
    "Spot nodes wanted, which were low-priority nodes until March 2026. Not beside autoScale.",
    unlessThere: "autoScale")
  let targetSpotNodes = Key<Int?>(
    SpotNames.spot, optional: Self.nodes, "Another name of targetLowPriorityNodes; a pool has one of the two.")
  let resizeTimeout = Key<SimulationDuration>(
    "resizeTimeout", Self.resizeTimeout, default: "15 min",
    "How long one resize may take; the service refuses less than 5 min, and ignores it beside a formula.",
    unlessThere: "autoScale")
  let autoScale = Key<Section<AutoScaleKeys>?>(
    "autoScale", optional: .map(AutoScaleKeys.self), "The formula by which the service sizes the pool.")
  let image = Key<NameOr<ImageKeys>?>(
    "image", optional: .nameOr(ImageKeys.self),
    "What the nodes boot from: the name of one of images, or an image of the pool's own.")
  let subscription = Key<String>(
    "subscription", .name, default: "default",
    "Pools of one subscription share its VM create requests; own gives every copy of the pool one of its own.")
  let startTask = Key<Section<StartTaskKeys>?>(
    "startTask", optional: .map(StartTaskKeys.self), "What every node runs before it takes work.")

  let preemptionRate = Key<Double>(
    "preemptionRate", Self.eventRate, default: "0/h", "How often one spot (low-priority) node is preempted.")
  let failureRate = Key<Double>("failureRate", Self.eventRate, default: "0/h", "How often one node fails.")
  let unusableProbability = Key<Double>(
    "unusableProbability", Self.probability, default: "0",
    "Probability that a node becomes unusable instead of joining the pool.")
  let tasks = Key<Section<TaskKeys>?>(
    "tasks", optional: .map(TaskKeys.self),
    "What nodes do when they are to leave: taskcompletion and retaineddata wait for it. Not beside work of the pool.")

  let taskSlotsPerNode = Key<Int>(
    "taskSlotsPerNode", .integer(1...256), unstated: "1", "Slots that a node has for tasks: so many can run at once.")
  let nodeFillType = Key<NodeFillType>(
    "nodeFillType", .choice(inAnyCase: true), unstated: NodeFillType.spread.rawValue,
    "Where a task goes: to the node with the most free slots, or to the one with the fewest that are enough.")
  let strict = Key<Bool>(
    "strict", .boolean, unstated: "false",
    "Whether tasks begin in their order alone: one that does not fit holds up all behind it, as the service does not.")

  let coresPerNode = Key<Int?>(
    "coresPerNode", optional: .integer(1...10_000),
    "Cores of one node, for quotas; the name of the VM size shows them for most sizes.")
  let interNodeCommunication = Key<Bool?>(
    "interNodeCommunication", optional: .boolean, "Whether its nodes may talk to each other directly.")
  let inboundNatPools = Key<Bool?>("inboundNatPools", optional: .boolean, "Whether it has inbound NAT pools.")
  let publicIPs = Key<Int?>(
    "publicIPs", optional: .integer(0...1_000_000),
    "Public IP addresses of the user's own: each serves 100 dedicated or 100 spot nodes. No limit unless given.")
  let subnetAddresses = Key<Int?>(
    "subnetAddresses", optional: Self.nodes,
    "Free addresses of the pool's subnet: nodes beyond them are not allocated. No limit unless given.")
  let nodePlacement = Key<NodePlacement?>(
    "nodePlacement", optional: .choice(inAnyCase: true), "Whether its nodes are spread over the zones of the region.")
  let autoscale = Key<Bool?>(
    "autoscale", optional: .boolean,
    "Whether the service sizes it by a formula; true alone says that the formula is not known, and is not simulated.")
  let autoScaleFormula = Key<String?>(
    "autoScaleFormula", optional: .text, "Of earlier versions: autoScale.formula.")
  let autoScaleEvaluationInterval = Key<SimulationDuration?>(
    "autoScaleEvaluationInterval", optional: .duration(from: 300, to: 604_800),
    "Of earlier versions: autoScale.evaluationInterval.")

  let count = Key<Int>(
    "count", .integer(1...1_000_000), default: "1",
    "So many copies of the pool, each with an image of its own unless the image is named or has an id.")

  var rows: [KeyFormat] {
    [
      vmSize.format, targetDedicatedNodes.format, targetLowPriorityNodes.format, targetSpotNodes.format,
      resizeTimeout.format, autoScale.format, image.format,
      subscription.format, startTask.format, preemptionRate.format, failureRate.format, unusableProbability.format,
      tasks.format, taskSlotsPerNode.format, nodeFillType.format, strict.format, coresPerNode.format,
      interNodeCommunication.format, inboundNatPools.format,
      publicIPs.format, subnetAddresses.format, nodePlacement.format, autoscale.format,
      autoScaleFormula.format, autoScaleEvaluationInterval.format, count.format,
    ]
  }
}

extension Section<PoolKeys> {
  /// Whether the service sizes the pool by a formula.
  var autoscales: Bool { self.autoScale != nil || (self.autoscale ?? false) }
}

/// The start task of a pool.
struct StartTaskKeys: KeySet {
  static let keys = StartTaskKeys()
  static let format = MapFormat(keys)

  let duration = Key<Distribution>("duration", .distribution(.duration), "How long one try runs.")
  let failureProbability = Key<Double>(
    "failureProbability", .quantity(.share, 0...1), default: "0", "Probability that one try fails.")
  let maxTaskRetryCount = Key<Int>(
    "maxTaskRetryCount", .integer(0...1_000), default: "0", "Tries after the first failed one.")
  let waitForSuccess = Key<Bool>(
    "waitForSuccess", .boolean, default: "true", "Whether a node takes work only after its start task succeeded.")

  var rows: [KeyFormat] {
    [duration.format, failureProbability.format, maxTaskRetryCount.format, waitForSuccess.format]
  }
}

/// What nodes do when they are to leave.
struct TaskKeys: KeySet {
  static let keys = TaskKeys()
  static let format = MapFormat(keys)

  let busyShare = Key<Double>(
    "busyShare", .quantity(.share, 0...1), default: "1", "Probability that an idle node runs a task.")
  let remaining = Key<Distribution>("remaining", .distribution(.duration), "How long that task still runs.")
  let retentionTime = Key<SimulationDuration>(
    "retentionTime", .duration(from: 0), default: "7 d", "How long the data of a task is kept.")

  var rows: [KeyFormat] {
    [busyShare.format, remaining.format, retentionTime.format]
  }
}

/// How the caller repeats resizes.
struct ResizeKeys: KeySet {
  static let keys = ResizeKeys()
  static let format = MapFormat(keys)

  /// What the model does unless it is given anything else.
  private static let model = ResizePolicy()

  let policy = Key<ResizePolicy.Repetition>(
    "policy", .choice, default: Self.model.repetition.rawValue,
    "What the caller does when a resize ends below the target: nothing, or ask again.")
  let maxResizes = Key<Int>(
    "maxResizes", .integer(1...100_000), default: "\(Self.model.maxResizes)", "The most resizes that a pool gets.")
  let pause = Key<SimulationDuration>(
    "pause", .duration(from: 0), default: "0 s", "Time between the end of a resize and the next request.")

  var rows: [KeyFormat] {
    [policy.format, maxResizes.format, pause.format]
  }
}
