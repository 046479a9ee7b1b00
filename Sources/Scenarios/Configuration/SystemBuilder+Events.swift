// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool
internal import EventEngine

/// What happens after the first resize: actions of the caller, and faults.
extension SystemBuilder {
  mutating func addEvents() {
    for action in system.actions ?? [] where hasRoom(at: action.verbPlace) { addAction(action) }
    for fault in system.faults ?? [] where hasRoom(at: fault.verbPlace) { addFault(fault) }
    // Equal times keep the order of the file, actions before faults.
    interventions = interventions.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element)
  }

  /// Whether another action may be taken up; says so once when it may not.
  private mutating func hasRoom(at place: SourcePlace) -> Bool {
    guard interventions.count > Self.mostInterventions else { return true }
    if problems.isEmpty {
      problems.add(
        .impossible, at: place,
        "the actions and faults before this one come to more than \(Self.mostInterventions) requests, one for each pool or "
          + "image; a run could not hold them")
    }
    return false
  }

  private mutating func add(_ action: Intervention.Action, _ head: Section<EventKeys>) {
    if let duration = system.duration, head.at > .zero + duration {
      problems.add(
        .outOfRange, at: head.place(of: \.at), "this is after the end of the run; expected at most duration")
      return
    }
    interventions.append(Intervention(time: head.at, action: action))
  }

  private mutating func addFault(_ fault: Event<FaultVerb>) {
    switch fault.verb {
    case .deleteImage(let target):
      let chosen = Array(targetImages(target, at: fault.verbPlace))
      for index in deletable(chosen, named: target != .all, at: fault.verbPlace) {
        add(.world(.deleteImage(index)), fault.head)
      }
    case .deleteSnapshot(let name):
      if snapshots[name] == nil {
        problems.add(
          .unknownName, at: fault.verbPlace,
          "no image was made from a snapshot \(PrintableText.quoted(name))"
            + Suggestion.ending(for: name, among: snapshots.keys.sorted()))
      }
      for index in deletable(snapshots[name] ?? [], named: true, at: fault.verbPlace) {
        add(.world(.deleteImage(index)), fault.head)
      }
    case .stopResize(let target):
      for index in targetPools(target, at: fault.verbPlace) { add(.request(pool: index, .stopResize), fault.head) }
    }
  }

  /// Those of some images that are the user's own; every one must be that is named, and one of all at least.
  private mutating func deletable(_ chosen: [Int], named: Bool, at place: SourcePlace) -> [Int] {
    let own = chosen.filter { images[$0].kind != .marketplace }
    if !chosen.isEmpty, own.isEmpty || named && own.count < chosen.count {
      problems.add(
        .undeletable, at: place,
        "a marketplace image is the platform's, and no user can delete it; expected one of kind managed or gallery")
    }
    return own
  }

  private mutating func addAction(_ action: Event<ActionVerb>) {
    switch action.verb {
    case .request(let request, let target, let place):
      for pool in targetPools(target, at: place) { add(.request(pool: pool, request), action.head) }
    case .setReplicas(let replicas): addReplicas(replicas, action.head)
    }
  }

  private mutating func addReplicas(_ replicas: Section<ReplicaKeys>, _ head: Section<EventKeys>) {
    let place = replicas.place(of: \.image)
    let chosen = targetImages(replicas.image, at: place)
    let galleries = chosen.filter { images[$0].kind == .gallery }
    if !chosen.isEmpty, galleries.isEmpty || replicas.image != .all && galleries.count < chosen.count {
      problems.add(
        .outOfRange, at: place, "only a gallery image has replicas; expected one of kind gallery")
    }
    if let shallow = galleries.first(where: shallowImages.contains) {
      problems.add(
        .outOfRange, at: place,
        "image \(PrintableText.short(images[shallow].name)) has shallow replication: it is one source, and has no replicas"
      )
    }
    for image in galleries {
      add(.world(.setReplicas(image: image, count: replicas.replicas, after: replicas.after)), head)
    }
  }

  private mutating func targetImages(_ target: EventTarget, at place: SourcePlace) -> Range<Int> {
    targets(target, at: place, all: images.indices, among: sharedImages.mapValues { $0..<$0 + 1 }, noun: "image")
  }

  private mutating func targetPools(_ target: EventTarget, at place: SourcePlace) -> Range<Int> {
    targets(target, at: place, all: pools.indices, among: copies, noun: "pool")
  }

  private mutating func targets(
    _ target: EventTarget, at place: SourcePlace, all: Range<Int>, among names: [String: Range<Int>], noun: String
  ) -> Range<Int> {
    switch target {
    case .all: return all
    case .none: return 0..<0
    case .name(let name):
      if let range = names[name] { return range }
      problems.add(
        .unknownName, at: place,
        "there is no \(noun) \(PrintableText.quoted(name)); expected true for every \(noun), or one of "
          + (names.isEmpty ? "no names" : names.keys.sorted().joined(separator: ", "))
          + Suggestion.ending(for: name, among: names.keys.sorted()))
      return 0..<0
    }
  }
}
