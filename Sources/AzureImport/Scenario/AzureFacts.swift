// SPDX-License-Identifier: GPL-3.0-or-later

internal import Diagnostics
internal import BatchPool
internal import Scenarios

/// What the files beside those of pools tell: nothing of it is assumed any more.
struct AzureFacts: Sendable {
  /// What is known of an image's replicas.
  struct Replication: Hashable, Sendable {
    /// nil where no file tells it.
    var replicas: Int?
    var storage: ImageConfiguration.Storage?
    /// Whether nothing is copied: all nodes read one source.
    var isShallow = false
    /// The regions of the version, without spaces; empty where no file tells them.
    var regions: [String] = []
    /// What to know about it, behind the name of the pool.
    var notes: [String] = []
  }

  /// The account of all documents together.
  let account: AzureAccount
  let file: AzureAccountFile?
  private let versions: [AzureImageVersion]

  init(account: AzureAccount, file: AzureAccountFile?, versions: [AzureImageVersion]) {
    var account = account
    // The account itself is asked about first.
    if let told = file?.account {
      account.region = told.region ?? account.region
      account.subscription = told.subscription ?? account.subscription
      account.poolAllocationMode = told.poolAllocationMode ?? account.poolAllocationMode
    }
    self.account = account
    self.file = file
    self.versions = versions
  }

  /// The versions that are of no pool's image.
  func strangers(to pools: [AzurePool]) -> [AzureImageVersion] {
    versions.filter { version in !pools.contains { version.isVersion(of: $0.image) } }
  }

  /// What the files tell of an image.
  func replication(of image: AzureImage) -> Replication {
    var result = Replication()
    let fitting = versions.filter { $0.isVersion(of: image) }
    guard let first = fitting.first else { return result }
    let version = fitting.dropFirst().reduce(first) { $1.isLater(than: $0) ? $1 : $0 }
    let name = "version \(PrintableText.short(version.name))"
    result.regions = version.regions.map(\.name)
    if let date = version.endOfLife {
      result.notes.append(
        "\(name) has its end of life on \(PrintableText.short(date)): nodes are made of it after that date too, but nobody mends it"
      )
    }
    guard let region = region(of: version, name, &result) else { return result }
    if let state = region.state {
      result.notes.append(
        "\(name) is not yet replicated to \(region.name) (\(PrintableText.short(state))): image.availableAfter says when it is"
      )
    }
    if version.isShallow {
      result.isShallow = true
      result.notes.append(
        "\(name) is replicated shallowly: nothing is copied, and all nodes read one source, whatever its replicas")
    }
    result.replicas = region.replicas
    guard let type = region.storage else { return result }
    result.storage = AzureImageVersion.storage(type)
    if result.storage == nil {
      result.notes.append(
        "\(name) is stored as \(PrintableText.short(type)), which has no name in a scenario: standard-hdd is assumed; set storage of its image"
      )
    }
    return result
  }

  /// The region of a version that the pools read from; nil with a note where that is not known.
  private func region(
    of version: AzureImageVersion, _ name: String, _ result: inout Replication
  ) -> AzureImageVersion.Region? {
    if let wanted = account.region.map(AzureAccountFile.region) {
      if let region = version.regions.first(where: { $0.name == wanted }) { return region }
      result.notes.append(
        "\(name) is not replicated to \(wanted), where the pool is: no node can be made of it there (R129); replicas stay assumed"
      )
      return nil
    }
    guard let fewest = version.regions.min(by: { $0.replicas < $1.replicas }) else { return nil }
    if version.regions.count > 1 {
      result.notes.append(
        "the region of the pool is not known: of the regions of \(name), \(fewest.name) has the fewest replicas and counts; give the account's file too (az batch account show)"
      )
    }
    return fewest
  }
}
