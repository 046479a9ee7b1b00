// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import EventEngine

extension CheckedSystem {
  /// What the model simulates; nil, with problems, when names do not fit together.
  func configuration(file: String, _ problems: inout DiagnosticList) -> SystemConfiguration? {
    var builder = SystemBuilder(values: values)
    builder.build()
    problems.add(builder.problems)
    guard builder.problems.isEmpty, let parameters = ModelParameters(model) else { return nil }
    let configuration = SystemConfiguration(
      parameters: parameters, images: builder.images, pools: builder.pools, resizePolicy: builder.resizePolicy,
      interventions: builder.interventions)
    // What single values could not show: totals, for one.
    let impossible = configuration.problems()
    for problem in impossible.prefix(10) {
      problems.add(.impossible, at: values["pools"]?.place ?? values["pool"]?.place ?? values.place, problem)
    }
    return impossible.isEmpty ? configuration : nil
  }
}

/// Puts pools, images and faults together.
private struct SystemBuilder {
  let values: CheckedValue
  var problems = DiagnosticList()
  var images: [ImageConfiguration] = []
  var pools: [PoolConfiguration] = []
  var interventions: [Intervention] = []

  private var sharedImages: [String: Int] = [:]
  private var subscriptions: [String: Int] = [:]
  private var subscriptionCount = 0
  /// The pools that a name in the file stands for.
  private var copies: [String: Range<Int>] = [:]

  init(values: CheckedValue) {
    self.values = values
  }

  var resizePolicy: ResizePolicy {
    guard let resize = values["resize"] else { return ResizePolicy() }
    return ResizePolicy(
      repetition: resize["policy"]?.text.flatMap(ResizePolicy.Repetition.init) ?? .untilTarget,
      maxResizes: resize["maxResizes"]?.integer ?? 20,
      pause: SimulationDuration(seconds: resize["pause"]?.quantity ?? 0))
  }

  mutating func build() {
    for entry in values["images"]?.entries ?? [] {
      sharedImages[entry.key] = images.count
      addImage(entry.value, name: entry.key)
    }
    let pool = values["pool"]
    let named = values["pools"]
    switch (pool, named) {
    case (nil, nil):
      problems.add(.missingKey, at: values.place, "the key pool is missing; expected a pool, or pools by name")
    case (.some(let pool), .some):
      problems.add(.exclusive, at: pool.place, "pool and pools exclude each other; name this pool below pools")
    case (.some(let pool), nil): addPools(pool, name: "pool")
    case (nil, .some(let named)):
      for entry in named.entries { addPools(entry.value, name: entry.key) }
    }
    guard problems.isEmpty else { return }
    addFaults()
  }

  private mutating func addImage(_ value: CheckedValue, name: String) {
    guard let kind = value["kind"]?.text.flatMap(ImageConfiguration.Kind.init),
      let storage = value["storage"]?.text.flatMap(ImageConfiguration.Storage.init),
      let replicas = value["replicas"]
    else { return }
    let count = replicas.integer ?? 1
    if kind != .gallery, count != 1 {
      problems.add(
        .outOfRange, at: replicas.place,
        kind == .managed
          ? "a managed image is one source and has no replicas; only a gallery image does (kind: gallery)"
          : "a marketplace image is replicated by the platform; only a gallery image has replicas of yours")
    }
    images.append(
      ImageConfiguration(name: name, kind: kind, replicas: count, storage: storage))
  }

  /// The index of the image that a copy of a pool boots from.
  private mutating func image(of pool: CheckedValue, named name: String) -> Int? {
    guard let image = pool["image"] ?? values["image"] else {
      problems.add(
        .missingKey, at: pool.place,
        "the key image is missing; expected an image here or at the top, such as { kind: gallery, replicas: 2 }")
      return nil
    }
    if let shared = image.text {
      if let index = sharedImages[shared] { return index }
      let names = values["images"]?.entries.map(\.key) ?? []
      problems.add(
        .unknownName, at: image.place,
        "there is no image \(SourceNode.shortened(shared)); "
          + (names.isEmpty ? "the scenario has no images" : "expected one of \(names.joined(separator: ", "))")
          + Suggestion.ending(for: shared, among: names))
      return nil
    }
    let index = images.count
    addImage(image, name: name)
    return index < images.count ? index : nil
  }

  private mutating func addPools(_ pool: CheckedValue, name: String) {
    let count = pool["count"]?.integer ?? 1
    let first = pools.count
    for copy in 0..<count {
      let copyName = count == 1 ? name : "\(name)-\(copy + 1)"
      guard let image = image(of: pool, named: copyName) else { return }
      pools.append(
        PoolConfiguration(
          name: copyName, vmSize: pool["vmSize"]?.text ?? "",
          targetDedicatedNodes: pool["targetDedicatedNodes"]?.integer ?? 0,
          targetLowPriorityNodes: pool["targetLowPriorityNodes"]?.integer ?? 0,
          resizeTimeout: SimulationDuration(seconds: pool["resizeTimeout"]?.quantity ?? 900), image: image,
          subscription: subscription(pool["subscription"]?.text ?? "default"), startTask: startTask(pool["startTask"])))
    }
    copies[name] = first..<pools.count
  }

  private mutating func subscription(_ name: String) -> Int {
    if name != "own", let index = subscriptions[name] { return index }
    defer { subscriptionCount += 1 }
    if name != "own" { subscriptions[name] = subscriptionCount }
    return subscriptionCount
  }

  private func startTask(_ value: CheckedValue?) -> StartTask? {
    guard let value, let duration = value["duration"]?.distribution else { return nil }
    return StartTask(
      duration: duration, failureProbability: value["failureProbability"]?.quantity ?? 0,
      maxTaskRetryCount: value["maxTaskRetryCount"]?.integer ?? 0,
      waitForSuccess: value["waitForSuccess"]?.boolean ?? true)
  }

  private mutating func addFaults() {
    for fault in values["faults"]?.list ?? [] {
      let time = SimulationTime(seconds: fault["at"]?.quantity ?? 0)
      let image = fault["deleteImage"]
      let pool = fault["stopResize"]
      if image == nil, pool == nil {
        problems.add(.missingKey, at: fault.place, "the fault does nothing; expected deleteImage or stopResize")
      }
      for index in targets(image, all: images.indices, among: sharedImages.mapValues { $0..<$0 + 1 }, noun: "image") {
        interventions.append(Intervention(time: time, action: .deleteImage(index)))
      }
      for index in targets(pool, all: pools.indices, among: copies, noun: "pool") {
        interventions.append(Intervention(time: time, action: .stopResize(index)))
      }
    }
    // Equal times keep the order of the file.
    interventions = interventions.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element)
  }

  private mutating func targets(
    _ value: CheckedValue?, all: Range<Int>, among names: [String: Range<Int>], noun: String
  ) -> Range<Int> {
    guard let value, let text = value.text, text != "false" else { return 0..<0 }
    if text == "true" { return all }
    if let range = names[text] { return range }
    problems.add(
      .unknownName, at: value.place,
      "there is no \(noun) \(SourceNode.shortened(text)); expected true for every \(noun), or one of "
        + (names.isEmpty ? "no names" : names.keys.sorted().joined(separator: ", "))
        + Suggestion.ending(for: text, among: names.keys.sorted()))
    return 0..<0
  }
}
