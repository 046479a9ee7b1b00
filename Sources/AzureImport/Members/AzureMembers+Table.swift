// SPDX-License-Identifier: GPL-3.0-or-later

extension AzureMembers {
  /// A member and what becomes of it.
  struct Member: Sendable {
    let name: String
    let mark: Mark

    init(_ name: String, _ mark: Mark) {
      self.name = name
      self.mark = mark
    }
  }

  private static func answers(_ names: String...) -> [Member] { names.map { Member($0, .answer) } }

  private static let packages = Mark.told(
    "application packages are downloaded and unpacked on every node before it takes tasks; no body says how long that takes: add it to startTask.duration"
  )
  private static let tags = Mark.noEffect("a label, which the service does not read")

  /// Every member, by the object that it belongs to.
  static let table: [(place: Place, members: [Member])] = [
    (.resource, resource), (.pool, pool + poolAnswers + poolOlder), (.scaleSettings, scaleSettings),
    (.fixedScale, fixedScale), (.autoScale, autoScale), (.virtualMachineConfiguration, virtualMachine),
    (.cloudServiceConfiguration, cloudService), (.imageReference, imageReference), (.osDisk, osDisk),
    (.containerConfiguration, containers), (.startTask, startTask), (.networkConfiguration, network),
    (.endpointConfiguration, endpoints), (.publicIPAddressConfiguration, publicAddresses),
    (.nodePlacementConfiguration, placement),
  ]

  private static let resource: [Member] =
    [
      Member("properties", .modelled("pool")), Member("name", .modelled("name")),
      Member("id", .modelled("account.subscription")), Member("type", .modelled("pool")),
      Member("apiVersion", .rule("account.apiVersion")), Member("tags", tags),
      Member("identity", .noEffect("who a node is for other services")),
      Member("dependsOn", .answer), Member("copy", .modelled("pools.NAME.count")),
      Member("condition", .modelled("pool")),
      Member("comments", .answer), Member("existing", .modelled("pool")),
      Member("scope", .noEffect("where the resource is deployed")), Member("location", .noEffect("the account's own")),
    ] + answers("etag", "systemData", "resourceGroup")

  private static let pool: [Member] = [
    Member("id", .modelled("name")), Member("vmSize", .modelled("pool.vmSize")),
    Member(
      "vmSkuProfile",
      .told(
        "nodes of an Instance Mix pool are of several sizes, and the model has one: set pool.vmSize to each in turn")),
    Member("deploymentConfiguration", .modelled("image")), Member("virtualMachineConfiguration", .modelled("image")),
    Member("cloudServiceConfiguration", .modelled("image")), Member("imageType", .modelled("image")),
    Member("scaleSettings", .modelled("pool")), Member("resizeTimeout", .modelled("pool.resizeTimeout")),
    Member("targetDedicatedNodes", .modelled("pool.targetDedicatedNodes")),
    Member("targetLowPriorityNodes", .modelled("pool.targetSpotNodes")),
    Member("enableAutoScale", .modelled("pool.autoScale")), Member("autoScaleFormula", .modelled("pool.autoScale")),
    Member("autoScaleEvaluationInterval", .modelled("pool.autoScale.evaluationInterval")),
    Member("startTask", .modelled("pool.startTask")),
    Member("interNodeCommunication", .rule("pool.interNodeCommunication")),
    Member("enableInterNodeCommunication", .rule("pool.interNodeCommunication")),
    Member("networkConfiguration", .rule("pool.inboundNatPools")),
    Member("applicationPackages", packages), Member("applicationPackageReferences", packages),
    Member(
      "mountConfiguration",
      .told(
        "file systems are mounted on every node before its start task; no body says how long that takes: add it to startTask.duration"
      )),
    Member("taskSlotsPerNode", .noEffect("a node starts the same for any number of tasks")),
    Member("nodeDeallocationOption", .noEffect("counts when a pool shrinks")),
    Member("taskSchedulingPolicy", .noEffect("which node a task goes to")),
    Member("vmFillType", .noEffect("which node a task goes to")),
    Member("userAccounts", .noEffect("accounts on a node are made within seconds")),
    Member("metadata", tags), Member("displayName", tags), Member("resourceTags", tags), Member("tags", tags),
    Member("identity", .noEffect("who a node is for other services")),
    Member("certificates", .noEffect("installed within seconds; removed on 2025-06-01")),
    Member("certificateReferences", .noEffect("installed within seconds; removed on 2025-06-01")),
    Member("applicationLicenses", .noEffect("licences are looked up when tasks run")),
    Member("targetNodeCommunicationMode", .noEffect("which ports a node uses")),
    Member("upgradePolicy", .noEffect("counts when the system of a running node is upgraded")),
    Member("isAutoPool", .noEffect("says that the pool belongs to a job")),
  ]

