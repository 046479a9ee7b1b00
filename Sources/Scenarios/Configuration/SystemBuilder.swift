// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool
internal import EventEngine

/// Puts pools, images and faults together.
struct SystemBuilder {
  let system: Section<SystemKeys>
  var problems = DiagnosticList()
  var images: [ImageConfiguration] = []
  var pools: [PoolConfiguration] = []
  var interventions: [Intervention] = []
  var quotas: [CoreQuota] = []
  var work: [WorkStream] = []
  /// Jobs that each trace leaves out, in the order of the scenario.
  var skippedJobs: [Int] = []

  /// The images that a name in the file stands for.
  var sharedImages: [String: Int] = [:]
  /// The images of one resource id.
  private var identifiedImages: [String: Int] = [:]
  /// The images with shallow replication: one source, whatever replicas are set.
  private(set) var shallowImages: Set<Int> = []
  /// The images that were made from a snapshot.
  var snapshots: [String: [Int]] = [:]
  private var subscriptions: [String: Int] = [:]
  private var subscriptionCount = 0
  /// The pools that a name in the file stands for.
  var copies: [String: Range<Int>] = [:]

  /// The most replicas that the images of one system may have together: 1 million, which take about 1 GiB.
  static let mostReplicas = 1_000_000
  /// The most requests and faults that actions may come to, each for every pool or image that it is about: 1 million.
  static let mostInterventions = 1_000_000
  private var replicas = 0

  init(_ system: Section<SystemKeys>) {
    self.system = system
  }

  var resizePolicy: ResizePolicy {
    // A scenario without the section has its defaults.
    let resize = system.resize ?? Section(CheckedValue(.map([]), at: system.place))
    return ResizePolicy(repetition: resize.policy, maxResizes: resize.maxResizes, pause: resize.pause)
  }

  mutating func build() {
    for image in system.images ?? [] { refuseTruth(image.name, at: image.value.place, noun: "image") }
    for pool in system.pools ?? [] { refuseTruth(pool.name, at: pool.value.place, noun: "pool") }
    for image in system.images ?? [] { sharedImages[image.name] = addImage(image.value, name: image.name) }
    switch (system.pool, system.pools) {
    case (nil, nil):
      problems.add(.missingKey, at: system.place, "the key pool is missing; expected a pool, or pools by name")
    case (.some(let pool), .some):
      problems.add(.exclusive, at: pool.place, "pool and pools exclude each other; name this pool below pools")
    case (.some(let pool), nil): addPools(pool, name: "pool")
    case (nil, .some(let named)):
      for pool in named { addPools(pool.value, name: pool.name) }
    }
    guard problems.isEmpty else { return }
    addQuotas()
    addEvents()
    addWork()
    checkPrices()
  }

  /// Actions say `true` for every pool or image, and `false` for none.
  private mutating func refuseTruth(_ name: String, at place: SourcePlace, noun: String) {
    guard name == "true" || name == "false" else { return }
    let every = name == "true" ? "every" : "no"
    problems.add(
      .badName, at: place, "'\(name)' cannot name this \(noun): in actions and faults it stands for \(every) \(noun)")
  }

  /// Adds an image, and gives its index; images of one resource id are one.
  private mutating func addImage(_ own: Section<ImageKeys>, name: String) -> Int {
    addImage(ChosenImage(own), name: name)
  }

  private mutating func addImage(_ own: ChosenImage, name: String) -> Int {
    var image = own.configuration
    image.name = name
    if let identifier = own.identifier {
      if let index = identifiedImages[identifier] {
        image.name = images[index].name
        if image != images[index] {
          problems.add(
            .exclusive, at: own.identifierPlace,
            "this is the id of another image here, of another kind or with other replicas, storage or source")
        }
        return index
      }
      identifiedImages[identifier] = images.count
    }
    replicas += image.kind == .gallery ? image.replicas : 0
    if own.isShallow { shallowImages.insert(images.count) }
    if let snapshot = own.snapshot { snapshots[snapshot, default: []].append(images.count) }
    images.append(image)
    return images.count - 1
  }

  /// What the copies of a pool boot from.
  private enum Source {
    case shared(Int)
    case own(ChosenImage)
  }

  /// What a pool boots from; nil, with a problem, when there is no such image.
  private mutating func source(of pool: Section<PoolKeys>) -> Source? {
    let own = pool.image
    switch own ?? system.image {
    case .own(let image): return .own(ChosenImage(image))
    case .name(let shared):
      if let index = sharedImages[shared] { return .shared(index) }
      let names = system.images?.map(\.name) ?? []
      problems.add(
        .unknownName, at: own == nil ? system.place(of: \.image) : pool.place(of: \.image),
        "there is no image \(PrintableText.quoted(shared)); "
          + (names.isEmpty ? "the scenario has no images" : "expected one of \(names.joined(separator: ", "))")
          + Suggestion.ending(for: shared, among: names))
      return nil
    case nil:
      problems.add(
        .missingKey, at: pool.place,
        "the key image is missing; expected an image here or at the top, such as { kind: gallery, replicas: 2 }")
      return nil
    }
  }

