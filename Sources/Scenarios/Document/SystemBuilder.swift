// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool
internal import EventEngine

/// Puts pools, images and faults together.
struct SystemBuilder {
  let values: CheckedValue
  var problems = DiagnosticList()
  var images: [ImageConfiguration] = []
  var pools: [PoolConfiguration] = []
  var interventions: [Intervention] = []
  var quotas: [CoreQuota] = []

  /// The images that a name in the file stands for.
  var sharedImages: [String: Int] = [:]
  /// The images of one resource id.
  private var identifiedImages: [String: Int] = [:]
  /// The images that were made from a snapshot.
  var snapshots: [String: [Int]] = [:]
  private var subscriptions: [String: Int] = [:]
  private var subscriptionCount = 0
  /// The pools that a name in the file stands for.
  var copies: [String: Range<Int>] = [:]

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
      sharedImages[entry.key] = addImage(entry.value, name: entry.key)
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
    addQuotas()
    addEvents()
  }

  /// Adds an image, and gives its index; images of one resource id are one.
  private mutating func addImage(_ value: CheckedValue, name: String) -> Int? {
    guard let kind = value["kind"]?.text.flatMap(ImageConfiguration.Kind.init),
      let storage = value["storage"]?.text.flatMap(ImageConfiguration.Storage.init),
      let replicas = value["replicas"]
    else { return nil }
    let count = replicas.integer ?? 1
    if kind != .gallery, count != 1 {
      problems.add(
        .outOfRange, at: replicas.place,
        kind == .managed
          ? "a managed image is one source and has no replicas; only a gallery image does (kind: gallery)"
          : "a marketplace image is replicated by the platform; only a gallery image has replicas of yours")
    }
    let availability = value["availableAfter"]
    if let availability, kind != .gallery {
      problems.add(
        .outOfRange, at: availability.place,
        "only a gallery image is replicated to a region; availableAfter is not for others")
    }
    let source = value["source"]?.text
    var image = ImageConfiguration(
      name: name, kind: kind, replicas: count, storage: storage,
      isFromSnapshot: source == nil || source == ScenarioFacts.ImageSource.snapshot.rawValue,
      availability: availability?.distribution)
    if let identifier = value["id"], let text = identifier.text?.lowercased() {
      if let index = identifiedImages[text] {
        image.name = images[index].name
        if image != images[index] {
          problems.add(
            .exclusive, at: identifier.place,
            "this is the id of another image here, of another kind or with other replicas, storage or source")
        }
        return index
      }
      identifiedImages[text] = images.count
    }
    if let snapshot = value["snapshot"]?.text { snapshots[snapshot, default: []].append(images.count) }
    images.append(image)
    return images.count - 1
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
        "there is no image \(PrintableText.quoted(shared)); "
          + (names.isEmpty ? "the scenario has no images" : "expected one of \(names.joined(separator: ", "))")
          + Suggestion.ending(for: shared, among: names))
      return nil
    }
    return addImage(image, name: name)
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
          subscription: subscription(pool["subscription"]?.text ?? "default"), startTask: startTask(pool["startTask"]),
          coresPerNode: pool["coresPerNode"]?.integer ?? VMSizeCores.cores(of: pool["vmSize"]?.text ?? ""),
          vmSeries: VMSizeCores.series(of: pool["vmSize"]?.text ?? ""),
          preemptionRate: pool["preemptionRate"]?.quantity ?? 0, failureRate: pool["failureRate"]?.quantity ?? 0,
          unusableProbability: pool["unusableProbability"]?.quantity ?? 0, tasks: tasks(pool["tasks"])))
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

  private func tasks(_ value: CheckedValue?) -> NodeTasks? {
    guard let value, let remaining = value["remaining"]?.distribution else { return nil }
    return NodeTasks(
      busyShare: value["busyShare"]?.quantity ?? 1, remaining: remaining,
      retentionTime: SimulationDuration(seconds: value["retentionTime"]?.quantity ?? 0))
  }

  /// In user-subscription mode the quotas of Batch do not hold (R133).
  private mutating func addQuotas() {
    guard let quota = values["quota"], values["account"]?["poolAllocationMode"]?.text != "userSubscription" else {
      return
    }
    if let cores = quota["dedicatedCores"]?.integer { quotas.append(CoreQuota(.dedicated, cores: cores)) }
    if let cores = quota["lowPriorityCores"]?.integer { quotas.append(CoreQuota(.lowPriority, cores: cores)) }
    if let cores = quota["spotCores"]?.integer { quotas.append(CoreQuota(.spot, cores: cores)) }
    for entry in quota["vmSeriesCores"]?.entries ?? [] {
      let series = VMSizeCores.series(named: entry.key)
      quotas.append(CoreQuota(.vmSeries(series), cores: entry.value.integer ?? 0))
    }
  }
}
