// SPDX-License-Identifier: GPL-3.0-or-later

internal import BatchPool
internal import Scenarios

/// What `az batch account show` says about an account.
struct AzureAccountFile: Sendable {
  /// A quota of dedicated cores of one family of VM sizes.
  struct Family: Hashable, Sendable {
    /// As Azure names it, such as `standardDSv3Family`.
    let name: String
    let cores: Int
  }

  /// nil where the answer does not name the account.
  var name: String?
  /// Region, subscription and allocation mode.
  var account = AzureAccount()
  /// nil where the subscription's own quotas count.
  var dedicatedCores: Int?
  var lowPriorityCores: Int?
  /// Empty where quotas of families are not enforced.
  var families: [Family] = []
  /// Where the account stands.
  let offset: Int

  /// Regions are written `West Europe` and `westeurope`.
  static func region(_ text: String) -> String {
    text.lowercased().filter { !$0.isWhitespace }
  }

  /// The families that sizes belong to, in the order of the account.
  func families(of sizes: Set<String>) -> [Family] {
    let keys = Set(sizes.map(VMFamilies.key(ofSize:)))
    return families.filter { keys.contains(VMFamilies.key(named: $0.name)) }
  }

  /// The sizes that belong to no family of the account, sorted.
  func sizesWithoutFamily(among sizes: Set<String>) -> [String] {
    guard !families.isEmpty else { return [] }
    let keys = Set(families.map { VMFamilies.key(named: $0.name) })
    return sizes.filter { !keys.contains(VMFamilies.key(ofSize: $0)) }.sorted()
  }
}
