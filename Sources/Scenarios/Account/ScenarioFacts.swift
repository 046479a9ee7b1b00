// SPDX-License-Identifier: GPL-3.0-or-later

internal import EventEngine
package import Diagnostics
internal import Quantities
package import BatchPool
internal import Randomness

/// What one variant says about its account, images and pools, as the service's own rules ask for it. A fact that the
/// scenario does not give is nil: no rule speaks without the facts that it needs.
package struct ScenarioFacts: Hashable, Sendable {
  package struct Account: Hashable, Sendable {
    package var apiVersion: String?
    package var region: String?
    package var subscription: String?
    package var poolAllocationMode: PoolAllocationMode?
    package var authentication: BatchAuthentication?
    package var dedicatedCoreQuota: Int?
    package var lowPriorityCoreQuota: Int?
    /// The quota of spot cores, where the scenario gives it under that name.
    package var spotCoreQuota: Int?
    /// Whether that is a quota of spot cores.
    package var hasSpotQuota = false
    /// Quotas of dedicated cores by VM family, in the order of the scenario.
    package var vmSeriesQuotas: [SeriesQuota] = []
    /// Which of the conflicting limits of nodes for a managed image the account goes by.
    package var managedImageLimit: Int?
  }

  /// A quota of dedicated cores of a VM family.
  package struct SeriesQuota: Hashable, Sendable {
    /// As the scenario writes it.
    package var name: String
    /// As families are compared: see ``VMFamilies``.
    package var key: String
    package var cores: Int
    package var place: SourcePlace
  }

  /// Where a number of replicas comes from.
  package enum ReplicaOrigin: Hashable, Sendable {
    /// The scenario gives it.
    case given
    /// The scenario leaves it to the default.
    case standard
    /// An import assumed it.
    case assumed
    /// There is one source, whatever is given: shallow replication.
    case shallow
  }

  package struct Image: Hashable, Sendable {
    package var kind: ImageConfiguration.Kind
    package var replicas: Int
    package var replicaOrigin = ReplicaOrigin.given
    /// The name under `images`; nil for an image of a pool's own.
    package var name: String?
    package var identifier: String?
    package var source: ImageSource?
    package var region: String?
    package var subscription: String?
    package var isThirdParty: Bool?
    package var hasExtensions: Bool?
    package var hasManagedDisk: Bool?
    package var dataDisks: ImageDataDisks?
    package var hasDefaultTemporaryDrive: Bool?
    package var hasEncryptedDisk: Bool?
    package var snapshot: String?
    package var replicatedRegions: [String]?
    package var osDisk: ImageOSDisk?
    package var osDiskCaching: ImageDiskCaching?
    package var isSpecialized: Bool?
    package var nodeAgent: String?
    package var marketplaceImage: String?
    package var cloudServiceFamily: String?

    /// What makes two pools' images one: the resource id, or the name under `images`; nil for an image of a pool's own.
    package var key: String? { identifier.map { "id " + $0.lowercased() } ?? name.map { "name " + $0 } }
  }

  package struct Pool: Hashable, Sendable {
    package var name: String
    /// So many pools are alike.
    package var count: Int
    package var vmSize: String
    /// Cores of one node; nil when they are not known.
    package var cores: Int?
    package var dedicatedNodes: Int
    package var lowPriorityNodes: Int
    /// In seconds.
    package var resizeTimeout: Double
    /// Whether the scenario says how long a resize may take: of the pool, or of an action.
    package var hasOwnResizeTimeout: Bool
    package var hasInterNodeCommunication: Bool
    package var hasInboundNatPools: Bool
    /// Public addresses of the user's own; nil where they do not limit it.
    package var publicIPs: Int?
    /// Free addresses of its subnet; nil where they do not limit it.
    package var subnetAddresses: Int?
    package var nodePlacement: NodePlacement?
    package var taskSlotsPerNode: Int
    package var autoscales: Bool
    /// The formula that it scales by; nil when it has none, or an unknown one.
    package var formula: PoolFormula?
    /// Where the scenario has the pool.
    package var place: SourcePlace
    package var image: Image
    /// What it asks for first; the sizes above are the largest that it ever asks for.
    package var first: Size

    package var nodes: Int { dedicatedNodes + lowPriorityNodes }
  }

  /// What a pool asks for at one time.
  package struct Size: Hashable, Sendable {
    package var dedicatedNodes: Int
    package var lowPriorityNodes: Int
    /// In seconds.
    package var resizeTimeout: Double

    /// Makes one of its parts.
    package init(dedicatedNodes: Int, lowPriorityNodes: Int, resizeTimeout: Double) {
      self.dedicatedNodes = dedicatedNodes
      self.lowPriorityNodes = lowPriorityNodes
      self.resizeTimeout = resizeTimeout
    }

    package var nodes: Int { dedicatedNodes + lowPriorityNodes }
  }

  /// What the caller does later, as far as rules ask about its order in time.
  package struct Step: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
      case resize(dedicatedNodes: Int?, lowPriorityNodes: Int?, resizeTimeout: Double?)
      case removal(nodes: Int)
      case replicas(Int)
    }

    /// From when on, in seconds.
    package var time: Double
    /// The pool or image; nil for all of them.
    package var target: String?
    package var change: Change
    /// What becomes of tasks on nodes that leave; nil where none do.
    package var deallocationOption: DeallocationOption?
    package var place: SourcePlace
  }

  /// What a pool works on.
  package struct Work: Hashable, Sendable {
    package var name: String
    /// The pool, an index into the configuration's.
    package var pool: Int
    /// The most slots that one of its tasks takes on a node, and the nodes that one needs.
    package var requiredSlots: Int
    package var nodes: Int
    /// Slots of a node of its pool.
    package var slotsPerNode: Int
    /// The name of the pool.
    package var poolName: String
    /// Jobs of its log that are left out, because their run time or number of processors is not known.
    package var skippedJobs: Int
    package var place: SourcePlace
  }

  package var account = Account()
  package var pools: [Pool] = []
  package var work: [Work] = []
  /// In the order in which they take effect.
  package var steps: [Step] = []

  /// Nothing is known.
  package init() {}

  /// Reads the facts of a system that has passed its checks.
  init(_ system: Section<SystemKeys>, _ problems: inout DiagnosticList) {
    if let own = system.account { account = Account(own, &problems) }
    let quota = system.quota
    account.dedicatedCoreQuota = quota?.dedicatedCores
    let (lowPriority, spot) = (quota?.lowPriorityCores, quota?.spotCores)
    account.lowPriorityCoreQuota = [lowPriority, spot].compactMap(\.self).min()
    let places = quota?.checked.entry(QuotaKeys.keys.vmSeriesCores.name)?.value.entries ?? []
    account.vmSeriesQuotas = zip(quota?.vmSeriesCores ?? [], places).map { series, entry in
      SeriesQuota(
        name: series.name, key: VMFamilies.key(named: series.name), cores: series.value, place: entry.value.place)
    }
    account.spotCoreQuota = spot
    account.hasSpotQuota = spot.map { $0 < lowPriority ?? .max } ?? false
    let actions = system.actions ?? []
    let images = Dictionary((system.images ?? []).map { ($0.name, $0.value) }) { first, _ in first }
    func facts(_ pool: Section<PoolKeys>, _ name: String) -> Pool {
      Pool(pool, name: name, image: Image(pool.image ?? system.image, among: images), actions)
    }
    if let pool = system.pool { pools = [facts(pool, "pool")] }
    pools += (system.pools ?? []).map { facts($0.value, $0.name) }
    // Replicas that change in the instant of a resize are there for it, as in a run.
    steps = actions.compactMap(Step.init).enumerated().sorted { left, right in
      (left.element.time, left.element.change.isOfReplicas ? 0 : 1, left.offset)
        < (right.element.time, right.element.change.isOfReplicas ? 0 : 1, right.offset)
    }.map(\.element)
  }
}

