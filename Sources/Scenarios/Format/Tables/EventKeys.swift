// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import BatchPool
internal import Diagnostics
internal import EventEngine
internal import Randomness

/// Something that happens at a time, with the verb that says what.
struct Event<Verb: EventVerb>: Sendable {
  let head: Section<EventKeys>
  let verb: Verb
  /// Where what stands under the verb begins.
  let verbPlace: SourcePlace

  var at: SimulationTime { head.at }
}

/// One of several things that may happen: a case for each, which holds what stands under the verb.
protocol EventVerb: Sendable {
  static var forms: [EventForm<Self>] { get }
  static var union: UnionFormat { get }
}

/// A verb: its row of the table, with the case that it becomes.
struct EventForm<Verb: Sendable>: Sendable {
  let format: UnionFormat.Form
  let make: @Sendable (CheckedValue) -> Verb?

  /// A verb.
  ///
  /// - Parameters:
  ///   - name: The verb.
  ///   - type: What stands under it.
  ///   - target: The key under it that the flat spelling gives as the verb's value.
  ///   - meaning: What happens.
  ///   - make: Makes the case from what stands under the verb, and from the place where that begins.
  init<Value>(
    _ name: String, _ type: ValueType<Value>, target: String? = nil, _ meaning: String,
    _ make: @escaping @Sendable (Value, SourcePlace) -> Verb
  ) {
    format = UnionFormat.Form(name: name, kind: type.kind, meaning: meaning, target: target)
    self.make = { value in type.read(value).map { make($0, value.place) } }
  }
}

extension ValueType {
  /// One of the verbs, at its time.
  static func event<Verb: EventVerb>(_: Verb.Type) -> Self where Value == Event<Verb> {
    Self(kind: .event(Verb.union)) { value in
      for form in Verb.forms {
        guard let entry = value.entry(form.format.name), let verb = form.make(entry.value) else { continue }
        return Event(head: Section(value), verb: verb, verbPlace: entry.value.place)
      }
      return nil
    }
  }
}

/// The keys that stand beside every verb.
struct EventKeys: KeySet {
  static let keys = EventKeys()
  static let format = MapFormat(keys)

  let at = Key<SimulationTime>("at", .time, "When it happens, from the first resize request.")

  var rows: [KeyFormat] {
    [at.format]
  }
}

/// What the caller does later.
///
/// A verb is here alone: what pools are asked for is a request of the model, which needs no other line in this module.
enum ActionVerb: EventVerb {
  /// Pools are asked for something; the place is that of their name.
  case request(PoolRequest, of: EventTarget, at: SourcePlace)
  case setReplicas(Section<ReplicaKeys>)

  static let forms: [EventForm<ActionVerb>] = [
    EventForm("resize", .map(SizeKeys.self), target: SizeKeys.keys.pool.name, "A pool is to have another size.") {
      size, _ in .request(.resize(ResizeRequest(size)), of: size.pool, at: size.place(of: \.pool))
    },
    EventForm(
      "removeNodes", .map(RemovalKeys.self), target: RemovalKeys.keys.pool.name,
      "Nodes of a pool are removed, and its target is lowered by as many."
    ) { removal, _ in
      .request(.removeNodes(RemovalRequest(removal)), of: removal.pool, at: removal.place(of: \.pool))
    },
    EventForm("stopResize", .target, "The resize of the pool of that name is stopped; true for every pool.") {
      .request(.stopResize, of: $0, at: $1)
    },
    EventForm(
      "reboot", .map(RestartKeys.self),
      "Nodes of a pool that can work boot again: operating system, agent, start task."
    ) { restart, _ in
      .request(.restart(RestartRequest(restart, reimages: false)), of: restart.pool, at: restart.place(of: \.pool))
    },
    EventForm(
      "reimage", .map(RestartKeys.self),
      "Nodes of a pool that can work get another disk from their image, and boot from it."
    ) { restart, _ in
      .request(.restart(RestartRequest(restart, reimages: true)), of: restart.pool, at: restart.place(of: \.pool))
    },
    EventForm(
      "setReplicas", .map(ReplicaKeys.self), target: ReplicaKeys.keys.image.name,
      "A gallery image gets another number of replicas."
    ) { replicas, _ in .setReplicas(replicas) },
  ]
  static let union = UnionFormat(
    noun: "action", common: EventKeys.format, forms: forms.map(\.format), takesSeveral: false)
}

/// What goes wrong.
enum FaultVerb: EventVerb {
  case deleteImage(EventTarget)
  case deleteSnapshot(String)
  case stopResize(EventTarget)

