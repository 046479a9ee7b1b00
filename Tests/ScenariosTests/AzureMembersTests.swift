// SPDX-License-Identifier: GPL-3.0-or-later

import Scenarios
import TestSupport
import Testing

@testable import AzureImport

/// The table of members against the names of the specifications, which are typed here once more: a member that a newer
/// version adds is missing in both, and is told as unknown.
@Suite("Azure members")
struct AzureMembersTests {
  /// Microsoft.Batch 2026-08-01 (specification/batch/resource-manager/Microsoft.Batch/Batch/models.tsp), with what
  /// 2025-06-01 removed.
  static let management: [(AzureMembers.Place, [String])] = [
    (
      .pool,
      [
        "displayName", "lastModified", "creationTime", "provisioningState", "provisioningStateTransitionTime",
        "allocationState", "allocationStateTransitionTime", "vmSize", "vmSkuProfile", "deploymentConfiguration",
        "currentDedicatedNodes", "currentLowPriorityNodes", "scaleSettings", "autoScaleRun", "interNodeCommunication",
        "networkConfiguration", "taskSlotsPerNode", "taskSchedulingPolicy", "userAccounts", "metadata", "startTask",
        "certificates", "applicationPackages", "applicationLicenses", "resizeOperationStatus", "mountConfiguration",
        "targetNodeCommunicationMode", "currentNodeCommunicationMode", "upgradePolicy", "resourceTags",
      ]
    ),
    (
      .virtualMachineConfiguration,
      [
        "imageReference", "nodeAgentSkuId", "windowsConfiguration", "dataDisks", "licenseType",
        "containerConfiguration", "diskEncryptionConfiguration", "nodePlacementConfiguration", "extensions", "osDisk",
        "securityProfile", "serviceArtifactReference", "hardwareProfile",
      ]
    ),
    (
      .imageReference,
      ["publisher", "offer", "sku", "version", "id", "sharedGalleryImageId", "communityGalleryImageId"]
    ),
    (.scaleSettings, ["fixedScale", "autoScale"]),
    (.fixedScale, ["resizeTimeout", "targetDedicatedNodes", "targetLowPriorityNodes", "nodeDeallocationOption"]),
    (.autoScale, ["formula", "evaluationInterval"]),
    (.osDisk, ["ephemeralOSDiskSettings", "caching", "managedDisk", "diskSizeGB", "writeAcceleratorEnabled"]),
    (.containerConfiguration, ["type", "containerImageNames", "containerRegistries"]),
    (.nodePlacementConfiguration, ["policy"]),
    (
      .networkConfiguration,
      [
        "subnetId", "dynamicVnetAssignmentScope", "endpointConfiguration", "publicIPAddressConfiguration",
        "enableAcceleratedNetworking",
      ]
    ),
    (.endpointConfiguration, ["inboundNatPools"]),
    (.publicIPAddressConfiguration, ["provision", "ipAddressIds", "ipFamilies", "ipTags"]),
    (
      .startTask,
      [
        "commandLine", "resourceFiles", "environmentSettings", "userIdentity", "maxTaskRetryCount", "waitForSuccess",
        "containerSettings",
      ]
    ),
  ]

  /// The Batch service, 2024-07-01 to 2026-10-01: what a pool has there under other names or besides.
  static let data: [(AzureMembers.Place, [String])] = [
    (
      .pool,
      [
        "id", "url", "eTag", "state", "stateTransitionTime", "virtualMachineConfiguration", "resizeTimeout",
        "resizeErrors", "targetDedicatedNodes", "targetLowPriorityNodes", "enableAutoScale", "autoScaleFormula",
        "autoScaleEvaluationInterval", "enableInterNodeCommunication", "applicationPackageReferences",
        "certificateReferences", "poolStatistics", "stats", "identity",
      ]
    ),
    (.virtualMachineConfiguration, ["nodeAgentSKUId"]),
    (.imageReference, ["virtualMachineImageId", "exactVersion"]),
    (.endpointConfiguration, ["inboundNATPools"]),
  ]

  @Test("every member of the newest specifications has a mark")
  func isComplete() {
    for (place, names) in Self.management + Self.data {
      for name in names {
        #expect(AzureMembers.mark(of: name, in: place) != nil, "\(place).\(name)")
      }
    }
    #expect(AzureMembers.mark(of: "vmSise", in: .pool) == nil)
  }

  @Test("a key that a mark names is one of the scenario's; an older name is that of a member")
  func keysExist() {
    let reference = ScenarioReference.markdown()
    for (place, members) in AzureMembers.table {
      for member in members {
        switch member.mark {
        case .modelled(let key), .rule(let key):
          #expect(key.contains(" ") || reference.contains("| `\(key)` |"), "\(place).\(member.name): \(key)")
        case .older(let name):
          #expect(AzureMembers.mark(of: name, in: place) != nil, "\(place).\(member.name): \(name)")
        case .told(let text), .noEffect(let text): #expect(!text.isEmpty)
        case .answer: break
        }
      }
    }
  }

  @Test("no member is in its table twice")
  func isUnique() {
    for (place, members) in AzureMembers.table {
      let names = members.map { $0.name.lowercased() }
      #expect(Set(names).count == names.count, "\(place): \(names.sorted())")
    }
    #expect(Set(AzureMembers.table.map(\.place)).count == AzureMembers.Place.allCases.count)
  }

  @Test("docs/reference/pool-members.md is what the table says")
  func page() {
    expectDocument(PoolMemberReference.page(), "docs/reference/pool-members.md")
  }
}