  private static let poolAnswers: [Member] = answers(
    "etag", "lastModified", "creationTime", "state", "stateTransitionTime", "allocationState",
    "allocationStateTransitionTime", "provisioningState", "provisioningStateTransitionTime", "currentDedicatedNodes",
    "currentLowPriorityNodes", "url", "odata.metadata", "odata.etag", "stats", "statistics", "poolStatistics",
    "resizeOperationStatus", "resizeErrors", "autoScaleRun", "currentNodeCommunicationMode", "systemData",
    "resourceGroup", "currentOSVersion")

  private static let poolOlder: [Member] = [
    Member("targetDedicated", .older("targetDedicatedNodes")), Member("vmCount", .older("targetDedicatedNodes")),
    Member("targetDedicatedComputeNodes", .older("targetDedicatedNodes")),
    Member("targetLowPriorityComputeNodes", .older("targetLowPriorityNodes")),
    Member("currentDedicated", .older("currentDedicatedNodes")),
    Member("currentDedicatedComputeNodes", .older("currentDedicatedNodes")),
    Member("currentLowPriorityComputeNodes", .older("currentLowPriorityNodes")),
    Member("virtualMachineSize", .older("vmSize")), Member("autoScaleEnabled", .older("enableAutoScale")),
    Member("interComputeNodeCommunicationEnabled", .older("interNodeCommunication")),
    // The note on tasks names the member as it is written, and by either name it has no effect.
    Member("maxTasksPerNode", .noEffect("a node starts the same for any number of tasks")),
    Member("maxTasksPerComputeNode", .noEffect("a node starts the same for any number of tasks")),
  ]

  private static let scaleSettings: [Member] = [
    Member("fixedScale", .modelled("pool")), Member("autoScale", .modelled("pool.autoScale")),
  ]

  private static let fixedScale: [Member] = [
    Member("targetDedicatedNodes", .modelled("pool.targetDedicatedNodes")),
    Member("targetLowPriorityNodes", .modelled("pool.targetSpotNodes")),
    Member("resizeTimeout", .modelled("pool.resizeTimeout")),
    Member("nodeDeallocationOption", .noEffect("counts when a pool shrinks")),
    Member("targetDedicated", .older("targetDedicatedNodes")),
  ]

  private static let autoScale: [Member] = [
    Member("formula", .modelled("pool.autoScale.formula")),
    Member("evaluationInterval", .modelled("pool.autoScale.evaluationInterval")),
  ]

  private static let virtualMachine: [Member] = [
    Member("imageReference", .modelled("image")), Member("nodeAgentSkuId", .rule("image.nodeAgent")),
    Member("nodeAgentId", .older("nodeAgentSkuId")), Member("osDisk", .modelled("a note of its own")),
    Member("containerConfiguration", .modelled("a note of its own")),
    Member(
      "extensions",
      .told(
        "VM extensions are installed on every node before it is idle; no body says how long that takes: add it to startTask.duration"
      )),
    Member(
      "diskEncryptionConfiguration",
      .told(
        "disks are encrypted on every node while it is provisioned; no body says how long that takes: add it to startTask.duration"
      )),
    Member("nodePlacementConfiguration", .rule("pool.nodePlacement")),
    Member("dataDisks", .noEffect("empty disks, which are made with the VM")),
    Member("windowsConfiguration", .noEffect("counts when a running node is updated")),
    Member("licenseType", .noEffect("what is paid for Windows")),
    Member("securityProfile", .noEffect("how a VM is protected; no time for it is published")),
    Member("serviceArtifactReference", .noEffect("pins the version of the image")),
    Member("hardwareProfile", .noEffect("how many of a size's cores a node uses; quotas count the size")),
  ]

