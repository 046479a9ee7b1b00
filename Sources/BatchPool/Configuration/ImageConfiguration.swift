// SPDX-License-Identifier: GPL-3.0-or-later

public import Randomness

/// An image source: what nodes read to boot, and how often it is replicated.
public struct ImageConfiguration: Hashable, Sendable {
  /// Where an image is kept and who replicates it.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A managed image: one source, one replica.
    case managed
    /// A version of an image in a Shared Image Gallery (Azure Compute Gallery): as many replicas as its owner keeps.
    case gallery
    /// A marketplace image: the platform replicates it, so that only the node's own read limit counts.
    case marketplace
  }

  /// The storage that holds a replica.
  public enum Storage: String, CaseIterable, Hashable, Sendable {
    /// Standard hard-disk storage, the default of a gallery version.
    case standardHDD = "standard-hdd"
    /// Premium solid-state storage.
    case premiumSSD = "premium-ssd"
    /// Zone-redundant standard storage.
    case standardZRS = "Standard_ZRS"
    /// Premium solid-state storage of the second version.
    case premiumV2 = "PremiumV2_LRS"

    /// What the service calls the kinds of storage that have names of their own here.
    package static let serviceNames = ["Standard_LRS": Storage.standardHDD, "Premium_LRS": .premiumSSD]
  }

  /// What an image boots.
  public enum OperatingSystem: String, CaseIterable, Hashable, Sendable {
    /// ``ModelParameters/osBoot``.
    case linux
    /// ``ModelParameters/windowsOSBoot``.
    case windows
  }

  /// The name by which pools refer to the image; where several do, random draws depend on it.
  public var name: String
  /// Where the image is kept.
  public var kind: Kind
  /// Replicas that serve reads; 1 for a managed image, without meaning for a marketplace image.
  public var replicas: Int
  /// The storage of every replica.
  public var storage: Storage
  /// Whether a managed image was made from a snapshot: others do not scale reliably, see
  /// ``ModelParameters/otherSourceBandwidthVariation``.
  public var isFromSnapshot: Bool
  /// What the nodes run, which decides how long they boot.
  public var operatingSystem: OperatingSystem
  /// When a gallery version is replicated to the pools' region, from the start of the run [s]: no node can be made
  /// before; nil when it is there from the start.
  public var availability: Distribution?
  /// Whether the system disk of a node is a part of its host's, see ``ModelParameters/ephemeralBootFactor``.
  public var hasEphemeralDisk: Bool

  /// Makes an image source.
  public init(
    name: String, kind: Kind, replicas: Int = 1, storage: Storage = .standardHDD, isFromSnapshot: Bool = true,
    operatingSystem: OperatingSystem = .linux, availability: Distribution? = nil, hasEphemeralDisk: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.replicas = replicas
    self.storage = storage
    self.isFromSnapshot = isFromSnapshot
    self.operatingSystem = operatingSystem
    self.availability = availability
    self.hasEphemeralDisk = hasEphemeralDisk
  }
}

extension ImageConfiguration {
  /// The bandwidth of a replica from run to run [bytes/s]: lognormal about the storage's own, with its mean kept.
  package func replicaBandwidth(_ parameters: ModelParameters) -> Distribution {
    let nominal =
      switch storage {
      case .standardHDD: parameters.standardHDDBandwidth
      case .premiumSSD: parameters.premiumSSDBandwidth
      case .standardZRS: parameters.standardZRSBandwidth
      case .premiumV2: parameters.premiumSSDv2Bandwidth
      }
    let variation =
      isFromSnapshot || kind != .managed
      ? parameters.bandwidthVariation : max(parameters.bandwidthVariation, parameters.otherSourceBandwidthVariation)
    guard let distribution = try? Distribution.lognormal(mean: nominal, coefficientOfVariation: variation) else {
      preconditionFailure("bandwidth \(nominal) bytes/s with variation \(variation)")
    }
    return distribution
  }
}