extension ScenarioFacts.Step {
  /// Reads an action; nil where it concerns neither sizes nor replicas.
  fileprivate init?(_ action: Event<ActionVerb>) {
    let target: EventTarget
    time = action.at.seconds
    place = action.head.place
    switch action.verb {
    case .request(let request, let pools, _):
      guard let asked = Change(request) else { return nil }
      target = pools
      change = asked
      deallocationOption =
        switch request {
        case .resize(let size): size.deallocationOption
        case .removeNodes(let removal): removal.deallocationOption
        case .resizeAgain, .stopResize, .restart: nil
        }
    case .setReplicas(let replicas):
      target = replicas.image
      change = .replicas(replicas.replicas)
      place = replicas.place(of: \.replicas)
      // Half of the runs have them by then.
      time += max(0, replicas.after?.quantile(0.5) ?? 0)
    }
    guard target != .none else { return nil }
    self.target = target.name
  }
}

extension ScenarioFacts.Step.Change {
  /// What a request changes; nil where it concerns no size.
  fileprivate init?(_ request: PoolRequest) {
    switch request {
    case .resize(let size):
      self = .resize(
        dedicatedNodes: size.targetDedicatedNodes, lowPriorityNodes: size.targetLowPriorityNodes,
        resizeTimeout: size.resizeTimeout?.seconds)
    case .removeNodes(let removal): self = .removal(nodes: removal.count)
    case .resizeAgain, .stopResize, .restart: return nil
    }
  }

