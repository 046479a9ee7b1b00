// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Quantities
internal import Scenarios

/// What a pool body says, as far as the scenario format has a place for it.
struct AzurePool: Sendable {
  /// The interface that a body belongs to.
  enum Plane: String, Sendable {
    /// Azure Resource Manager: `properties.deploymentConfiguration`, `properties.scaleSettings`.
    case management = "management plane"
    /// The Batch service, and `az batch pool`.
    case data = "data plane"
  }

  /// A start task without what it runs: only what is waited for matters.
  struct StartTask: Hashable, Sendable {
    var maxTaskRetryCount = 0
    var waitForSuccess = true
  }

  /// How the service sizes a pool by itself.
  struct Autoscale: Hashable, Sendable {
    /// nil when only the deployment of a template knows it.
    var formula: String?
    /// nil when the body leaves it to the service.
    var evaluationInterval: AzureDuration?
  }

  /// Where the numbers of nodes come from.
  enum Target: Hashable, Sendable {
    /// The body asks for them.
    case asked
    /// The body is an answer that tells them in another way; the text says which.
    case told(String)
    /// The body does not say.
    case missing
  }

  let plane: Plane
  /// What the body calls the pool; nil when only the address of the request did.
  var identifier: String?
  var vmSize: String
  var image: AzureImage
  var targetDedicatedNodes: Int
  var targetLowPriorityNodes: Int
  var target: Target
  /// nil when the body leaves it to the service.
  var resizeTimeout: AzureDuration?
  var startTask: StartTask?
  var autoscale: Autoscale?
  /// The formula that targets of the user's replace.
  var replacedFormula: String?
  var hasInterNodeCommunication: Bool?
  var hasInboundNatPools = false
  /// What becomes of tasks when the pool shrinks, as the body writes it; nil when it leaves that to the service.
  var nodeDeallocationOption: String?
  /// The member for the tasks that a node runs at once, and its number, where that is not 1.
  var taskSlots: (name: String, count: String)?
  /// How the pool was, where an answer tells that it had not what it was to have; nil where nothing was amiss.
  var shortfall: String?
  /// The account that the body names; nil when it names none.
  var accountName: String?
  /// Whether its nodes run Windows.
  var isWindows = false
  /// The SKU of its node agent; nil where the body does not say, or only the deployment knows.
  var nodeAgent: String?
  /// Where the service puts its nodes; nil when the body leaves it to the service.
  var nodePlacement: NodePlacement?
  /// The public IP addresses of the user's own that it names; nil where the service makes them, or there are none.
  var publicIPs: Int?
  /// Whether the system disk of its nodes is a part of the host's.
  var hasEphemeralDisk = false
  /// So many pools are alike: a loop of a template makes them.
  var copies = 1

  var targetNodes: Int { targetDedicatedNodes + targetLowPriorityNodes }

  /// The account in the resource id of an account or of a pool.
  static func accountName(resourceIdentifier: String?) -> String? {
    let parts = (resourceIdentifier ?? "").split(separator: "/").map(String.init)
    guard let place = parts.firstIndex(where: { $0.lowercased() == "batchaccounts" }), place + 1 < parts.count else {
      return nil
    }
    return parts[place + 1]
  }

  /// The account in the address of a pool: `https://ACCOUNT.REGION.batch.azure.com/...`.
  static func accountName(address: String?) -> String? {
    guard let address, let scheme = address.firstRange(of: "://") else { return nil }
    let host = address[scheme.upperBound...].prefix { $0 != "/" }.split(separator: ".")
    return host.count > 4 && host[2].lowercased() == "batch" ? String(host[0]) : nil
  }
}

/// What documents say about the account of their pools; the service's own rules ask for it.
struct AzureAccount: Hashable, Sendable {
  var apiVersion: String?
  var region: String?
  var subscription: String?
  var poolAllocationMode: PoolAllocationMode?

  init() {}

  /// What the resource id of a pool or account says.
  init(resourceIdentifier: String?) {
    let parts = (resourceIdentifier ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 2, parts[1].lowercased() == "subscriptions", Self.isWord(parts[2]) else { return }
    subscription = parts[2]
  }

  /// What the address of a pool says: `https://ACCOUNT.REGION.batch.azure.com/...`.
  mutating func read(address: String?) {
    guard let address, let scheme = address.firstRange(of: "://") else { return }
    let host = address[scheme.upperBound...].prefix { $0 != "/" }.split(separator: ".")
    guard host.count > 4, host[2].lowercased() == "batch", Self.isWord(String(host[1])) else { return }
    region = String(host[1])
  }

  /// Versions are read without regard to anything else than dates.
  mutating func read(apiVersion text: String?) {
    guard let text, CalendarDate(startOf: text) != nil, Self.isWord(text) else { return }
    apiVersion = text
  }

  /// Keeps what two documents agree on, and what only one of them says.
  mutating func merge(_ other: AzureAccount, disputed: inout Set<String>) {
    func merged<Value, Key: Equatable>(
      _ name: String, _ left: Value?, _ right: Value?, by key: (Value) -> Key
    ) -> Value? {
      if let left, let right, key(left) != key(right) { disputed.insert(name) }
      return disputed.contains(name) ? nil : left ?? right
    }
    apiVersion = merged("apiVersion", apiVersion, other.apiVersion, by: \.self)
    // `West Europe` is `westeurope`, and Azure compares ids without regard to case.
    region = merged("region", region, other.region, by: AzureAccountFile.region)
    subscription = merged("subscription", subscription, other.subscription) { $0.lowercased() }
    poolAllocationMode = merged("poolAllocationMode", poolAllocationMode, other.poolAllocationMode, by: \.self)
  }

  private static func isWord(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        let scalar = Unicode.Scalar(byte)
        return byte < 128
          && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) || "-._".utf8.contains(byte))
      }
  }
}
