// SPDX-License-Identifier: GPL-3.0-or-later

/// Who owns the virtual machines of a Batch account's pools.
package enum PoolAllocationMode: String, CaseIterable, Hashable, Sendable {
  case batchService
  case userSubscription
}

/// How a client proves who it is.
package enum BatchAuthentication: String, CaseIterable, Hashable, Sendable {
  case azureAD
  case sharedKey
}

/// What the service's own rules ask about the account; nothing of it changes a simulation.
struct AccountKeys: KeySet {
  static let keys = AccountKeys()
  static let format = MapFormat(keys)

  let apiVersion = Key<String?>(
    "apiVersion", optional: .text, "The version of the Batch API that makes the pools, such as 2019-08-01.")
  let region = Key<String?>("region", optional: .text, "The region of the account, such as westeurope.")
  let subscription = Key<String?>("subscription", optional: .text, "The id of the account's subscription.")
  let poolAllocationMode = Key<PoolAllocationMode?>(
    "poolAllocationMode", optional: .choice(inAnyCase: true),
    "Whether pools live in subscriptions of the Batch service or in the user's own.")
  let authentication = Key<BatchAuthentication?>(
    "authentication", optional: .choice, "How the client that makes the pools proves who it is.")
  let managedImageLimit = Key<Int?>(
    "managedImageLimit", optional: .oneOf([2_500, 2_000]),
    "Which of the published limits of dedicated nodes for a managed image holds for the account; both unless given.")

  var rows: [KeyFormat] {
    [
      apiVersion.format, region.format, subscription.format, poolAllocationMode.format, authentication.format,
      managedImageLimit.format,
    ]
  }
}

/// The account's quotas of cores.
struct QuotaKeys: KeySet {
  static let keys = QuotaKeys()
  static let format = MapFormat(keys)

  private static let cores = ValueType<Int>.integer(0...100_000_000)

  let dedicatedCores = Key<Int?>(
    "dedicatedCores", optional: Self.cores, "Cores that dedicated nodes of the account may have.")
  let lowPriorityCores = Key<Int?>(
    "lowPriorityCores", optional: Self.cores, "Cores that spot (low-priority) nodes of the account may have.")
  let spotCores = Key<Int?>(
    "spotCores", optional: Self.cores,
    "The same under the name that the quota has where low-priority nodes are spot VMs.")
  let vmSeriesCores = Key<[Named<Int>]?>(
    "vmSeriesCores", optional: .named(Self.cores),
    "Cores that dedicated nodes of a VM series may have, by series, such as DSv3 or standardDSv3Family.")

  var rows: [KeyFormat] {
    [dedicatedCores.format, lowPriorityCores.format, spotCores.format, vmSeriesCores.format]
  }
}
