// SPDX-License-Identifier: GPL-3.0-or-later

/// What Azure prints that an import knows.
enum AzureFileKind: Hashable, Sendable {
  /// `az batch account show`: quotas, families, allocation mode and region.
  case account
  /// `az batch account keys list`: secrets and nothing else.
  case accountKeys
  /// `az sig image-version show`: where an image has how many replicas.
  case imageVersion
  /// An element of `az batch node list`.
  case node
  /// A pool, a job, or what is neither.
  case pool

  /// What a body is, by members that only one kind has.
  init(of body: AzureBody) {
    let type = body["type"]?.knownText?.lowercased()
    let properties = body.given("properties") ?? body
    func has(_ names: String...) -> Bool { names.contains { properties[$0] != nil } }
    if type == "microsoft.batch/batchaccounts" || has("poolAllocationMode", "dedicatedCoreQuota", "accountEndpoint") {
      self = .account
    } else if has("primary"), has("secondary") {
      self = .accountKeys
    } else if type == "microsoft.compute/galleries/images/versions" || has("publishingProfile") {
      self = .imageVersion
    } else if has("affinityId", "lastBootTime", "schedulingState", "nodeAgentInfo"), !has("virtualMachineConfiguration")
    {
      self = .node
    } else {
      self = .pool
    }
  }
}