  static let forms: [EventForm<FaultVerb>] = [
    EventForm(
      "deleteImage", .target, "The image of that name is deleted; true for every image of the user's own."
    ) { target, _ in .deleteImage(target) },
    EventForm(
      "deleteSnapshot", .name, "The snapshot of that name is deleted: so is every image that was made from it."
    ) { name, _ in .deleteSnapshot(name) },
    EventForm("stopResize", .target, "The resize of the pool of that name is stopped; true for every pool.") {
      target, _ in .stopResize(target)
    },
  ]
  static let union = UnionFormat(
    noun: "fault", common: EventKeys.format, forms: forms.map(\.format), takesSeveral: true)
}

/// Another size of a pool.
struct SizeKeys: KeySet {
  static let keys = SizeKeys()
  static let format = MapFormat(
    keys, leastOneOf: [keys.targetDedicatedNodes.name, keys.targetLowPriorityNodes.name, keys.targetSpotNodes.name])

  let pool = EventKeys.pool
  let targetDedicatedNodes = Key<Int?>(
    "targetDedicatedNodes", optional: PoolKeys.nodes,
    "Dedicated nodes wanted from now on; as many as before unless given.")
  let targetLowPriorityNodes = Key<Int?>(
    "targetLowPriorityNodes", optional: PoolKeys.nodes,
    "Spot (low-priority) nodes wanted from now on; as many as before unless given.")
  let targetSpotNodes = Key<Int?>(
    SpotNames.spot, optional: PoolKeys.nodes, "Another name of targetLowPriorityNodes; one of the two is given.")
  let nodeDeallocationOption = EventKeys.deallocationOption
  let resizeTimeout = EventKeys.resizeTimeout

  var rows: [KeyFormat] {
    [
      pool.format, targetDedicatedNodes.format, targetLowPriorityNodes.format, targetSpotNodes.format,
      nodeDeallocationOption.format, resizeTimeout.format,
    ]
  }
}

/// Nodes that are removed.
struct RemovalKeys: KeySet {
  static let keys = RemovalKeys()
  static let format = MapFormat(keys)

  let pool = EventKeys.pool
  let count = Key<Int>(
    "count", .integer(1...RemovalRequest.mostNodes),
    "How many; the service takes at most \(RemovalRequest.mostNodes) a request.")
  let nodeDeallocationOption = EventKeys.deallocationOption
  let resizeTimeout = EventKeys.resizeTimeout

  var rows: [KeyFormat] {
    [pool.format, count.format, nodeDeallocationOption.format, resizeTimeout.format]
  }
}

/// Nodes that start once more.
struct RestartKeys: KeySet {
  static let keys = RestartKeys()
  static let format = MapFormat(keys)

  let pool = EventKeys.pool
  let count = Key<Int?>(
    "count", optional: .integer(1...SystemConfiguration.mostNodes),
    "How many of those that can work, the lowest numbers first; all of them unless given.")

  var rows: [KeyFormat] {
    [pool.format, count.format]
  }
}

/// Another number of replicas.
struct ReplicaKeys: KeySet {
  static let keys = ReplicaKeys()
  static let format = MapFormat(keys)

  let image = Key<EventTarget>(
    "image", .target, unstated: "true", "The name of one of images; every gallery image unless given.")
  let replicas = Key<Int>("replicas", .integer(1...10_000), "How many.")
  let after = Key<Distribution?>(
    "after", optional: .distribution(.duration), "How long replication takes; none unless given.")

  var rows: [KeyFormat] {
    [image.format, replicas.format, after.format]
  }
}

extension EventKeys {
  fileprivate static let pool = Key<EventTarget>(
    "pool", .target, unstated: "true", "The name of one of pools; every pool unless given.")
  fileprivate static let deallocationOption = Key<DeallocationOption>(
    "nodeDeallocationOption", .choice(inAnyCase: true), default: DeallocationOption.requeue.rawValue,
    "What becomes of tasks on nodes that leave.")
  fileprivate static let resizeTimeout = Key<SimulationDuration?>(
    "resizeTimeout", optional: PoolKeys.resizeTimeout, "How long it may take; the pool's own unless given.")
}

extension ResizeRequest {
  fileprivate init(_ size: Section<SizeKeys>) {
    self.init(
      targetDedicatedNodes: size.targetDedicatedNodes, targetLowPriorityNodes: size.targetLowPriorityNodes,
      resizeTimeout: size.resizeTimeout, deallocationOption: size.nodeDeallocationOption)
  }
}

extension RestartRequest {
  fileprivate init(_ restart: Section<RestartKeys>, reimages: Bool) {
    self.init(count: restart.count, reimages: reimages)
  }
}

extension RemovalRequest {
  fileprivate init(_ removal: Section<RemovalKeys>) {
    self.init(
      count: removal.count, resizeTimeout: removal.resizeTimeout, deallocationOption: removal.nodeDeallocationOption)
  }
}