  private mutating func addPools(_ pool: Section<PoolKeys>, name: String) {
    guard let source = source(of: pool) else { return }
    let count = pool.count
    let first = pools.count
    let replicasOfEach =
      if case .own(let image) = source, image.identifier == nil { image.configuration.replicas } else { 0 }
    guard count * replicasOfEach <= Self.mostReplicas - replicas else {
      problems.add(
        .impossible, at: pool.place,
        "with the images of the \(count) pools of \(PrintableText.short(name)) there are more than \(Self.mostReplicas) replicas; "
          + "a run could not hold them")
      return
    }
    let (vmSize, subscription) = (pool.vmSize, pool.subscription)
    let size = FirstSize(pool)
    var configuration = PoolConfiguration(
      name: name, vmSize: vmSize, targetDedicatedNodes: size.dedicatedNodes,
      targetLowPriorityNodes: size.lowPriorityNodes, resizeTimeout: size.resizeTimeout, image: 0,
      startTask: pool.startTask.map(StartTask.init), coresPerNode: pool.coresPerNode ?? VMSizeCores.cores(of: vmSize),
      vmSeries: VMFamilies.key(ofSize: vmSize), preemptionRate: pool.preemptionRate, failureRate: pool.failureRate,
      unusableProbability: pool.unusableProbability, tasks: pool.tasks.map(NodeTasks.init),
      scalesByFormula: pool.autoscales, addresses: NodeAddresses(pool), taskSlotsPerNode: pool.taskSlotsPerNode,
      nodeFillType: pool.nodeFillType, startsTasksInOrder: pool.strict)
    configuration.autoscale = autoscale(of: pool)
    for copy in 0..<count {
      configuration.name = count == 1 ? name : "\(name)-\(copy + 1)"
      configuration.image =
        switch source {
        case .shared(let index): index
        case .own(let image): addImage(image, name: configuration.name)
        }
      configuration.subscription = index(ofSubscription: subscription)
      pools.append(configuration)
    }
    copies[name] = first..<pools.count
  }

  /// Subscriptions are compared as Azure compares their ids: without regard to case.
  private mutating func index(ofSubscription name: String) -> Int {
    let key = name == "own" ? nil : name.lowercased()
    if let key, let index = subscriptions[key] { return index }
    defer { subscriptionCount += 1 }
    if let key { subscriptions[key] = subscriptionCount }
    return subscriptionCount
  }

  /// Prices have a currency, and say what an image takes where replicas cost.
  private mutating func checkPrices() {
    guard let prices = system.prices else { return }
    let currency = prices.currency
    if currency.utf8.count != 3 || !currency.utf8.allSatisfy({ (65...90).contains($0) }) {
      problems.add(
        .unknownValue, at: prices.place(of: \.currency),
        "currency cannot be \(PrintableText.quoted(currency)); expected three capital letters, such as EUR")
    }
    if prices.replicaGiBMonth != nil, prices.occupiedImage == nil {
      problems.add(
        .missingKey, at: prices.place,
        "the key occupiedImage is missing; expected what is in use of an image, such as 12 GiB, beside replicaGiBMonth")
    }
  }

  /// In user-subscription mode the quotas of Batch do not hold (R133).
  private mutating func addQuotas() {
    guard let quota = system.quota, system.account?.poolAllocationMode != .userSubscription else { return }
    if let cores = quota.dedicatedCores { quotas.append(CoreQuota(.dedicated, cores: cores)) }
    if let cores = quota.lowPriorityCores { quotas.append(CoreQuota(.lowPriority, cores: cores)) }
    if let cores = quota.spotCores { quotas.append(CoreQuota(.spot, cores: cores)) }
    for series in quota.vmSeriesCores ?? [] {
      quotas.append(CoreQuota(.vmSeries(VMFamilies.key(named: series.name)), cores: series.value))
    }
  }
}

/// An image as the scenario describes it, read once for all copies of a pool.
private struct ChosenImage {
  /// Without its name.
  let configuration: ImageConfiguration
  /// As it is compared: without regard to case.
  let identifier: String?
  let identifierPlace: SourcePlace
  let snapshot: String?
  let isShallow: Bool

  init(_ image: Section<ImageKeys>) {
    let source = image.source
    configuration = ImageConfiguration(
      name: "", kind: image.kind, replicas: image.effectiveReplicas, storage: image.storage,
      isFromSnapshot: source == nil || source == .snapshot, operatingSystem: image.os,
      availability: image.availableAfter, hasEphemeralDisk: image.osDisk == .ephemeral)
    identifier = image.id?.lowercased()
    identifierPlace = image.place(of: \.id)
    snapshot = image.snapshot
    isShallow = image.replication == .shallow
  }
}

extension NodeAddresses {
  /// What a pool's network allows; nil where the scenario does not say.
  fileprivate init?(_ pool: Section<PoolKeys>) {
    self.init(subnet: pool.subnetAddresses, publicAddresses: pool.publicIPs)
    guard subnet != nil || publicAddresses != nil else { return nil }
  }
}

extension StartTask {
  fileprivate init(_ task: Section<StartTaskKeys>) {
    self.init(
      duration: task.duration, failureProbability: task.failureProbability, maxTaskRetryCount: task.maxTaskRetryCount,
      waitForSuccess: task.waitForSuccess)
  }
}

extension NodeTasks {
  fileprivate init(_ tasks: Section<TaskKeys>) {
    self.init(busyShare: tasks.busyShare, remaining: tasks.remaining, retentionTime: tasks.retentionTime)
  }
}
