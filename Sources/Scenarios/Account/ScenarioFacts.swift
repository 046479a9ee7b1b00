// SPDX-License-Identifier: GPL-3.0-or-later

package import Diagnostics
internal import Quantities
package import BatchPool
internal import Randomness

/// What one variant says about its account, images and pools, as the service's own rules ask for it. A fact that the
/// scenario does not give is nil: no rule speaks without the facts that it needs.
package struct ScenarioFacts: Hashable, Sendable {
  package enum PoolAllocationMode: String, CaseIterable, Hashable, Sendable {
    case batchService
    case userSubscription
  }

  package enum Authentication: String, CaseIterable, Hashable, Sendable {
    case azureAD
    case sharedKey
  }

  package enum ImageSource: String, CaseIterable, Hashable, Sendable {
    case snapshot
    case generalizedVM
    case vhd
    case packer

    /// The source in a sentence.
    package var noun: String {
      switch self {
      case .snapshot: "a snapshot"
      case .generalizedVM: "a generalized VM"
      case .vhd: "an uploaded VHD"
      case .packer: "a Packer build"
      }
    }
  }

  package enum DataDisks: String, CaseIterable, Hashable, Sendable {
    case mounted
    case unmounted
    case none
  }

  package struct Account: Hashable, Sendable {
    package var apiVersion: String?
    package var region: String?
    package var subscription: String?
    package var poolAllocationMode: PoolAllocationMode?
    package var authentication: Authentication?
    package var dedicatedCoreQuota: Int?
    package var lowPriorityCoreQuota: Int?
    /// Whether that is a quota of spot cores.
    package var hasSpotQuota = false
    /// Quotas of dedicated cores by VM series.
    package var vmSeriesQuotas: [String: Int] = [:]
    /// Which of the conflicting limits of nodes for a managed image the account goes by.
    package var managedImageLimit: Int?
  }

  package struct Image: Hashable, Sendable {
    package var kind: ImageConfiguration.Kind
    package var replicas: Int
    /// The name under `images`; nil for an image of a pool's own.
    package var name: String?
    package var identifier: String?
    package var source: ImageSource?
    package var region: String?
    package var subscription: String?
    package var isThirdParty: Bool?
    package var hasExtensions: Bool?
    package var hasManagedDisk: Bool?
    package var dataDisks: DataDisks?
    package var hasDefaultTemporaryDrive: Bool?
    package var hasEncryptedDisk: Bool?
    package var snapshot: String?
    package var replicatedRegions: [String]?

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
    package var hasInterNodeCommunication: Bool
    package var hasInboundNatPools: Bool
    package var autoscales: Bool
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
    package var place: SourcePlace
  }

  package var account = Account()
  package var pools: [Pool] = []
  /// In the order in which they take effect.
  package var steps: [Step] = []

  /// Nothing is known.
  package init() {}

  /// Reads the facts of a system that has passed its checks.
  init(_ values: CheckedValue, _ problems: inout DiagnosticList) {
    account = Account(values["account"], &problems)
    account.dedicatedCoreQuota = values["quota"]?["dedicatedCores"]?.integer
    let (lowPriority, spot) = (
      values["quota"]?["lowPriorityCores"]?.integer, values["quota"]?["spotCores"]?.integer
    )
    account.lowPriorityCoreQuota = [lowPriority, spot].compactMap(\.self).min()
    for entry in values["quota"]?["vmSeriesCores"]?.entries ?? [] {
      account.vmSeriesQuotas[VMSizeCores.series(named: entry.key)] = entry.value.integer
    }
    account.hasSpotQuota = spot.map { $0 < lowPriority ?? .max } ?? false
    if let pool = values["pool"] { pools = [Pool(pool, name: "pool", of: values)] }
    pools += (values["pools"]?.entries ?? []).map { Pool($0.value, name: $0.key, of: values) }
    // Replicas that change in the instant of a resize are there for it, as in a run.
    steps = (values["actions"]?.list ?? []).compactMap(Step.init).enumerated().sorted { left, right in
      (left.element.time, left.element.change.isOfReplicas ? 0 : 1, left.offset)
        < (right.element.time, right.element.change.isOfReplicas ? 0 : 1, right.offset)
    }.map(\.element)
  }
}

