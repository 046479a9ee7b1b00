// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Scenarios

/// What `az sig image-version show` says about a version of a gallery image.
struct AzureImageVersion: Sendable {
  /// A region that the version is replicated to.
  struct Region: Hashable, Sendable {
    /// Without spaces, in lower case.
    let name: String
    let replicas: Int
    /// As Azure writes it, such as `Standard_LRS`; nil where the answer does not say.
    let storage: String?
    /// What the answer says of the replication, where it is not completed.
    var state: String?
  }

  /// The resource id in lower case; nil where the answer has none.
  let identifier: String?
  let name: String
  var regions: [Region]
  /// Nothing is copied: all nodes read one source ("Shallow replication", Azure Compute Gallery).
  let isShallow: Bool
  /// The date as the answer writes it; nil where none is set.
  let endOfLife: String?
  /// Where it stands.
  let offset: Int

  /// Whether it is the version that nodes boot from: the one that an image names, or one of an image without a version.
  func isVersion(of image: AzureImage) -> Bool {
    guard image.kind == .gallery, let identifier else { return false }
    let parts = image.key.split(separator: "/")
    if parts.dropLast().last == "versions", parts.last != "latest" { return image.key == identifier }
    let base = parts.dropLast().last == "versions" ? parts.dropLast(2) : parts[...]
    return identifier.hasPrefix("/" + base.joined(separator: "/") + "/versions/")
  }

  /// Whether it is later than another, by the numbers of its name.
  func isLater(than other: AzureImageVersion) -> Bool {
    func numbers(_ name: String) -> [Int] { name.split(separator: ".").map { Int($0) ?? 0 } }
    return numbers(other.name).lexicographicallyPrecedes(numbers(name))
  }

  /// How scenarios write a storage type; nil for one that this version of poolsim has no name for.
  static func storage(_ type: String) -> ImageConfiguration.Storage? {
    switch type.lowercased() {
    case "standard_lrs": .standardHDD
    case "premium_lrs": .premiumSSD
    case "standard_zrs", "preferstandard_zrs": .standardZRS
    case "premiumv2_lrs": .premiumV2
    default: nil
    }
  }
}
