// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quantities
internal import BatchPool
internal import Randomness

/// What an image was made from.
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

/// Whether an image has data disks, and what nodes do with them.
package enum ImageDataDisks: String, CaseIterable, Hashable, Sendable {
  case mounted
  case unmounted
  case none
}

/// How a gallery version is replicated ("Store and share images in an Azure Compute Gallery", 2025-07).
package enum ImageReplication: String, CaseIterable, Hashable, Sendable {
  /// Every replica is a copy.
  case full
  /// Nothing is copied: nodes read the source itself, as those of a managed image do.
  case shallow
}

/// What the system disk of a node is.
package enum ImageOSDisk: String, CaseIterable, Hashable, Sendable {
  /// A disk of its own in Azure Storage.
  case managed
  /// A part of the host's own disk.
  case ephemeral
}

/// How the host caches the system disk.
package enum ImageDiskCaching: String, CaseIterable, Hashable, Sendable {
  case readWrite
  case readOnly
  case none
}

/// An image: what nodes read to boot. The word under `kind` says which keys it has.
struct ImageKeys: KeySet {
  static let keys = ImageKeys()
  static let format = MapFormat(
    keys, noun: "image",
    forms: .tagged(
      by: keys.kind.name,
      ImageConfiguration.Kind.allCases.map { MapFormat.Form($0.rawValue, meaning(of: $0)) }))

  private static func meaning(of kind: ImageConfiguration.Kind) -> String {
    switch kind {
    case .managed: "A managed image: one source."
    case .gallery: "A gallery image: as many replicas as its owner keeps."
    case .marketplace: "A marketplace image: replicated by the platform."
    }
  }

  private static let notAvailable = "only a gallery image is replicated to a region; availableAfter is not for others"
  private static let notReplicated = "only a gallery image has replicas of yours (kind: gallery)"
  private static let notCloudService = "a cloud service boots from the platform's own image (kind: marketplace)"

  let kind = Key<ImageConfiguration.Kind>(
    "kind", .choice,
    "managed: one source; gallery: as many replicas as its owner keeps; marketplace: replicated by the platform.")
  let replicas = Key<Int>(
    "replicas", .integer(1...10_000), default: "1", "Replicas of a gallery image that serve reads.",
    exclusions: [
      "managed": "a managed image is one source and has no replicas; only a gallery image does (kind: gallery)",
      "marketplace":
        "a marketplace image is replicated by the platform; only a gallery image has replicas of yours (kind: gallery)",
    ], numberBeside: 1, unlessThere: "assumedReplicas")
  let assumedReplicas = Key<Int?>(
    "assumedReplicas", optional: .integer(1...10_000),
    "Replicas that nobody has given, as poolsim import assumes them; replicas of its owner's take their place.",
    exclusions: ["managed": notReplicated, "marketplace": notReplicated])
  let replication = Key<ImageReplication?>(
    "replication", optional: .choice(inAnyCase: true),
    "How a gallery version is replicated; shallow copies nothing, so that it is one source whatever its replicas.",
    exclusions: ["managed": notReplicated, "marketplace": notReplicated])
  let storage = Key<ImageConfiguration.Storage>(
    "storage", .choice(synonyms: ImageConfiguration.Storage.serviceNames), default: "standard-hdd",
    "What the replicas are kept on, in the words of the service or in ours.")
  let os = Key<ImageConfiguration.OperatingSystem>(
    "os", .choice, default: "linux", "What the nodes run: osBoot or windowsOSBoot of the model says how long it boots.")
  let availableAfter = Key<Distribution?>(
    "availableAfter", optional: .distribution(.duration),
    "When a gallery version is replicated to the pools' region, from the first resize request: no node is made before.",
    exclusions: ["managed": notAvailable, "marketplace": notAvailable])

  let osDisk = Key<ImageOSDisk?>(
    "osDisk", optional: .choice, "What the system disk of a node is: a disk of its own, or a part of the host's.")
  let osDiskCaching = Key<ImageDiskCaching?>(
    "osDiskCaching", optional: .choice(inAnyCase: true), "How the system disk of the image is cached.")
  let specialized = Key<Bool?>(
    "specialized", optional: .boolean, "Whether it keeps users and names of the VM that it was made from.")
  let nodeAgent = Key<String?>(
    "nodeAgent", optional: .text, "The SKU of the node agent, such as batch.node.ubuntu 22.04.")
  let marketplaceImage = Key<String?>(
    "marketplaceImage", optional: .text, "The image that it is, or is based on: publisher:offer:sku:version.")
  let cloudServiceFamily = Key<String?>(
    "cloudServiceFamily", optional: .text, "The OS family of a cloud service, whose pools were retired in 2024.",
    exclusions: ["managed": notCloudService, "gallery": notCloudService])
  let source = Key<ImageSource?>("source", optional: .choice, "What the image was made from.")
  let region = Key<String?>("region", optional: .text, "The region of the image.")
  let subscription = Key<String?>(
    "subscription", optional: .text, "The id of the image's subscription; its id tells it as well.")
  let id = Key<String?>("id", optional: .text, "The resource id of the image; equal ids are one image.")
  let thirdParty = Key<Bool?>(
    "thirdParty", optional: .boolean, "Whether its base is a third party's, with terms of its own.")
  let extensions = Key<Bool?>("extensions", optional: .boolean, "Whether VM extensions were installed in it.")
  let managedDisk = Key<Bool?>(
    "managedDisk", optional: .boolean, "Whether the VM that it was made from had a managed disk.")
  let dataDisks = Key<ImageDataDisks?>(
    "dataDisks", optional: .choice, "Whether it has data disks, and whether nodes mount and format them.")
  let defaultTemporaryDrive = Key<Bool?>(
    "defaultTemporaryDrive", optional: .boolean, "Whether its system uses the temporary drive where Azure puts it.")
  let encryptedDisk = Key<Bool?>("encryptedDisk", optional: .boolean, "Whether its system disk is encrypted.")
  let snapshot = Key<String?>(
    "snapshot", optional: .name, "The snapshot that it was made from; images may share one.")
  let replicatedRegions = Key<[String]?>(
    "replicatedRegions", optional: .list(.text), "The regions that a gallery version is replicated to.")

  var rows: [KeyFormat] {
    [
      kind.format, replicas.format, assumedReplicas.format, replication.format, storage.format, os.format,
      availableAfter.format, osDisk.format, osDiskCaching.format, specialized.format, nodeAgent.format,
      marketplaceImage.format, cloudServiceFamily.format, source.format, region.format, subscription.format, id.format,
      thirdParty.format, extensions.format, managedDisk.format, dataDisks.format,
      defaultTemporaryDrive.format, encryptedDisk.format, snapshot.format, replicatedRegions.format,
    ]
  }
}

extension Section<ImageKeys> {
  /// The replicas that serve reads: those of the owner, or those that are assumed; with shallow replication there is one
  /// source.
  var effectiveReplicas: Int { self.replication == .shallow ? 1 : statedReplicas }

  /// The replicas that the scenario gives, or assumes.
  var statedReplicas: Int { wrote(\.replicas) ? self.replicas : self.assumedReplicas ?? self.replicas }
}
