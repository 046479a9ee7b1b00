// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
package import BatchPool

/// The image that a pool body names.
package struct AzureImage: Hashable, Sendable {
  /// Why a text is not the id of an image.
  package struct Malformed: Error, Hashable, Sendable {
    package let reason: String
  }

  package let kind: ImageConfiguration.Kind
  /// The image as a comment names it.
  package let identifier: String
  /// The image's own name, from which a scenario that shares it makes one.
  package let name: String

  /// The OS family of the cloud service that nodes boot from the platform's own image in; nil for every other image.
  package let cloudServiceFamily: String?

  /// `publisher:offer:sku:version` of an image of the marketplace; nil for every other image.
  package let marketplaceImage: String?

  /// Whether the identifier is a resource id: images of the marketplace have none, and an expression hides it.
  package let hasResourceIdentifier: Bool

  /// The identifier as Azure compares it: without regard to case.
  package var key: String { identifier.lowercased() }

  /// An image of the marketplace.
  package init(publisher: String, offer: String, sku: String, version: String) {
    kind = .marketplace
    identifier = "\(publisher):\(offer):\(sku):\(version)"
    name = offer
    marketplaceImage = identifier
    hasResourceIdentifier = false
    cloudServiceFamily = nil
  }

  /// What the nodes of a cloud service boot from: the platform's own image.
  package init(cloudServiceFamily family: String) {
    kind = .marketplace
    identifier = "cloud service, OS family \(family)"
    name = "cloud-service"
    hasResourceIdentifier = false
    cloudServiceFamily = family
    marketplaceImage = nil
  }

  /// Makes an image of which a text says only a part.
  package init(kind: ImageConfiguration.Kind, name: String, shown identifier: String) {
    self.kind = kind
    self.name = name
    self.identifier = identifier
    hasResourceIdentifier = false
    cloudServiceFamily = nil
    marketplaceImage = nil
  }

  /// Reads a resource id: a managed image, or an image of a gallery with or without a version.
  ///
  /// - Throws: `Malformed` with the reason.
  package init(identifier: String) throws(Malformed) {
    let parts = try Self.parts(of: identifier)
    let keywords = parts.map { $0.lowercased() }
    func matches(_ pattern: [String?]) -> Bool {
      keywords.count == pattern.count && zip(keywords, pattern).allSatisfy { $1 == nil || $0 == $1 }
    }
    let provider: [String?] = ["subscriptions", nil, "resourcegroups", nil, "providers", "microsoft.compute"]
    let inGallery = provider + ["galleries", nil, "images", nil]
    let shared: [[String?]] = [
      ["sharedgalleries", nil, "images", nil], ["communitygalleries", nil, "images", nil],
    ]
    if matches(provider + ["images", nil]) {
      (kind, name) = (.managed, parts[7])
    } else if matches(inGallery) {
      (kind, name) = (.gallery, parts[9])
    } else if matches(inGallery + ["versions", nil]) {
      (kind, name) = (.gallery, parts[9])
      try Self.checkVersion(parts[11])
    } else if shared.contains(where: { matches($0) }) {
      (kind, name) = (.gallery, parts[3])
    } else if shared.contains(where: { matches($0 + ["versions", nil]) }) {
      (kind, name) = (.gallery, parts[3])
      try Self.checkVersion(parts[5])
    } else {
      throw Malformed(reason: Self.fault(of: parts, keywords: keywords, provider: provider))
    }
    self.identifier = identifier
    hasResourceIdentifier = true
    cloudServiceFamily = nil
    marketplaceImage = nil
  }

  /// The parts between the slashes, each checked to be a name.
  private static func parts(of identifier: String) throws(Malformed) -> [String] {
    guard !identifier.isEmpty else { throw Malformed(reason: "it is empty") }
    guard !identifier.contains("://") else {
      throw Malformed(reason: "it is the address of a file; a pool takes the resource id of an image made from it")
    }
    guard identifier.hasPrefix("/") else { throw Malformed(reason: "it does not begin with a slash") }
    let parts = identifier.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for part in parts {
      let shown = PrintableText.short(part)
      guard !part.isEmpty else { throw Malformed(reason: "two slashes follow each other, or one ends it") }
      if part.contains(where: { "{}<>".contains($0) }) {
        throw Malformed(reason: "it still holds the placeholder \(shown)")
      }
      guard part.unicodeScalars.allSatisfy(isNameScalar) else {
        throw Malformed(reason: "its part '\(shown)' holds what no Azure name may hold")
      }
      guard part.unicodeScalars.count <= 90 else {
        throw Malformed(reason: "its part '\(shown)' is longer than 90 characters")
      }
      guard !part.hasSuffix(".") else { throw Malformed(reason: "its part '\(shown)' ends with a point") }
    }
    return parts
  }

  /// Resource groups have the widest alphabet: letters of any script, digits, `_`, `-`, `.` and brackets.
  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    if "_-.()".unicodeScalars.contains(scalar) { return true }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
      return true
    default: return false
    }
  }

  /// A version is `MAJOR.MINOR.PATCH`, or the word latest.
  private static func checkVersion(_ version: String) throws(Malformed) {
    if version.lowercased() == "latest" { return }
    let numbers = version.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 3, numbers.allSatisfy({ UInt32($0) != nil && $0.first != "+" }) else {
      throw Malformed(reason: "its version '\(PrintableText.short(version))' is not of the form 1.0.0")
    }
  }

  private static func fault(of parts: [String], keywords: [String], provider: [String?]) -> String {
    for (place, pair) in zip(parts, provider).enumerated() {
      if let keyword = pair.1, keywords[place] != keyword {
        return "its part '\(PrintableText.short(pair.0))' stands where '\(spelling[place])' was expected"
      }
    }
    guard parts.count > provider.count else { return "it ends before it names an image" }
    let type = keywords[provider.count]
    if let name = otherResources[type] { return "it names \(name), not an image" }
    if type == "images" || type == "galleries" {
      return parts.count > 8 ? "it goes on where an image's id ends" : "it ends before it names an image"
    }
    return "it names something of the type '\(PrintableText.short(parts[provider.count]))', not an image"
  }

  private static let spelling = ["subscriptions", "NAME", "resourceGroups", "NAME", "providers", "Microsoft.Compute"]

  private static let otherResources = [
    "snapshots": "a snapshot", "disks": "a disk", "virtualmachines": "a virtual machine",
    "virtualmachinescalesets": "a scale set",
  ]
}