  private static let cloudService: [Member] = [
    Member("osFamily", .modelled("image.os")), Member("osVersion", .noEffect("a version of the platform's image")),
    Member("targetOSVersion", .noEffect("a version of the platform's image")),
    Member("currentOSVersion", .answer),
  ]

  private static let imageReference: [Member] = [
    Member("virtualMachineImageId", .modelled("image.id")), Member("id", .modelled("image.id")),
    Member("sharedGalleryImageId", .modelled("image.id")), Member("communityGalleryImageId", .modelled("image.id")),
    Member("publisher", .rule("image.marketplaceImage")), Member("offer", .rule("image.marketplaceImage")),
    Member("sku", .rule("image.marketplaceImage")), Member("version", .rule("image.marketplaceImage")),
    Member("exactVersion", .answer),
  ]

  private static let osDisk: [Member] = [
    Member(
      "ephemeralOSDiskSettings",
      .told("an ephemeral OS disk boots faster (osDisk of its image), and Spot nodes cannot have one (R150)")),
    Member("caching", .noEffect("counts after a node has booted; R137 asks for ReadWrite")),
    Member(
      "managedDisk",
      .told("the kind of the OS disk bears on how fast a node boots, and the model knows one kind")),
    Member("diskSizeGB", .noEffect("a node reads of its disk what it boots from, whatever the size")),
    Member("writeAcceleratorEnabled", .noEffect("counts for writes after a node has booted")),
    Member("imageUris", .noEffect("disks of the platform before 2018")),
  ]

  private static let containers: [Member] = [
    Member("type", .noEffect("which program runs containers")),
    Member(
      "containerImageNames",
      .told(
        "container images are pulled to every node before it takes tasks, and many nodes share a registry; no body says how long that takes: add it to startTask.duration"
      )),
    Member("containerRegistries", .noEffect("where the images come from")),
  ]

  private static let startTask: [Member] = [
    Member("maxTaskRetryCount", .modelled("pool.startTask.maxTaskRetryCount")),
    Member("waitForSuccess", .modelled("pool.startTask.waitForSuccess")),
    Member("commandLine", .noEffect("its time is startTask.duration")),
    Member("resourceFiles", .noEffect("their time belongs to startTask.duration")),
    Member("environmentSettings", .noEffect("variables of its command")),
    Member("userIdentity", .noEffect("who its command runs as")),
    Member("runElevated", .noEffect("who its command runs as")),
    Member(
      "containerSettings",
      .told("the container image of the start task is pulled first; add its time to startTask.duration")),
  ]

  private static let network: [Member] = [
    Member("endpointConfiguration", .rule("pool.inboundNatPools")),
    Member("publicIPAddressConfiguration", .modelled("pool.publicIPs")),
    Member(
      "subnetId",
      .told(
        "a subnet with too few free addresses keeps a pool smaller than its target: it needs one for every node; no body says how many are free: set pool.subnetAddresses"
      )),
    Member("dynamicVnetAssignmentScope", .noEffect("whether a job's network is used")),
    Member("enableAcceleratedNetworking", .noEffect("how fast tasks communicate")),
  ]

  private static let publicAddresses: [Member] = [
    Member("provision", .modelled("pool.publicIPs")), Member("ipAddressIds", .modelled("pool.publicIPs")),
    Member("ipFamilies", .noEffect("which addresses a node has besides that of IPv4")),
    Member("ipTags", .noEffect("a label of the addresses that the service makes")),
  ]

  private static let placement: [Member] = [Member("policy", .rule("pool.nodePlacement"))]

  private static let endpoints: [Member] = [Member("inboundNatPools", .rule("pool.inboundNatPools"))]
}
