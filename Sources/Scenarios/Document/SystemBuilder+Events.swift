// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool
internal import EventEngine

/// What happens after the first resize: actions of the caller, and faults.
extension SystemBuilder {
  mutating func addEvents() {
    for action in values["actions"]?.list ?? [] { addAction(action) }
    for fault in values["faults"]?.list ?? [] { addFault(fault) }
    // Equal times keep the order of the file, actions before faults.
    interventions = interventions.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element)
  }

  private mutating func add(_ action: Intervention.Action, at value: CheckedValue) {
    let time = value["at"]?.quantity ?? 0
    if let duration = values["duration"]?.quantity, time > duration {
      problems.add(
        .outOfRange, at: value["at"]?.place ?? value.place,
        "this is after the end of the run; expected at most duration")
      return
    }
    interventions.append(Intervention(time: SimulationTime(seconds: time), action: action))
  }

  private mutating func addFault(_ fault: CheckedValue) {
    let (image, pool, snapshot) = (fault["deleteImage"], fault["stopResize"], fault["deleteSnapshot"])
    if image == nil, pool == nil, snapshot == nil {
      problems.add(
        .missingKey, at: fault.place, "the fault does nothing; expected deleteImage, deleteSnapshot or stopResize")
    }
    if let image {
      for index in deletable(Array(targetImages(image)), named: image.text != "true", at: image.place) {
        add(.world(.deleteImage(index)), at: fault)
      }
    }
    if let snapshot, let name = snapshot.text {
      if snapshots[name] == nil {
        problems.add(
          .unknownName, at: snapshot.place,
          "no image was made from a snapshot \(PrintableText.quoted(name))"
            + Suggestion.ending(for: name, among: snapshots.keys.sorted()))
      }
      for index in deletable(snapshots[name] ?? [], named: true, at: snapshot.place) {
        add(.world(.deleteImage(index)), at: fault)
      }
    }
    for index in targetPools(pool) { add(.request(pool: index, .stopResize), at: fault) }
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

  private mutating func addAction(_ action: CheckedValue) {
    let verbs = ["resize", "removeNodes", "stopResize", "setReplicas"].filter { action[$0] != nil }
    guard verbs.count == 1, let verb = verbs.first else {
      problems.add(
        verbs.isEmpty ? .missingKey : .exclusive, at: action.place,
        (verbs.isEmpty ? "the action does nothing" : "the action does several things: \(verbs.joined(separator: ", "))")
          + "; expected one of resize, removeNodes, stopResize, setReplicas")
      return
    }
    expectOptions(of: verb, action)
    let option = action["nodeDeallocationOption"]?.text.flatMap(DeallocationOption.init) ?? .requeue
    let timeout = action["resizeTimeout"]?.quantity.map { SimulationDuration(seconds: $0) }
    switch verb {
    case "resize":
      let (dedicated, lowPriority) = (
        action["targetDedicatedNodes"]?.integer, action["targetLowPriorityNodes"]?.integer
      )
      if dedicated == nil, lowPriority == nil {
        problems.add(
          .missingKey, at: action.place,
          "the key targetDedicatedNodes is missing; expected it or targetLowPriorityNodes beside resize")
      }
      let request = ResizeRequest(
        targetDedicatedNodes: dedicated, targetLowPriorityNodes: lowPriority, resizeTimeout: timeout,
        deallocationOption: option)
      for pool in targetPools(action[verb]) { add(.request(pool: pool, .resize(request)), at: action) }
    case "removeNodes":
      guard let count = action["count"]?.integer else {
        problems.add(
          .missingKey, at: action.place, "the key count is missing; expected how many nodes removeNodes removes")
        return
      }
      let request = RemovalRequest(count: count, resizeTimeout: timeout, deallocationOption: option)
      for pool in targetPools(action[verb]) { add(.request(pool: pool, .removeNodes(request)), at: action) }
    case "setReplicas": addReplicas(action)
    default:
      for pool in targetPools(action[verb]) { add(.request(pool: pool, .stopResize), at: action) }
    }
  }

  private mutating func addReplicas(_ action: CheckedValue) {
    guard let count = action["replicas"]?.integer else {
      problems.add(
        .missingKey, at: action.place, "the key replicas is missing; expected how many replicas setReplicas gives")
      return
    }
    let chosen = targetImages(action["setReplicas"])
    let galleries = chosen.filter { images[$0].kind == .gallery }
    let named = action["setReplicas"]?.text != "true"
    if !chosen.isEmpty, galleries.isEmpty || named && galleries.count < chosen.count {
      problems.add(
        .outOfRange, at: action["setReplicas"]?.place ?? action.place,
        "only a gallery image has replicas; expected one of kind gallery")
    }
    for image in galleries {
      add(.world(.setReplicas(image: image, count: count, after: action["after"]?.distribution)), at: action)
    }
  }

  /// Keys that belong to another action would be passed over in silence.
  private mutating func expectOptions(of verb: String, _ action: CheckedValue) {
    let options: [String: [String]] = [
      "resize": ["targetDedicatedNodes", "targetLowPriorityNodes", "nodeDeallocationOption", "resizeTimeout"],
      "removeNodes": ["count", "nodeDeallocationOption", "resizeTimeout"],
      "setReplicas": ["replicas", "after"],
    ]
    for entry in action.entries where entry.key != "at" && entry.key != verb {
      guard !(options[verb] ?? []).contains(entry.key) else { continue }
      problems.add(.exclusive, at: entry.value.place, "\(entry.key) has no meaning beside \(verb)")
    }
  }

  private mutating func targetImages(_ value: CheckedValue?) -> Range<Int> {
    targets(value, all: images.indices, among: sharedImages.mapValues { $0..<$0 + 1 }, noun: "image")
  }

  private mutating func targetPools(_ value: CheckedValue?) -> Range<Int> {
    targets(value, all: pools.indices, among: copies, noun: "pool")
  }

  private mutating func targets(
    _ value: CheckedValue?, all: Range<Int>, among names: [String: Range<Int>], noun: String
  ) -> Range<Int> {
    guard let value, let text = value.text, text != "false" else { return 0..<0 }
    if text == "true" { return all }
    if let range = names[text] { return range }
    problems.add(
      .unknownName, at: value.place,
      "there is no \(noun) \(PrintableText.quoted(text)); expected true for every \(noun), or one of "
        + (names.isEmpty ? "no names" : names.keys.sorted().joined(separator: ", "))
        + Suggestion.ending(for: text, among: names.keys.sorted()))
    return 0..<0
  }
}