  package var isOfReplicas: Bool {
    if case .replicas = self { true } else { false }
  }
}

extension ScenarioFacts.Account {
  fileprivate init(_ account: Section<AccountKeys>, _ problems: inout DiagnosticList) {
    apiVersion = account.apiVersion
    if let apiVersion, CalendarDate(startOf: apiVersion) == nil {
      problems.add(
        .unknownValue, at: account.place(of: \.apiVersion),
        "\(PrintableText.quoted(apiVersion)) is not a version of the Batch API; expected one such as 2019-08-01")
    }
    region = account.region
    subscription = account.subscription
    managedImageLimit = account.managedImageLimit
    poolAllocationMode = account.poolAllocationMode
    authentication = account.authentication
  }
}

extension ScenarioFacts.Image {
  /// Reads the image of a pool; without one, nothing is known, and the scenario is refused for it elsewhere.
  fileprivate init(_ image: NameOr<ImageKeys>?, among images: [String: Section<ImageKeys>]) {
    self.init(kind: .marketplace, replicas: 1)
    switch image {
    case .own(let own): read(own)
    case .name(let shared):
      if let definition = images[shared] { read(definition) }
      name = shared
    case nil: break
    }
  }

  private mutating func read(_ image: Section<ImageKeys>) {
    kind = image.kind
    replicas = image.effectiveReplicas
    replicaOrigin =
      image.replication == .shallow
      ? .shallow : image.wrote(\.replicas) ? .given : image.assumedReplicas == nil ? .standard : .assumed
    osDisk = image.osDisk
    osDiskCaching = image.osDiskCaching
    isSpecialized = image.specialized
    nodeAgent = image.nodeAgent
    marketplaceImage = image.marketplaceImage
    cloudServiceFamily = image.cloudServiceFamily
    identifier = image.id
    source = image.source
    region = image.region
    subscription = image.subscription ?? identifier.flatMap(Self.subscription)
    isThirdParty = image.thirdParty
    hasExtensions = image.extensions
    hasManagedDisk = image.managedDisk
    dataDisks = image.dataDisks
    hasDefaultTemporaryDrive = image.defaultTemporaryDrive
    hasEncryptedDisk = image.encryptedDisk
    snapshot = image.snapshot
    replicatedRegions = image.replicatedRegions
  }

  /// The subscription that a well-formed id begins with.
  private static func subscription(of identifier: String) -> String? {
    guard (try? AzureImage(identifier: identifier)) != nil, identifier.lowercased().hasPrefix("/subscriptions/") else {
      return nil
    }
    return identifier.split(separator: "/").dropFirst().first.map(String.init)
  }
}

extension ScenarioFacts.Pool {
  fileprivate init(
    _ pool: Section<PoolKeys>, name: String, image: ScenarioFacts.Image, _ actions: [Event<ActionVerb>]
  ) {
    self.name = name
    count = pool.count
    vmSize = pool.vmSize
    cores = pool.coresPerNode ?? VMSizeCores.cores(of: vmSize)
    let size = FirstSize(pool)
    dedicatedNodes = size.dedicatedNodes
    lowPriorityNodes = size.lowPriorityNodes
    resizeTimeout = pool.resizeTimeout.seconds
    place = pool.place
    hasOwnResizeTimeout = pool.wrote(\.resizeTimeout)
    first = ScenarioFacts.Size(
      dedicatedNodes: dedicatedNodes, lowPriorityNodes: lowPriorityNodes, resizeTimeout: resizeTimeout)
    hasInterNodeCommunication = pool.interNodeCommunication ?? false
    hasInboundNatPools = pool.inboundNatPools ?? false
    publicIPs = pool.publicIPs
    subnetAddresses = pool.subnetAddresses
    nodePlacement = pool.nodePlacement
    taskSlotsPerNode = pool.taskSlotsPerNode
    formula = PoolFormula(pool)
    autoscales = pool.autoscales
    self.image = image
    // The service looks at every size that the caller asks for; the rules look at the largest.
    for action in actions {
      guard case .request(.resize(let size), let target, _) = action.verb, target == .all || target == .name(name)
      else { continue }
      dedicatedNodes = max(dedicatedNodes, size.targetDedicatedNodes ?? 0)
      lowPriorityNodes = max(lowPriorityNodes, size.targetLowPriorityNodes ?? 0)
      resizeTimeout = min(resizeTimeout, size.resizeTimeout?.seconds ?? resizeTimeout)
      hasOwnResizeTimeout = hasOwnResizeTimeout || size.resizeTimeout != nil
    }
  }
}