extension ScenarioFacts.Step {
  /// Reads an action; nil where it concerns neither sizes nor replicas.
  fileprivate init?(_ action: CheckedValue) {
    func target(_ key: String) -> (isThere: Bool, name: String?) {
      guard let text = action[key]?.text, text != "false" else { return (false, nil) }
      return (true, text == "true" ? nil : text)
    }
    time = action["at"]?.quantity ?? 0
    place = action.place
    let (resize, removal, replicas) = (target("resize"), target("removeNodes"), target("setReplicas"))
    if resize.isThere {
      self.target = resize.name
      change = .resize(
        dedicatedNodes: action["targetDedicatedNodes"]?.integer,
        lowPriorityNodes: action["targetLowPriorityNodes"]?.integer, resizeTimeout: action["resizeTimeout"]?.quantity)
    } else if removal.isThere, let count = action["count"]?.integer {
      self.target = removal.name
      change = .removal(nodes: count)
    } else if replicas.isThere, let count = action["replicas"] {
      self.target = replicas.name
      change = .replicas(count.integer ?? 1)
      place = count.place
      // Half of the runs have them by then.
      time += max(0, action["after"]?.distribution?.quantile(0.5) ?? 0)
    } else {
      return nil
    }
  }
}

extension ScenarioFacts.Step.Change {
  package var isOfReplicas: Bool {
    if case .replicas = self { true } else { false }
  }
}

extension ScenarioFacts.Account {
  fileprivate init(_ value: CheckedValue?, _ problems: inout DiagnosticList) {
    guard let value else { return }
    apiVersion = value["apiVersion"]?.text
    if let apiVersion, let place = value["apiVersion"]?.place, CalendarDate(startOf: apiVersion) == nil {
      problems.add(
        .unknownValue, at: place,
        "\(PrintableText.quoted(apiVersion)) is no version of the Batch API; expected one such as 2019-08-01")
    }
    region = value["region"]?.text
    subscription = value["subscription"]?.text
    managedImageLimit = value["managedImageLimit"]?.text.flatMap { Int($0) }
    poolAllocationMode = value["poolAllocationMode"]?.text.flatMap(ScenarioFacts.PoolAllocationMode.init)
    authentication = value["authentication"]?.text.flatMap(ScenarioFacts.Authentication.init)
  }
}

extension ScenarioFacts.Image {
  fileprivate init(_ value: CheckedValue?, name: String?) {
    kind = value?["kind"]?.text.flatMap(ImageConfiguration.Kind.init) ?? .marketplace
    replicas = value?["replicas"]?.integer ?? 1
    self.name = name
    identifier = value?["id"]?.text
    source = value?["source"]?.text.flatMap(ScenarioFacts.ImageSource.init)
    region = value?["region"]?.text
    subscription = value?["subscription"]?.text ?? identifier.flatMap(Self.subscription)
    isThirdParty = value?["thirdParty"]?.boolean
    hasExtensions = value?["extensions"]?.boolean
    hasManagedDisk = value?["managedDisk"]?.boolean
    dataDisks = value?["dataDisks"]?.text.flatMap(ScenarioFacts.DataDisks.init)
    hasDefaultTemporaryDrive = value?["defaultTemporaryDrive"]?.boolean
    hasEncryptedDisk = value?["encryptedDisk"]?.boolean
    snapshot = value?["snapshot"]?.text
    replicatedRegions = value?["replicatedRegions"]?.list.compactMap(\.text)
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
  fileprivate init(_ value: CheckedValue, name: String, of system: CheckedValue) {
    self.name = name
    count = value["count"]?.integer ?? 1
    vmSize = value["vmSize"]?.text ?? ""
    cores = value["coresPerNode"]?.integer ?? VMSizeCores.cores(of: vmSize)
    dedicatedNodes = value["targetDedicatedNodes"]?.integer ?? 0
    lowPriorityNodes = value["targetLowPriorityNodes"]?.integer ?? 0
    resizeTimeout = value["resizeTimeout"]?.quantity ?? 900
    first = ScenarioFacts.Size(
      dedicatedNodes: dedicatedNodes, lowPriorityNodes: lowPriorityNodes, resizeTimeout: resizeTimeout)
    hasInterNodeCommunication = value["interNodeCommunication"]?.boolean ?? false
    hasInboundNatPools = value["inboundNatPools"]?.boolean ?? false
    autoscales = value["autoscale"]?.boolean ?? (value["autoScaleFormula"] != nil)
    // The service looks at every size that the caller asks for; the rules look at the largest.
    for action in system["actions"]?.list ?? [] {
      guard let target = action["resize"]?.text, target == "true" || target == name else { continue }
      dedicatedNodes = max(dedicatedNodes, action["targetDedicatedNodes"]?.integer ?? 0)
      lowPriorityNodes = max(lowPriorityNodes, action["targetLowPriorityNodes"]?.integer ?? 0)
      resizeTimeout = min(resizeTimeout, action["resizeTimeout"]?.quantity ?? resizeTimeout)
    }
    let own = value["image"] ?? system["image"]
    let shared = own?.text
    image = ScenarioFacts.Image(shared.flatMap { system["images"]?[$0] } ?? own, name: shared)
  }
}
